"""A forgotten password: who may ask for a link, what the link is, and what choosing one ends."""

from datetime import timedelta

from django.contrib.auth.tokens import default_token_generator as tokens
from django.db import transaction
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from accounts import addresses, codes, names, record, sessions
from accounts.models import AccountEvent, User

SPAN = timedelta(hours=1)
# So many mails to one account within the span. Whoever asks on: three links are on their way,
# so nobody is locked out by a stranger who asks for them.
MAILS = 3
# So many requests from one address, more than an office forgets.
FROM_ADDRESS = 20
CODE_SPAN = timedelta(minutes=15)
# So many wrong one-time codes from one address; accounts have no limit (accounts/codes.py).
WRONG_CODES = 20


def ask(request, typed: str) -> bool:
    """Write down that somebody asked for a link, which makes the mail; False when this address
    asked too often. For an account or none, locked or not, the same work is done."""
    user = names.owner(typed)
    asked = AccountEvent.objects.filter(action="reset_asked", at__gt=timezone.now() - SPAN)
    often = asked.filter(subject=user.pk if user else 0).count() >= MAILS
    if asked.filter(addresses.of_one_owner(addresses.of(request))).count() >= FROM_ADDRESS:
        return False
    after = {"letter": bool(user) and not often}
    with transaction.atomic():
        record.log("reset_asked", request, actor=None, subject=user, after=after)
    return True


def too_many_codes(request) -> bool:
    """Whether too many wrong one-time codes came from this address."""
    since = timezone.now() - CODE_SPAN
    rows = AccountEvent.objects.filter(action="code_refused", at__gt=since)
    return rows.filter(addresses.of_one_owner(addresses.of(request))).count() >= WRONG_CODES


def link_parts(user: User) -> tuple[str, str]:
    """What the address of a link is made of. It is good for an hour and until it is used: it
    proves the password's hash and the last sign-in as they are now."""
    return urlsafe_base64_encode(force_bytes(user.pk)), tokens.make_token(user)


def linked(number: str, token: str, rows=None) -> User | None:
    """Whose link it is; None for one that is wrong, used, too old, or of a locked account.

    `rows` are the accounts to look in, to lock the one that is found.
    """
    try:
        pk = int(urlsafe_base64_decode(number).decode("ascii"))
        user = (rows or User.objects.all()).filter(pk=pk, is_active=True).first()
    except (ValueError, OverflowError):
        return None
    return user if user and tokens.check_token(user, token) else None


@transaction.atomic
def use_link(request, number: str, token: str, password: str) -> User | None:
    """Let the owner of a link have this password, checked before; None when the link is gone."""
    user = linked(number, token, User.objects.select_for_update())
    if user:
        give(request, user, password, by="link")
    return user


@transaction.atomic
def use_code(request, username: str, code: str, password: str) -> User | None:
    """Let the owner of a one-time code have this password, checked before; None when it is gone."""
    user = codes.redeem(username, code, request)
    if user:
        give(request, user, password, by="code")
    return user


def give(request, user: User, password: str, by: str) -> None:
    """Set the password that a person chose for themselves and end all that leads past it.

    Every session ends but that of who changed it by the old one; so does an open one-time code.
    `by` says in the record how they could: "link", "code", "password".
    """
    user.set_password(password)
    user.must_change_password = False
    user.password_changed_at = timezone.now()
    user.save(update_fields=["password", "must_change_password", "password_changed_at"])
    codes.end(user)
    sessions.end_all(user, "password", but=request.signed_in if by == "password" else None)
    record.log("password_changed", request, actor=user, after={"by": by})
