"""Old letters pasted into the form: asked about, converted, undone, never in silence."""

import pytest
from playwright.sync_api import expect

from news.admin import legacy
from news.models import Article
from news.text.richtext import to_text
from tests import staff
from tests.factories import make_user
from tests.legacy import VIETNAMESE, as_tcvn3, as_vni

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

AREA = ".cke_wysiwyg_div"
LINES = VIETNAMESE[3:6]
PASTE = """([place, html, text]) => {
    const carried = new DataTransfer();
    if (html) carried.setData("text/html", html);
    carried.setData("text/plain", text);
    const paste = { clipboardData: carried, bubbles: true, cancelable: true };
    return document.querySelector(place).dispatchEvent(new ClipboardEvent("paste", paste));
}"""
ASKED = "Đoạn vừa dán có chữ kiểu cũ"


def word_page(how, lines=LINES) -> str:
    """What Word puts on the clipboard, its font named in a style sheet."""
    text = "".join(f"<p class=MsoNormal>{how(line)}<o:p></o:p></p>" for line in lines)
    return (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>'
        '<meta name=Generator content="Microsoft Word 15">'
        '<style>p.MsoNormal{font-family:".VnTime",serif;color:red}</style></head>'
        f"<body lang=EN-US><!--StartFragment-->{text}<!--EndFragment--></body></html>"
    )


@pytest.fixture
def form(sign_in):
    """A new article's form with its editor ready."""
    page = sign_in(make_user("contributor"))
    page.goto(staff.ARTICLE_ADD)
    page.wait_for_selector(AREA)
    page.get_by_label("Tiêu đề", exact=True).fill("Bài dán")
    page.locator(AREA).click()
    return page


def paste(page, how=str, place=AREA, html=True):
    texts = [word_page(how) if html else "", "\n".join(map(how, LINES))]
    page.evaluate(PASTE, [place, *texts])


def answer(page, button: str):
    dialog = page.get_by_role("dialog", name=ASKED)
    expect(dialog.get_by_role("cell", name=LINES[0])).to_be_visible()
    dialog.get_by_role("button", name=button).click()
    expect(dialog).to_be_hidden()


def leave(page):
    page.on("dialog", lambda dialog: dialog.accept())


def body(page) -> list[str]:
    return [p for p in page.locator(AREA).inner_text().split("\n") if p.strip()]


@pytest.mark.parametrize("html", [True, False], ids=["word", "plain"])
@pytest.mark.parametrize("how", [as_tcvn3, as_vni])
def test_pasted_converted_undone_and_saved(form, how, html):
    paste(form, how, html=html)
    answer(form, "Chuyển sang Unicode")
    expect(form.locator(AREA)).to_contain_text(LINES[2])
    assert body(form) == LINES
    assert form.evaluate("document.activeElement.matches('.cke_wysiwyg_div')")
    form.keyboard.press("Control+z")
    expect(form.locator(AREA)).to_contain_text(how(LINES[2]))
    assert body(form) == [how(line) for line in LINES]
    form.keyboard.press("Control+y")
    expect(form.locator(AREA)).to_contain_text(LINES[2])
    form.get_by_role("button", name="Lưu nháp").click()
    form.wait_for_url("**/change/")
    assert to_text(Article.objects.get().body).split("\n") == LINES


def test_the_notice_takes_it_back(form):
    paste(form, as_tcvn3)
    answer(form, "Chuyển sang Unicode")
    form.get_by_role("status").get_by_role("button", name="Hoàn tác").click()
    expect(form.locator(AREA)).to_contain_text(as_tcvn3(LINES[0]))
    expect(form.get_by_role("button", name="Hoàn tác")).to_be_hidden()
    leave(form)


def test_kept_as_it_is_by_the_escape_key(form):
    form.keyboard.type("Trước. ")
    paste(form, as_vni)
    form.get_by_role("dialog", name=ASKED).wait_for()
    form.keyboard.press("Escape")
    expect(form.locator(AREA)).to_contain_text(as_vni(LINES[2]))
    expect(form.locator(AREA)).to_contain_text("Trước. " + as_vni(LINES[0]))
    leave(form)


def test_two_pastes_in_a_row_are_two_questions(form):
    for how in (as_tcvn3, as_vni):
        paste(form, how)
    for how in (as_tcvn3, as_vni):
        dialog = form.get_by_role("dialog", name=ASKED)
        expect(dialog.get_by_role("cell", name=how(LINES[0]))).to_be_visible()
        dialog.get_by_role("button", name="Giữ nguyên").click()
        expect(form.locator(AREA)).to_contain_text(how(LINES[2]))
    leave(form)


def test_who_types_on_meanwhile_loses_nothing(form):
    waiting = []

    def hold(route):
        waiting.append(route)

    form.route("**/chu-cu/", hold)
    paste(form, as_vni)
    form.get_by_text("Đang kiểm tra chữ vừa dán").wait_for()
    form.keyboard.type("Gõ tiếp.")
    waiting[0].continue_()
    answer(form, "Chuyển sang Unicode")
    expect(form.locator(AREA)).to_contain_text(LINES[2])
    expect(form.locator(AREA)).to_contain_text("Gõ tiếp.")
    leave(form)


def test_an_ordinary_paste_asks_nobody(form):
    asked = []
    form.on("request", lambda request: asked.append(request.url))
    paste(form)
    expect(form.locator(AREA)).to_contain_text(LINES[2])
    paste(form, place="#id_summary")
    assert [url for url in asked if "chu-cu" in url] == []
    leave(form)


def test_where_nobody_answers_it_is_pasted_with_a_notice(form):
    form.route("**/chu-cu/", lambda route: route.abort())
    paste(form, as_tcvn3)
    expect(form.locator(AREA)).to_contain_text(as_tcvn3(LINES[2]))
    expect(form.get_by_text("Chưa kiểm tra được chữ kiểu cũ")).to_be_visible()
    leave(form)


def test_a_page_too_long_is_pasted_as_it_is(form, monkeypatch):
    monkeypatch.setattr(legacy, "LONGEST_PASTE", 10)
    paste(form, as_vni)
    expect(form.locator(AREA)).to_contain_text(as_vni(LINES[2]))
    leave(form)


def test_pasted_into_the_sapo_converted_and_undone(form):
    sapo = form.locator("#id_summary")
    sapo.fill("Mở đầu. ")
    sapo.press("End")
    paste(form, as_tcvn3, place="#id_summary")
    answer(form, "Chuyển sang Unicode")
    good, old = ("\n".join(map(how, LINES)) for how in (str, as_tcvn3))
    expect(sapo).to_have_value(f"Mở đầu. {good}")
    form.keyboard.press("Control+z")
    expect(sapo).to_have_value(f"Mở đầu. {old}")
    leave(form)


def test_saved_old_letters_are_asked_about_converted_and_taken_back(form):
    form.get_by_label("Tiêu đề", exact=True).fill(as_tcvn3(LINES[0]))
    form.locator("#id_summary").fill(as_tcvn3(LINES[1]))
    form.get_by_role("button", name="Lưu nháp").click()
    panel = form.get_by_role("region", name="Bài có chữ kiểu cũ")
    expect(panel.get_by_role("cell", name=LINES[0])).to_be_visible()
    assert not Article.objects.exists()
    panel.get_by_role("button", name="Chuyển sang Unicode và lưu").click()
    expect(form.get_by_label("Tiêu đề", exact=True)).to_have_value(LINES[0])
    form.get_by_role("button", name="Hoàn tác").click()
    form.get_by_text("Đã hoàn tác").wait_for()
    old = as_tcvn3(LINES[0]).replace("\u00ad", "\uf0ad")
    expect(form.get_by_label("Tiêu đề", exact=True)).to_have_value(old)
    assert Article.objects.get().latest_version == 3
