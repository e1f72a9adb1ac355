"""How often a password may be tried, from where; and nobody can lock others out (0018).

Who counts as what is told by the device cookie: a browser that this account has signed in with
has a count of its own, which strangers cannot fill. Counted are the rows of the record.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from accounts import addresses, counting, devices, names, record
from accounts.counting import DAY, SPAN
from accounts.models import AccountEvent, Device, User

# Strangers' failures at one account, wherever they are, are free up to here in a day; then each
# doubles the pause that all strangers have to keep.
FREE = 10
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(minutes=15)
DOUBLINGS = 8
# Strangers' failures from one address, at whatever names: more than an office of fifty makes on
# the morning of its new passwords. Devices that are known are not touched.
FROM_ADDRESS = ((SPAN, 100), (DAY, 500))
# So many wrong proofs in one session, which lasts twelve hours at most.
IN_A_SESSION = 20
# Why a try was no sign-in, for the record; who tries is told nothing of it.
WHY = {
    "unknown": "Không có tài khoản nào tên như vậy",
    "locked": "Tài khoản đang bị khoá",
    "wrong": "Mật khẩu không đúng",
    "waits": "Thử quá nhiều lần, đang phải đợi",
}
# Somebody signed in is told, because whoever sits there has shown the password already.
WAIT = "Đã nhập sai 5 lần. Hãy chờ 15 phút rồi thử lại."
SIGN_IN_ANEW = "Đã nhập sai quá nhiều lần trong phiên này. Hãy đăng xuất rồi đăng nhập lại."


class Waits(Exception):
    """Too many wrong ones: nothing counts now, not even what is right. Its text says what to do."""


@dataclass(frozen=True)
class Try:
    """One try at a password: at whose account, by which name, from where, by a known device?"""

    user: User | None
    name: str
    address: str | None
    device: Device | None

    @property
    def stranger(self) -> bool:
        """Whether this account has never signed in with this browser."""
        return self.device is None

    @property
    def turn(self) -> str:
        """What must not be tried at twice at the same moment: two at once would count as one."""
        if self.device:
            return f"device {self.device.pk}"
        return f"account {self.user.pk}" if self.user else f"name {self.name}"


def try_password(request, typed: str, given: str) -> User | None:
    """The account of that name, if the password is its own, it is open, and nobody has to wait.

    Every failure is recorded in the transaction that counted the earlier ones. Whatever the
    reason of a refusal, it takes one hash of a password.
    """
    attempt = of(request, typed)
    with transaction.atomic():
        counting.in_turn(attempt.turn)
        why = _refusal(attempt, given)
        if why:
            _note(request, attempt, why)
    return None if why else attempt.user


def prove(request, is_right: Callable[[], bool]) -> bool:
    """Whether a person who is signed in has shown once more who they are; `is_right` tells, and is
    asked in its turn. Raises Waits.

    Each session has a count of its own. So somebody at an open computer guesses no more often than
    a stranger, and whatever they use up there holds nobody back from signing in elsewhere, nor in
    another session. Each refused try is on record.
    """
    session = request.signed_in.pk
    with transaction.atomic():
        counting.in_turn(f"session {session}")
        words = _words_of_wait(request.user, session)
        right = not words and is_right()
        if not right:
            why = "waits" if words else "wrong"
            action, note = ("slowed", WHY[why]) if words else ("proof_refused", "")
            record.log(action, request, note=note, after={"why": why, "session": session})
    if words:
        raise Waits(words)
    return right


def of(request, typed: str) -> Try:
    """Take a request (or None, for a call without one) and a typed name; return what it tries."""
    user = names.owner(typed)
    address = addresses.of(request) if request else None
    return Try(user, names.one_form(typed), address, devices.known(request, user))


def waits(attempt: Try) -> bool:
    """Whether this browser has to wait before it may try at this account again."""
    now, failed = timezone.now(), counting.failures(attempt.user, "refused")
    if not attempt.stranger:
        own = failed.filter(after__device=attempt.device.pk)
        return counting.too_many(own.filter(at__gt=attempt.device.seen_at), now)
    strangers = failed.exclude(after__has_key="device")
    here = strangers.filter(addresses.of_one_owner(attempt.address))
    return counting.too_many(here, now) or _pauses(strangers, now) or _crowded(attempt.address, now)


def pause(failures: int) -> timedelta:
    """How long all strangers pause after so many of their failures in a day."""
    if failures < FREE:
        return timedelta(0)
    return min(FIRST_PAUSE * 2 ** min(failures - FREE, DOUBLINGS), LONGEST_PAUSE)


def _words_of_wait(user: User, session: int) -> str:
    rows = counting.failures(user, "proof_refused").filter(after__session=session)
    if rows.count() >= IN_A_SESSION:
        return SIGN_IN_ANEW
    return WAIT if counting.too_many(rows, timezone.now()) else ""


def _refusal(attempt: Try, given: str) -> str:
    """A key of WHY, or "" for the right password; one hash in any case."""
    user = attempt.user
    if waits(attempt):
        User().set_password(given)
        return "waits"
    if user is None:
        User().set_password(given)
        return "unknown"
    right = user.check_password(given)
    if not user.is_active:
        return "locked"
    return "" if right else "wrong"


def _note(request, attempt: Try, why: str) -> None:
    action = "slowed" if why == "waits" else "refused"
    by = {"device": attempt.device.pk} if attempt.device else {}
    record.log(action, request, subject=attempt.user, note=WHY[why], after={"why": why, **by})


def _pauses(strangers, now) -> bool:
    newest = list(strangers.order_by("-at").values_list("at", flat=True)[: FREE + DOUBLINGS])
    return bool(newest) and now - newest[0] < pause(len(newest))


def _crowded(address: str | None, now) -> bool:
    rows = AccountEvent.objects.filter(addresses.of_one_owner(address), action="refused")
    rows = rows.filter(at__gt=now - DAY).exclude(after__has_key="device")
    spans = {f"n{n}": Count("pk", Q(at__gt=now - span)) for n, (span, _) in enumerate(FROM_ADDRESS)}
    counted = rows.aggregate(**spans)
    return any(counted[f"n{n}"] >= most for n, (_, most) in enumerate(FROM_ADDRESS))
