"""Who is told what: one sentence to those whose move is next and to those it concerns.

A notice is made in the transaction of what it tells of, so there is never one without the other.
"""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from news import mail, sittings
from news.models import (
    Article,
    ArticleEvent,
    ArticleVersion,
    How,
    Note,
    Notice,
    NoticeChoice,
)
from news.rights import holders, viewers, visible
from news.text.vietnamese import short_moment
from news.transitions import FORWARD, TRANSITIONS

KEPT = timedelta(days=90)
# What the people of the next move are told of, by the move that was made.
WAITS = {
    "submit": "{} gửi bài, chờ bạn {}.",
    "propose": "{} trình bài, chờ bạn {}.",
    "approve": "{} đã duyệt bài, chờ bạn {}.",
    "amend": "{} sửa bài đã duyệt, chờ bạn {} lại.",
    "unschedule": "{} huỷ hẹn giờ, bài chờ bạn {}.",
    "urgent": "{} đăng khẩn bài này, chờ bạn xem lại và {}.",
}
# What an article's writer is told of.
FOR_WRITER = {
    "return": "{} trả lại bài của bạn. Lý do ghi ở đầu bài.",
    "reject": "{} từ chối duyệt bài của bạn. Lý do ghi ở đầu bài.",
    "approve": "{} đã duyệt bài của bạn.",
    "publish": "{} đã xuất bản bài của bạn.",
    "urgent": "{} đã đăng khẩn bài của bạn.",
    "republish": "{} đã đăng lại bài của bạn.",
    "withdraw": "{} đã gỡ bài của bạn. Lý do ghi trong lịch sử.",
    "switch": "Bản sửa bài của bạn đã lên trang đúng giờ hẹn.",
}
SCHEDULED = "{} hẹn đăng bài của bạn lúc {}."
MENTIONED = "{} nhắc bạn trong phần trao đổi của bài này."
ANSWERED = "{} trả lời ghi chú của bạn."
TAKEN = "{} đã nhận sửa bài bạn đang mở. Những gì bạn gõ vẫn được giữ."


def of_event(article: Article, event: ArticleEvent) -> None:
    """Tell of a move that was made: the writer, and those whose move is next. To be called in
    the move's transaction, with the article as the move has left it."""
    key = f"event:{event.pk}"
    if event.action in WAITS:
        people, words = _next(article, event)
        tell(article, people, "next", words, key, event.actor)
    # A writer whose own move is next was told so just now, by the same key.
    if event.action in FOR_WRITER and article.created_by_id:
        writer = viewers(article).filter(pk=article.created_by_id)
        tell(article, writer, event.action, _for_writer(article, event), key, event.actor)


def of_note(note: Note) -> None:
    """Tell those whom a note names, and the writer of the note it answers."""
    people, key = viewers(note.article), f"note:{note.pk}"
    named = people.filter(pk__in=note.mentioned.values("pk"))
    words = MENTIONED.format(note.author)
    tell(note.article, named, "mention", words, key, note.author)
    if note.parent_id:
        asked = people.filter(pk=note.parent.author_id)
        tell(note.article, asked, "answer", ANSWERED.format(note.author), key, note.author)


@transaction.atomic
def take_over(article: Article, user) -> int:
    """Let the person go on with the article and tell those who have it open; return how many."""
    others = {sitting.user_id for sitting in sittings.others(article, user)}
    told = sittings.take_over(article, user)
    key = f"taken:{article.pk}:{user.pk}:{timezone.now():%Y%m%d%H%M%S}"
    people = viewers(article).filter(pk__in=others)
    tell(article, people, "taken", TAKEN.format(user), key, user)
    return told


def tell(article: Article, people, kind: str, sentence: str, key: str, actor=None) -> None:
    """Write one notice to each of `people` (a queryset of accounts) but the actor, unless they
    have one of that key, and queue the mails of those who want theirs at once."""
    numbers = set(people.values_list("pk", flat=True)) - {actor and actor.pk}
    if not numbers:
        return
    known = Notice.objects.filter(recipient__in=numbers, key=key)
    numbers -= set(known.values_list("recipient_id", flat=True))
    values = {"article_id": article.pk, "kind": kind, "sentence": sentence[:300], "key": key}
    rows = [Notice(recipient_id=number, **values) for number in sorted(numbers)]
    made = {notice.recipient_id: notice.pk for notice in Notice.objects.bulk_create(rows)}
    if made and settings.MAIL:
        _write_at_once(people.filter(pk__in=made), made)


def unread(user) -> int:
    """How many notices the person has not read."""
    return of(user).filter(read_at=None).count()


def of(user):
    """The person's notices of articles they may still open, the newest first, as a queryset."""
    rows = Notice.objects.filter(recipient=user.pk, article__in=visible(user).order_by())
    return rows.select_related("article")


def read(user, **which) -> int:
    """Mark the person's notices of that number, that article, or all, as read; return how many
    were not."""
    rows = Notice.objects.filter(recipient=user.pk, read_at=None, **which)
    return rows.update(read_at=timezone.now())


def choice_of(user) -> NoticeChoice:
    """How the person wants to be told; the usual way, not saved, when they never chose."""
    return NoticeChoice.objects.filter(user=user.pk).first() or NoticeChoice(user=user)


def forget_old() -> int:
    """Remove what was read long ago; return how many."""
    old = Notice.objects.filter(read_at__lt=timezone.now() - KEPT)
    return old.delete()[0]


def _write_at_once(people, made: dict[int, int]) -> None:
    later = NoticeChoice.objects.exclude(how=How.NOW).values("user")
    for person in people.exclude(email="").exclude(pk__in=later).order_by("pk"):
        mail.queue(person.pk, [made[person.pk]])


def _next(article: Article, event: ArticleEvent):
    """Those who may make the next move, and the sentence to them."""
    actor = event.actor or "Hệ thống"
    move = TRANSITIONS["confirm"] if event.action == "urgent" else _way_forward(article)
    if move is None:
        return viewers(article).none(), ""
    people = holders(article, move.permission_in(article.state))
    if move.asks_other_eyes(article.state):
        people = _other_eyes(people, article)
    return people, WAITS[event.action].format(actor, move.verb_in(article.steps))


def _other_eyes(people, article: Article):
    """Without those who began the article or saved its newest version."""
    newest = ArticleVersion.objects.filter(article=article, number=article.latest_version)
    wrote = Q(pk=article.created_by_id) | Q(pk__in=newest.values("created_by"))
    return people.exclude(wrote)


def _way_forward(article: Article):
    """The move that an article waits for; None while it waits for its hour or for nobody."""
    if article.due_at:
        return None
    moves = (TRANSITIONS[name] for name in FORWARD)
    return next((m for m in moves if article.state in m.sources_in(article.steps)), None)


def _for_writer(article: Article, event: ArticleEvent) -> str:
    at = article.due_at or article.published_at
    actor = event.actor or "Hệ thống"
    if event.action == "publish" and at and at > timezone.now():
        return SCHEDULED.format(actor, short_moment(at))
    return FOR_WRITER[event.action].format(actor)
