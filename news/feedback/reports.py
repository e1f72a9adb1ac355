"""Readers' reports of errors: who deals with which, and how long what readers told is kept."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from news.feedback.models import ANSWERED_WITHIN, Report
from news.models import Article
from news.rights import permitted

# Whoever may put right what others wrote.
RIGHT = "news.edit_submitted_article"
# What waits for an article at once; a flood ends here.
MOST_OPEN = 50
# Name and contact outlive the answer by this (R68).
KEPT = timedelta(days=90)
SHOWN = 200


def full(article: Article) -> bool:
    """Whether so many reports wait that no further one would tell anything new."""
    waiting = article.reports.filter(state=Report.State.NEW)
    return len(waiting.values_list("pk")[:MOST_OPEN]) == MOST_OPEN


def of(user):
    """The reports of the articles that a person may put right."""
    articles = Article.objects.filter(permitted(user, RIGHT)).order_by().values("pk")
    return Report.objects.filter(article__in=articles).select_related("article", "by")


def waiting(user) -> tuple[int, int]:
    """How many wait for an answer, and how many of them too long."""
    moments = of(user).filter(state=Report.State.NEW).order_by("at").values_list("at", flat=True)
    found = list(moments[:SHOWN])
    return len(found), sum(at + ANSWERED_WITHIN < timezone.now() for at in found)


@transaction.atomic
def decide(report: Report, state: str, answer: str, user) -> None:
    """Write down what became of a report, and who says so; a new one again forgets both."""
    row = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    row.state, row.answer = state, answer
    done = state != Report.State.NEW
    row.by, row.done_at = (user, timezone.now()) if done else (None, None)
    row.save(update_fields=["state", "answer", "by", "done_at"])


def forget() -> int:
    """Delete name and contact of reports that were dealt with long ago; the words stay."""
    old = Report.objects.exclude(consent="").exclude(state=Report.State.NEW)
    return old.filter(done_at__lt=timezone.now() - KEPT).update(name="", contact="", consent="")
