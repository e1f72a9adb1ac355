"""Choosing a password in a browser: strength while typing, a mail's link, slips; accessible."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import expect

from accounts import codes, resetting
from tests.factories import make_user

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
def user(transactional_db):
    return make_user("editor", username="lan.pt", full_name="Phạm Thị Lan", email="lan@example.vn")


def link(user) -> str:
    return reverse("dat-lai-mat-khau", args=resetting.link_parts(user))


def wide(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth > innerWidth")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("mèo", "Còn thiếu 7 ký tự."),
        ("Bảo Thắng 2023", "Dễ đoán."),
        ("123123123123", "Dễ đoán."),
        ("lan pham thi 1990", "Gần giống tên của bạn."),
        ("xanhbiecday", "Tạm được."),
        ("Chợ phiên 7h", "Tốt"),
        ("con mèo ngồi trên mái nhà", "Rất tốt"),
    ],
)
def test_strength_is_said_while_typing_and_nothing_is_sent(new_page, user, typed, said):
    page = new_page()
    page.goto(link(user), wait_until="networkidle")
    sent = []
    page.on("request", lambda request: sent.append(request.url))
    page.get_by_label("Mật khẩu mới", exact=True).fill(typed)
    expect(page.locator("[data-strength-said]")).to_contain_text(said)
    assert sent == []


def test_a_password_may_be_pasted_shown_and_hidden(new_page, user):
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(link(user))
    field = page.get_by_label("Mật khẩu mới", exact=True)
    field.fill("con mèo ngồi trên mái nhà")
    page.get_by_role("button", name="Hiện mật khẩu").first.click()
    assert field.get_attribute("type") == "text"
    field.press("Control+A")
    field.press("Control+C")
    page.get_by_label("Nhập lại mật khẩu mới").focus()
    page.keyboard.press("Control+V")
    page.get_by_role("button", name="Lưu và đăng nhập").click()
    page.wait_for_url("**/quan-tri/")


def test_the_link_of_a_letter_fills_in_the_code_and_takes_it_out_of_the_address(new_page, user):
    code = codes.make(user, "invite")
    page = new_page(width=360)
    page.goto(f"/ma-mot-lan/#lan.pt/{code}")
    expect(page.get_by_label("Mã dùng một lần")).to_have_value(code)
    assert page.url.endswith("/ma-mot-lan/")
    page.get_by_role("button", name="Tiếp tục").click()
    page.get_by_label("Mật khẩu mới", exact=True).fill("con mèo ngồi trên mái nhà")
    page.get_by_label("Nhập lại mật khẩu mới").fill("con mèo ngồi trên mái nhà")
    page.get_by_role("button", name="Lưu và đăng nhập").click()
    page.wait_for_url("**/quan-tri/")


def test_without_scripts_the_rules_stand_there_and_the_form_works(new_page, user):
    page = new_page(java_script_enabled=False)
    page.goto(link(user))
    expect(page.get_by_text("Từ 10 đến 128 ký tự")).to_be_visible()
    page.get_by_label("Mật khẩu mới", exact=True).fill("con mèo ngồi trên mái nhà")
    page.get_by_label("Nhập lại mật khẩu mới").fill("con mèo ngồi trên mái nhà")
    page.get_by_role("button", name="Lưu và đăng nhập").click()
    page.wait_for_url("**/quan-tri/")


@pytest.mark.parametrize("width", [360, 1280])
def test_the_pages_are_accessible_and_fit_a_phone(new_page, user, settings, width):
    settings.MAIL, settings.OIDC_ISSUER = True, "https://sso.example.vn"
    page = new_page(width=width)
    places = ["/dang-nhap/", "/quen-mat-khau/", "/quen-mat-khau/da-gui/", "/ma-mot-lan/"]
    for place in [*places, "/quen-mat-khau/MQ/a-b/", "/dang-nhap/lien-thong/ve/", link(user)]:
        page.goto(place)
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
        assert [each["id"] for each in found.response["violations"]] == [], place
        assert not wide(page), place
