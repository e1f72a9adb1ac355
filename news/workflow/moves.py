"""Making a move: the row locked, the table asked once more, the columns and the event written."""

from django.db import transaction
from django.utils import timezone

from news import archive, checklist, featuring, notices, record, versions
from news.finding import index as finding
from news.media import usage
from news.models import DUE, Article, ArticleEvent, ArticleVersion, State
from news.transitions import SAVES, TRANSITIONS, Transition

from . import readers
from .given import Given
from .refusals import NO_SUCH_MOVE, may_edit, refusal, save_move, trespass, wrong_place

# What a move may change of an article besides what citizens read; an event tells which did.
COLUMNS = (
    *("state", "published_version", "published_at", "expires_at", "withdrawn_at"),
    *DUE,
    *("review_at", "binned_at", "urgent_by_id", "needs_work"),
    *("changed_at", "public_notice", "noticed_at", "created_by_id"),
)
# Moves that change what can be found; a date of expiry does not, every search asks for it.
BEFORE_CITIZENS = (
    *("publish", "republish", "urgent", "import", "switch", "unschedule", "withdraw"),
)


class Refused(Exception):
    """A move that may not be made; its text is the sentence to show."""


def waiver_refusal(article, wanted, user, *, content=None) -> str:
    """Why `user` may not let findings stand, as a Vietnamese sentence; "" when they may.

    `wanted` maps keys of findings to reasons; `content` is what was typed, None what is stored.
    """
    if not may_edit(article, user):
        return "Bạn không có quyền sửa bài này nên không chọn “Vẫn giữ” được."
    newest = versions.latest(article) if article.pk else None
    before = checklist.findings(newest) if newest else []
    found = checklist.findings(content) if content else before
    return checklist.waivers.refusal(wanted, found, before)


@transaction.atomic
def waive(article: Article, wanted: dict[str, str], user) -> None:
    """Record that findings of the newest version stay, each for its reason.

    Raises Refused, and then nothing was changed. The text is not touched, so four eyes are not.
    """
    row = _locked(article.pk)
    _refuse(waiver_refusal(row, wanted, user))
    checklist.waivers.record(row, wanted, checklist.findings(versions.latest(row)), user)


@transaction.atomic
def save(article: Article, content: dict, user, *, base: int, note: str = "") -> Article:
    """Write what was typed as a new version and return the article, locked.

    `content` maps ArticleContent.field_names() to values, `base` is the version it was typed
    on (0 for a new article). Raises Refused, and then nothing was changed.
    """
    if article.pk:
        article = _locked(article.pk)
    move = save_move(article)
    if move is None:
        raise Refused("Bài bị từ chối duyệt nên không sửa được nữa. Hãy chép thành bài mới.")
    _refuse(refusal(article, move.name, user, version=base))
    merged = versions.merged(article, content)
    if merged is not None:
        _refuse(wrong_place(article, ArticleVersion(**merged), user))
        _refuse(_lost_cover(merged))
        _write(article, move, merged, user, note)
    return article


def perform(article, action, user, **given) -> ArticleEvent:
    """Make the move `action` (no save) on the article and return its event.

    `given` are the fields of Given; `version` must be among them. `at` is when a first
    publication, a switch, an expiry or a reminder holds from. Raises Refused, and then nothing
    was changed, but an attempt that no button leads to is on record.
    """
    try:
        with transaction.atomic():
            return _perform(article, action, user, Given(**given))
    except Refused as error:
        record_refusal(article, action, user, str(error), given.get("address"))
        raise


@transaction.atomic
def record_refusal(article, action: str, user, sentence: str, address=None, saving=False) -> None:
    """Keep on record that somebody tried what no button offers them; what a button answers with
    a sentence (a missing reason, a stale version) is everyday work and is not. `saving` says that
    it was a plain save, which nobody else may ask for by its name."""
    move = TRANSITIONS.get(action)
    if article.pk is None or user is None:
        return
    named = action in SAVES and not saving
    if move is None or named or trespass(article, move, user):
        move = move or _invented(action)
        row = _locked(article.pk)
        _record(row, move, _snapshot(row), user, Given(note=sentence, address=address), True)


@transaction.atomic
def switch(pk: int) -> ArticleEvent | None:
    """Put the approved new version of a live article before citizens, once its moment has come;
    None when there is nothing to do, so that whoever comes second does nothing."""
    row = _locked(pk)
    if row.due_at is None or row.due_at > timezone.now():
        return None
    return _perform(row, "switch", None, Given(version=row.latest_version, **row.due_note))


@transaction.atomic
def hand_over(pk: int, to, by, note: str) -> ArticleEvent:
    """Make `to` the writer of an article that goes on without its own; nothing else changes, and
    the versions keep the names of those who wrote them. Whether `to` and `by` may is the
    caller's to ask."""
    row = _locked(pk)
    before, row.created_by = _snapshot(row), to
    row.save(update_fields=["created_by"])
    return _record(row, TRANSITIONS["hand_over"], before, by, Given(note=note))


def _lost_cover(content: dict) -> str:
    """From here to the end of the save nobody deletes a picture of the article."""
    kept = usage.hold(content["body"], content["cover_id"])
    return "" if kept else "Ảnh đại diện vừa bị xoá khỏi thư viện. Hãy chọn ảnh khác."


def _invented(action: str) -> Transition:
    """A move that the table does not have, under the name somebody gave it, as far as it is one."""
    longest = ArticleEvent._meta.get_field("action").max_length
    name = "".join(char for char in action if char.isprintable())[:longest]
    return Transition(name, name, (), None, "")


def _write(article, move, merged: dict, user, note: str) -> None:
    before, pk = _snapshot(article), article.pk
    article.state = move.target or article.state
    article.forget_due()
    versions.write(article, merged, user, note)
    finding.put(article, ArticleVersion(**merged))
    if move.target and pk:
        _record(article, move, before, user, Given(note=note))


def _perform(article, action, user, given: Given) -> ArticleEvent:
    row = _locked(article.pk)
    _refuse(NO_SUCH_MOVE if action in SAVES else "")
    _refuse(refusal(row, action, user, **vars(given)))
    move, before = TRANSITIONS[action], _snapshot(row)
    row.updated_at = timezone.now()
    EFFECTS.get(move.name, _advance)(row, move, user, given)
    row.save(update_fields=_changed(row, before))
    if move.name in BEFORE_CITIZENS:
        finding.put_everywhere(row)
    event = _record(row, move, before, user, given)
    if row.state == State.PUBLISHED and move.name != "import":
        _open_archive_pages(row)
    return event


def _advance(row: Article, move, user, given: Given) -> None:
    """Most moves change the state only; whoever leaves “Chờ xuất bản” ends a waiting switch."""
    row.state = move.target_in(row.steps) or row.state
    if row.state != State.APPROVED:
        row.forget_due()


def _publish(row: Article, move, user, given: Given) -> None:
    """Now or at a moment. A live article's new version waits for its moment outside the row;
    a first publication needs nobody at its moment: public() asks the clock."""
    if row.is_public() and given.at and not move.system:
        row.state = State.APPROVED
        readers.wait(row, user, given)
        return
    seen, teller = readers.was_seen(row), user or row.due_by
    versions.put_before_citizens(row, versions.latest(row))
    row.state, row.withdrawn_at, row.needs_work = State.PUBLISHED, None, ""
    row.forget_due()
    now = timezone.now()
    if row.published_at is None or row.published_at > now or move.system:
        row.published_at = (move.system and row.published_at) or given.at or now
    if seen:
        readers.published(row, teller, given)


def _urgent(row: Article, move, user, given: Given) -> None:
    _publish(row, move, user, given)
    row.urgent_by = user


def _confirm(row: Article, move, user, given: Given) -> None:
    row.urgent_by = None


def _unschedule(row: Article, move, user, given: Given) -> None:
    """The new version's moment is forgotten, or the first publication that nobody has seen."""
    row.state = State.APPROVED
    if row.due_at is None:
        row.published_version = row.published_at = row.expires_at = None
    row.forget_due()


def _withdraw(row: Article, move, user, given: Given) -> None:
    """Withdrawing a page leaves the work on its next version where it is."""
    row.withdrawn_at = timezone.now()
    row.forget_due()
    row.noticed_at, row.public_notice = None, given.words
    featuring.leave(row, user, given.address)
    if row.latest_version == row.published_version:
        row.state = State.WITHDRAWN


def _expire(row: Article, move, user, given: Given) -> None:
    row.expires_at = given.at


def _remind(row: Article, move, user, given: Given) -> None:
    row.review_at = given.at


def _bin(row: Article, move, user, given: Given) -> None:
    row.binned_at = timezone.now()


def _unbin(row: Article, move, user, given: Given) -> None:
    row.binned_at = None


EFFECTS = {
    **dict.fromkeys(("publish", "republish", "import", "switch"), _publish),
    "urgent": _urgent,
    "confirm": _confirm,
    "unschedule": _unschedule,
    "correct": readers.correct,
    "notice": readers.notice,
    "unnotice": readers.unnotice,
    "withdraw": _withdraw,
    "expire": _expire,
    "remind": _remind,
    "bin": _bin,
    "unbin": _unbin,
}


def _refuse(sentence: str) -> None:
    if sentence:
        raise Refused(sentence)


def _locked(pk: int) -> Article:
    return (
        Article.objects.select_for_update(of=("self",))
        .select_related("category__parent")
        .get(pk=pk)
    )


def _open_archive_pages(row: Article) -> None:
    """An import, which brings old articles in any order, numbers the pages at its end."""
    for listing in archive.listings_of(row):
        listing.extend()


def _snapshot(row: Article) -> dict:
    return {name: getattr(row, name) for name in COLUMNS}


def _changed(row: Article, before: dict) -> list[str]:
    """Only what the move changed is written; content only when it goes before citizens."""
    names = [name for name in COLUMNS if getattr(row, name) != before[name]]
    content = [*Article.field_names(), "tag_keys"] if "published_version" in names else []
    return ["updated_at", *names, *content]


def _record(row, move, before: dict, user, given: Given, refused=False) -> ArticleEvent:
    after = _snapshot(row)
    changed = [name for name in COLUMNS if before[name] != after[name]]
    pledged = {"pledge": True} if move.pledge and given.pledge else {}
    event = record.write(
        row,
        move.name,
        user,
        {name: before[name] for name in changed},
        {**{name: after[name] for name in changed}, **pledged, **readers.said(given)},
        from_state=before["state"],
        note=given.note or given.words,
        address=given.address,
        refused=refused,
    )
    if not refused:
        notices.of_event(row, event)
    return event
