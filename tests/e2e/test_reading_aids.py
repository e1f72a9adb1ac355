"""Larger letters, more contrast, and an article read aloud: on this device, told to nobody."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.test_public_pages import violations
from tests.factories import make_article

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

SIZE = "parseFloat(getComputedStyle(document.documentElement).fontSize)"
PAPER = "getComputedStyle(document.body).backgroundColor"
MARKED = "[...CSS.highlights.get('dang-doc') ?? []].map(String).join('').trim()"
# A browser with the given voices; what it is to say is kept, and said when the test wants it.
VOICES = """
    const said = [];
    window.said = said;
    window.finish = () => said.at(-1).onend();
    const voices = %s.map((lang) => ({ lang, name: lang }));
    const stub = { getVoices: () => voices, cancel() {}, speak: (words) => said.push(words),
      addEventListener() {} };
    Object.defineProperty(window, "speechSynthesis", { value: stub });
    window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""
TEXT = """<p>Ngày 31/07/2023, UBND huyện họp. Có 1.586 <strong>ý kiến</strong>!</p>
<h2>Kết quả</h2><ul><li>14/14 xã có mô hình.</li></ul>"""
SENTENCES = [
    ("Dân bàn, dân làm.", "Dân bàn, dân làm."),
    ("Ngày 31/07/2023, UBND huyện họp.", "Ngày 31 tháng 7 năm 2023, Uỷ ban nhân dân huyện họp."),
    ("Có 1.586 ý kiến!", "Có 1586 ý kiến!"),
    ("Kết quả", "Kết quả"),
    ("14/14 xã có mô hình.", "14 trên 14 xã có mô hình."),
]
SPOKEN = [
    ("Nghị quyết số 25-NQ/TW", "Nghị quyết số 25 Trung ương"),
    ("theo 12/2025/NĐ-CP", "theo 12 năm 2025 nghị định Chính phủ"),
    ("ngày 5-9-2025", "ngày 5 tháng 9 năm 2025"),
    ("sáng 25/11", "sáng ngày 25 tháng 11"),
    ("lúc 14h05 và 7:00", "lúc 14 giờ 5 phút và 7 giờ"),
    ("4,2 km đường, 312 ha", "4 phẩy 2 ki lô mét đường, 312 héc ta"),
    ("tăng 12,5% so với 2021-2025", "tăng 12 phẩy 5 phần trăm so với 2021 đến 2025"),
    ("1.586.000 đồng", "1586000 đồng"),
    ("kinh phí 500 đ", "kinh phí 500 đồng"),
    ("HĐND, MTTQ và TP. Lào Cai", "Hội đồng nhân dân, Mặt trận Tổ quốc và thành phố Lào Cai"),
    ("xã Khe Vai", "xã Khe Vai"),
    ("đạt 3/4 chỉ tiêu", "đạt 3 trên 4 chỉ tiêu"),
    ("số 08 Hùng Vương", "số 08 Hùng Vương"),
]


@pytest.fixture
def article(live_server):
    """A short article of six sentences, its title among them."""
    return make_article(title="Dân vận khéo", summary="Dân bàn, dân làm.", body=TEXT)


def size(page) -> float:
    return page.evaluate(SIZE)


def test_letters_grow_to_twice_their_size_and_stay_so_on_the_next_page(article, new_page):
    page = new_page(width=360)
    page.goto("/")
    before = size(page)
    page.get_by_text("Cỡ chữ", exact=True).click()
    larger = page.get_by_role("button", name="Chữ lớn hơn")
    for _ in range(5):
        larger.click()
    expect(larger).to_be_disabled()
    assert size(page) == pytest.approx(2 * before)
    page.goto(article.get_absolute_url())
    assert size(page) == pytest.approx(2 * before)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.context.cookies() == []
    page.get_by_text("Cỡ chữ", exact=True).click()
    page.get_by_role("button", name="Chữ cỡ thường").click()
    assert size(page) == pytest.approx(before)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_high_contrast_is_a_choice_of_the_reader(article, new_page, scheme):
    page = new_page(color_scheme=scheme)
    page.goto(article.get_absolute_url())
    before = page.evaluate(PAPER)
    page.get_by_text("Cỡ chữ", exact=True).click()
    page.get_by_label("Tương phản cao").check()
    strongest = "rgb(255, 255, 255)" if scheme == "light" else "rgb(0, 0, 0)"
    page.wait_for_function(f"{PAPER} === '{strongest}'")
    assert violations(page) == []
    page.goto("/tin-tuc/")
    assert page.evaluate(PAPER) == strongest
    page.get_by_text("Cỡ chữ", exact=True).click()
    page.get_by_label("Tương phản cao").uncheck()
    page.wait_for_function(f"{PAPER} === '{before}'")


def test_the_panel_is_worked_by_keyboard_and_closes_like_a_menu(article, new_page):
    page = new_page()
    page.goto("/")
    opener = page.locator(".reading > summary")
    opener.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("115%")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Chữ lớn hơn")).to_be_hidden()
    expect(opener).to_be_focused()
    opener.click()
    page.locator("main").click(position={"x": 5, "y": 5})
    expect(page.get_by_role("button", name="Chữ lớn hơn")).to_be_hidden()


def test_what_is_kept_may_be_anything_and_the_page_still_works(article, new_page):
    page = new_page()
    page.goto("/")
    before = size(page)
    for kept in ("{", '{"size": 9000, "contrast": "x"}', "null", '{"size": "abc"}'):
        page.evaluate("kept => localStorage.setItem('cach-doc', kept)", kept)
        page.goto("/")
        assert size(page) == pytest.approx(before)
        expect(page.locator("[data-size-shown]")).to_have_text("100%")


def test_an_article_is_read_sentence_by_sentence_and_the_sentence_is_marked(article, new_page):
    page = new_page()
    page.add_init_script(VOICES % '["en-US", "vi_VN"]')
    page.goto(article.get_absolute_url())
    page.get_by_role("button", name="Nghe bài").click()
    assert page.evaluate("said.at(-1).text") == "Dân vận khéo"
    for number, (written, read) in enumerate(SENTENCES, 2):
        page.evaluate("finish()")
        assert page.evaluate("said.at(-1).text") == read
        assert re.sub(r"\s+", " ", page.evaluate(MARKED)) == written
        expect(page.locator("[data-count]")).to_have_text(f"Câu {number} trên 6")
    page.evaluate("finish()")
    expect(page.get_by_role("button", name="Nghe bài")).to_be_visible()
    expect(page.get_by_role("button", name="Tạm dừng")).to_be_hidden()
    assert page.evaluate("CSS.highlights.has('dang-doc')") is False


def test_the_player_pauses_goes_back_and_stops_by_keyboard(article, new_page):
    page = new_page(width=360)
    page.add_init_script(VOICES % '["vi-VN"]')
    page.goto(article.get_absolute_url())
    page.get_by_role("button", name="Nghe bài").press("Enter")
    expect(page.get_by_role("button", name="Tạm dừng")).to_be_focused()
    page.get_by_role("button", name="Câu sau").click()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Đọc tiếp")).to_be_focused()
    count = page.evaluate("said.length")
    page.evaluate("finish()")
    assert page.evaluate("said.length") == count, "what was stopped goes no further"
    page.keyboard.press("Enter")
    assert page.evaluate("said.at(-1).text") == SENTENCES[0][1]
    page.get_by_role("button", name="Câu trước").click()
    assert page.evaluate("said.at(-1).text") == "Dân vận khéo"
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_role("button", name="Thôi nghe").click()
    expect(page.get_by_role("button", name="Nghe bài")).to_be_focused()


def test_without_a_vietnamese_voice_there_is_no_button(article, new_page):
    page = new_page()
    page.add_init_script(VOICES % '["en-US"]')
    page.goto(article.get_absolute_url())
    expect(page.get_by_role("button", name="In trang")).to_be_visible()
    expect(page.locator("[data-listen]")).to_be_hidden()


def test_numbers_dates_and_abbreviations_are_said_in_whole_words(article, new_page):
    page = new_page()
    page.goto(article.get_absolute_url())
    address = page.locator("script[src*='listen']").get_attribute("src").replace("listen", "spoken")
    read = """async ([address, texts]) => {
        const { spoken } = await import(address);
        return texts.map(spoken);
    }"""
    said = page.evaluate(read, [address, [written for written, _ in SPOKEN]])
    assert dict(zip((written for written, _ in SPOKEN), said, strict=True)) == dict(SPOKEN)


def test_without_scripts_nothing_is_offered_that_would_not_work(article, new_page):
    page = new_page(java_script_enabled=False)
    page.goto(article.get_absolute_url())
    for name in ("Cỡ chữ", "Nghe bài", "Thôi nghe"):
        expect(page.get_by_text(name, exact=True)).to_be_hidden()
