"""Asks other machines at night, one after the other: a little at a time, as a task of the queue."""

import logging
import time
from datetime import timedelta
from email.utils import parsedate_to_datetime

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from news.links import asking, judging
from news.links.asking import Answer, Manner
from news.links.guard import Trouble
from news.links.models import Address, Host

logger = logging.getLogger(__name__)

# Letters and pictures come first, and none waits longer than this and one question.
LAST = -50
SLICE = 15.0
# The pause for one host, and the longest that it may ask for.
PAUSE = timedelta(seconds=5)
LONGEST_REST = timedelta(days=1)
MOST_A_NIGHT = 5000
# Whoever takes an address has so long; then another may.
LEASE = timedelta(hours=1)
LATELY = timedelta(days=1)
IDLE = 0.5


def ask() -> int:
    """Have the worker ask some, if it is night, some are due and none is at it; return 1 then."""
    now = timezone.now()
    if not settings.LINK_CHECKS or not judging.is_night(now) or _spent(now) or not _due(now):
        return 0
    states = (TaskResultStatus.READY, TaskResultStatus.RUNNING)
    rows = DBTaskResult.objects.filter(task_path=check_some.module_path, status__in=states)
    if rows.exists():
        return 0
    check_some.enqueue()
    return 1


@task(priority=LAST)
def check_some() -> None:
    """Ask those that are due, each host with a pause, for some seconds."""
    work(Manner(), SLICE)


def work(manner: Manner, seconds: float) -> int:
    """Ask for so many seconds, in this manner, as long as it is night; return how many."""
    end, count = time.monotonic() + seconds, 0
    while time.monotonic() < end and judging.is_night() and not _spent(timezone.now()):
        address = _taken()
        if address is None:
            if not _due(timezone.now()):
                break
            time.sleep(IDLE)
            continue
        _check(address, manner)
        count += 1
    return count


def _check(address: Address, manner: Manner) -> None:
    """Ask one, and write down what came of it; no answer, however odd, ends the others' turn."""
    rest = PAUSE
    try:
        answer = asking.ask(address.url, manner)
        finding, words = judging.of_answer(answer)
        rest = max(PAUSE, _wished(answer))
        _answered(address.host)
    except Trouble as trouble:
        finding, words = trouble.finding, trouble.words
    now = timezone.now()
    Host.objects.filter(name=address.host).update(rest_until=now + rest)
    judging.note_outside(address, finding, words, _network(now))


def _taken() -> Address | None:
    """The address that has waited longest, of a host that is not resting, for us alone."""
    now = timezone.now()
    resting = Host.objects.filter(name=OuterRef("host"), rest_until__gt=now)
    rows = Address.objects.filter(inside=False, due_at__lte=now).exclude(Exists(resting))
    found = rows.order_by("due_at").first()
    if found is None:
        return None
    Host.objects.get_or_create(name=found.host)
    free = Address.objects.filter(pk=found.pk, due_at=found.due_at)
    return found if free.update(due_at=now + LEASE) else None


def _answered(host: str) -> None:
    Host.objects.filter(name=host).update(answered_at=timezone.now())


def _network(now) -> bool:
    """Whether anybody answered lately: otherwise the fault is ours."""
    return Host.objects.filter(answered_at__gt=now - LATELY).exists()


def _due(now) -> bool:
    return Address.objects.filter(inside=False, due_at__lte=now).exists()


def _spent(now) -> bool:
    """Whether the night's questions are all asked."""
    since = judging.night_began(now)
    rows = Address.objects.filter(inside=False, checked_at__gte=since)
    return rows[MOST_A_NIGHT - 1 : MOST_A_NIGHT].exists()


def _wished(answer: Answer) -> timedelta:
    """For how long the host wants to be left alone: seconds or a moment, within reason."""
    text = answer.retry_after
    if text.isascii() and text.isdigit():
        return min(timedelta(seconds=min(int(text[:9]), 10**8)), LONGEST_REST)
    try:
        wish = parsedate_to_datetime(text) - timezone.now()
    except (TypeError, ValueError, OverflowError):
        return PAUSE
    return min(wish, LONGEST_REST)
