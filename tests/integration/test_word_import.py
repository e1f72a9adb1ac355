"""A Word file becomes a draft: what is stored, told, asked and refused on the way."""

import io
import os
import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from news import drafts
from news.admin import safekeeping
from news.admin.word_import import GONE, NO_FILE, NO_ROOM
from news.media import uploads
from news.media.models import Image
from news.models import Article, State
from news.text.docx_package import TOO_LARGE
from tests import staff
from tests.docx import docx, p, picture, run, zipped
from tests.factories import make_author, make_unit, make_user, picture_bytes
from tests.importing import media_files
from tests.legacy import VIETNAMESE, as_tcvn3, as_vni

pytestmark = pytest.mark.django_db

WORD = "/quan-tri/news/article/tu-word/"
TITLE = "Nậm Trang mở đường vào thôn"
SAPO = "Hơn hai trăm hộ dân đã hiến đất để con đường được mở rộng trước mùa mưa năm nay."
LETTERS = {"tcvn3": (as_tcvn3, "TCVN3"), "vni": (as_vni, "VNI")}
BODY = "Sáng nay, bà con thôn Nậm Trang cùng nhau ra đường từ rất sớm."


@pytest.fixture(autouse=True)
def private_folder(settings, tmp_path):
    """Nothing is left among the checkout's own files."""
    settings.VAR = tmp_path
    return tmp_path / "uploads"


@pytest.fixture
def writer():
    return make_user("contributor")


@pytest.fixture
def client(writer):
    return staff.browser(writer)


def article_file(*more: str, title=TITLE, **options) -> bytes:
    return docx(p(title, style="Title"), p(SAPO, style="Sapo"), p(BODY), *more, **options)


def old_file(how) -> bytes:
    return docx(p(how(VIETNAMESE[0]), style="Title"), *(p(how(line)) for line in VIETNAMESE[1:9]))


def send(client, data: bytes, follow=True, name="bài viết.docx"):
    return client.post(WORD, {"file": SimpleUploadedFile(name, data)}, follow=follow)


def text(answer) -> str:
    return answer.content.decode()


def token(answer) -> str:
    return re.search(r'name="tep" value="([0-9a-f]+)"', text(answer))[1]


def decide(client, key: str, choice="chuyen"):
    return client.post(WORD, {"tep": key, "chu": choice}, follow=True)


# A good file


def test_a_file_becomes_the_draft_of_whoever_brings_it(client, writer):
    answer = send(client, article_file())
    article = Article.objects.get()
    assert answer.redirect_chain[-1][0] == staff.change(article)
    assert "Đã nhập từ Word" in text(answer)
    assert (article.title, article.summary) == (TITLE, SAPO)
    assert article.body == f"<p>{BODY}</p>"
    assert (article.state, article.created_by, article.latest_version) == (State.DRAFT, writer, 1)
    assert article.versions.get().created_by == writer


def test_pictures_enter_the_library_with_their_words(client, writer):
    blocks = [p(picture(alt="Con đường mới")), p("Ảnh: bà con mở đường", style="Cap")]
    send(client, article_file(*blocks, media={"anh1": picture_bytes()}))
    image, article = Image.objects.get(), Article.objects.get()
    assert (image.alt, image.uploaded_by) == ("Con đường mới", writer)
    assert "bà con mở đường" in image.caption
    assert f'src="{image.file.url}"' in article.body
    assert "<figcaption>" in article.body


def test_a_refused_picture_is_left_out_and_told(client):
    blocks = [p(picture("anh1", alt="Ảnh tốt")), p(picture("anh2", alt="Ảnh hỏng")), p("Hết.")]
    broken = picture_bytes(color=(1, 2, 3), image_format="PNG")[:90]
    answer = send(client, article_file(*blocks, media={"anh1": picture_bytes(), "anh2": broken}))
    assert Article.objects.get().body.count("<img") == Image.objects.count() == 1
    assert "Đã bỏ ảnh thứ 2: Không đọc được ảnh này" in text(answer)


def test_what_was_set_aside_is_shown_in_full(client):
    receivers = [p("Nơi nhận:"), p("- Như trên;"), p("- Lưu: VT <b>.")]
    answer = send(client, article_file(*receivers))
    page, article = text(answer), Article.objects.get()
    assert "Nơi nhận" not in article.body
    assert "- Lưu: VT &lt;b&gt;." in page
    assert f'href="{staff.change(article)}"' in page
    again = client.get(answer.redirect_chain[-1][0])
    assert "- Lưu: VT &lt;b&gt;." in text(again)


def test_what_became_of_a_file_is_for_its_owner_only(client):
    address = send(client, article_file(p("Nơi nhận:"), p("- Lưu: VT."))).redirect_chain[-1][0]
    assert staff.browser(make_user("publisher")).get(address).status_code == 404


def test_the_draft_is_signed_as_the_form_would_sign_it(client, writer):
    author = make_author(unit=make_unit(), user=writer)
    send(client, article_file())
    article = Article.objects.get()
    assert (article.author, article.unit) == (author, author.unit)
    assert article.byline


def test_nobody_signs_for_a_unit_they_were_not_given():
    user = make_user("contributor", unit=make_unit("KHAC"))
    make_author(unit=make_unit(), user=user)
    send(staff.browser(user), article_file())
    article = Article.objects.get()
    assert (article.author, article.unit) == (None, None)


def test_a_title_too_long_is_cut_and_told_in_full(client):
    title = "Tiêu đề dài " * 30
    page = text(send(client, article_file(title=title)))
    assert len(Article.objects.get().title) <= 255
    assert title.strip() in page


def test_a_sapo_too_long_begins_the_body(client):
    summary = "Một câu của sapo rất dài. " * 100
    blocks = [p(TITLE, style="Title"), p(summary, style="Sapo"), p(BODY)]
    page = text(send(client, docx(*blocks)))
    article = Article.objects.get()
    assert article.summary == ""
    assert article.body.startswith("<p>Một câu")
    assert article.body.endswith(f"<p>{BODY}</p>")
    assert "Sapo dài quá 2000 ký tự" in page


def test_a_file_without_a_title_gets_one_that_says_so(client):
    page = text(send(client, docx(p("một câu không phải tiêu đề, chỉ là nội dung thôi. " * 12))))
    assert Article.objects.get().title == drafts.NAMELESS
    assert drafts.NO_TITLE in page


def test_large_pictures_stop_before_the_server_would(client, monkeypatch):
    monkeypatch.setattr(drafts, "PATIENCE", -1)
    page = text(send(client, article_file(p(picture()), media={"anh1": picture_bytes()})))
    assert "Đã bỏ 1 ảnh vì tệp có quá nhiều ảnh lớn" in page
    assert "<img" not in Article.objects.get().body


# A file that cannot be read


def bomb() -> bytes:
    inside = {f"word/media/{at}.png": b"\0" * 20 * 1024 * 1024 for at in range(11)}
    return zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": "<a/>", **inside})


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "không có nội dung"),
        (b"%PDF-1.7", "không phải là tệp Word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "kiểu cũ (.doc)"),
        (article_file()[:-30], "bị hỏng"),
        (docx(p(" ")), "không có nội dung"),
        (bomb(), "lớn bất thường"),
    ],
    ids=["nothing", "pdf", "doc", "damaged", "empty", "bomb"],
)
def test_an_unreadable_file_gets_its_sentence_and_stores_nothing(
    client, private_folder, data, words
):
    answer = send(client, data)
    assert answer.status_code == 200
    assert words in text(answer)
    assert 'aria-invalid="true"' in text(answer)
    assert not Article.objects.exists()
    assert not private_folder.exists()


def test_no_file_at_all(client):
    for sent in ({}, {"file": "chữ"}):
        assert NO_FILE in text(client.post(WORD, sent))


def test_a_file_too_large_is_not_read(client, monkeypatch):
    monkeypatch.setattr("news.admin.word_import.MAX_BYTES", 10)
    monkeypatch.setattr("news.text.word.read", None)
    assert TOO_LARGE in text(send(client, article_file()))


def test_nothing_stays_when_a_picture_cannot_be_stored(client, monkeypatch):
    before, store = media_files(), uploads.store

    def full_disk(accepted, *args, **texts):
        if Image.objects.exists():
            raise OSError("No space left on device")
        return store(accepted, *args, **texts)

    monkeypatch.setattr(uploads, "store", full_disk)
    media = {"anh1": picture_bytes(), "anh2": picture_bytes(color=(9, 99, 9))}
    answer = send(client, article_file(p(picture("anh1")), p(picture("anh2")), media=media))
    assert NO_ROOM in text(answer)
    assert not Article.objects.exists()
    assert not Image.objects.exists()
    assert media_files() == before


def test_a_picture_that_was_there_before_outlives_a_failed_import(client, monkeypatch):
    same = io.BytesIO(picture_bytes())
    same.name, same.size = "a.jpg", len(same.getvalue())
    image = uploads.store(uploads.accept(same))
    monkeypatch.setattr(drafts.workflow, "save", _refuse)
    answer = send(client, article_file(p(picture()), media={"anh1": picture_bytes()}))
    assert "Không được." in text(answer)
    assert Path(image.file.path).exists()


def _refuse(*args, **values):
    raise drafts.workflow.Refused("Không được.")


def test_a_full_disk_keeps_no_draft_from_being_told(client, monkeypatch):
    monkeypatch.setattr(safekeeping, "_write", _no_space)
    answer = send(client, article_file(p("Nơi nhận:"), p("- Lưu: VT.")))
    assert "- Lưu: VT." in text(answer)
    assert Article.objects.count() == 1


def _no_space(path, data):
    raise OSError("No space left on device")


# Old letters


@pytest.mark.parametrize("kind", LETTERS)
def test_old_letters_are_asked_about_before_anything_is_stored(client, kind):
    how, label = LETTERS[kind]
    page = text(send(client, old_file(how)))
    assert not Article.objects.exists()
    assert label in page
    assert VIETNAMESE[3] in page
    assert "Chuyển sang Unicode" in page
    assert "Giữ nguyên chữ" in page


@pytest.mark.parametrize("kind", LETTERS)
def test_old_letters_converted(client, private_folder, kind):
    key = token(send(client, old_file(LETTERS[kind][0])))
    answer = decide(client, key)
    article = Article.objects.get()
    assert VIETNAMESE[3] in article.body
    assert "sang Unicode." in text(answer)
    assert not (private_folder / f"{article.created_by_id}-{key}").exists()


def test_old_letters_left_as_they_are(client):
    key = token(send(client, old_file(as_vni)))
    page = text(decide(client, key, "giu"))
    assert as_vni(VIETNAMESE[3]) in Article.objects.get().body
    assert "Đã giữ nguyên" in page


def test_lost_horns_are_told(client):
    lines = [as_tcvn3(line).replace("\u00ad", "") for line in VIETNAMESE[:40]]
    assert "Chữ ư đã bị mất" in text(send(client, docx(*(p(line) for line in lines))))


def test_a_file_waits_privately_and_is_used_once(client, private_folder):
    key = token(send(client, old_file(as_vni)))
    (waiting,) = private_folder.iterdir()
    assert waiting.stat().st_mode & 0o077 == 0
    assert private_folder.stat().st_mode & 0o077 == 0
    decide(client, key)
    again = decide(client, key)
    assert again.status_code == 404
    assert GONE in text(again)
    assert Article.objects.count() == 1


def test_only_who_brought_a_file_goes_on_with_it(client):
    key = token(send(client, old_file(as_vni)))
    assert decide(staff.browser(make_user("publisher")), key).status_code == 404
    assert not Article.objects.exists()
    decide(client, key)
    assert Article.objects.count() == 1


@pytest.mark.parametrize(
    "key", ["", "x", "../../etc/passwd", "0" * 32, "0" * 5000, "é" * 32, "٠" * 32]
)
def test_an_invented_token_finds_nothing(client, key):
    assert decide(client, key).status_code == 404
    assert client.get(WORD, {"xong": key}).status_code == 404
    assert not Article.objects.exists()


def test_an_invented_choice_is_refused_and_the_file_still_waits(client):
    key = token(send(client, old_file(as_vni)))
    assert decide(client, key, "khac").status_code == 404
    assert decide(client, key).status_code == 200


def test_a_waiting_file_is_no_result(client):
    key = token(send(client, old_file(as_vni)))
    assert client.get(WORD, {"xong": key}).status_code == 404


def test_old_files_are_forgotten(client, private_folder):
    key = token(send(client, old_file(as_vni)))
    (waiting,) = private_folder.iterdir()
    os.utime(waiting, (0, 0))
    assert decide(client, key).status_code == 404
    send(client, old_file(as_vni))
    assert waiting not in list(private_folder.iterdir())


def test_one_person_cannot_fill_the_folder(writer, private_folder):
    other = safekeeping.keep(make_user("contributor"), b"x")
    for _ in range(safekeeping.MOST + 3):
        last = safekeeping.keep(writer, b"x")
    assert len(list(private_folder.iterdir())) == safekeeping.MOST + 1
    assert safekeeping.look(writer, last) == b"x"
    assert any(other in path.name for path in private_folder.iterdir())


# Who may


def test_who_may_not_add_articles_meets_a_refusal():
    client = staff.browser(make_user("account_admin"))
    assert client.get(WORD).status_code == send(client, article_file()).status_code == 403
    assert not Article.objects.exists()


def test_a_request_from_another_site_is_refused(writer):
    client = staff.browser(writer, enforce_csrf_checks=True)
    assert send(client, article_file()).status_code == 403
    assert not Article.objects.exists()


def test_the_way_there_is_shown_to_whoever_may(client):
    for page in ("/quan-tri/", staff.ARTICLES):
        assert f'href="{WORD}"' in text(client.get(page))
        assert WORD not in text(staff.browser(make_user("account_admin")).get(page))


def test_words_of_a_file_are_words_on_every_page(client):
    hostile = '<img src=x onerror="alert(1)">'
    page = text(send(client, article_file(p("Nơi nhận:"), p(run(hostile)), title=run(hostile))))
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page
