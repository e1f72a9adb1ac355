"""New accounts: without a password, because their owner chooses it by a one-time code."""

from django.db import transaction
from django.utils import timezone

from accounts import codes, record
from accounts.models import OneTimeCode, Purpose, User
from news.models import Assignment
from news.text.vietnamese import search_words

from . import assigning

DESCRIBED = ("username", "full_name", "email", "phone", "last_day")
MOST_NAME = 50


def name_from(full_name: str) -> str:
    """The user name that a person's name suggests: "Phạm Thị Lan" gives "lan.pt"; "" for none."""
    words = search_words(full_name)
    first = "".join(word[0] for word in words[:-1])
    return ".".join(part for part in (words[-1] if words else "", first) if part)[:MOST_NAME]


def free_name(full_name: str) -> str:
    """The same with the first number behind it that makes it nobody's: "lan.pt2"; "" for none."""
    name = name_from(full_name)
    taken = set(User.objects.filter(username__istartswith=name).values_list("username", flat=True))
    taken = {each.lower() for each in taken}
    return next(each for each in numbered(name) if each not in taken) if name else ""


def numbered(name: str):
    """The name, and the name with 2, 3 … behind it, without end."""
    yield name
    number = 2
    while True:
        yield f"{name}{number}"
        number += 1


def described(user: User) -> dict:
    """What an account says of a person, as the record keeps it."""
    values = {name: getattr(user, name) for name in DESCRIBED}
    return {
        name: f"{value:%d/%m/%Y}" if name == "last_day" and value else value or ""
        for name, value in values.items()
    }


@transaction.atomic
def create(user: User, by: User, request=None, *, role=None, unit=None) -> User:
    """Save a new account, checked before, and give it a role if there is one; return it."""
    create_all([user], by, request)
    if role:
        assigning.give_all([Assignment(user=user, role=role, unit=unit)], by, request)
    return user


def create_all(users: list[User], by: User, request=None, note: str = "") -> None:
    """Save new accounts, checked before, in the caller's transaction."""
    for user in users:
        user.set_unusable_password()
        user.must_change_password = True
    User.objects.bulk_create(users)
    about = [
        {"actor": by, "subject": user, "after": described(user), "note": note} for user in users
    ]
    record.log_all("created", request, about)


def changed(before: dict, user: User, by: User, request=None) -> None:
    """Write down which of an account's words changed, if any did."""
    after = described(user)
    names = [name for name in DESCRIBED if before[name] != after[name]]
    if names:
        was, is_now = ({name: side[name] for name in names} for side in (before, after))
        record.log("changed", request, actor=by, subject=user, before=was, after=is_now)


def purpose_of(user: User) -> Purpose:
    """What a code given to this person now is good for."""
    return Purpose.PASSWORD if user.has_usable_password() else Purpose.INVITE


@transaction.atomic
def slips(users: list[User], by: User, request=None) -> list[tuple[str, OneTimeCode]]:
    """A new code for the printed slip of each, and its row; the codes are told this once."""
    made = codes.make_all({user: purpose_of(user) for user in users}, by)
    about = [{"actor": by, "subject": row.user, "after": _on_slip(row)} for _, row in made]
    record.log_all("code_made", request, about)
    return made


def _on_slip(row: OneTimeCode) -> dict:
    until = f"{timezone.localtime(row.expires_at):%H:%M %d/%m/%Y}"
    return {"by": "slip", "purpose": row.purpose, "until": until}


def by_mail(user: User, by: User, request=None) -> None:
    """Ask for a mail with a code: it is made as the mail leaves, so that it waits nowhere."""
    after = {"by": "mail", "purpose": purpose_of(user)}
    record.log("code_made", request, actor=by, subject=user, after=after)
