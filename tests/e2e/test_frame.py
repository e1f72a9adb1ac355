"""The frame of every page in a browser: menu and banners, by keyboard, without a script, small."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from news.site.models import Banner, MenuItem, Outage, Place
from tests.e2e.test_public_pages import violations
from tests.factories import make_article, make_category

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
WORDS = "Lũ về nhanh trên sông Hồng, bà con ven sông sơ tán ngay"
MENU = "Menu chính"


@pytest.fixture
def portal(live_server):
    """A menu of two levels that does not fit, links, a banner and an outage."""
    now, hour = timezone.now(), timedelta(hours=1)
    section = make_category("Kinh tế")
    make_article(category=section)
    head = MenuItem.objects.create(place=Place.MENU, label="Giới thiệu", position=0)
    for number, parent in enumerate([head, head, *[None] * 12]):
        label = f"Mục {number} về đời sống"
        values = {"label": label, "parent": parent, "position": number + 1}
        MenuItem.objects.create(place=Place.MENU, address=f"/so-do-cong/?{number}", **values)
    group = MenuItem.objects.create(place=Place.FOOTER, label="Cơ quan Trung ương")
    link = {"label": "Chính phủ", "address": "https://chinhphu.vn/"}
    MenuItem.objects.create(place=Place.FOOTER, parent=group, **link)
    Banner.objects.create(
        level="emergency", text=WORDS, link="/tin-tuc/", starts_at=now - hour, ends_at=now + hour
    )
    later = now + timedelta(days=20)
    Outage.objects.create(what="Bảo trì", begins_at=later, returns_at=later + hour)


def menu(page):
    """The menu as a screen reader finds it."""
    return page.get_by_role("navigation", name=MENU)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_frame_breaks_no_rule_with_everything_open(portal, new_page, width, scheme):
    page = new_page(width=width, color_scheme=scheme)
    page.goto("/")
    for fold in page.locator(".menu summary:visible").all():
        fold.click()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_on_a_phone_the_menu_opens_by_keyboard_without_a_script(portal, new_page):
    page = new_page(width=320, java_script_enabled=False)
    page.goto("/")
    expect(menu(page).get_by_role("link")).to_have_count(0)
    page.locator(".menu__open").focus()
    page.keyboard.press("Enter")
    expect(menu(page).get_by_role("link", name="Mục 13 về đời sống")).to_be_visible()
    page.locator(".menu__toggle:visible").first.focus()
    page.keyboard.press("Enter")
    menu(page).get_by_role("link", name="Mục 0 về đời sống").click()
    expect(page.get_by_role("heading", name="Sơ đồ cổng")).to_be_visible()


def test_in_a_wide_window_one_panel_is_open_at_a_time_and_escape_closes_it(portal, new_page):
    page = new_page(width=1280)
    page.goto("/")
    first, last = page.locator(".menu__panel").first, page.locator(".menu__panel").last
    page.locator(".menu__toggle:visible").first.click()
    expect(first).to_be_visible()
    page.locator(".menu__toggle:visible", has_text="Thêm").click()
    expect(last).to_be_visible()
    expect(first).to_be_hidden()
    page.keyboard.press("Escape")
    expect(last).to_be_hidden()
    expect(page.locator(".menu__toggle", has_text="Thêm")).to_be_focused()


def test_the_header_stays_one_line_of_menu(portal, new_page):
    page = new_page(width=1280)
    page.goto("/")
    assert page.locator(".menu").bounding_box()["height"] < 70


def test_a_closed_banner_stays_closed_on_this_device_until_it_says_something_else(portal, new_page):
    page = new_page(width=360)
    page.goto("/")
    region = page.get_by_role("region", name="Thông báo quan trọng")
    expect(region.get_by_text(WORDS)).to_be_visible()
    region.get_by_role("button", name="Đóng khẩn cấp").click()
    expect(page.get_by_text(WORDS)).to_be_hidden()
    expect(region.get_by_role("button", name="Đóng tạm ngừng hoạt động")).to_be_focused()
    page.goto("/tin-tuc/")
    expect(page.get_by_text("Bảo trì.")).to_be_visible()
    expect(page.get_by_text(WORDS)).to_be_hidden()
    Banner.objects.update(changed_at=timezone.now() + timedelta(minutes=1))
    page.goto("/")
    expect(page.get_by_text(WORDS)).to_be_visible()


def test_nothing_moves_when_a_closed_banner_is_left_out(portal, new_page):
    page = new_page(width=360)
    page.goto("/")
    for button in page.locator(".banner__close").all():
        button.click()
    page.add_init_script(
        "window.moved = 0; new PerformanceObserver((list) => {"
        "for (const entry of list.getEntries()) window.moved += entry.value; })"
        ".observe({ type: 'layout-shift', buffered: true });"
    )
    page.goto("/tin-tuc/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.evaluate("window.moved") == 0


def test_a_banner_is_read_without_a_script_and_offers_no_dead_button(portal, new_page):
    page = new_page(java_script_enabled=False)
    page.goto("/")
    expect(page.get_by_text(WORDS)).to_be_visible()
    expect(page.locator(".banner__close").first).to_be_hidden()
