"""The record of accounts: what may happen, in words, and the one way to write it down.

Nothing here is changed or deleted later; the database sees to it (migration 0003).
"""

from accounts import addresses, mail, seals
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
    "exported": "Tải nhật ký về",
}
MOST_AGENT = 200


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
    """Write one row and queue its mail, in the caller's transaction, and return it.

    `action` is a key of ACTIONS. The person of the request is the actor unless one is given, and
    the actor is the subject unless one is given. `before` and `after` are JSON.
    Raises KeyError for an action that the table does not know.
    """
    about = {"actor": actor, "subject": subject, "note": note, "before": before, "after": after}
    return log_all(action, request, [about])[0]


def log_all(action: str, request, rows: list[dict]) -> list[AccountEvent]:
    """The same for many, in their order and by one statement: `rows` are keywords of `log`."""
    ACTIONS[action]
    events = [_event(action, request, **about) for about in rows]
    for event in AccountEvent.objects.bulk_create(events):
        mail.hasten(event)
    return events


def _event(action, request, *, actor=None, subject=None, note="", before=None, after=None):
    actor = actor or _person(request)
    return AccountEvent(
        action=action,
        actor=actor,
        subject=subject or actor,
        address=addresses.of(request) if request else None,
        agent=agent_of(request) if request else "",
        note=note,
        before=before or {},
        after=after or {},
    )


def agent_of(request) -> str:
    """The browser's own name of itself, cut to what a row holds."""
    return request.META.get("HTTP_USER_AGENT", "")[:MOST_AGENT]


def check() -> seals.Findings:
    """Read the whole record and compare every seal."""
    return seals.check(AccountEvent, "accounts_event_hash")


def _person(request) -> User | None:
    user = getattr(request, "user", None)
    return user if user is not None and user.is_authenticated else None
