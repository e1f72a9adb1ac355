"""Accounts by the keyboard alone: every stop shows where one is, a refusal is where the next key
goes."""

import pytest
from playwright.sync_api import expect

from accounts.models import User
from tests import staff
from tests.factories import PASSWORD, make_unit, make_user
from tests.factors import code, give_app

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
USERS = "/quan-tri/accounts/user/"
MOST_STOPS = 60
SHOWN = """() => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(document.activeElement);
    const { top, bottom } = document.activeElement.getBoundingClientRect();
    const outlined = outlineStyle !== "none" && parseFloat(outlineWidth) > 0;
    return (outlined || boxShadow !== "none") && bottom > 0 && top < innerHeight;
}"""
NAME = """() => {
    const stop = document.activeElement;
    return (stop.labels?.[0]?.innerText ?? stop.innerText).trim();
}"""


def tab_to(page, name: str) -> None:
    """Press Tab until that stop; every stop on the way must be seen."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(NAME)
        assert page.evaluate(SHOWN), f"nothing shows that “{stop}” has the focus"
        if stop.startswith(name):
            return
    raise AssertionError(f"no Tab leads to “{name}”")


def enter(page) -> None:
    """Press Enter, which leads to another page."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_signing_in_with_two_steps_and_to_ones_own_page(new_page):
    user, page = make_user("contributor"), new_page()
    secret = give_app(user)
    page.goto("/dang-nhap/")
    page.keyboard.type(user.username)
    tab_to(page, "Mật khẩu")
    page.keyboard.type("không đúng")
    enter(page)
    name = page.get_by_label("Tên đăng nhập hoặc thư điện tử")
    expect(name).to_be_focused()
    refusal = page.get_by_role("alert").inner_text()
    expect(name).to_have_accessible_description(refusal)
    tab_to(page, "Mật khẩu")
    page.keyboard.type(PASSWORD)
    enter(page)
    expect(page.get_by_label("Mã 6 số trong ứng dụng")).to_be_focused()
    page.keyboard.type(code(secret))
    enter(page)
    page.wait_for_url("**/quan-tri/")
    page.keyboard.press("Tab")
    assert page.evaluate(NAME) == "Bỏ qua, tới nội dung chính"
    tab_to(page, user.full_name)
    enter(page)
    expect(page.get_by_role("heading", name="Tài khoản của tôi")).to_be_visible()
    tab_to(page, "Đổi mật khẩu")


def test_an_account_is_locked_for_a_reason(sign_in):
    user, page = make_user("editor"), sign_in(make_user("account_admin"))
    page.goto(staff.change(user))
    tab_to(page, "Khoá tài khoản")
    enter(page)
    tab_to(page, "Khoá tài khoản")
    enter(page)
    reason = page.get_by_label("Lý do")
    expect(reason).to_be_focused()
    expect(reason).to_have_accessible_description("Nhập lý do, ví dụ: nghỉ hưu, chuyển công tác.")
    page.keyboard.type("Nghỉ hưu")
    enter(page)
    expect(page.get_by_text("Đã khoá tài khoản.")).to_be_visible()
    assert not User.objects.get(pk=user.pk).is_active


def test_a_list_is_imported(sign_in):
    make_unit()
    page = sign_in(make_user("account_admin"))
    page.goto(f"{USERS}nhap/")
    tab_to(page, "Kiểm tra")
    enter(page)
    field = page.locator("[name=tep]")
    expect(field).to_be_focused()
    lines = "Họ và tên;Vai trò;Mã đơn vị\nPhạm Thị Lan;Cộng tác viên;BTGHU\nĐỗ Sai;Chủ tịch;\n"
    field.set_input_files({"name": "ds.csv", "mimeType": "text/csv", "buffer": lines.encode()})
    tab_to(page, "Kiểm tra")
    enter(page)
    tab_to(page, "Bỏ qua dòng lỗi")
    page.keyboard.press("Space")
    tab_to(page, "Đồng ý")
    enter(page)
    expect(page.locator(".slip")).to_have_count(1)
    tab_to(page, "In phiếu")
