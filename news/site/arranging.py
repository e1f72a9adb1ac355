"""Ordering, deleting and taking back the rows of a list that people arrange by hand.

`siblings` is always the queryset of those among which a row stands. Whoever changes an order
holds one lock: two at once would both compute places from the same state.
"""

from django.db import connection, transaction
from django.utils import timezone

from news.site import record

UP, DOWN = "len", "xuong"


def hold() -> None:
    """One at a time, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('site_arranging'))")


def put_last(row, siblings) -> None:
    """Give a row the place behind the others."""
    last = siblings.exclude(pk=row.pk).order_by("position").values_list("position", flat=True)
    row.position = (last.last() or 0) + 1


@transaction.atomic
def step(row, siblings, direction: str, subject: str, hand: record.Hand) -> bool:
    """Move a row one place up or down; False when there is no place there."""
    hold()
    rows = list(siblings.filter(removed_at=None).order_by("position", "pk"))
    here = next((i for i, other in enumerate(rows) if other.pk == row.pk), None)
    there = None if here is None else here + (-1 if direction == UP else 1)
    if there is None or not 0 <= there < len(rows):
        return False
    rows[here], rows[there] = rows[there], rows[here]
    for position, other in enumerate(rows):
        other.position = position
    type(row)._default_manager.bulk_update(rows, ["position"])
    words = f"{row}: từ thứ {here + 1} {'lên' if direction == UP else 'xuống'} thứ {there + 1}."
    record.write(f"{subject}_moved", hand, words, {"place": here + 1}, {"place": there + 1})
    return True


@transaction.atomic
def keep(row, subject: str, hand: record.Hand, action: str = "") -> None:
    """Save a row that a form has filled, new or changed, and write down what changed, under the
    name of an action of its own if it has one."""
    hold()
    old = type(row)._default_manager.filter(pk=row.pk).first() if row.pk else None
    before = record.columns(old) if old else {}
    row.save()
    after = record.columns(row)
    if before == after:
        return
    action = action or ("changed" if old else "added")
    changed = {name for name in after if before.get(name) != after[name]}
    told = ({n: v for n, v in side.items() if n in changed} for side in (before, after))
    record.write(f"{subject}_{action}", hand, str(row), *told)


@transaction.atomic
def remove(row, subject: str, hand: record.Hand) -> None:
    """Take a row away; it stays, so that it can be taken back."""
    if row.removed_at is None:
        _mark(row, timezone.now(), f"{subject}_removed", hand)


@transaction.atomic
def restore(row, subject: str, hand: record.Hand) -> None:
    """Take a row back to where it stood."""
    if row.removed_at is not None:
        _mark(row, None, f"{subject}_restored", hand)


def _mark(row, removed_at, action: str, hand: record.Hand) -> None:
    hold()
    before = record.columns(row)
    row.removed_at = removed_at
    row.save(update_fields=["removed_at"])
    record.write(action, hand, str(row), before, record.columns(row))
