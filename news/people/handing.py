"""Somebody leaves: what they have begun goes to a colleague in one step.

Only numbers and places of articles are looked at: an administrator reads no draft.
"""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accounts import record
from accounts.models import User
from news import notices, workflow
from news.models import Article, ReviewLink, Sitting, State
from news.rights import may_file

from .locking import Refused, lock
from .ranks import may_touch

# What somebody is still at; the rest is done, or nobody can go on with it.
OPEN = (
    *(State.DRAFT, State.SUBMITTED, State.EDITING, State.PENDING),
    *(State.APPROVED, State.RETURNED),
)
TOLD = "{} bàn giao cho bạn bài của {}."


@dataclass(frozen=True)
class Load:
    """What a person has in hand: what goes to the other, what cannot, and what stays anyway."""

    going: list[Article]
    stuck: list[Article]
    typed: int
    links: int


def in_hand(user: User):
    """The articles that somebody began and that are not done, as a queryset."""
    rows = Article.objects.filter(created_by=user.pk, state__in=OPEN, binned_at=None)
    return rows.select_related("unit", "category__parent").defer("body", "summary").order_by("pk")


def successors(user: User, by: User):
    """Who may be given the work: anybody active but these two; who hands over reads nothing."""
    people = User.objects.filter(is_active=True, is_superuser=False)
    return people.exclude(pk__in=(user.pk, by.pk)).order_by("sort_key")


def load(user: User, to: User | None) -> Load:
    """Look at what would be handed over to `to`; nothing is written."""
    rows, now = list(in_hand(user)), timezone.now()
    going = [row for row in rows if to and _may_go_on(to, row)]
    typed = Sitting.objects.filter(user=user, ended_at=None, typed_at__isnull=False)
    links = ReviewLink.objects.filter(made_by=user, revoked_at=None, decided_at=None)
    links = links.filter(expires_at__gt=now)
    stuck = [row for row in rows if row not in going]
    return Load(going, stuck, typed.count(), links.count())


@transaction.atomic
def hand_over(user: User, to: User, by: User, note: str, *, locked=False, request=None) -> Load:
    """Give everything that `to` may go on with to them and, if `locked`, lock the account; return
    what was done. Raises Refused, and then nothing was changed."""
    if not may_touch(by, user) or not successors(user, by).filter(pk=to.pk).exists():
        raise Refused("Bạn không bàn giao được bài của tài khoản này cho người ấy.")
    found = load(user, to)
    for article in found.going:
        event = workflow.hand_over(article.pk, to, by, note)
        words = TOLD.format(by, user)
        people = User.objects.filter(pk=to.pk)
        notices.tell(article, people, "handed", words, f"event:{event.pk}", by)
    _write_down(user, to, by, note, found, request)
    if locked:
        lock(user, note, by, request)
    return found


def _may_go_on(to: User, article: Article) -> bool:
    unit_id, category = article.filed
    return may_file(to, unit_id, category)


def _write_down(user, to, by, note, found: Load, request) -> None:
    numbers = [article.pk for article in found.going]
    left = [article.pk for article in found.stuck]
    after = {"to": str(to), "articles": numbers, "left": left}
    record.log("handed_over", request, actor=by, subject=user, note=note, after=after)
    received = {"from": str(user), "articles": numbers}
    record.log("handed_over", request, actor=by, subject=to, note=note, after=received)
