"""Open sessions: each a row, asked at every request of somebody signed in, ended by us in time.

A session ends when nobody has worked for SESSION_IDLE_MINUTES, SESSION_HOURS after the sign-in,
when its person ends it from elsewhere, and when the account is locked or gets a new password.
"""

from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.contrib import auth, messages
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from accounts import addresses, record
from accounts.models import Device, SignedIn, User

# In the session: the number of its row.
IN_SESSION = "phien"
# Work is written down at most this often.
APART = timedelta(minutes=1)
# Rows of ended sessions are kept as long as logs must be (R59), and a month.
KEPT = timedelta(days=395)
# Why a session ended, in the words of the record.
ENDS = {
    "signed_out": "Tự đăng xuất",
    "idle": "Lâu không làm việc",
    "long": "Đã dài hết mức cho phép",
    "person": "Chủ tài khoản kết thúc từ phiên khác",
    "device": "Chủ tài khoản thôi nhớ thiết bị",
    "locked": "Khoá tài khoản",
    "password": "Đổi mật khẩu",
    "factors": "Đổi cách xác minh hai bước",
    "account": "Tài khoản không còn mở được phiên này",
}


def known_session(get_response):
    """Middleware: the person of the request, unless their session has ended; notes their work.

    Nothing is asked before somebody asks who is there, so citizens' pages cost nothing.
    """

    def middleware(request):
        request.user = SimpleLazyObject(lambda: person(request))
        response = get_response(request)
        if not getattr(request, "in_background", False):
            worked(getattr(request, "signed_in", None))
        return response

    return middleware


def in_background(request) -> None:
    """Say that a script sent this request by itself: it does not prolong the session."""
    request.in_background = True


def person(request):
    """Who is signed in; nobody, and the session is gone, when it has ended."""
    number = request.session.get(IN_SESSION)
    user = auth.get_user(request)
    if not user.is_authenticated:
        _end_open(number, "account")
        return user
    row = _row(request, user, number)
    over = _over(row)
    if over:
        _end(request, row, user, over)
        return AnonymousUser()
    request.signed_in = row
    _tell(request, row)
    return user


def begin(request, user: User, by: str, device: Device | None = None) -> SignedIn:
    """Write the new session down, once login() has made it; `by` says what was shown."""
    if request.session.session_key is None:
        request.session.create()
    about = {
        "user": user,
        "device": device,
        "by": by,
        "agent": record.agent_of(request),
        "address": addresses.of(request),
    }
    # Who signs in again within a session has one session, not two.
    _end_open(request.session.get(IN_SESSION), "signed_out")
    key = sha256(request.session.session_key.encode()).hexdigest()
    row, _ = SignedIn.objects.get_or_create(key_hash=key, defaults=about)
    request.session[IN_SESSION] = row.pk
    request.signed_in = row
    return row


def worked(row: SignedIn | None) -> None:
    """Note that the person of this session is at work now."""
    now = timezone.now()
    if row is None or row.ended_at or now - row.seen_at < APART:
        return
    SignedIn.objects.filter(pk=row.pk, ended_at=None).update(seen_at=now)
    User.objects.filter(pk=row.user_id).update(seen_at=now)
    row.seen_at = now


def alive(user: User):
    """The sessions of a person that are open now, the last used first, as a queryset."""
    now = timezone.now()
    idle = now - timedelta(minutes=settings.SESSION_IDLE_MINUTES)
    long = now - timedelta(hours=settings.SESSION_HOURS)
    rows = user.sessions.filter(ended_at=None, seen_at__gt=idle, began_at__gt=long)
    return rows.order_by("-seen_at", "-pk")


def end(rows, by: str) -> int:
    """End these open sessions (a queryset) with their next request; return how many there were.

    `by` is a key of ENDS.
    """
    ENDS[by]
    return rows.filter(ended_at=None).update(ended_at=timezone.now(), ended_by=by)


def end_all(user: User, by: str, but: SignedIn | None = None) -> int:
    """End every session of the person, all `but` one if it is given; return how many rows ended.

    `by` is a key of ENDS. It takes both: the rows are what the lists of sessions show, and
    `sessions_ended`, which every session is checked against, ends what has no row: a sign-in that
    waits for its code, and a session that was opened before there were rows. The session that
    goes on has to be given the new number (update_session_auth_hash).
    """
    User.objects.filter(pk=user.pk).update(sessions_ended=F("sessions_ended") + 1)
    user.refresh_from_db(fields=["sessions_ended"])
    return end(user.sessions.exclude(pk=but.pk if but else None), by)


def others(request):
    """The person's other open sessions, as a queryset."""
    return alive(request.user).exclude(pk=request.signed_in.pk)


def tell_others(request, user: User, words: str) -> None:
    """Let the person's other open sessions say something with their next page, once."""
    alive(user).exclude(pk=request.signed_in.pk).update(news=words)


def forget_old() -> int:
    """Remove sessions that open nothing any more, and rows kept long enough; return how many."""
    now = timezone.now()
    unused = Session.objects.filter(expire_date__lt=now).delete()[0]
    return unused + SignedIn.objects.filter(began_at__lt=now - KEPT).delete()[0]


def _row(request, user: User, number: int | None) -> SignedIn:
    row = SignedIn.objects.filter(pk=number, user=user).first() if number else None
    # One that was opened before there were rows gets its own now.
    return row or begin(request, user, "")


def _over(row: SignedIn) -> str:
    """Why the session is over, as a key of ENDS; "" for one that is not."""
    now = timezone.now()
    if row.ended_at:
        return row.ended_by
    if row.last_end <= now:
        return "long"
    return "idle" if row.idle_end <= now else ""


def _end(request, row: SignedIn, user: User, by: str) -> None:
    with transaction.atomic():
        # Whoever ended it from elsewhere has written so already.
        if end(SignedIn.objects.filter(pk=row.pk), by):
            record.log("session_ended", request, actor=user, note=ENDS[by])
    request.session.flush()


def _end_open(number: int | None, by: str) -> None:
    """End the row of a session that opens nothing any more, because the account does not."""
    if number:
        end(SignedIn.objects.filter(pk=number), by)


def _tell(request, row: SignedIn) -> None:
    """Show what there is to tell, with the next page that shows messages."""
    if row.news and SignedIn.objects.filter(pk=row.pk).exclude(news="").update(news=""):
        messages.warning(request, row.news)
