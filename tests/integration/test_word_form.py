"""A Word file for the article being written: its parts as JSON, and no article is touched."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from news.admin import word_import
from news.admin.word_import import GONE, NO_FILE, NO_ROOM_HERE
from news.media import uploads
from news.media.models import Image
from news.models import Article
from news.text.docx_package import TOO_LARGE
from tests import staff
from tests.docx import docx, p, picture, run
from tests.factories import make_draft, make_user, picture_bytes
from tests.importing import media_files
from tests.legacy import VIETNAMESE, as_tcvn3, as_vni

pytestmark = pytest.mark.django_db

PARTS = "/quan-tri/news/article/tu-word/chen/"
TITLE = "Nậm Trang mở đường vào thôn"
SAPO = "Hơn hai trăm hộ dân đã hiến đất để con đường được mở rộng trước mùa mưa năm nay."
BODY = "Sáng nay, bà con thôn Nậm Trang cùng nhau ra đường từ rất sớm."


@pytest.fixture(autouse=True)
def private_folder(settings, tmp_path):
    """Nothing is left among the checkout's own files."""
    settings.VAR = tmp_path
    return tmp_path / "uploads"


@pytest.fixture
def client(db):
    return staff.browser(make_user("contributor"))


def article_file(*more: str, **options) -> bytes:
    return docx(p(TITLE, style="Title"), p(SAPO, style="Sapo"), p(BODY), *more, **options)


def old_file(how) -> bytes:
    return docx(p(how(VIETNAMESE[3]), style="Title"), *(p(how(line)) for line in VIETNAMESE[4:10]))


def send(client, data: bytes):
    return client.post(PARTS, {"file": SimpleUploadedFile("bài viết.docx", data)})


def decide(client, token, choice="chuyen"):
    return client.post(PARTS, {"tep": token, "chu": choice})


def test_a_file_gives_its_parts_and_makes_no_article(client):
    found = send(client, article_file(p("Nơi nhận:"), p("- Lưu: VT <b>."))).json()
    assert (found["title"], found["summary"], found["body"]) == (TITLE, SAPO, f"<p>{BODY}</p>")
    assert "- Lưu: VT &lt;b&gt;." in found["told"]
    assert not Article.objects.exists()


def test_its_pictures_enter_the_library(client):
    blocks = [p(picture(alt="Con đường mới")), p("Ảnh: bà con mở đường", style="Cap")]
    found = send(client, article_file(*blocks, media={"anh1": picture_bytes()})).json()
    image = Image.objects.get()
    assert image.alt == "Con đường mới"
    assert f'src="{image.file.url}"' in found["body"]
    assert "1 ảnh vào thư viện" in found["told"]


def test_a_file_without_a_title_offers_none(client):
    data = docx(p("một câu không phải tiêu đề, chỉ là nội dung thôi. " * 12))
    assert send(client, data).json()["title"] == ""


@pytest.mark.parametrize("how", [as_tcvn3, as_vni])
def test_old_letters_are_asked_about_and_converted(client, how):
    asked = send(client, old_file(how)).json()
    assert set(asked) == {"preview", "token"}
    assert "đoạn của tệp viết bằng chữ" in asked["preview"]
    found = decide(client, asked["token"]).json()
    assert (found["title"], VIETNAMESE[5] in found["body"]) == (VIETNAMESE[3], True)
    assert "sang Unicode." in found["told"]


def test_old_letters_left_as_they_are_lose_none(client):
    token = send(client, old_file(as_tcvn3)).json()["token"]
    found = decide(client, token, "giu").json()
    assert as_tcvn3(VIETNAMESE[5]).replace("\u00ad", "\uf0ad") in found["body"]
    assert "Đã giữ nguyên" in found["told"]


def test_a_waiting_file_is_used_once_and_by_its_owner(client):
    token = send(client, old_file(as_vni)).json()["token"]
    other = decide(staff.browser(make_user("contributor")), token)
    assert (other.status_code, other.json()["sentence"]) == (404, GONE)
    assert decide(client, token).status_code == 200
    assert decide(client, token).status_code == 404


@pytest.mark.parametrize(
    "fields", [{"chu": "khac"}, {"chu": "chuyen"}, {"chu": "giu", "tep": "../../x"}, {"chu": ""}]
)
def test_a_crafted_choice_is_a_sentence(client, fields):
    answer = client.post(PARTS, fields)
    assert (answer.status_code, answer.json()["sentence"]) == (404, GONE)


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"%PDF-1.7", "không phải là tệp Word"), (article_file()[:-30], "bị hỏng"), (b"", "nội dung")],
)
def test_an_unreadable_file_is_a_sentence(client, data, words):
    answer = send(client, data)
    assert answer.status_code == 422
    assert words in answer.json()["sentence"]
    assert not Image.objects.exists()


def test_no_file_and_one_too_large(client, monkeypatch):
    assert client.post(PARTS, {}).json() == {"sentence": NO_FILE}
    monkeypatch.setattr(word_import, "MAX_BYTES", 10)
    assert send(client, article_file()).json() == {"sentence": TOO_LARGE}


def test_nothing_stays_when_a_picture_cannot_be_stored(client, monkeypatch):
    before, store = media_files(), uploads.store

    def full_disk(accepted, *args, **texts):
        if Image.objects.exists():
            raise OSError("No space left on device")
        return store(accepted, *args, **texts)

    monkeypatch.setattr(uploads, "store", full_disk)
    media = {"anh1": picture_bytes(), "anh2": picture_bytes(color=(9, 99, 9))}
    answer = send(client, article_file(p(picture("anh1")), p(picture("anh2")), media=media))
    assert (answer.status_code, answer.json()) == (507, {"sentence": NO_ROOM_HERE})
    assert not Image.objects.exists()
    assert media_files() == before


def test_words_of_a_file_are_words(client):
    hostile = '<img src=x onerror="alert(1)">'
    found = send(client, article_file(p("Nơi nhận:"), p(run(hostile)))).json()
    assert "<img" not in found["told"] + found["body"]


def test_who_may(client):
    assert client.get(PARTS).status_code == 405
    assert send(staff.browser(make_user("account_admin")), article_file()).status_code == 403
    assert send(staff.browser(), article_file()).status_code == 302
    strict = staff.browser(make_user("contributor"), enforce_csrf_checks=True)
    assert send(strict, article_file()).status_code == 403
    assert not Image.objects.exists()


def test_the_form_offers_it_on_new_and_old_articles():
    user = make_user("contributor")
    client = staff.browser(user)
    for path in (staff.ARTICLE_ADD, staff.change(make_draft(user))):
        page = client.get(path).text
        assert "Nhập từ Word</button>" in page
        assert f'data-address="{PARTS}"' in page
        assert "Tạo bài mới từ tệp này" in page
