"""Two steps in a real browser: an app, recovery codes, and passkeys of a virtual authenticator."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from accounts.models import AccountEvent
from tests import staff
from tests.e2e.test_public_pages import violations
from tests.e2e.windows import follow
from tests.e2e.writing import AREA
from tests.factories import PASSWORD, make_draft, make_user
from tests.factors import OWN, code, give_app, give_codes

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(autouse=True)
def our_address(settings, live_server):
    """Passkeys belong to a host name: the one the browser sees must be the portal's."""
    settings.SITE_URL = live_server.url


@pytest.fixture
def user():
    return make_user("publisher", full_name="Phạm Quốc Toàn")


def give_device(page, **options):
    """Put a device with passkeys into the browser of the page; return what talks to it."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    sent = {"options": {**DEVICE, **options}}
    return devices, devices.send("WebAuthn.addVirtualAuthenticator", sent)["authenticatorId"]


def type_password(page, user):
    page.goto("/dang-nhap/")
    page.get_by_label("Tên đăng nhập").fill(user.username)
    page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()


def sign_out(page):
    page.goto("/quan-tri/")
    page.get_by_role("button", name="Đăng xuất").click()


def add_passkey(page, name="Máy tính cơ quan"):
    page.goto(f"{OWN}khoa-truy-cap/")
    page.get_by_label("Đặt tên cho khoá truy cập").fill(name)
    page.get_by_role("button", name="Thêm khoá truy cập").click()


def test_a_passkey_is_added_and_signs_in_alone_and_as_second_step(user, sign_in_by_form):
    page = sign_in_by_form(user)
    expect(page.get_by_text("Hãy bật xác minh hai bước trước ngày")).to_be_visible()
    give_device(page)
    page.get_by_role("link", name="Bật ngay").click()
    add_passkey(page)
    expect(page.get_by_role("heading", name="Mã khôi phục", exact=True)).to_be_visible()
    expect(page.locator(".recovery-codes li")).to_have_count(10)

    sign_out(page)
    page.goto("/dang-nhap/?next=/doi-mat-khau/")
    page.get_by_role("button", name="Đăng nhập bằng khoá truy cập").click()
    expect(page.get_by_role("heading", name="Đổi mật khẩu")).to_be_visible()

    sign_out(page)
    type_password(page, user)
    page.wait_for_url("**/xac-minh/")
    page.get_by_role("button", name="Dùng khoá truy cập").click()
    page.wait_for_url("**/quan-tri/")
    ways = AccountEvent.objects.filter(action="signed_in").order_by("serial")
    assert [row.after["by"] for row in ways] == ["password", "passkey", "password+passkey"]


def test_the_same_device_is_not_added_twice_and_the_page_says_so(user, sign_in_by_form):
    page = sign_in_by_form(user)
    give_device(page)
    add_passkey(page)
    expect(page.get_by_role("heading", name="Mã khôi phục", exact=True)).to_be_visible()
    add_passkey(page, "Lần nữa")
    expect(page.get_by_text("Máy này đã có khoá truy cập của bạn rồi.")).to_be_visible()
    assert user.factors.count() == 1


def test_a_device_that_does_not_know_its_owner_opens_nothing(user, sign_in_by_form):
    page = sign_in_by_form(user)
    devices, number = give_device(page)
    add_passkey(page)
    expect(page.get_by_role("heading", name="Mã khôi phục", exact=True)).to_be_visible()
    sign_out(page)
    wrong_finger = {"authenticatorId": number, "isUserVerified": False}
    devices.send("WebAuthn.setUserVerified", wrong_finger)
    page.goto("/dang-nhap/")
    page.get_by_role("button", name="Đăng nhập bằng khoá truy cập").click()
    expect(page.get_by_role("alert").filter(has_text="Chưa xác minh được")).to_be_visible()
    assert "/dang-nhap/" in page.url


def test_an_app_and_recovery_codes_without_any_script(user, new_page):
    page = new_page(java_script_enabled=False)
    type_password(page, user)
    page.goto(OWN)
    page.get_by_role("link", name="Thêm ứng dụng xác minh").click()
    page.get_by_text("Không quét được?").click()
    secret = page.locator(".factor-secret").inner_text().replace(" ", "")
    page.get_by_label("Mã 6 số trong ứng dụng").fill(code(secret))
    page.get_by_role("button", name="Bật xác minh hai bước").click()
    expect(page.locator(".recovery-codes li")).to_have_count(10)
    codes = page.locator(".recovery-codes li").all_inner_texts()
    expect(page.get_by_role("button", name="In trang này")).to_be_hidden()

    sign_out(page)
    type_password(page, user)
    expect(page.get_by_role("button", name="Dùng khoá truy cập")).to_be_hidden()
    page.get_by_label("Mã 6 số trong ứng dụng").fill("000000")
    page.get_by_role("button", name="Tiếp tục").click()
    expect(page.get_by_text("Mã không đúng")).to_be_visible()
    page.get_by_role("link", name="Dùng mã khôi phục").click()
    page.get_by_label("Mã khôi phục").fill(codes[3].lower().replace("-", " "))
    page.get_by_role("button", name="Tiếp tục").click()
    expect(page.get_by_text("Bạn vừa dùng một mã khôi phục.")).to_be_visible()


def test_an_ended_session_is_renewed_inside_the_form_with_a_code_too(new_page):
    user = make_user("contributor")
    article, secret = make_draft(user), give_app(user)
    page = new_page()
    type_password(page, user)
    page.get_by_label("Mã 6 số").fill(code(secret, steps=-1))
    page.get_by_role("button", name="Tiếp tục").click()
    page.wait_for_url("**/quan-tri/")
    page.goto(staff.change(article))
    page.wait_for_selector(AREA)
    # Typed first: once the page asks for the password, the form behind takes nothing.
    page.get_by_label("Tiêu đề", exact=True).fill("Viết khi phiên đã hết")
    Session.objects.all().delete()
    dialog = page.locator("[data-sign-again]")
    dialog.get_by_label("Mật khẩu").fill(PASSWORD)
    dialog.get_by_role("button", name="Đăng nhập", exact=True).click()
    dialog.get_by_label("Mã xác minh").fill("000000")
    dialog.get_by_role("button", name="Đăng nhập", exact=True).click()
    expect(dialog.get_by_text("Mã không đúng")).to_be_visible()
    dialog.get_by_label("Mã xác minh").fill(code(secret))
    dialog.get_by_role("button", name="Đăng nhập", exact=True).click()
    expect(dialog).to_be_hidden()
    assert page.get_by_label("Tiêu đề", exact=True).input_value() == "Viết khi phiên đã hết"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_screens_keep_the_rules_of_accessibility_and_fit(user, sign_in_by_form, width, scheme):
    other = make_user("editor")
    give_app(other)
    page = sign_in_by_form(user, width=width, color_scheme=scheme)
    found = []
    give_device(page)
    for path in (OWN, f"{OWN}ung-dung/", f"{OWN}khoa-truy-cap/", f"{OWN}xac-nhan/"):
        page.goto(path)
        found += judged(page, width)
    add_passkey(page)
    page.wait_for_selector(".recovery-codes")
    found += judged(page, width)
    sign_out(page)
    for path in ("/xac-minh/", "/xac-minh/?cach=khoi-phuc"):
        type_password(page, other)
        page.wait_for_url("**/xac-minh/")
        page.goto(path)
        follow(page, page.get_by_role("button", name="Tiếp tục"))
        found += judged(page, width)
    assert found == [], "\n".join(found)


@pytest.mark.parametrize("width", [360, 1280])
def test_the_screens_of_administrators_keep_them_too(user, sign_in_by_form, width):
    give_app(user)
    give_codes(user)
    page = sign_in_by_form(make_user("account_admin"), width=width)
    path = f"/quan-tri/accounts/user/{user.pk}/hai-buoc/"
    page.goto(path)
    found = judged(page, width)
    page.get_by_label("Lý do").fill("Mất điện thoại, đã gọi lại số cơ quan.")
    follow(page, page.get_by_role("button", name="Xin gỡ"))
    found += judged(page, width)
    page = sign_in_by_form(make_user("account_admin"), width=width)
    follow(page, page.get_by_role("link", name="Xem yêu cầu"))
    found += judged(page, width)
    follow(page, page.get_by_role("link", name=user.full_name))
    found += judged(page, width)
    page.get_by_role("button", name="Đồng ý gỡ").click()
    expect(page.get_by_text("Đã gỡ mọi cách xác minh")).to_be_visible()
    assert found == [], "\n".join(found)
    assert not user.factors.exists()


def judged(page, width: int) -> list[str]:
    """What is wrong with the page: rules broken, or wider than the window."""
    wide = page.evaluate("document.documentElement.scrollWidth") > width
    return violations(page) + ([f"{page.url} is too wide"] if wide else [])
