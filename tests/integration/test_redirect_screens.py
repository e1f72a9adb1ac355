"""The staff's screens of old addresses: by hand, by file, by themselves, and out of the log."""

from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from news.addresses import writing
from news.addresses.models import Missed, Redirect
from news.text import sheets_reading
from tests import staff
from tests.factories import make_article, make_category, make_unit, make_user

pytestmark = pytest.mark.django_db

LIST = "/quan-tri/addresses/redirect/"
ADD = f"{LIST}add/"
MISSED = f"{LIST}thieu/"
IMPORT = f"{LIST}nhap/"
TEXT = """Địa chỉ cũ;Địa chỉ mới;Bên dưới;Ghi chú
/cu-1.html;/tin-tuc/;;Tin cũ Đảng uỷ
/sai;//evil;;
/muc;/rss/;về một trang;
"""


@pytest.fixture
def desk():
    """A secretary's browser."""
    return staff.browser(make_user("secretary"))


def table() -> dict[str, str]:
    return dict(Redirect.objects.values_list("old", "new"))


def send(client, data: bytes, name="dia-chi.csv", **more):
    return client.post(IMPORT, {"tep": SimpleUploadedFile(name, data), **more})


def confirm(client, page):
    return client.post(IMPORT, {"danh-sach": page.context["list"]}, follow=True)


def test_a_redirect_by_hand(desk, client):
    typed = {"old": "https://cu.vn/Tin.html", "new": "/tin-tuc", "below": "", "note": "bài cũ"}
    page = desk.post(ADD, typed, follow=True)
    assert "Ai mở /tin sẽ được đưa tới /tin-tuc/." in page.text
    row = Redirect.objects.get()
    assert (row.old, row.new, row.note, row.automatic) == ("/tin", "/tin-tuc/", "bài cũ", False)
    assert row.made_by.username
    assert client.get("/tin.html")["Location"] == "/tin-tuc/"


def test_what_cannot_be_is_said_at_its_field_and_what_was_typed_stays(desk):
    page = desk.post(ADD, {"old": "/tin-cu", "new": "https://evil.vn/", "below": "keep"})
    assert "thuộc một trang được phép dẫn tới" in page.text
    assert 'value="/tin-cu"' in page.text
    assert 'value="https://evil.vn/"' in page.text
    page = desk.post(ADD, {"old": "", "new": "", "below": "khac"})
    assert "Nhập địa chỉ cũ." in page.text
    assert table() == {}


def test_a_redirect_is_changed_in_its_old_address_too_and_deleted(desk):
    writing.write([writing.Line("/a", "/tin-tuc/"), writing.Line("/khac", "/rss/")], None)
    here = f"{LIST}{Redirect.objects.get(old='/a').pk}/"
    desk.post(f"{here}change/", {"old": "/a", "new": "/rss/", "below": "", "note": "n"})
    assert table()["/a"] == "/rss/"
    page = desk.post(f"{here}change/", {"old": "/khac", "new": "/rss/", "below": "", "note": ""})
    assert "Địa chỉ cũ này đã được chuyển tới /rss/" in page.text
    assert table() == {"/a": "/rss/", "/khac": "/rss/"}
    desk.post(f"{here}change/", {"old": "/b", "new": "/rss/", "below": "", "note": ""})
    assert "/a" not in table()
    row = Redirect.objects.get(old="/b")
    desk.post(f"{LIST}{row.pk}/delete/", {"post": "yes"})
    assert "/b" not in table()


def test_a_missed_address_is_led_on_with_one_button_and_a_near_article(desk):
    article = make_article(title="Bảo Thắng mở đường liên thôn")
    Missed.objects.create(path="/cu/bao-thang-mo-duong-lien-thon-9", count=7)
    page = desk.get(MISSED)
    assert "7 lần" in page.text
    button = "/quan-tri/addresses/redirect/add/?old=%2Fcu%2Fbao-thang-mo-duong-lien-thon-9"
    assert button in page.text
    form = desk.get(button)
    assert 'value="/cu/bao-thang-mo-duong-lien-thon-9"' in form.text
    assert f"new={article.get_absolute_url()}" in form.text
    typed = {"old": "/cu/bao-thang-mo-duong-lien-thon-9", "new": article.get_absolute_url()}
    desk.post(ADD, {**typed, "below": "", "note": ""})
    assert not Missed.objects.exists()


def test_a_missed_address_is_left_out_and_watched_again(desk):
    row = Missed.objects.create(path="/rac")
    desk.post(MISSED, {"dia-chi": row.pk})
    assert "/rac" not in desk.get(MISSED).text.split("messagelist")[-1].split('class="rows')[-1]
    assert "/rac" in desk.get(f"{MISSED}?bo-qua").text
    desk.post(f"{MISSED}?bo-qua", {"dia-chi": row.pk})
    assert not Missed.objects.get().ignored


@pytest.mark.parametrize("number", ["", "x", "0", "9" * 30, "-1"])
def test_a_crafted_number_changes_nothing(desk, number):
    Missed.objects.create(path="/rac")
    assert desk.post(MISSED, {"dia-chi": number}).status_code == 302
    assert not Missed.objects.get().ignored


def test_an_editor_has_no_say(client):
    browser = staff.browser(make_user("editor"))
    for path in (LIST, ADD, MISSED, IMPORT):
        assert browser.get(path).status_code == 403


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1258"])
def test_a_file_is_looked_at_first_and_then_written(desk, encoding):
    # Windows writes the tone apart from the letter.
    text = TEXT if encoding != "cp1258" else _as_windows(TEXT)
    page = send(desk, text.encode(encoding))
    assert "1 dòng lỗi sẽ bị bỏ" in page.text
    assert table() == {}
    assert "Đã nhập: 2 địa chỉ mới" in confirm(desk, page).text
    assert table() == {"/cu-1": "/tin-tuc/", "/muc": "/rss/"}
    assert Redirect.objects.get(old="/cu-1").note == "Tin cũ Đảng uỷ"
    assert Redirect.objects.get(old="/muc").below == "gather"
    again = send(desk, text.encode(encoding))
    assert "2 dòng không đổi" in again.text


def _as_windows(text: str) -> str:
    """The letters as the code page has them: tones as marks of their own."""
    out = []
    for char in text:
        try:
            char.encode("cp1258")
            out.append(char)
        except UnicodeEncodeError:
            out.append(_parted(char))
    return "".join(out)


def _parted(char: str) -> str:
    """A letter and its tone."""
    bases = {"Đị": "", "ị": "i\u0323", "ớ": "ơ\u0301", "ỉ": "i\u0309", "ũ": "u\u0303"}
    bases |= {"ả": "a\u0309", "ỷ": "y\u0309", "ề": "ê\u0300", "ộ": "ô\u0323"}
    return bases[char]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", sheets_reading.EMPTY),
        (b"a;b\n1;2\n", "phải có cột"),
        ("Địa chỉ cũ;Địa chỉ mới\n".encode(), "không có địa chỉ nào"),
        (b"\x8f\x90\x9d;x\n", "không phải mã Unicode"),
        (b"PK\x03\x04hong", "bảng tính"),
        (b"old;new\n" + b"/a;/tin-tuc/\n" * 10_001, "nhiều nhất 10.000 dòng"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(desk, data, says):
    page = send(desk, data)
    assert page.status_code == 200
    assert says in page.text


def test_a_list_that_somebody_made_up_is_not_written(desk):
    page = desk.post(IMPORT, {"danh-sach": "bịa"}, follow=True)
    assert "Hãy chọn tệp và kiểm tra lại" in page.text


def test_the_command_reports_every_line_and_may_only_look(tmp_path):
    file, out = tmp_path / "cu.csv", StringIO()
    file.write_text(TEXT, encoding="utf-8-sig")
    with pytest.raises(CommandError, match="1 dòng lỗi"):
        call_command("import_redirects", file, dry_run=True, stdout=out)
    assert "Dòng 2: mới: /cu-1.html: → /tin-tuc/" in out.getvalue()
    assert "Dòng 3: LỖI: /sai" in out.getvalue()
    assert "Chưa ghi gì." in out.getvalue()
    assert table() == {}
    with pytest.raises(CommandError):
        call_command("import_redirects", file, stdout=out)
    assert len(table()) == 2
    with pytest.raises(CommandError, match="Không đọc được tệp"):
        call_command("import_redirects", tmp_path / "khong-co.csv")


def rename(client, thing, **values):
    data = {f.name: getattr(thing, f.attname) or "" for f in thing._meta.fields}
    kept = {name: data[name] for name in data if name not in ("id", "sort_key")}
    answer = client.post(staff.change(thing), {**kept, **values})
    assert answer.status_code == 302, answer.context["errors"]


def test_a_section_with_another_address_is_found_under_the_old_one(desk, client):
    section = make_category("Xây dựng", position=1)
    make_article(category=section)
    rename(desk, section, slug="xay-dung-moi", visible="on")
    moved = {
        "/tin-tuc/xay-dung/": "/tin-tuc/xay-dung-moi/",
        "/tin-tuc/xay-dung/trang/1/": "/tin-tuc/xay-dung-moi/trang/1/",
        "/rss/chuyen-muc/xay-dung.xml": "/rss/chuyen-muc/xay-dung-moi.xml",
        "/atom/chuyen-muc/xay-dung.xml?toan-van": "/atom/chuyen-muc/xay-dung-moi.xml?toan-van=",
    }
    for old, new in moved.items():
        assert client.get(old).get("Location") == new
        assert client.get(new).status_code == 200
    assert all(Redirect.objects.values_list("automatic", flat=True))
    rename(desk, section, slug="xay-dung-nua", visible="on")
    assert client.get("/tin-tuc/xay-dung/").get("Location") == "/tin-tuc/xay-dung-nua/"
    rename(desk, section, slug="xay-dung", visible="on")
    assert client.get("/tin-tuc/xay-dung/").status_code == 200
    assert client.get("/tin-tuc/xay-dung-nua/").get("Location") == "/tin-tuc/xay-dung/"
    assert not Redirect.objects.filter(old="/tin-tuc/xay-dung").exists()


def test_a_new_section_takes_its_address_back(desk, client):
    writing.write([writing.Line("/tin-tuc/y-te", "/rss/", "keep")], None)
    data = {"name": "Y tế", "slug": "", "parent": "", "description": "", "position": 0}
    desk.post("/quan-tri/news/category/add/", {**data, "visible": "on", "steps": ""})
    assert client.get("/tin-tuc/y-te/").status_code == 200
    assert not Redirect.objects.exists()


def test_a_unit_with_another_code_is_found_under_the_old_one(desk, client):
    unit = make_unit("PHONGTC")
    rename(desk, unit, code="PTC", active="on")
    assert client.get("/don-vi/phongtc/").get("Location") == "/don-vi/ptc/"
    assert client.get("/rss/don-vi/phongtc.xml").get("Location") == "/rss/don-vi/ptc.xml"


def test_a_manual_line_never_closes_a_circle_with_a_page_that_moved(desk, client):
    section = make_category("Xây dựng", position=1)
    writing.write([writing.Line("/tin-tuc/xay-dung-moi", "/tin-tuc/xay-dung/")], None)
    rename(desk, section, slug="xay-dung-moi", visible="on")
    assert client.get("/tin-tuc/xay-dung/").get("Location") == "/tin-tuc/xay-dung-moi/"
    assert client.get("/tin-tuc/xay-dung-moi/").status_code == 200
