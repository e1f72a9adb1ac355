"""Who is there besides the demonstration's accounts, so that every screen has something to show."""

from datetime import timedelta

from django.utils import timezone

from accounts import codes, record
from accounts.models import User
from news.people import locking
from tests.factories import PASSWORD, make_draft, make_unit, make_user
from tests.factors import give_app, give_codes, give_passkey
from tests.screens.stage import LONG_NAME, LONG_UNIT, someone

COLLEAGUES = ["Phạm Thị Lan", "Giàng A Páo", "Vàng Thị Mỷ", "Hoàng Đức Long", "Lò Văn Chiến"]


def gather() -> None:
    """Make them all; the demonstration's own get a password that the steps know."""
    for user in User.objects.all():
        user.set_password(PASSWORD)
        user.save()
    unit = make_unit("TTVH", name=LONG_UNIT, short_name="Trung tâm VHTTDLTT")
    make_unit("BTGHU")
    for number, name in enumerate(COLLEAGUES, 1):
        values = {"full_name": name, "email": f"nguoi{number}@baothang.example"}
        make_user("contributor", username=f"nguoi.{number}", unit=unit, **values)
    _long_name(unit)
    _with_two_steps()
    _locked()
    _never_there()


def _long_name(unit) -> None:
    email = "trung-tam-van-hoa-the-thao-du-lich-truyen-thong@baothang.laocai.example"
    user = make_user(
        "contributor", "editor", username="a" * 60, full_name=LONG_NAME, email=email, unit=unit
    )
    for _ in range(3):
        make_draft(user, unit=unit)


def _with_two_steps() -> None:
    user = make_user("publisher", username="hai.buoc", full_name="Trần Quang Vinh")
    give_app(user)
    give_codes(user)
    make_user("approver", username="mot.buoc", full_name="Đinh Thị Thu Hà")
    passkey = make_user("approver", username="khoa.truy.cap", full_name="Bùi Ngọc Sơn")
    give_passkey(passkey, "Máy tính cơ quan")
    give_app(passkey)
    give_codes(passkey)
    make_user("account_admin", username="quan.tri.hai", full_name="Ngô Minh Châu")


def _locked() -> None:
    user = make_user("editor", username="da.khoa", full_name="Tạ Văn Hùng")
    locking.lock(user, "Nghỉ hưu từ ngày 01/11", someone("account_admin"))


def _never_there() -> None:
    user = make_user("contributor", username="chua.dung", full_name="Sùng Thị Dua")
    user.set_unusable_password()
    user.save()
    codes.make(user, "invite", someone("account_admin"))
    User.objects.filter(pk=user.pk).update(date_joined=timezone.now() - timedelta(days=3))
    record.log("refused", subject=user, note="Mật khẩu không đúng")
