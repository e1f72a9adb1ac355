"""The first administrator of a new portal: an account with a one-time code and no password."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Q

from accounts import roles
from accounts.models import Purpose, User
from news.models import Assignment
from news.people import administrators, assigning, creating

ROLE = roles.ROLES[-1].label


class Refused(Exception):
    """Why there is nothing to make, in one sentence."""


@dataclass(frozen=True)
class Made:
    """The account, and the code that is told this once."""

    user: User
    code: str
    until: datetime


@transaction.atomic
def make(user: User) -> Made:
    """Make the account (checked before), or give the one that was made and never used a new code.

    Raises Refused when somebody administers the portal already, ValidationError for a name that is
    taken.
    """
    administrators.hold()
    there = _administrators()
    if not there:
        return _coded(_new(user))
    if len(there) == 1 and there[0].username.lower() == user.username.lower() and _unused(there[0]):
        return _coded(there[0])
    names = ", ".join(found.username for found in there)
    raise Refused(
        f"Đã có người quản trị hệ thống: {names}. Người ấy tạo các tài khoản khác trong trang quản "
        "trị. Nếu người ấy quên mật khẩu: manage.py changepassword TÊN."
    )


def _administrators() -> list[User]:
    """Whoever may come in and hand out every role, used or not."""
    holds = Q(assignments__role__name=ROLE, assignments__unit=None, assignments__category=None)
    rows = User.objects.filter(Q(is_superuser=True) | holds, is_active=True)
    return list(rows.distinct().order_by("username"))


def _unused(user: User) -> bool:
    return not user.is_superuser and not user.has_usable_password() and user.seen_at is None


def _new(user: User) -> User:
    user.validate_constraints()
    roles.sync()
    creating.create_all([user], by=None, note="lập từ dòng lệnh")
    role = Group.objects.get(name=ROLE)
    assigning.give_all([Assignment(user=user, role=role)], by=None)
    return user


def _coded(user: User) -> Made:
    """Only by a code does somebody without a password come in; it ends the code before."""
    if creating.purpose_of(user) != Purpose.INVITE:
        raise Refused(f"Tài khoản {user.username} đã có mật khẩu.")
    ((code, row),) = creating.slips([user], by=None)
    return Made(user, code, row.expires_at)
