"""Whose account the provider's answer opens, and which roles its groups give.

Nobody becomes an administrator this way, and no administrator comes in this way: whoever rules the
provider must not rule the portal. They have their passwords, and so a door when it is away.
"""

import logging
import unicodedata
from contextlib import suppress

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from accounts import record
from accounts.models import Identity, User
from accounts.roles import ROLES
from accounts.sso.provider import Refused
from news.text.vietnamese import slugify

logger = logging.getLogger(__name__)

# What only administrators may do.
ADMINISTERS = "accounts.change_user"
GIVABLE = {role.key: role.label for role in ROLES if role.rank == 1}
MOST_NAME = 50
NOTE = "Đăng nhập liên thông"
# Between a role and the code of the unit it is limited to.
AT = "@"


@transaction.atomic
def enter(request, claims: dict) -> User:
    """The account these claims open, its roles brought in line; raises Refused."""
    subject = str(claims["sub"])[:255]
    known = Identity.objects.select_for_update().select_related("user")
    identity = known.filter(issuer=settings.OIDC_ISSUER, subject=subject).first()
    user = identity.user if identity else _met(request, claims)
    if not user.is_active or user.is_superuser or user.has_perm(ADMINISTERS):
        raise Refused(f"locked, or an administrator: {user.username}")
    _follow(request, identity or _link(request, user, subject), roles_of(claims))
    # A fresh one: what it may do has been read before the roles came.
    return User.objects.get(pk=user.pk)


def roles_of(claims: dict) -> set[str]:
    """The roles that the claims' groups stand for, "Biên tập viên" for one everywhere and "Biên
    tập viên@BTGHU" for one of a unit only; no administrator's, ever."""
    groups = claims.get(settings.OIDC_GROUPS) or []
    groups = [groups] if isinstance(groups, str) else groups
    named = [group for group in groups if isinstance(group, str) and group in settings.OIDC_ROLES]
    entries = {settings.OIDC_ROLES[group] for group in named}
    roles = {entry: _role(entry) for entry in entries}
    if not all(roles.values()):
        bad = sorted(entry for entry, role in roles.items() if not role)
        logger.error("OIDC_ROLES has what no group may give: %s", bad)
    return {role for role in roles.values() if role}


def _role(entry: str) -> str:
    """What an entry of OIDC_ROLES gives; "" for no role, and for "editor@", which must not become
    a role everywhere."""
    key, at, code = (part.strip() for part in entry.partition(AT))
    if key not in GIVABLE or (at and not code):
        return ""
    return f"{GIVABLE[key]}{at}{code}"


def _met(request, claims: dict) -> User:
    """The account of that e-mail address, which the provider must have checked; or a new one."""
    email = str(claims.get("email") or "")
    if not email or claims.get("email_verified") is not True:
        raise Refused("no e-mail address that was verified")
    rows = [user for user in User.objects.filter(email__iexact=email) if _same(user.email, email)]
    if len(rows) > 1:
        raise Refused("an e-mail address of several accounts")
    if rows and Identity.objects.filter(user=rows[0]).exists():
        raise Refused(f"already linked with somebody else: {rows[0].username}")
    return rows[0] if rows else _create(request, claims, email)


def _same(one: str, other: str) -> bool:
    """Databases hold letters for the same that are not; a stranger's address must not fit."""
    fold = [unicodedata.normalize("NFKC", text).casefold() for text in (one, other)]
    return fold[0] == fold[1] and one.isascii() == other.isascii()


def _create(request, claims: dict, email: str) -> User:
    """A new account, where the settings want them, for somebody whose groups give a role."""
    if not settings.OIDC_CREATE or not roles_of(claims):
        raise Refused("nobody's e-mail address")
    name = str(claims.get("name") or email.partition("@")[0])[:120]
    user = User(username=_free_name(claims, email), full_name=name, email=email)
    user.set_unusable_password()
    try:
        user.full_clean(exclude=["password"])
        with transaction.atomic():
            user.save()
    except (ValidationError, IntegrityError) as error:
        raise Refused(f"no account can be made of it: {error}") from error
    after = {"username": user.username, "full_name": user.full_name, "email": user.email}
    record.log("created", request, subject=user, after=after, note=NOTE)
    return user


def _free_name(claims: dict, email: str) -> str:
    wanted = str(claims.get("preferred_username") or email).partition("@")[0]
    base = ".".join(slugify(part, MOST_NAME) for part in wanted.split(".") if part)[:MOST_NAME]
    taken = User.objects.filter(username__istartswith=base).values_list("username", flat=True)
    taken = {name.lower() for name in taken}
    names = (f"{base}{number}" if number > 1 else base for number in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)


def _link(request, user: User, subject: str) -> Identity:
    identity = None
    with suppress(IntegrityError), transaction.atomic():
        identity = Identity.objects.create(user=user, issuer=settings.OIDC_ISSUER, subject=subject)
    if identity is None:
        raise Refused("linked at the same moment")
    record.log("sso_linked", request, subject=user, after={"issuer": settings.OIDC_ISSUER})
    return identity


def _follow(request, identity: Identity, wanted: set[str]) -> None:
    """Bring roles in line where groups stand for roles at all."""
    if settings.OIDC_ROLES:
        follow = import_string(settings.OIDC_ASSIGN)
        had = set(identity.roles)
        identity.roles = sorted(follow(identity.user, wanted, had, request, NOTE))
    identity.seen_at = timezone.now()
    identity.save(update_fields=["roles", "seen_at"])
