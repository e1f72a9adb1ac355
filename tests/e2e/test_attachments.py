"""Attachments in a real browser: chosen, dropped, named, put in order by keys, downloaded."""

import base64
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from news.media import attachments as files
from news.media.models import Attachment
from news.models import Article
from news.text import officefile
from tests import attached, staff
from tests.factories import make_article, make_attachment, make_draft, make_user, move

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# As a browser fills what is dropped with one file.
DROP = """(place, [data, name]) => {
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
    const carried = new DataTransfer();
    carried.items.add(new File([bytes], name));
    const options = { bubbles: true, cancelable: true, dataTransfer: carried };
    for (const kind of ["dragenter", "dragover", "drop"]) {
        place.dispatchEvent(new DragEvent(kind, options));
    }
}"""


def sent(name: str, data: bytes) -> dict:
    """A file as a file input takes it."""
    return {"name": name, "mimeType": "application/octet-stream", "buffer": data}


def drop(page, name: str, data: bytes) -> None:
    encoded = base64.b64encode(data).decode()
    page.locator("[data-attachments]").evaluate(DROP, [encoded, name])


def choose(page, *chosen) -> None:
    page.get_by_label("Thêm tệp từ máy").set_input_files([sent(*one) for one in chosen])


def row(page, number: int):
    return page.locator("[data-attachments] .attached-row").nth(number)


def names(page) -> list[str]:
    """The names in the form, from top to bottom."""
    return [field.input_value() for field in page.locator("[data-title]").all()]


def troubles(page, within=None) -> list[str]:
    found = Axe().run(page, within, {"runOnly": {"type": "tag", "values": RULES}})
    return [rule["id"] for rule in found.response["violations"]]


@pytest.fixture
def writer():
    return make_user("contributor")


@pytest.fixture
def form(sign_in, writer):
    """An article's form with its editor ready."""
    page = sign_in(writer)
    page.goto(staff.change(make_draft(writer)))
    page.wait_for_selector(".cke_wysiwyg_div")
    yield page
    page.on("dialog", lambda dialog: dialog.accept())


def test_from_the_form_to_a_citizens_folder(form, sign_in, new_page, tmp_path):
    choose(form, ("ke_hoach.pdf", attached.pdf(pages=14)))
    expect(row(form, 0)).to_contain_text("14 trang")
    drop(form, "bang.xlsx", attached.office(attached.EXCEL))
    expect(row(form, 1)).to_contain_text("Excel")
    row(form, 0).locator("[data-title]").fill("Kế hoạch số 12")
    row(form, 0).get_by_role("button", name="Đưa xuống").press("Enter")
    assert names(form) == ["bang", "Kế hoạch số 12"]
    expect(form.get_by_role("button", name="Đưa lên: Kế hoạch số 12")).to_be_focused()
    expect(form.locator("[data-said]")).to_have_text("“Kế hoạch số 12” ở vị trí 2 trên 2.")
    assert troubles(form, ".attachments") == []
    form.get_by_label("Tôi cam kết").check()
    form.get_by_role("button", name="Gửi biên tập").click()
    form.get_by_text("Đã gửi bài. Bạn sẽ thấy").wait_for()
    for action in ("receive", "propose", "approve"):
        move(Article.objects.get(), action)
    publish(sign_in(make_user("publisher")))
    download(new_page(), tmp_path)


def publish(page) -> None:
    page.goto(staff.change(Article.objects.get()))
    page.get_by_role("button", name="Xuất bản").click()
    page.get_by_text("Đã xuất bản. Người dân xem").wait_for()


def download(page, folder: Path) -> None:
    """As a citizen does, who knows nothing but the article's address."""
    page.goto(Article.objects.get().get_absolute_url())
    links = page.get_by_role("region", name="Tệp đính kèm").get_by_role("link")
    assert re.fullmatch(r"bang \(Excel, 1\s*KB\)", links.nth(0).inner_text())
    assert troubles(page) == []
    with page.expect_download() as downloaded:
        links.nth(1).click()
    assert downloaded.value.suggested_filename == "Kế hoạch số 12.pdf"
    downloaded.value.save_as(folder / "tep.pdf")
    assert (folder / "tep.pdf").read_bytes() == attached.pdf(pages=14)


def test_a_bad_file_among_good_ones_stops_none(form):
    bad = ("cu.doc", attached.OLE + bytes(600))
    choose(form, bad, ("a.pdf", attached.pdf()), ("quet.pdf", attached.scan()))
    expect(row(form, 0)).to_contain_text(officefile.OLD)
    expect(row(form, 1)).to_contain_text("Đã tải lên")
    expect(row(form, 2).get_by_text("Bản quét, không có chữ")).to_be_visible()
    expect(row(form, 0).get_by_text("Thay tệp")).to_be_hidden()
    row(form, 0).get_by_role("button", name="Bỏ tệp: cu.doc").click()
    assert names(form) == ["a", "quet"]
    form.get_by_role("button", name="Lưu nháp").click()
    form.get_by_text("Đã lưu. Bạn có thể viết tiếp.").wait_for()
    # Both may arrive at once, in either order.
    kept = [Attachment.objects.get(pk=pk) for pk in Article.objects.get().attachments]
    assert [file.original_name for file in kept] == ["a.pdf", "quet.pdf"]


def test_a_file_that_is_too_large_is_not_even_sent(form):
    form.locator("[data-attachments]").evaluate("place => { place.dataset.most = '10' }")
    asked = []
    form.on("request", lambda request: asked.append(request.url))
    choose(form, ("a.pdf", attached.pdf()))
    expect(row(form, 0)).to_contain_text(files.TOO_LARGE)
    assert asked == []


def test_a_lost_connection_is_told_and_tried_again(form):
    form.route("**/tai-len/", lambda route: route.abort())
    choose(form, ("a.pdf", attached.pdf()))
    expect(row(form, 0)).to_contain_text("Mất kết nối")
    form.unroute("**/tai-len/")
    row(form, 0).get_by_role("button", name="Thử lại").click()
    expect(row(form, 0)).to_contain_text("Đã tải lên")


def test_the_article_is_not_saved_before_its_files_are_there(form):
    held = []
    form.route("**/tai-len/", lambda route: held.append(route))  # noqa: PLW0108
    choose(form, ("a.pdf", attached.pdf()))
    form.get_by_role("button", name="Lưu nháp").click()
    form.get_by_text("Tệp đang được gửi").wait_for()
    assert Article.objects.get().latest_version == 1
    held[0].continue_()
    expect(row(form, 0)).to_contain_text("Đã tải lên")
    expect(form.get_by_text("Tệp đang được gửi")).to_be_hidden()
    form.get_by_role("button", name="Lưu nháp").click()
    form.get_by_text("Đã lưu. Bạn có thể viết tiếp.").wait_for()
    assert Article.objects.get().attachments


def test_a_name_that_was_typed_last_is_kept_by_saving(form):
    choose(form, ("a.pdf", attached.pdf()))
    expect(row(form, 0)).to_contain_text("Đã tải lên")
    row(form, 0).locator("[data-title]").fill("Tờ trình")
    form.get_by_role("button", name="Lưu nháp").click()
    form.get_by_text("Đã lưu. Bạn có thể viết tiếp.").wait_for()
    assert names(form) == ["Tờ trình"]


def test_an_empty_name_is_refused_and_nothing_is_saved(form):
    choose(form, ("a.pdf", attached.pdf()))
    expect(row(form, 0)).to_contain_text("Đã tải lên")
    row(form, 0).locator("[data-title]").fill("")
    row(form, 0).locator("[data-title]").press("Enter")
    expect(row(form, 0)).to_contain_text("Hãy đặt tên cho tệp")
    form.get_by_role("button", name="Lưu nháp").click()
    expect(row(form, 0).locator("[data-title]")).to_be_focused()
    assert Article.objects.get().latest_version == 1


def test_another_file_takes_the_place_of_one(sign_in):
    attachment = make_attachment(title="Kế hoạch")
    make_article(attachments=[attachment.pk])
    page = sign_in(make_user("publisher"))
    page.goto(staff.change(Article.objects.get()))
    page.wait_for_selector(".cke_wysiwyg_div")
    new = sent("moi.pdf", attached.pdf(pages=3))
    row(page, 0).get_by_label("Thay tệp: Kế hoạch").set_input_files([new])
    expect(row(page, 0)).to_contain_text("ở địa chỉ cũ")
    expect(row(page, 0)).to_contain_text("3 trang")
    attachment.refresh_from_db()
    assert (attachment.pages, names(page)) == (3, ["Kế hoạch"])
    page.on("dialog", lambda dialog: dialog.accept())
