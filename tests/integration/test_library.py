"""The picture library: finding, uploading and describing pictures, and who may do which."""

import errno
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from news.media import uploads
from news.media.forms import EMPTY_ALT, NO_ALT, DescribeForm
from news.media.library import NOT_STORED
from news.media.models import Image, RenditionState
from news.text.vietnamese import group_digits
from tests import staff
from tests.factories import make_article, make_image, make_user, picture_bytes
from tests.importing import media_files

pytestmark = pytest.mark.django_db

LIBRARY = "/quan-tri/media/image/"
UPLOAD = f"{LIBRARY}tai-len/"
ADD = f"{LIBRARY}add/"
# What no request may ever change: the file and what was read from it.
FIXED = ("file", "sha256", "width", "height", "size", "original_name", "uploaded_by_id")


def describing(image) -> str:
    return f"{LIBRARY}{image.pk}/mo-ta/"


def file(data=None, name="IMG_0001.jpg") -> SimpleUploadedFile:
    """A picture of its own, because files outlive the tests that store them."""
    data = picture_bytes(color=(3, 120, 200)) if data is None else data
    return SimpleUploadedFile(name, data)


def numbers(client, path) -> list[int]:
    """The pictures a page of the library shows."""
    return [image.pk for image in client.get(path).context["shelf"].page]


@pytest.fixture
def writer():
    return make_user("contributor")


@pytest.fixture
def client(writer):
    return staff.browser(writer)


# Finding


@pytest.mark.parametrize("words", ["nậm trang", "nam trang", "NẠM Trang", "Đường", "duong", "tang"])
def test_words_are_found_with_or_without_diacritics(client, words):
    image = make_image("Bà con thôn Nậm Trang mở ĐƯỜNG", caption="Ảnh tặng quà")
    make_image("Lễ hội xuân")
    assert numbers(client, f"{LIBRARY}?q={words}") == [image.pk]


def test_every_word_must_occur_somewhere(client):
    image = make_image("Mở đường", credit="Lê Ấn", source="Báo Lào Cai")
    assert numbers(client, f"{LIBRARY}?q=duong+an+lao+cai") == [image.pk]
    assert numbers(client, f"{LIBRARY}?q=duong+xuan") == []
    assert numbers(client, f"{LIBRARY}?q=%25") == []


def test_the_filters(client, writer):
    mine, bare = make_image(user=writer), make_image(alt="")
    decorative = make_image(alt="", decorative=True)
    used = make_image()
    make_article(cover_id=used.pk, cover_alt=used.alt)
    assert numbers(client, f"{LIBRARY}?loc=cua-toi") == [mine.pk]
    assert numbers(client, f"{LIBRARY}?loc=chua-mo-ta") == [bare.pk]
    assert numbers(client, f"{LIBRARY}?loc=chua-dung") == [decorative.pk, bare.pk, mine.pk]
    assert len(numbers(client, f"{LIBRARY}?loc=linh-tinh")) == 4


@pytest.mark.parametrize("path", [LIBRARY, staff.PICTURES])
def test_sixty_pictures_on_three_pages_ask_no_more_than_one(client, path):
    make_image()
    client.get(path)
    with CaptureQueriesContext(connection) as few:
        client.get(path)
    for _ in range(59):
        make_image()
    with CaptureQueriesContext(connection) as many:
        answer = client.get(path)
    assert answer.context["shelf"].page.paginator.num_pages == 3
    assert len(many) == len(few) <= 9
    assert numbers(client, f"{path}?trang=99") == numbers(client, f"{path}?trang=3")


def test_an_empty_library_says_what_to_do(client):
    assert "Thư viện chưa có ảnh nào" in client.get(LIBRARY).text
    assert "Không có ảnh nào khớp “abc”" in client.get(f"{LIBRARY}?q=abc").text


def test_the_window_carries_the_editors_number_through_search_and_filters(client):
    text = client.get(f"{staff.PICTURES}?CKEditorFuncNum=7").text
    assert '<input type="hidden" name="CKEditorFuncNum" value="7">' in text
    assert "CKEditorFuncNum=7&amp;loc=cua-toi" in text


# Uploading


def test_each_file_has_an_answer_of_its_own(client, writer):
    answers = [client.post(UPLOAD, {"upload": upload}) for upload in (file(), file(b"<html>"))]
    assert [answer.status_code for answer in answers] == [201, 400]
    image = Image.objects.get()
    told = answers[0].json()["picture"]
    assert (image.uploaded_by, image.alt, told["id"]) == (writer, "", image.pk)
    assert (told["width"], told["height"], told["url"]) == (320, 200, image.file.url)
    assert answers[1].json() == {"error": uploads.NOT_A_PICTURE}


def test_the_same_bytes_are_offered_for_reuse(client):
    image = uploads.store(uploads.accept(file()), alt="Cầu mới")
    before = media_files()
    answer = client.post(UPLOAD, {"upload": file(name="khac.png")})
    assert (answer.status_code, answer.json()["picture"]["id"]) == (200, image.pk)
    assert answer.json()["picture"]["alt"] == image.alt
    assert (media_files(), Image.objects.count()) == (before, 1)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "Hãy chọn tệp ảnh."),
        ({"upload": "chữ"}, "Hãy chọn tệp ảnh."),
        ({"upload": file(b"")}, "Tệp được gửi lên trống rỗng."),
        ({"upload": file(b"\0" * (uploads.MAX_BYTES + 1))}, uploads.TOO_LARGE),
    ],
)
def test_what_cannot_be_taken_is_refused_in_words(client, data, sentence):
    answer = client.post(UPLOAD, data)
    assert answer.status_code == 400
    assert isinstance(answer.json()["error"], str)
    if "upload" not in data or "trống" not in sentence:
        assert answer.json()["error"] == sentence
    assert not Image.objects.exists()


def test_a_full_disk_is_told_and_leaves_nothing(client, monkeypatch):
    def full(name, data):
        raise OSError(errno.ENOSPC, "No space left on device")

    before = media_files()
    monkeypatch.setattr(uploads.renditions, "put", full)
    answer = client.post(UPLOAD, {"upload": file()})
    assert (answer.status_code, answer.json()) == (507, {"error": NOT_STORED})
    assert (media_files(), Image.objects.count()) == (before, 0)


def test_an_upload_says_nothing_of_words_or_owner(client, writer):
    other = make_user("publisher")
    extra = {"alt": "Chen vào", "uploaded_by": other.pk, "sha256": "0" * 64, "decorative": "on"}
    client.post(UPLOAD, {"upload": file(), **extra})
    image = Image.objects.get()
    assert (image.alt, image.decorative, image.uploaded_by) == ("", False, writer)
    assert image.sha256 != "0" * 64


def test_a_request_from_elsewhere_stores_nothing(writer):
    client = Client(enforce_csrf_checks=True)
    client.force_login(writer)
    assert client.post(UPLOAD, {"upload": file()}).status_code == 403
    assert not Image.objects.exists()


@pytest.mark.parametrize("method", ["get", "put", "delete", "options"])
def test_the_scripts_addresses_take_posts_only(client, method):
    image = make_image()
    for path in (UPLOAD, describing(image)):
        answer = getattr(client, method)(path)
        assert (answer.status_code, list(answer.json())) == (405, ["error"])
    assert getattr(client, method)(f"{LIBRARY}{image.pk}/lam-lai/").status_code == 405


def test_without_scripts_one_picture_is_uploaded_with_its_words(client, writer):
    assert "Tải ảnh lên" in client.get(ADD).text
    answer = client.post(ADD, {"upload": file(), "alt": "Cầu mới", "credit": "Lê Ấn"})
    image = Image.objects.get()
    assert answer["Location"] == staff.change(image)
    assert (image.alt, image.credit, image.uploaded_by) == ("Cầu mới", "Lê Ấn", writer)
    again = client.post(ADD, {"upload": file(), "alt": "Khác"}, follow=True)
    assert "Ảnh này đã có trong thư viện." in again.text
    assert Image.objects.get().alt == "Cầu mới"


def test_without_scripts_too_a_picture_needs_a_description_or_the_word_that_it_does_not(client):
    assert NO_ALT in client.post(ADD, {"upload": file()}).text
    assert client.post(ADD, {"upload": file(), "decorative": "on"}).status_code == 302
    assert Image.objects.get().decorative


# Describing


def test_words_are_saved_where_they_are_asked_for(client):
    image = make_image(alt="")
    words = {"alt": "Cầu  mới", "caption": "Cầu qua suối", "credit": "Lê Ấn", "source": "TTXVN"}
    told = client.post(describing(image), words).json()["picture"]
    image.refresh_from_db()
    assert (image.alt, image.caption, image.credit, image.source) == (
        "Cầu mới",
        "Cầu qua suối",
        "Lê Ấn",
        "TTXVN",
    )
    assert told["alt"] == "Cầu mới"


@pytest.mark.parametrize("words", [{}, {"alt": " \u200b"}, {"caption": "Chỉ có chú thích"}])
def test_no_description_is_refused_at_its_field(client, words):
    image = make_image(alt="")
    answer = client.post(describing(image), words)
    assert answer.status_code == 400
    assert answer.json() == {"error": NO_ALT, "errors": {"alt": NO_ALT}}


@pytest.mark.parametrize("alt", ["Ảnh tin bài", "IMG_2034.jpg", "hình 1"])
def test_a_description_that_says_nothing_is_refused_at_its_field(client, alt):
    image = make_image("")
    answer = client.post(describing(image), {"alt": alt})
    assert (answer.status_code, answer.json()["errors"]) == (400, {"alt": EMPTY_ALT})
    assert EMPTY_ALT in client.post(staff.change(image), {"alt": alt}).text
    assert EMPTY_ALT in client.post(ADD, {"upload": file(), "alt": alt}).text
    assert client.post(describing(image), {"alt": alt, "decorative": "on"}).status_code == 200


def test_too_long_words_are_refused(client):
    image = make_image(alt="")
    answer = client.post(describing(image), {"alt": "a" * 301, "credit": "b" * 200})
    assert (answer.status_code, set(answer.json()["errors"])) == (400, {"alt", "credit"})


def test_a_decorative_picture_has_no_description(client):
    image = make_image()
    client.post(describing(image), {"alt": "Thừa", "decorative": "on"})
    image.refresh_from_db()
    assert (image.alt, image.decorative) == ("", True)


def test_no_request_changes_a_file_or_what_was_read_from_it(client):
    image = make_image(alt="")
    before = [getattr(image, name) for name in FIXED]
    crafted = {"file": file(picture_bytes(color=(9, 9, 9))), "upload": file(), "sha256": "0" * 64}
    crafted |= {"width": "1", "height": "1", "size": "1", "original_name": "x", "renditions": "{}"}
    crafted |= {"uploaded_by": "1", "alt": "Mới", "focal_x": "0.5", "focal_y": "0.4"}
    data = Path(image.file.path).read_bytes()
    for path in (describing(image), staff.change(image)):
        assert client.post(path, crafted).status_code in (200, 302)
        for upload in (crafted["file"], crafted["upload"]):
            upload.seek(0)
    fresh = Image.objects.get()
    assert [getattr(fresh, name) for name in FIXED] == before
    assert (fresh.alt, Path(fresh.file.path).read_bytes()) == ("Mới", data)


def test_words_do_not_overwrite_what_a_worker_wrote_meanwhile():
    form = DescribeForm({"alt": "Mới"}, instance=make_image(alt=""))
    ready = {"rendition_state": RenditionState.READY, "renditions": {"full": {}}}
    Image.objects.update(**ready)
    assert form.is_valid()
    form.write()
    image = Image.objects.get()
    assert (image.alt, image.rendition_state, image.renditions) == ("Mới", "ready", {"full": {}})


# The picture's page


def test_the_focal_point_is_saved_and_the_crops_are_made_anew(client):
    image = make_image()
    Image.objects.update(rendition_state=RenditionState.READY)
    typed = {"alt": image.alt, "focal_x": "0.25", "focal_y": "1"}
    assert client.post(staff.change(image), typed).status_code == 302
    image.refresh_from_db()
    assert (image.focal_x, image.focal_y, image.rendition_state) == (0.25, 1, "pending")


@pytest.mark.parametrize("value", ["-0.1", "1.01", "nan", "inf", "1e309", "x", "", "0,5"])
def test_a_focal_point_lies_in_the_picture(client, value):
    image = make_image()
    answer = client.post(staff.change(image), {"alt": "A", "focal_x": value, "focal_y": "0.4"})
    assert answer.status_code == 200
    image.refresh_from_db()
    assert (image.focal_x, image.alt != "A") == (0.5, True)


def test_words_alone_make_no_crops(client):
    image = make_image()
    Image.objects.update(rendition_state=RenditionState.READY)
    client.post(staff.change(image), {"alt": "Mới", "focal_x": "0.5", "focal_y": "0.4"})
    image.refresh_from_db()
    assert (image.alt, image.rendition_state) == ("Mới", "ready")


def test_a_failed_picture_says_why_and_is_tried_again(client):
    image = make_image()
    failed = {"rendition_state": RenditionState.FAILED, "rendition_error": "Ổ đĩa đã đầy."}
    Image.objects.update(**failed)
    assert "Lỗi bản thu nhỏ" in client.get(LIBRARY).text
    page = client.get(staff.change(image)).text
    assert "Ổ đĩa đã đầy." in page
    assert client.post(f"{LIBRARY}{image.pk}/lam-lai/").status_code == 302
    image.refresh_from_db()
    assert (image.rendition_state, image.rendition_error) == ("pending", "")


def test_a_picture_that_is_fine_is_not_made_again(client):
    image = make_image()
    Image.objects.update(rendition_state=RenditionState.READY)
    client.post(f"{LIBRARY}{image.pk}/lam-lai/")
    image.refresh_from_db()
    assert image.rendition_state == "ready"


def test_a_page_shows_the_size_in_words(client):
    image = make_image("Cầu mới")
    page = client.get(staff.change(image)).text
    assert f"{group_digits(image.width)} × {group_digits(image.height)} điểm ảnh" in page
