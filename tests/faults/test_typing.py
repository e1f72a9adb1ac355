"""Somebody writes while the database goes away: told, and no sentence is lost."""

from playwright.sync_api import expect

from tests.e2e.writing import AREA
from tests.staff import ARTICLE_ADD


def test_whoever_writes_meanwhile_is_told_and_keeps_every_sentence(portal, cast, browser):
    with browser.new_context(base_url=portal.url, locale="vi-VN") as context:
        context.add_cookies([{"name": "phien", "value": cast["editor"], "url": portal.url}])
        page = context.new_page()
        page.goto(ARTICLE_ADD)
        page.get_by_label("Tiêu đề", exact=True).fill("Bài gõ dở khi mất cơ sở dữ liệu")
        write(page, "Câu viết trước.")
        expect(page.locator("[data-kept]")).to_contain_text("Bản đang gõ đã giữ")
        portal.database.stop()
        write(page, " Câu viết sau.")
        expect(page.locator("[data-kept]")).to_contain_text("Mất kết nối")
        save = page.get_by_role("button", name="Lưu nháp")
        save.click()
        expect(page.locator(AREA)).to_contain_text("Câu viết trước. Câu viết sau.")
        portal.database.start()
        expect(page.locator("[data-kept]")).to_contain_text("Bản đang gõ đã giữ")
        save.click()
        expect(page.locator(".messagelist")).to_be_visible()
        expect(page.locator(AREA)).to_contain_text("Câu viết trước. Câu viết sau.")


def write(page, sentence: str) -> None:
    """Type at the end of the text."""
    page.locator(AREA).click()
    page.keyboard.press("Control+End")
    page.keyboard.type(sentence)
