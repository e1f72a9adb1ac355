"""Single sign-on in a browser: in by the button, and out at the provider too, back to our page.

Browsers follow a form to another host only where the page's policy says so, which no hand-made
request would notice.
"""

import pytest
from playwright.sync_api import expect

from tests.browser import PATIENCE
from tests.e2e.windows import follow
from tests.factories import make_user

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(browser, live_server, settings):
    """A page that may go to the provider, another host."""
    settings.SITE_URL = live_server.url
    context, troubles = browser.new_context(base_url=live_server.url, locale="vi-VN"), []
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.on("console", lambda message: troubles.append(message.text) if _bad(message) else None)
    yield page
    context.close()
    assert troubles == []


def _bad(message) -> bool:
    return message.type == "error" and "Failed to load resource" not in message.text


def test_in_and_out_by_the_provider(page, plan, running, live_server):
    make_user("editor", username="lan.pt", email="lan@example.vn", full_name="Phạm Thị Lan")
    plan(about={"end_session_endpoint": f"{running}/logout"})
    page.goto("/dang-nhap/")
    follow(page, page.get_by_role("link", name="Đăng nhập bằng tài khoản của tỉnh"))
    page.wait_for_url("**/quan-tri/")
    expect(page.get_by_role("heading", name="Chào Lan")).to_be_visible()
    visited = []
    page.on("request", lambda request: visited.append(request.url))
    follow(page, page.get_by_role("button", name="Đăng xuất"))
    page.wait_for_url(f"{live_server.url}/#da-dang-xuat")
    expect(page.get_by_text("Bạn đã đăng xuất.")).to_be_visible()
    assert any(url.startswith(f"{running}/logout?") for url in visited)
    page.goto("/quan-tri/")
    page.wait_for_url("**/dang-nhap/**")
