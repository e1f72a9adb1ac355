"""The record of accounts: what may happen, in words, and the one way to write it down.

Nothing here is changed or deleted later; the database sees to it (migration 0003).
"""

from dataclasses import dataclass

from django.db import connection

from accounts import addresses, letters
from accounts.models import AccountEvent, User

# What happens to accounts, and how the screens call it.
ACTIONS = {
    "signed_in": "Đăng nhập",
    "refused": "Đăng nhập không thành công",
    "slowed": "Tạm chặn đăng nhập",
    "signed_out": "Đăng xuất",
    "session_ended": "Kết thúc phiên đăng nhập",
    "new_device": "Đăng nhập từ thiết bị mới",
    "device_forgotten": "Thôi nhớ thiết bị",
    "created": "Tạo tài khoản",
    "changed": "Sửa tài khoản",
    "locked": "Khoá tài khoản",
    "unlocked": "Mở khoá tài khoản",
    "dormant": "Nhắc tài khoản lâu không dùng",
    "role_given": "Giao vai trò",
    "role_changed": "Sửa phân công",
    "role_taken": "Thu vai trò",
    "handed_over": "Bàn giao bài viết",
    "code_made": "Cấp mã dùng một lần",
    "code_used": "Dùng mã dùng một lần",
    "code_refused": "Mã dùng một lần không đúng",
    "reset_asked": "Xin đặt lại mật khẩu",
    "password_changed": "Đổi mật khẩu",
    "proof_refused": "Xác nhận lại không đúng",
    "factor_added": "Thêm cách xác minh",
    "factor_removed": "Gỡ cách xác minh",
    "factor_refused": "Xác minh hai bước không đúng",
    "codes_stopped": "Tạm dừng mã xác minh trong ngày",
    "recovery_made": "Lập mã khôi phục",
    "recovery_used": "Dùng mã khôi phục",
    "factor_reset_asked": "Xin gỡ xác minh hai bước",
    "factor_reset_agreed": "Đồng ý gỡ xác minh hai bước",
    "factor_reset_refused": "Không gỡ xác minh hai bước",
    "sso_linked": "Nối với tài khoản liên thông",
    "exported": "Xuất dữ liệu tài khoản",
}
MOST_AGENT = 200
# Every row's hash again from its own words and the hash before it, by the function that sealed it.
BROKEN = """
SELECT serial FROM (
    SELECT e.serial, e.hash, lag(e.serial, 1, 0::bigint) OVER chain AS before,
        accounts_event_hash(e, lag(e.hash, 1, '') OVER chain) AS expected
    FROM accounts_accountevent e WINDOW chain AS (ORDER BY e.serial)
) AS rows
WHERE hash <> expected OR serial <> before + 1
ORDER BY serial LIMIT 1
"""


@dataclass(frozen=True)
class Findings:
    """What a check found: how many rows, the seal of the last one, and the first that is wrong."""

    length: int
    seal: str
    broken_at: int | None


def log(
    action: str,
    request=None,
    *,
    actor: User | None = None,
    subject: User | None = None,
    note: str = "",
    before: dict | None = None,
    after: dict | None = None,
) -> AccountEvent:
    """Write one row and queue its letter, in the caller's transaction, and return it.

    `action` is a key of ACTIONS. The person of the request is the actor unless one is given, and
    the actor is the subject unless one is given. `before` and `after` are JSON.
    Raises KeyError for an action that the table does not know.
    """
    ACTIONS[action]
    actor = actor or _person(request)
    event = AccountEvent.objects.create(
        action=action,
        actor=actor,
        subject=subject or actor,
        address=addresses.of(request) if request else None,
        agent=agent_of(request) if request else "",
        note=note,
        before=before or {},
        after=after or {},
    )
    letters.hasten(event)
    return event


def agent_of(request) -> str:
    """The browser's own name of itself, cut to what a row holds."""
    return request.META.get("HTTP_USER_AGENT", "")[:MOST_AGENT]


def check() -> Findings:
    """Read the whole record and compare every seal."""
    with connection.cursor() as cursor:
        cursor.execute(BROKEN)
        broken = cursor.fetchone()
    last = AccountEvent.objects.order_by("-serial").values_list("serial", "hash").first()
    length, seal = last or (0, "")
    return Findings(length, seal, broken[0] if broken else None)


def _person(request) -> User | None:
    user = getattr(request, "user", None)
    return user if user is not None and user.is_authenticated else None
