"""Whose account a typed name means: a user name, or an e-mail address that only one account has."""

from django.db.models import Q

from accounts.models import User
from news.text.vietnamese import normalise

# No user name and no e-mail address is longer.
MOST = 254


def owner(typed: str) -> User | None:
    """The account that the name means, in any capitals and with spaces around; None for no one.

    An address that several accounts share opens none of them: nobody could say which is meant.
    """
    name = one_form(typed)
    meant = Q(username__iexact=name) | Q(email__iexact=name)
    rows = list(User.objects.filter(meant)[:3]) if name else []
    named = [user for user in rows if user.username.lower() == name]
    # A user name wins over somebody else's address of the same letters.
    found = named or rows
    return found[0] if len(found) == 1 else None


def one_form(typed: str) -> str:
    """The name as it is compared: one line, composed letters, small, of a length that is one."""
    name = normalise(typed[: 4 * MOST]).lower()
    return name if len(name) <= MOST else ""
