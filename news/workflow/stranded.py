"""Articles under review that nobody can move on: the only person who could is locked, has moved
to another unit or lost the role. One query; tests compare it with `refusal` asked of everybody."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from news.models import Article, Assignment
from news.transitions import FORWARD

from .waiting import LAST_WRITER, STEPS_THERE, UNHINDERED, rights_asked


def stranded(gone: Q | None = None) -> QuerySet:
    """The articles that wait for a colleague where no active one may make the next move.

    `gone` are assignments (a condition on them) to be thought away: what would lie still without
    them. Technical accounts count for nobody. Who altered an attached file of the newest version
    is not asked about, which `refusal` would refuse too.
    """
    still, states = Q(pk=None), set()
    for (permission, eyes), places in rights_asked(FORWARD).items():
        where = Q(pk=None)
        for number, state in places:
            where |= Q(steps=number, state=state)
            states.add(state)
        still |= where & ~Exists(_people(permission, eyes, gone))
    rows = Article.objects.filter(UNHINDERED, state__in=states, binned_at=None)
    return rows.alias(steps=STEPS_THERE, last_writer=LAST_WRITER).filter(still)


def _people(permission: str, eyes: bool, gone: Q | None):
    """The assignments that grant the right where the article lies, as `Grant.covers` looks."""
    app, codename = permission.split(".")
    section = Q(category=OuterRef("category")) | Q(category=OuterRef("category__parent"))
    rows = Assignment.objects.filter(
        Q(unit=None) | Q(unit=OuterRef("unit")),
        Q(category=None) | section,
        user__is_active=True,
        user__is_superuser=False,
        role__permissions__content_type__app_label=app,
        role__permissions__codename=codename,
    )
    rows = rows.exclude(gone) if gone else rows
    return rows.exclude(_writers()) if eyes else rows


def _writers() -> Q:
    return Q(user=OuterRef("created_by")) | Q(user=OuterRef("last_writer"))
