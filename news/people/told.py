"""The record of accounts in words: which rows somebody may read, and what each of them says."""

from django.db.models import Exists, OuterRef, Q

from accounts.models import AccountEvent, Purpose
from accounts.record import ACTIONS
from accounts.roles import ROLES
from news.models import Assignment

from .ranks import rank_of

RIGHT = "accounts.view_accountevent"
FAILURES = (
    *(action for action in ACTIONS if action.endswith("refused")),
    "slowed",
    "codes_stopped",
)
# The columns of a change that are for people, and how they are called.
LABELS = {
    "username": "Tên đăng nhập",
    "full_name": "Họ và tên",
    "email": "Thư điện tử",
    "phone": "Điện thoại",
    "last_day": "Ngày làm việc cuối",
    "role": "Vai trò",
    "unit": "Đơn vị",
    "category": "Chuyên mục",
    "by": "Bằng",
    "purpose": "Để",
    "until": "Dùng đến",
    "to": "Người nhận",
    "from": "Của",
    "articles": "Bài số",
    "left": "Chưa bàn giao được, bài số",
    "rows": "Số dòng",
    "days": "Số ngày",
}
WORDS = {
    "password": "mật khẩu",
    "passkey": "khoá truy cập",
    "sso": "tài khoản liên thông",
    "totp": "ứng dụng xác minh",
    "recovery": "mã khôi phục",
    "code": "mã dùng một lần",
    "slip": "phiếu in",
    "mail": "thư",
}
NOTHING = {"unit": "mọi đơn vị", "category": "mọi chuyên mục"}


def within_reach(user):
    """The rows that somebody may read: not where a machine of somebody above them stands."""
    rows = AccountEvent.objects.select_related("actor", "subject")
    own = rank_of(user)
    if own >= ROLES[-1].rank:
        return rows
    above = [role.label for role in ROLES if role.rank > own]
    held = Assignment.objects.filter(user=OuterRef("subject"), role__name__in=above)
    return rows.exclude(Q(subject__is_superuser=True) | Q(Exists(held)))


def sees_all_of(user, other) -> bool:
    """Whether somebody may read the rows about another: of no one who stands above them."""
    own = rank_of(user)
    return own >= ROLES[-1].rank or rank_of(other) <= own


def label(event: AccountEvent) -> str:
    """What happened, in words."""
    return ACTIONS.get(event.action, "Việc khác")


def changes(event: AccountEvent) -> list[str]:
    """What a row says was changed, a sentence for each column."""
    return [_change(name, event) for name in LABELS if _says_something(name, event)]


def _says_something(name: str, event: AccountEvent) -> bool:
    """Whether a column was written down; an empty one counts beside another or for everywhere."""
    both = name in event.before and name in event.after
    written = [side[name] for side in (event.before, event.after) if name in side]
    return both or (bool(written) and (name in NOTHING or written[0] not in ("", None, [])))


def _change(name: str, event: AccountEvent) -> str:
    before, after = (_words(name, side.get(name)) for side in (event.before, event.after))
    both = name in event.before and name in event.after and before != after
    return f"{LABELS[name]}: {f'{before} → {after}' if both else after or before}"


def _words(name: str, value) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "không có"
    if name == "purpose":
        return dict(Purpose.choices).get(value, "").lower()
    if name == "by":
        return " + ".join(WORDS.get(part, "cách khác") for part in str(value or "").split("+"))
    return NOTHING.get(name, "trống") if value in ("", None) else str(value)
