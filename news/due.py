"""What falls due by the clock alone: switches, reminders, mails, and what is kept too long.

`manage.py tick` does it, one process at a time. Every errand finds out for itself what is not
done yet, so that it may be killed anywhere and begun again.
"""

import logging
import zlib
from collections.abc import Callable
from contextlib import contextmanager
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.db import Error, connection, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import TaskResultStatus

from accounts import sessions
from accounts.mail import TOLD
from accounts.models import AccountEvent
from news import mail, notices, sittings, workflow, workqueue
from news.addresses import missing
from news.feedback import reports
from news.finding import index as finding
from news.links import checking, outside, scanning
from news.media import tasks
from news.models import Article, ArticleEvent, How, Mail, Notice, NoticeChoice, Reminder
from news.pagestore import changes
from news.people import clock
from news.rights import holders, viewers
from news.search import counting, index, wanted
from news.sharing import making
from news.text.vietnamese import short_moment
from news.transitions import PUBLISH

logger = logging.getLogger(__name__)

# The number of our lock among those of the database.
LOCK = 0x6269616E
# Who is to look at an article again.
LOOKS_AFTER = "news.edit_submitted_article"
AHEAD = timedelta(days=1)
# What failed is not tried anew by every reader of a page.
PAUSE = timedelta(minutes=1)
# A digest does not dig up what is older, after a stop or a change of mind.
DIGEST_REACH = timedelta(days=3)
# What happened to an account is news for a day.
LETTER_REACH = timedelta(days=1)
REVIEW = "Đã đến hẹn rà soát bài này ({}). Hãy xem nội dung còn đúng không."
FAILED = "Không đăng được đúng giờ: {}"
BROKEN = "Máy chủ gặp lỗi, mã {}. Hãy đưa mã này cho người phụ trách máy chủ."
EXPIRY = "Bài này hết hạn lúc {}. Nếu còn cần, hãy đặt lại ngày hết hạn."


@contextmanager
def alone():
    """Whether nobody else is at it; if so, it stays that way until the end of the block or of
    this process."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        mine = cursor.fetchone()[0]
    try:
        yield mine
    finally:
        if mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def everything(stopping: Callable[[], bool] = lambda: False) -> dict[str, int | None]:
    """Do what is due; return how much of each errand was done, None where one failed (the log
    says how). One that fails keeps no other from being done; none is begun once it is time to
    stop."""
    done: dict[str, int | None] = {}
    for name, errand in {**ERRANDS, **_further(done)}.items():
        if not stopping():
            done[name] = _tried(name, errand)
    return done


def switches() -> int:
    """Put approved new versions before citizens whose moment has come."""
    rows = Article.objects.filter(due_at__lte=timezone.now()).order_by("due_at")
    return len([event for event in map(switch, _numbers(rows)) if event])


def ripe() -> Q:
    """Which articles a reader's request switches: those due, but for what failed just now."""
    now = timezone.now()
    rested = Q(due_failed_at=None) | Q(due_failed_at__lt=now - PAUSE)
    return Q(due_at__lte=now) & rested


def switch(pk: int) -> ArticleEvent | None:
    """Put a new version before citizens, if it is due. Whatever stops it stands on the article
    for those whose move is next, and in the log once; it never stops the caller."""
    try:
        return workflow.switch(pk)
    except Exception as error:
        _failed(pk, error)
        return None


def reviews() -> int:
    """Ask for a look at articles whose day of review has come."""
    rows = Article.objects.live().filter(review_at__lte=timezone.now())
    return _remind(rows, "review", "review_at", REVIEW)


def expiries() -> int:
    """Say which articles leave the site within a day."""
    now = timezone.now()
    rows = Article.objects.live().filter(expires_at__gt=now, expires_at__lte=now + AHEAD)
    return _remind(rows, "expiry", "expires_at", EXPIRY)


def digests() -> int:
    """Gather what people have not read until their hour into one mail each."""
    if not settings.MAIL:
        return 0
    choices = NoticeChoice.objects.filter(how=How.DIGEST, user__is_active=True)
    choices = choices.exclude(user__email="").order_by("pk")
    return sum(_digest(choice) for choice in choices)


def account_mail() -> int:
    """Write the mails about accounts whose task was lost; usually there are none."""
    if not settings.MAIL:
        return 0
    written = Mail.objects.filter(event=OuterRef("pk"))
    rows = AccountEvent.objects.filter(action__in=TOLD, at__gt=timezone.now() - LETTER_REACH)
    rows = rows.filter(~Exists(written)).exclude(subject=None).order_by("serial")
    before = Mail.objects.count()
    for pk in _numbers(rows):
        mail.write_about.call(pk)
    return Mail.objects.count() - before


def mails() -> int:
    """Queue anew what a killed worker left behind."""
    return mail.requeue()


def pictures() -> int:
    """Queue the pictures whose task was lost with the database; usually there are none."""
    return tasks.queue_missing((TaskResultStatus.READY, TaskResultStatus.RUNNING))


def search_rows() -> int:
    """Make what is searched for articles that have no row yet, as after an upgrade, or whose
    attachments have another name now."""
    made = index.freshen() + index.catch_up()
    return made + finding.freshen() + finding.catch_up()


def old_things() -> int:
    """Remove sittings, sessions, read notices, mails and missed addresses kept long enough."""
    now = timezone.now()
    old = sittings.forget_old() + notices.forget_old() + sessions.forget_old()
    old += missing.forget_old() + wanted.forget_old()
    return old + Mail.objects.filter(made_at__lt=now - notices.KEPT, notices=None).delete()[0]


ERRANDS: dict[str, Callable[[], int]] = {
    "switches": switches,
    "reviews": reviews,
    "expiries": expiries,
    "digests": digests,
    "account mails": account_mail,
    "mails": mails,
    "tasks of killed workers": workqueue.abandoned,
    "pictures": pictures,
    "search rows": search_rows,
    "phrases of titles": counting.catch_up,
    "share pictures": making.ask,
    "share pictures of nobody": making.put_away,
    "links of new texts": scanning.read_new,
    "links of gone texts": scanning.forget_gone,
    "links within the portal": checking.check_inside,
    "links to others": outside.ask,
    "old things": old_things,
    "old tasks": workqueue.forget_old,
    "old changes of pages": changes.forget_old,
    "contacts of readers": reports.forget,
    "last days": clock.end_work,
    "warnings of unused accounts": clock.warn_unused,
    "unused accounts": clock.lock_unused,
}


def _further(done: dict[str, int | None]) -> dict[str, Callable[[], int]]:
    """What apps above the newsroom, which it does not know, have the clock do; they are shown
    what was done before them."""
    further = settings.FURTHER_ERRANDS.items()
    return {name: partial(import_string(path), done) for name, path in further}


def _failed(pk: int, error: Exception) -> None:
    sentence = str(error) if isinstance(error, workflow.Refused) else BROKEN.format(_code(error))
    try:
        new = _keep_failure(pk, sentence)
    except Error:
        logger.exception("the failed switch of article %s could not be kept", pk)
        new = True
    if new:
        logger.error(
            "article %s was not switched to its due version: %s", pk, sentence, exc_info=error
        )


@transaction.atomic
def _keep_failure(pk: int, sentence: str) -> bool:
    """Keep why the switch failed and tell those who may publish; whether that is news."""
    article = Article.objects.select_for_update(of=("self",)).get(pk=pk)
    if article.due_at is None:
        return False
    new = article.due_failure != sentence
    rows = Article.objects.filter(pk=pk)
    rows.update(due_failure=sentence, due_failed_at=timezone.now())
    if new:
        key = f"failed:{pk}:{article.due_at:%Y%m%d%H%M%S}:{zlib.crc32(sentence.encode())}"
        notices.tell(article, holders(article, PUBLISH), "failed", FAILED.format(sentence), key)
    return new


def _code(error: Exception) -> str:
    """Finds the lines of the log that belong to one cause; details that differ do not count."""
    first, *_ = str(error).splitlines() or [""]
    return f"{zlib.crc32(f'{type(error).__name__}: {first}'.encode()):08X}"


def _tried(name: str, errand: Callable):
    try:
        return errand()
    except Exception:
        # Whatever it is, the others' work goes on; the next tick tries this one again.
        logger.exception("%s failed", name)
        return None


def _numbers(rows) -> list[int]:
    return list(rows.values_list("pk", flat=True))


def _remind(rows, kind: str, column: str, words: str) -> int:
    done = Reminder.objects.filter(article=OuterRef("pk"), kind=kind, moment=OuterRef(column))
    rows = rows.filter(~Exists(done)).select_related("category__parent").order_by("pk")
    for article in rows:
        _remind_of(article, kind, getattr(article, column), words)
    return len(rows)


@transaction.atomic
def _remind_of(article: Article, kind: str, moment, words: str) -> None:
    """Those who look after its unit and section, and its writer, hear of it once."""
    Reminder.objects.create(article=article, kind=kind, moment=moment)
    editors = holders(article, LOOKS_AFTER) | viewers(article).filter(pk=article.created_by_id)
    key = f"{kind}:{article.pk}:{moment:%Y%m%d%H%M%S}"
    notices.tell(article, editors, kind, words.format(short_moment(moment)), key)


@transaction.atomic
def _digest(choice: NoticeChoice) -> int:
    """One mail of what came before the person's last hour by the portal's own clock, whatever
    the server's, and is in no mail yet."""
    hour = timezone.localtime().replace(hour=choice.hour, minute=0, second=0, microsecond=0)
    until = hour if hour <= timezone.now() else hour - timedelta(days=1)
    rows = Notice.objects.filter(recipient=choice.user_id, read_at=None, mail=None)
    rows = rows.filter(at__lte=until, at__gt=until - DIGEST_REACH).select_for_update()
    found = _numbers(rows)
    if found:
        mail.queue(choice.user_id, found)
    return min(1, len(found))
