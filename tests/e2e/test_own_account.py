"""A person's own pages in a browser: accessible, never wider than a phone, and they work."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from accounts.models import SignedIn
from tests.factories import make_user

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
PAGES = ["/tai-khoan/", "/tai-khoan/nhat-ky/"]


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_the_pages_fit_and_are_accessible(sign_in, width):
    page = sign_in(make_user("editor", full_name="Nguyễn Thị Hồng Nhung"), width=width)
    for path in PAGES:
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert Axe().run(page).response["violations"] == [], path


def test_a_session_left_open_elsewhere_is_ended(sign_in):
    user = make_user("editor", full_name="Trần Thị Bình")
    elsewhere, here = sign_in(user), sign_in(user)
    here.get_by_role("link", name="Tài khoản của tôi").click()
    expect(here.get_by_role("heading", name="Đang đăng nhập ở đâu")).to_be_visible()
    here.get_by_role("button", name="Kết thúc phiên", exact=False).click()
    expect(here.locator(".messagelist")).to_contain_text("Đã kết thúc phiên ấy")
    assert SignedIn.objects.filter(ended_by="person").count() == 1
    elsewhere.goto("/quan-tri/")
    elsewhere.wait_for_url("**/dang-nhap/**")
