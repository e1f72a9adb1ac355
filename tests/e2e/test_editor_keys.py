"""The editor without a mouse, its word counts, and its tables, links and searches."""

import pytest
from playwright.sync_api import expect

from tests.e2e.writing import AREA, agree, finish, opened, press, saved, write

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

TABLE = "<table><tbody><tr><td>Xã</td><td>Hộ</td></tr></tbody></table><p>Hết</p>"
FOCUSED_IN_EDITOR = "document.activeElement.closest('.cke') !== null"


def go_to_button(page, name: str) -> None:
    """From the text to a button of the toolbar, as the help says."""
    page.keyboard.press("Alt+F10")
    for _ in range(40):
        if page.evaluate(f"document.activeElement.matches('.cke_button__{name}')"):
            return
        page.keyboard.press("ArrowRight")
    pytest.fail(f"the arrow keys never reach {name}")


def test_the_keys_are_listed_and_escape_leads_back(open_form):
    page = open_form()
    page.evaluate("CKEDITOR.instances.id_body.focus()")
    page.keyboard.press("Alt+0")
    dialog = opened(page)
    words = dialog.inner_text()
    for key in ("Alt+F10", "Esc rồi Tab", "Ctrl+B", "Ctrl+K", "Shift+F10"):
        assert key in words
    expect(dialog.get_by_role("document", name="Phím tắt")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.locator(AREA)).to_be_focused()
    finish(page)


def test_the_keys_have_a_button_that_keys_reach(open_form):
    page = open_form()
    expect(page.locator(".cke_button__newskeys")).to_contain_text("Phím tắt")
    page.evaluate("CKEDITOR.instances.id_body.focus()")
    go_to_button(page, "newskeys")
    page.keyboard.press("Enter")
    opened(page)
    page.keyboard.press("Escape")
    finish(page)


def test_a_screen_reader_hears_of_the_keys_and_of_the_way_out(open_form):
    page = open_form()
    hint = page.locator(AREA).get_attribute("aria-describedby")
    said = page.locator(f"#{hint}").text_content()
    assert said == "Nhấn Alt+0 để xem phím tắt. Nhấn Esc rồi Tab để ra khỏi khung soạn thảo."
    assert page.locator(AREA).get_attribute("role") == "textbox"
    finish(page)


@pytest.mark.parametrize("html", ["<p>Chữ</p>", "<ul><li>Một</li><li>Hai</li></ul>", TABLE])
def test_escape_and_tab_leave_the_editor_from_anywhere(open_form, html):
    page = open_form()
    inside = {"<p>": "p", "<ul": "li:last-child", "<ta": "td:last-child"}[html[:3]]
    for keys in (["Escape", "Tab"], ["Escape", "Shift+Tab"]):
        write(page, html, inside)
        assert page.evaluate(FOCUSED_IN_EDITOR)
        for key in keys:
            page.keyboard.press(key)
        assert not page.evaluate(FOCUSED_IN_EDITOR), keys
    finish(page)


def test_tab_leaves_a_paragraph_and_walks_through_a_table(open_form):
    page = open_form()
    write(page, "<p>Chữ</p>", "p")
    page.keyboard.press("Tab")
    assert not page.evaluate(FOCUSED_IN_EDITOR)
    write(page, TABLE, "td")
    page.keyboard.press("Tab")
    page.keyboard.type("X")
    assert "<td>X</td>" in saved(page)


def test_letters_are_made_bold_and_italic_and_linked_by_keys(open_form):
    page = open_form()
    page.evaluate("CKEDITOR.instances.id_body.focus()")
    for key, word in (("Control+b", "đậm"), ("Control+i", "nghiêng")):
        page.keyboard.press(key)
        page.keyboard.type(word)
        page.keyboard.press(key)
        page.keyboard.type(" ")
    page.keyboard.press("Control+k")
    dialog = opened(page)
    dialog.get_by_label("Chữ hiển thị").fill("cổng thông tin")
    dialog.get_by_role("textbox", name="Địa chỉ").first.fill("example.gov.vn/a")
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    body = saved(page)
    assert "<strong>đậm</strong> <em>nghiêng</em>" in body
    assert '<a href="https://example.gov.vn/a"' in body


@pytest.mark.parametrize(
    ("kind", "label", "value", "href"),
    [
        ("tel", "Số điện thoại", "02163888888", "tel:02163888888"),
        ("email", "Địa chỉ thư điện tử", "ubnd@example.gov.vn", "mailto:ubnd@example.gov.vn"),
    ],
)
def test_a_link_may_call_or_write(open_form, kind, label, value, href):
    page = open_form()
    dialog = press(page, "link")
    kinds = dialog.get_by_label("Kiểu liên kết")
    offered = [text.strip() for text in kinds.locator("option").all_inner_texts()]
    assert offered == ["Địa chỉ trang", "Thư điện tử", "Số điện thoại"]
    dialog.get_by_label("Chữ hiển thị").fill("Liên hệ")
    kinds.select_option(kind)
    dialog.get_by_label(label).fill(value)
    agree(dialog)
    assert f'<a href="{href}"' in saved(page)


def test_a_table_asks_for_its_headers_and_keeps_them(open_form):
    page = open_form()
    dialog = press(page, "table")
    expect(dialog.get_by_label("Ô tiêu đề")).to_have_value("row")
    dialog.get_by_label("Ô tiêu đề").select_option("both")
    dialog.get_by_label("Tên bảng").fill("Số hộ")
    agree(dialog)
    page.wait_for_timeout(100)
    for command in ("columnInsertAfter", "rowInsertAfter"):
        page.evaluate("name => CKEDITOR.instances.id_body.execCommand(name)", command)
    body = saved(page)
    assert body.index("<table>") < body.index("<caption>Số hộ</caption>") < body.index("<thead>")
    head, _, rest = body.partition("</thead>")
    assert (head.count("<tr>"), head.count('<th scope="col">')) == (1, 3)
    rows = rest.partition("<tbody>")[2].split("<tr>")[1:]
    assert len(rows) == 3
    assert all(row.startswith('<th scope="row">') for row in rows)
    assert all((row.count("<th"), row.count("<td>")) == (1, 2) for row in rows)


def test_a_table_keeps_its_headers_when_rows_are_added_inside(open_form):
    page = open_form()
    html = '<table><thead><tr><th scope="col">Xã</th><th scope="col">Hộ</th></tr></thead><tbody>'
    html += '<tr><th scope="row">Bản Pho</th><td>57</td></tr></tbody></table><p>Hết</p>'
    write(page, html, "td")
    for command in ("rowInsertAfter", "columnInsertAfter", "rowInsertBefore"):
        page.evaluate("name => CKEDITOR.instances.id_body.execCommand(name)", command)
    body = saved(page)
    assert body.count('<th scope="col">') == 3
    assert body.count('<th scope="row">') == 3
    assert body.count("<td>") == 6


def test_words_are_found_and_replaced(open_form):
    page = open_form()
    write(page, "<p>Thôn Nậm Trang và thôn Sín Chải</p>", "p")
    page.keyboard.press("Control+Home")
    page.locator(".cke_button__replace").click()
    dialog = opened(page)
    dialog.get_by_label("Tìm chữ:").last.fill("thôn")
    dialog.get_by_label("Thay bằng:").fill("bản")
    page.on("dialog", lambda alert: alert.accept())
    dialog.locator("a[title='Thay thế tất cả']").click()
    page.locator(AREA, has_text="bản Nậm Trang và bản Sín Chải").wait_for()


def test_a_special_character_is_inserted_by_keys(open_form):
    page = open_form()
    page.evaluate("CKEDITOR.instances.id_body.focus()")
    go_to_button(page, "specialchar")
    page.keyboard.press("Enter")
    dialog = opened(page)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    assert "<p>—</p>" in saved(page)


def test_a_bold_paragraph_that_is_pasted_stays_bold(open_form):
    page = open_form()
    page.evaluate("CKEDITOR.instances.id_body.focus()")
    page.evaluate("CKEDITOR.instances.id_body.execCommand('paste', '<p><b>Cả đoạn</b></p>')")
    page.locator(f"{AREA} strong").wait_for()
    assert "<p><strong>Cả đoạn</strong></p>" in saved(page)


def test_words_are_counted_through_typing_pasting_undoing_and_html(open_form):
    page = open_form()
    counts = {name: page.locator(f"[data-counts=id_{name}]") for name in ("title", "body")}
    summary = page.locator("[data-counts=id_summary]")
    page.get_by_label("Sapo").fill("Một đoạn sapo")
    expect(summary).to_have_text("3 từ")
    page.get_by_label("Tiêu đề", exact=True).fill("Bốn chữ trong này")
    expect(counts["title"]).to_have_text("4 từ")
    page.evaluate("CKEDITOR.instances.id_body.focus()")
    page.evaluate("CKEDITOR.instances.id_body.execCommand('paste', '<p>một hai</p><p>ba</p>')")
    expect(counts["body"]).to_have_text("3 từ")
    page.keyboard.press("Control+z")
    expect(counts["body"]).to_have_text("0 từ")
    page.keyboard.press("Control+y")
    expect(counts["body"]).to_have_text("3 từ")
    page.locator(".cke_button__source").click()
    page.locator("textarea.cke_source").fill("<ul><li>năm</li><li>chữ</li></ul><p>ở trong này</p>")
    expect(counts["body"]).to_have_text("5 từ")
    assert {place.get_attribute("aria-live") for place in counts.values()} == {"off"}
    finish(page)
