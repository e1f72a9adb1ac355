"""The editor in a real browser: policy kept, nothing foreign asked, Vietnamese, pictures, Word."""

import re

import pytest
from django.db import connection
from playwright.sync_api import expect

from news.models import Article
from tests import staff
from tests.e2e.writing import AREA, NOTE_VIOLATIONS, finish, opened, press, write
from tests.factories import make_draft, make_user

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

DIALOGS = ["link", "image", "table", "find", "replace", "specialchar", "newskeys"]
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office">
<head><style>p.MsoNormal{color:red}</style><meta name=Generator content="Microsoft Word 15"></head>
<body lang=VI style='tab-interval:36.0pt'>
<p class=MsoNormal style='margin-bottom:12pt;text-align:right'><b><span lang=VI style='font-size:
14.0pt;font-family:"Times New Roman",serif;color:red'>Nông thôn mới<o:p></o:p></span></b></p>
<p class=MsoListParagraph style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'>
<![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>·<span>&nbsp;
</span></span></span><![endif]>Mục một</p>
<table class=MsoTableGrid border=1><tr><td width=200 valign=top style='border:solid'>
<p class=MsoNormal>1.586 hộ</p></td></tr></table>
<p onclick="window.ran=1">Đoạn cuối<img src="/khong-co.png" onerror="window.ran=1">
<script>window.ran=1</script></p></body></html>"""
PASTE = """([area, html]) => {
    const carried = new DataTransfer();
    carried.setData("text/html", html);
    const paste = { clipboardData: carried, bubbles: true, cancelable: true };
    document.querySelector(area).dispatchEvent(new ClipboardEvent("paste", paste));
}"""
CALLED_AWAY = """() => {
    document.getElementById("id_title").focus();
    CKEDITOR.instances.id_body.focus();
    CKEDITOR.instances.id_body.insertText("viet");
}"""
HOSTILE = (
    '<p>Chữ còn lại</p><img src=x onerror="window.ran=1"><script>window.ran=1</script>'
    '<a href="javascript:window.ran=1">liên kết</a><svg onload="window.ran=1"></svg>'
    "<p>x<![CDATA[<img src=x onerror=window.ran=1>]]></p>"
    "<iframe srcdoc='<script>1</script>'></iframe>"
)
PAGES = ("index", "list", "add", "change", "history", "choose", "preview", "news", "media")
ENGLISH = re.compile(
    r"\b(the|of|and|for|with|image|link|table|cell|row|header|caption|heading|find|replace|"
    r"match|cancel|close|browse|server|url|align|left|right|none|width|height|select|insert|text|"
    r"title|general|info|options|paste|bold|italic|undo|redo|source|maximize|format|special)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("name", DIALOGS)
def test_a_dialog_opens_in_vietnamese_within_the_policy(open_form, name):
    page = open_form()
    dialog = press(page, name)
    words = dialog.inner_text()
    hints = dialog.locator("[title]").evaluate_all("found => found.map((e) => e.title).join(' ')")
    assert ENGLISH.findall(words) == []
    assert ENGLISH.findall(hints) == []
    page.keyboard.press("Escape")
    finish(page)


def test_the_toolbar_speaks_vietnamese(open_form):
    page = open_form()
    titles = page.locator(".cke_top a[title]").evaluate_all("found => found.map((e) => e.title)")
    assert len(titles) >= 20
    assert [title for title in titles if ENGLISH.search(title)] == []
    page.locator(".cke_combo__format a").click()
    panel = page.frame_locator(".cke_panel_frame")
    panel.locator("h4").wait_for()
    items = [text.strip() for text in panel.locator("li").all_inner_texts()]
    assert items == ["Đoạn văn", "Tiêu đề 2", "Tiêu đề 3", "Tiêu đề 4"]
    finish(page)


def test_the_menu_of_a_table_and_its_dialog_speak_vietnamese(open_form):
    page = open_form()
    write(page, "<table><tbody><tr><td>Xã</td></tr></tbody></table><p>Hết</p>", "td")
    page.locator(f"{AREA} td").click(button="right")
    menu = page.frame_locator(".cke_menu_panel iframe").first
    menu.get_by_text("Sửa bảng").wait_for()
    assert ENGLISH.findall(menu.locator("body").inner_text()) == []
    menu.get_by_text("Hàng", exact=True).hover()
    rows = page.frame_locator(".cke_menu_panel iframe").nth(1)
    rows.get_by_text("Chèn hàng phía sau").click()
    expect(page.locator(f"{AREA} tr")).to_have_count(2)
    page.locator(f"{AREA} td").first.click(button="right")
    menu.get_by_text("Sửa bảng").click()
    assert ENGLISH.findall(opened(page).inner_text()) == []
    finish(page)


def test_who_is_called_away_in_mid_word_goes_on_where_the_caret_was(open_form):
    """A window that opens by itself takes the focus, and the next paste still finds the caret."""
    page = open_form()
    page.locator(AREA).click()
    # Nobody writes within the moment in which the editor learns that it has the focus.
    page.wait_for_function("CKEDITOR.instances.id_body.focusManager.hasFocus")
    page.keyboard.type("Dang ")
    page.evaluate(CALLED_AWAY)
    assert page.locator(AREA).inner_text().split() == ["Dang", "viet"]
    finish(page)


def test_text_pasted_from_word_is_clean_when_saved(open_form):
    page = open_form()
    page.get_by_label("Tiêu đề", exact=True).fill("Dán từ Word")
    page.locator(AREA).click()
    page.evaluate(PASTE, [AREA, WORD])
    page.locator(AREA, has_text="1.586 hộ").wait_for()
    page.wait_for_timeout(300)
    assert page.evaluate("window.ran") is None
    page.get_by_role("button", name="Lưu nháp").click()
    page.wait_for_url("**/change/")
    body = Article.objects.get().body
    for part in (
        "<strong>Nông thôn mới</strong>",
        "<li>Mục một</li>",
        "<td>1.586 hộ</td>",
        "Đoạn cuối",
    ):
        assert part in body
    assert not re.search(
        r"style=|Mso|font|<span|<o:p|evil|onclick|onerror|script|\u00a0|&nbsp;", body
    )


def test_a_hostile_row_is_clean_before_the_editor_reads_it(open_form):
    user = make_user("contributor")
    article = make_draft(user)
    with connection.cursor() as cursor:
        for table in ("news_article", "news_articleversion"):
            cursor.execute(f"UPDATE {table} SET body = %s", [HOSTILE])  # noqa: S608
    page = open_form(user, staff.change(article))
    html = page.locator(AREA).inner_html()
    assert "Chữ còn lại" in html
    assert not re.search(r"onerror|onload|<script|javascript:|<iframe|<svg|srcdoc", html)
    finish(page)


def test_source_typed_by_hand_runs_nothing_and_is_clean_when_saved(open_form):
    page = open_form()
    page.get_by_label("Tiêu đề", exact=True).fill("Gõ mã nguồn")
    page.locator(".cke_button__source").click()
    page.locator("textarea.cke_source").fill(
        "<p>Chữ</p><img src=x onerror='window.ran=1'>" + HOSTILE
    )
    page.locator(".cke_button__source").click()
    page.locator(AREA, has_text="Chữ còn lại").wait_for()
    page.wait_for_timeout(300)
    assert page.evaluate("window.ran") is None
    page.get_by_role("button", name="Lưu nháp").click()
    page.wait_for_url("**/change/")
    assert not re.search(r"onerror|script|iframe|svg", Article.objects.get().body)


def test_every_staff_page_keeps_the_policy(sign_in):
    page = sign_in(make_user(is_superuser=True))
    page.add_init_script(NOTE_VIOLATIONS)
    paths = staff.pages(staff.one_of_each())
    for path in (path for name, path in paths.items() if name.endswith(PAGES)):
        if page.request.get(path).status == 405:
            continue  # an address to send to, not a page
        page.goto(path)
        assert page.evaluate("window.violations") == [], path
