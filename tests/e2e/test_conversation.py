"""Two people talk about a passage: a note from the text, a name, an answer, done; and the bell."""

import pytest
from playwright.sync_api import expect

from news.models import Note, State
from tests import staff
from tests.e2e.writing import NOTE_VIOLATIONS, broken_rules
from tests.factories import make_article, make_unit, make_user

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

BODY = "<p>Đoạn mở đầu.</p><p>Thu 1.500.000 đồng mỗi <strong>hộ</strong> dân.</p><p>Đoạn kết.</p>"
PASSAGE = "1.500.000 đồng mỗi hộ"
# The script has taken the conversation over.
READY = "[data-talk] h2[tabindex]"
CHOOSE = """passage => {
    const root = document.querySelector(".cke_wysiwyg_div, .reading");
    root.focus();
    const paragraph = [...root.querySelectorAll("p")].find((p) => p.textContent.includes(passage));
    const strong = paragraph.querySelector("strong");
    const start = paragraph.firstChild, at = start.data.indexOf("1.500");
    getSelection().setBaseAndExtent(start, at, strong.firstChild, strong.textContent.length);
}"""


def opened(sign_in, user, article, **options):
    page = sign_in(user, **options)
    page.add_init_script(NOTE_VIOLATIONS)
    page.goto(staff.change(article))
    return page


@pytest.fixture
def newsroom(live_server):
    unit = make_unit()
    writer = make_user("contributor", full_name="Lê Trung Thành", unit=unit)
    editor = make_user("editor", full_name="Trần Thị Bình", unit=unit)
    return writer, editor, make_article(State.SUBMITTED, user=writer, body=BODY)


def test_a_note_on_a_passage_is_answered_and_done(newsroom, sign_in):
    writer, editor, article = newsroom
    desk = opened(sign_in, editor, article)
    desk.wait_for_selector(".cke_wysiwyg_div strong")
    desk.locator(READY).wait_for()
    desk.evaluate(CHOOSE, PASSAGE)
    desk.get_by_role("button", name="Ghi chú cho đoạn đang chọn").click()
    words = desk.get_by_label("Ghi chú mới")
    expect(words).to_be_focused()
    assert desk.get_by_label("Về câu, đoạn này").input_value() == PASSAGE
    words.press_sequentially("Số này lấy ở đâu? @thành")
    expect(desk.get_by_role("option", name="Lê Trung Thành")).to_be_visible()
    words.press("Enter")
    assert words.input_value() == "Số này lấy ở đâu? @Lê Trung Thành "
    desk.get_by_role("button", name="Gửi ghi chú").click()
    expect(desk.locator(".thread blockquote")).to_have_text(PASSAGE)
    note = Note.objects.get()
    assert (note.block, list(note.mentioned.all())) == (2, [writer])
    assert desk.locator("[data-unsaved]").is_hidden(), "a note is no change of the text"

    page = sign_in(writer)
    bell = page.locator(".bell")
    expect(bell).to_contain_text("1")
    bell.click()
    expect(page.locator(".notices")).to_contain_text("Trần Thị Bình nhắc bạn")
    page.get_by_role("link", name=article.title).click()
    page.locator(READY).wait_for()
    page.get_by_role("link", name="Đến chỗ đó").click()
    page.wait_for_function("words => getSelection().toString() === words", arg=PASSAGE)
    expect(page.locator(".bell")).not_to_contain_text("1")
    page.get_by_text("Trả lời", exact=True).click()
    page.get_by_label("Câu trả lời").fill("Theo báo cáo của huyện.")
    page.get_by_role("button", name="Gửi trả lời").click()
    expect(page.locator(".answer")).to_contain_text("Theo báo cáo của huyện.")

    desk.reload()
    desk.get_by_role("button", name="Đánh dấu xong").click()
    expect(desk.locator(".thread-done")).to_contain_text("Trần Thị Bình đánh dấu xong")
    assert Note.objects.get(parent=None).resolved_by == editor
    assert broken_rules(desk, "[data-talk]") == []
    for each in (desk, page):
        assert each.evaluate("window.violations ?? []") == []


def test_without_a_script_the_same_is_done_by_forms(newsroom, sign_in):
    _, editor, article = newsroom
    page = opened(sign_in, editor, article, java_script_enabled=False)
    page.get_by_label("Về câu, đoạn này").fill(PASSAGE)
    page.get_by_label("Ghi chú mới").fill("Xem lại số này")
    page.get_by_role("button", name="Gửi ghi chú").click()
    expect(page.locator(".messagelist")).to_contain_text("Đã gửi ghi chú")
    page.get_by_role("button", name="Đánh dấu xong").click()
    expect(page.locator(".thread-done")).to_contain_text("Xem lại số này")


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_the_pages_fit_every_width(newsroom, sign_in, width):
    _, editor, article = newsroom
    page = opened(sign_in, editor, article, width=width)
    for path in (f"{staff.ARTICLES}{article.pk}/trao-doi/", "/quan-tri/thong-bao/"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert broken_rules(page, "main") == []
    page.goto("/quan-tri/thong-bao/cach-bao-tin/")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert broken_rules(page, "main") == []
