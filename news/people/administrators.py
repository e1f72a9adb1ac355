"""The last active administrator stays: else nobody but the command line could let anybody in.

Both kinds are kept, of accounts and of the system. Who changes anything about administrators
holds one lock until the end of the transaction, so that two cannot lock each other out at once.
"""

from django.db import connection

from accounts.roles import ROLES
from news.models import Assignment

# The number of our lock among those of the database.
LOCK = 0x7175616E
KEPT = tuple(role.label for role in ROLES if role.rank > 1)
LAST = (
    "Đây là người cuối cùng đang giữ vai trò {}. Hãy giao vai trò này cho một người khác đang "
    "hoạt động trước."
)


def hold() -> None:
    """Wait until nobody else changes administrators; to be called in a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def refusal_to_lock(user) -> str:
    """Why this account has to stay open, as a sentence; "" when it may be locked."""
    held = user.assignments.filter(role__name__in=KEPT).values_list("role__name", flat=True)
    return _sentence(user, held)


def refusal_to_take(assignment: Assignment) -> str:
    """Why this assignment has to stay with its person, as a sentence; "" when it need not."""
    role = assignment.role.name
    again = assignment.user.assignments.filter(role=assignment.role).exclude(pk=assignment.pk)
    return "" if role not in KEPT or again.exists() else _sentence(assignment.user, [role])


def _sentence(user, roles) -> str:
    if not user.is_active:
        return ""
    last = sorted({role for role in roles if not _others(user, role)})
    return LAST.format(" và ".join(f"“{role}”" for role in last)) if last else ""


def _others(user, role: str) -> bool:
    rows = Assignment.objects.filter(role__name=role, user__is_active=True)
    return rows.exclude(user=user).exists()
