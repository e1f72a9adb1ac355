"""Where articles lie still because nobody can move them on: numbers and places, no word of a text.

Told before an administrator takes the last person away, and on the desk and in the report after it.
"""

from dataclasses import dataclass

from django.db.models import Count, Q

from news import workflow
from news.models import State


@dataclass(frozen=True)
class Gap:
    """So many articles in one state in one unit and section."""

    unit: str
    category: str
    state: str
    count: int

    @property
    def waits(self) -> str:
        """ "chờ duyệt", in the words of the states."""
        return State(self.state).label.lower()


def count() -> int:
    """How many articles lie still now."""
    return workflow.stranded().count()


def found() -> list[Gap]:
    """Where they lie, place by place."""
    return _grouped(workflow.stranded())


def without(gone: Q) -> list[Gap]:
    """What more would lie still without these assignments (a condition on them)."""
    lying = workflow.stranded().order_by().values("pk")
    return _grouped(workflow.stranded(gone).exclude(pk__in=lying))


def without_person(user) -> list[Gap]:
    """What more would lie still if the account were locked."""
    return without(Q(user=user.pk)) if user.is_active else []


def without_assignment(row) -> list[Gap]:
    """What more would lie still if this assignment were taken back or changed."""
    return without(Q(pk=row.pk)) if row.user.is_active else []


def _grouped(rows) -> list[Gap]:
    names = ("unit__short_name", "category__name", "state")
    rows = rows.order_by(*names).values_list(*names).annotate(count=Count("pk"))
    return [Gap(unit or "", category or "", *rest) for unit, category, *rest in rows]
