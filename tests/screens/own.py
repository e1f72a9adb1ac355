"""The screens of who is signed in, about themselves; and the end of a session."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import Device, SignedIn, User
from tests import staff
from tests.e2e.writing import AREA
from tests.factories import PASSWORD, make_draft
from tests.factors import OWN, give_app, give_codes, give_passkey
from tests.screens.album import Screen
from tests.screens.looks import KEY, MANUAL, PRINTED
from tests.screens.stage import at

PHONE = (
    "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0 "
    "Mobile Safari/537.36"
)
IDLE = 15_000


def _everywhere(stage):
    now = timezone.now()
    for number in range(2):
        ago = now - timedelta(hours=2 + 20 * number)
        values = {"agent": PHONE, "address": f"203.0.113.{7 + number}", "key_hash": f"x{number}"}
        row = SignedIn.objects.create(user=stage.user, by="password+totp", **values)
        SignedIn.objects.filter(pk=row.pk).update(began_at=ago, seen_at=ago)
    device = {"token_hash": "y", "agent": PHONE, "address": "203.0.113.7"}
    Device.objects.create(user=stage.user, **device)
    stage.go("/tai-khoan/")


def _overdue(stage):
    User.objects.filter(pk=stage.user.pk).update(factor_due_at=timezone.now())
    stage.go(OWN)


def _first_app(stage):
    # By the form: it is the fresh sign-in that lets somebody add a first factor.
    stage.sign_in("mot.buoc", PASSWORD)
    stage.go(f"{OWN}ung-dung/")


def _first_passkey(stage):
    stage.sign_in("mot.buoc", PASSWORD)
    stage.go(f"{OWN}khoa-truy-cap/")


def _factors(stage):
    if not stage.user.factors.exists():
        give_app(stage.user)
        give_passkey(stage.user, "Máy tính cơ quan, phòng 203, tầng hai, cạnh cửa sổ phía Bắc")
        give_codes(stage.user)
    stage.go(OWN)


def _recovery(stage):
    _factors(stage)
    stage.go(f"{OWN}ma-khoi-phuc/")
    stage.fill(proof=PASSWORD)
    stage.press("Tiếp tục")


def _recovery_codes(stage):
    _recovery(stage)
    stage.press("Lập 10 mã mới")


def _remove(stage):
    _factors(stage)
    stage.page.get_by_role("link", name="Gỡ").first.click()
    stage.fill(proof=PASSWORD)
    stage.press("Tiếp tục")


def _change_refused(stage):
    stage.go("/doi-mat-khau/")
    stage.fill(old_password="sai", new_password1="matkhau2023", new_password2="matkhau")
    stage.press("Đổi mật khẩu")


def _forced(stage):
    User.objects.filter(pk=stage.user.pk).update(must_change_password=True)
    stage.go("/doi-mat-khau/")
    User.objects.filter(pk=stage.user.pk).update(must_change_password=False)


def _warned(stage):
    stage.go("/tai-khoan/")
    stage.page.locator(".session-warning").wait_for(timeout=IDLE)


def _again(stage):
    stage.go(staff.change(make_draft(stage.user)))
    stage.page.wait_for_selector(AREA)
    stage.page.locator(AREA).click()
    SignedIn.objects.filter(user=stage.user).update(seen_at=timezone.now() - timedelta(minutes=31))
    stage.page.keyboard.type("Câu đang viết. ")
    expect(stage.page.get_by_role("dialog")).to_be_visible(timeout=IDLE)


SCREENS = [
    Screen("ban-lam-viec-cong-tac-vien", "contributor", at("/quan-tri/")),
    Screen("tai-khoan-cua-toi-moi", "contributor", at("/tai-khoan/")),
    Screen("tai-khoan-cua-toi", "editor", _everywhere, KEY),
    Screen("nhat-ky-cua-toi", "editor", at("/tai-khoan/nhat-ky/")),
    Screen("nhat-ky-cua-toi-trong", "secretary", at("/tai-khoan/nhat-ky/")),
    Screen("doi-mat-khau", "editor", at("/doi-mat-khau/")),
    Screen("doi-mat-khau-bi-tu-choi", "editor", _change_refused),
    Screen("doi-mat-khau-bat-buoc", "secretary", _forced),
    Screen("hai-buoc-chua-bat", "publisher", at(OWN), KEY),
    Screen("hai-buoc-qua-han", "approver", _overdue),
    Screen("hai-buoc-ung-dung-qr", "", _first_app, (*KEY, MANUAL)),
    Screen("hai-buoc-khoa-truy-cap", "", _first_passkey),
    Screen("hai-buoc-da-bat", "system_admin", _factors),
    Screen("hai-buoc-xac-nhan", "system_admin", at(f"{OWN}xac-nhan/")),
    Screen("hai-buoc-lap-ma", "system_admin", _recovery),
    Screen("hai-buoc-ma-khoi-phuc", "system_admin", _recovery_codes, (*PRINTED, "360-toi")),
    Screen("hai-buoc-go", "system_admin", _remove),
    Screen("phien-sap-het", "editor", _warned, settings={"SESSION_IDLE_MINUTES": 1.9}, whole=False),
    Screen("phien-da-het", "contributor", _again, ("360", "1280", "1280-toi"), whole=False),
]
