"""Looks up the addresses of this portal that are due, some at a time."""

from django.utils import timezone

from news.links import inside, judging
from news.links.models import Address

AT_ONCE = 300


def check_inside() -> int:
    """Look up those that have waited longest; return how many."""
    rows = Address.objects.filter(inside=True, due_at__lte=timezone.now()).order_by("due_at")
    found = list(rows[:AT_ONCE])
    for address in found:
        judging.note_inside(address, *inside.look(address.url))
    return len(found)
