"""The search box while somebody types: by keyboard, by touch, without a network and a script."""

import re

import pytest
from playwright.sync_api import expect

from news.search import counting
from tests.e2e.test_public_pages import violations
from tests.e2e.windows import follow
from tests.factories import make_article

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
LONG = "Đại hội " + "đại biểu các dân tộc thiểu số " * 8


@pytest.fixture
def portal(live_server):
    """Titles that share a phrase, and one as long as a title may be."""
    counting.forget()
    for name in ("một", "hai", "ba"):
        make_article(title=f"Bến đò ngang số {name}")
    make_article(title=LONG[:250].strip())
    counting.catch_up()
    counting.forget()


def box(page, name="Tìm nhanh"):
    return page.get_by_role("search", name=name).get_by_role("combobox")


def enter(page, words: str):
    """Type into the header's box, letter by letter; return the options that come."""
    field = page.locator("#tim-nhanh")
    field.focus()
    expect(field).to_have_attribute("role", "combobox")
    field.press_sequentially(words, delay=20)
    return page.get_by_role("listbox", name="Gợi ý").get_by_role("option")


def test_arrows_choose_and_enter_searches(portal, new_page):
    page = new_page()
    page.goto("/")
    options = enter(page, "ben do")
    expect(options.first).to_have_text("bến đò ngang số")
    expect(page.get_by_text(re.compile("^Có [0-9] gợi ý. Dùng mũi tên"))).to_be_attached()
    field = box(page)
    field.press("ArrowDown")
    expect(field).to_have_attribute("aria-activedescendant", "tim-nhanh-goi-y-0")
    expect(options.first).to_have_attribute("aria-selected", "true")
    field.press("ArrowUp")
    expect(options.first).to_have_attribute("aria-selected", "false")
    field.press("ArrowDown")
    with page.expect_navigation():
        field.press("Enter")
    expect(page.locator("#tim")).to_have_value("bến đò ngang số")


def test_escape_closes_and_keeps_the_words_and_enter_without_a_choice_searches_them(
    portal, new_page
):
    page = new_page()
    page.goto("/")
    options = enter(page, "bến đò")
    expect(options.first).to_be_visible()
    box(page).press("Escape")
    expect(options).to_have_count(0)
    expect(box(page)).to_have_value("bến đò")
    expect(box(page)).to_have_attribute("aria-expanded", "false")
    with page.expect_navigation():
        box(page).press("Enter")
    expect(page.locator("#tim")).to_have_value("bến đò")


def test_a_title_leads_to_its_article(portal, new_page):
    page = new_page()
    page.goto("/tim-kiem/")
    field = page.locator("#tim")
    field.focus()
    expect(field).to_have_attribute("role", "combobox")
    field.press_sequentially("đại h", delay=20)
    follow(page, page.get_by_role("option", name=re.compile("^Đại hội .* Bài$")))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Đại hội")


def test_a_pause_asks_once_and_a_known_beginning_never_again(portal, new_page):
    page, asked = new_page(), []
    page.on(
        "request", lambda request: asked.append(request.url) if "goi-y" in request.url else None
    )
    page.goto("/")
    options = enter(page, "bến đ")
    expect(options.first).to_be_visible()
    assert len(asked) == 1
    field = box(page)
    field.press("Backspace")
    field.press_sequentially("đ")
    expect(options.first).to_be_visible()
    page.wait_for_timeout(400)
    assert len(asked) == 1
    field.fill("b")
    page.wait_for_timeout(400)
    assert len(asked) == 1
    expect(options).to_have_count(0)


@pytest.mark.parametrize("fails", ["**/goi-y/**", "**/suggest*.js"])
def test_without_a_network_it_is_a_plain_box(portal, new_page, fails):
    page = new_page()
    page.goto("/")
    page.route(fails, lambda route: route.fulfill(status=503))
    field = page.locator("#tim-nhanh")
    field.press_sequentially("bến đò", delay=20)
    page.wait_for_timeout(400)
    expect(page.get_by_role("option")).to_have_count(0)
    with page.expect_navigation():
        field.press("Enter")
    expect(page.locator("#tim")).to_have_value("bến đò")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_an_open_list_breaks_no_rule_and_fits(portal, new_page, width, scheme):
    page = new_page(width=width, color_scheme=scheme)
    page.goto("/")
    expect(enter(page, "đại").first).to_be_visible()
    box(page).press("ArrowDown")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
