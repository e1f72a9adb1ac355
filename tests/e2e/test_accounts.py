"""An administrator's day in a browser: an account and its slip, a list, every screen."""

import re

import pytest
from playwright.sync_api import expect

from accounts import codes
from accounts.models import User
from tests import staff
from tests.e2e.writing import broken_rules
from tests.factories import make_draft, make_unit, make_user

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
USERS = "/quan-tri/accounts/user/"
ROLES = "/quan-tri/news/assignment/"
LONG = "Nguyễn Phan Thị Hoàng Bích Ngọc Phương Thảo"
LIST = f"Họ và tên;Vai trò;Mã đơn vị\n{LONG};Cộng tác viên;BTGHU\nĐỗ Sai;Chủ tịch;\n"


@pytest.fixture
def page(live_server, sign_in):
    """The browser of an account administrator."""
    make_unit()
    return sign_in(make_user("account_admin"))


def size(pdf: bytes) -> list[float]:
    """Width and height of a PDF's first page, in points."""
    box = re.search(rb"/MediaBox\s*\[([^\]]*)\]", pdf)[1]
    return [float(number) for number in box.split()][2:]


def test_an_account_is_made_and_its_slip_fits_a_small_sheet(page):
    page.goto(f"{USERS}add/")
    assert broken_rules(page, "main") == []
    page.get_by_label("Họ và tên").fill(LONG)
    page.get_by_label("Vai trò").select_option(label="Cộng tác viên")
    page.get_by_role("button", name="Lưu", exact=True).click()
    page.get_by_role("button", name="In phiếu").click()
    code = page.locator(".slip-code").inner_text()
    user = User.objects.get(full_name=LONG)
    assert codes.check(user.username, code) == user
    expect(page.get_by_role("button", name="In phiếu")).to_be_visible()
    pdf = page.pdf(prefer_css_page_size=True)
    assert [round(side / 72 * 25.4) for side in size(pdf)] == [105, 148]
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    assert broken_rules(page, "main") == []


def test_a_list_is_looked_at_and_its_right_lines_are_taken(page):
    page.goto(f"{USERS}nhap/")
    file = {"name": "ds.csv", "mimeType": "text/csv", "buffer": LIST.encode()}
    page.locator("[name=tep]").set_input_files(file)
    page.get_by_role("button", name="Kiểm tra").click()
    assert "1 dòng lỗi" in page.locator("main").inner_text()
    assert broken_rules(page, "main") == []
    page.get_by_label("Bỏ qua dòng lỗi").check()
    page.get_by_role("button", name="Đồng ý").click()
    page.locator(".slip").wait_for()
    assert User.objects.filter(full_name=LONG).exists()
    expect(page.locator(".slip")).to_have_count(1)


def test_a_role_is_given_and_taken_by_the_keyboard_alone(page):
    user = make_user(full_name=LONG)
    page.goto(staff.change(user))
    page.get_by_role("link", name="Giao vai trò").press("Enter")
    page.get_by_role("radio", name=re.compile("^Cộng tác viên")).focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name=re.compile("^Biên tập viên"))).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.get_by_role("button", name="Giao vai trò").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Đã giao vai trò Biên tập viên.")
    assert user.assignments.get().unit
    page.get_by_role("link", name="Biên tập viên").press("Enter")
    page.get_by_role("link", name="Thu vai trò").press("Enter")
    page.get_by_role("button", name="Thu vai trò").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Đã thu vai trò.")
    assert not user.assignments.exists()


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_every_screen_fits_and_is_accessible(page, width):
    user = make_user("contributor", unit=make_unit(), full_name=LONG, username="x" * 60)
    make_draft(user)
    page.set_viewport_size({"width": width, "height": 900})
    pages = ("ma", "khoa", "chuyen-don-vi", "ban-giao")
    paths = [f"{USERS}{user.pk}/{name}/" for name in pages]
    row = user.assignments.get()
    paths += [staff.change(row), staff.address(row, "delete"), ROLES]
    paths += [f"{ROLES}add/", f"{ROLES}add/?user={user.pk}"]
    paths += [staff.change(user), USERS, *(f"{USERS}{n}/" for n in ("nhat-ky", "bao-cao", "nhap"))]
    for path in paths:
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert broken_rules(page, "main") == [], path
