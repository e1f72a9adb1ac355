"""Mail about accounts: composed from the event as they leave, so that no secret ever waits.

A link or a code to choose a password is made here, at the moment of sending; nothing of it stands
in the queue or in the record.
"""

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone

from accounts import browsers, codes, places, resetting
from accounts.factors import resetting as lost_devices
from accounts.models import AccountEvent, Identity, Purpose, User
from accounts.roles import may_manage, rank
from news.text.vietnamese import short_moment

# Later a mail of a link would tell of something that nobody remembers asking for.
LINK_REACH = timedelta(hours=1)
# To whom the person turns: mails go to people whose account may be in wrong hands.
NOT_YOU = "Nếu không phải bạn, hãy báo ngay cho người quản trị tài khoản của đơn vị bạn."
ADMINISTRATOR = "Có gì chưa rõ, hãy hỏi người quản trị tài khoản của đơn vị bạn."
END = "Thư này do cổng thông tin tự gửi, không cần trả lời."


def wanted(event: AccountEvent) -> bool:
    """Whether the event makes a mail: somebody has an address, and it is not only a slip."""
    if event.action not in MAILS or event.subject is None or event.after.get("by") == "slip":
        return False
    return event.after.get("letter", True) and bool(recipients(event))


def recipients(event: AccountEvent) -> list[User]:
    """Those with an address to whom the one mail goes: whose account it is; where two
    administrators are needed, everybody who may be the second."""
    people = may_agree(event) if event.action == "factor_reset_asked" else [event.subject]
    return [person for person in people if person.email]


def may_agree(event: AccountEvent) -> list[User]:
    """The administrators who may decide what the actor of the event asked about its subject, as
    `news.people.ranks.may_touch` says of each; the command line's own accounts are nobody's."""
    if event.subject.is_superuser:
        return []
    rows = User.objects.filter(is_active=True, is_superuser=False, assignments__isnull=False)
    rows = rows.exclude(pk__in=(event.subject_id, event.actor_id)).order_by("sort_key", "pk")
    rows = rows.distinct().prefetch_related("assignments__role")
    above = _rank_of(event.subject)
    return [person for person in rows if may_manage(_rank_of(person), above)]


def compose(event: AccountEvent) -> EmailMessage | None:
    """The mail; None when it has lost its sense: the account is locked, or it is too late."""
    people = recipients(event)
    if not people or (not event.subject.is_active and event.action != "locked"):
        return None
    written = MAILS[event.action](event)
    if written is None:
        return None
    subject, *lines = written
    names = ", ".join(map(str, people))
    text = "\n\n".join([f"Chào {names},", *lines, END])
    return EmailMessage(subject, text, to=[person.email for person in people])


def _rank_of(user: User) -> int:
    return rank(each.role.name for each in user.assignments.all())


def _reset_asked(event):
    if timezone.now() - event.at > LINK_REACH or _comes_by_sso_only(event.subject):
        return None
    link = places.address_of("dat-lai-mat-khau", *resetting.link_parts(event.subject))
    return (
        "Đặt lại mật khẩu",
        f"Có người xin đặt lại mật khẩu của tài khoản {event.subject.username} {_when(event)}.",
        f"Nếu là bạn, hãy mở đường dẫn sau và chọn mật khẩu mới:\n{link}",
        "Đường dẫn dùng được một lần, trong một giờ từ khi thư này được gửi.",
        "Nếu không phải bạn, hãy bỏ qua thư này: mật khẩu của bạn vẫn như cũ.",
    )


def _code_made(event):
    user, purpose = event.subject, Purpose(event.after.get("purpose", Purpose.INVITE))
    if purpose == Purpose.INVITE and user.has_usable_password():
        return None
    code = codes.make(user, purpose, event.actor)
    # What stands behind # stays in the browser: no server and no log ever sees the code.
    link = f"{places.address_of('ma-mot-lan')}#{user.username}/{code}"
    days = codes.HOURS[purpose] // 24
    what = "bắt đầu dùng tài khoản" if purpose == Purpose.INVITE else "đặt lại mật khẩu"
    return (
        f"Mã để {what}",
        f"{event.actor or 'Người quản trị'} gửi bạn mã dùng một lần để {what} {user.username}.",
        f"Hãy mở đường dẫn sau và tự chọn mật khẩu:\n{link}",
        f"Nếu trang hỏi: tên đăng nhập là {user.username}, mã là {code}",
        f"Mã dùng được một lần, trong {days} ngày. Đừng chuyển thư này cho người khác.",
    )


def _password_changed(event):
    return (
        "Mật khẩu của bạn vừa được đổi",
        f"Mật khẩu của tài khoản {event.subject.username} được đổi {_when(event)}.",
        f"Nếu là bạn, bạn không phải làm gì thêm. {NOT_YOU}",
    )


def _new_device(event):
    return (
        "Đăng nhập từ thiết bị mới",
        f"Tài khoản {event.subject.username} được đăng nhập từ một thiết bị mới: "
        f"{browsers.named(event.agent)}, {_when(event)}.",
        "Nếu là bạn, bạn không phải làm gì thêm. Nếu không phải bạn, hãy đổi mật khẩu ngay tại "
        f"{places.address_of('doi-mat-khau')} và báo cho người quản trị tài khoản.",
    )


def _locked(event):
    reason = f"Lý do: {event.note}" if event.note else ""
    lines = (
        "Tài khoản của bạn đã bị khoá",
        f"Tài khoản {event.subject.username} bị khoá lúc {short_moment(event.at)}.",
        reason,
        f"Bài viết của bạn vẫn được giữ. {ADMINISTRATOR}",
    )
    return tuple(line for line in lines if line)


def _unlocked(event):
    return (
        "Tài khoản của bạn đã được mở khoá",
        f"Tài khoản {event.subject.username} được mở khoá lúc {short_moment(event.at)}.",
        f"Bạn đăng nhập như trước tại {places.address_of('dang-nhap')}",
    )


def _dormant(event):
    until = event.after.get("until")
    end = f"sẽ bị khoá sau ngày {until}" if until else "sẽ bị khoá nếu bạn vẫn không dùng"
    return (
        "Tài khoản của bạn sắp bị khoá",
        f"Đã lâu bạn không dùng tài khoản {event.subject.username}. Tài khoản {end}.",
        f"Nếu còn cần, hãy đăng nhập: {places.address_of('dang-nhap')}",
        "Nếu không còn cần, bạn không phải làm gì.",
    )


def _role_given(event):
    where = [event.after.get(name) for name in ("unit", "category")]
    role = f"{event.after['role']} ({', '.join(filter(None, where)) or 'toàn trang'})"
    return (
        "Bạn được giao vai trò mới",
        f"{event.actor or 'Hệ thống'} giao cho bạn vai trò {role}.",
        f"Việc chờ bạn nằm ở bàn làm việc: {places.address_of('admin:index')}",
        ADMINISTRATOR,
    )


def _factor_added(event):
    return (
        "Có cách xác minh mới cho tài khoản của bạn",
        f"Tài khoản {event.subject.username} có thêm một cách xác minh {_when(event)}.",
        f"Nếu là bạn, bạn không phải làm gì thêm. {NOT_YOU}",
    )


def _factor_removed(event):
    return (
        "Một cách xác minh của bạn đã được gỡ",
        f"Một cách xác minh của tài khoản {event.subject.username} được gỡ {_when(event)}.",
        f"Nếu bạn biết việc này, bạn không phải làm gì thêm. {NOT_YOU}",
    )


def _codes_stopped(event):
    return (
        "Hãy đổi mật khẩu: có người đang thử vào tài khoản của bạn",
        f"Có người nhập đúng mật khẩu của tài khoản {event.subject.username}, rồi nhập sai mã xác "
        f"minh quá nhiều lần. Lần cuối {_when(event)}. Họ chưa vào được.",
        "Nếu không phải bạn, hãy đổi mật khẩu ngay: đăng nhập ở máy bạn vẫn dùng, rồi mở "
        f"{places.address_of('doi-mat-khau')} và báo cho người quản trị tài khoản.",
        "Nếu là bạn, hãy dùng mã khôi phục hoặc khoá truy cập. Kiểm tra giờ trên điện thoại: giờ "
        "lệch thì mã luôn sai.",
    )


def _factor_reset_asked(event):
    if lost_devices.pending(event.subject) is None:
        return None
    page = places.address_of("admin:accounts_user_factors", event.subject_id)
    return (
        f"Cần thêm một người quản trị đồng ý: {event.subject} mất cách xác minh",
        f"{event.actor} xin gỡ xác minh hai bước của {event.subject} ({event.subject.username}), "
        f"lúc {short_moment(event.at)}. Lý do: {event.note}",
        "Hãy tự gọi cho người ấy, theo số bạn biết từ trước, để chắc chắn đúng là họ nhờ. Rồi mở "
        f"trang sau để đồng ý hoặc từ chối:\n{page}",
        "Một trong các anh chị nhận thư này quyết định là đủ. Không đồng ý thì không gỡ gì.",
    )


def _sso_linked(event):
    return (
        "Tài khoản của bạn được nối với đăng nhập liên thông",
        f"Từ {short_moment(event.at)}, tài khoản {event.subject.username} đăng nhập được bằng "
        f"{settings.OIDC_NAME}.",
        f"Nếu là bạn, bạn không phải làm gì thêm. {NOT_YOU}",
    )


MAILS: dict[str, Callable[[AccountEvent], tuple[str, ...] | None]] = {
    "reset_asked": _reset_asked,
    "code_made": _code_made,
    "password_changed": _password_changed,
    "new_device": _new_device,
    "locked": _locked,
    "unlocked": _unlocked,
    "dormant": _dormant,
    "role_given": _role_given,
    "factor_added": _factor_added,
    "factor_removed": _factor_removed,
    "codes_stopped": _codes_stopped,
    "factor_reset_asked": _factor_reset_asked,
    "sso_linked": _sso_linked,
}


def _comes_by_sso_only(user) -> bool:
    """Whether single sign-on made the account; a password would still open it after that ends."""
    return not user.has_usable_password() and Identity.objects.filter(user=user).exists()


def _when(event) -> str:
    place = f" từ máy có địa chỉ {event.address}" if event.address else ""
    return f"lúc {short_moment(event.at)}{place}"
