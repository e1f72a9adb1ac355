"""What readers are told with a move: notes on the page, a notice above the text, a withdrawal."""

from django.utils import timezone

from news import featuring
from news.models import Article, Correction
from news.readers import LONGEST
from news.text.vietnamese import normalise_block

from .given import Given

TOLD = Correction.Kind.values
CHANGES = ("", "minor", *TOLD)


def refusal(article: Article, move, given: Given) -> str:
    """Why the words for readers do not do, as a Vietnamese sentence; "" when they do."""
    if max(len(given.words), len(given.mistake)) > LONGEST:
        return f"Lời viết cho người đọc dài nhất {LONGEST} ký tự."
    if given.change not in CHANGES:
        return "Hãy chọn đây là sửa nhỏ, cập nhật hay đính chính."
    if move.name == "notice" and not normalise_block(given.words):
        return "Hãy viết thông báo cho người đọc. Lý do nội bộ không hiện ra trang."
    if move.name == "correct":
        return _not_a_note(given) or _half_a_correction(given)
    return _half_a_correction(given) if was_seen(article) else ""


def wrong_moment(article: Article, move) -> str:
    """What words for readers ask of the article besides its state."""
    if move.name in ("correct", "notice") and not article.is_public():
        return "Bài không hiện trên trang nên không có lời nào cho người đọc."
    if move.name == "unnotice" and article.noticed_at is None:
        return "Bài không kèm thông báo nào."
    return ""


def was_seen(article: Article) -> bool:
    """Whether readers have had the article before them, so that a change may have to be told."""
    return article.published_version is not None and article.published_at <= timezone.now()


def wait(row: Article, user, given: Given) -> None:
    """The new version takes its turn at its hour; what readers are told then is said now."""
    row.forget_due()
    row.due_at = given.at
    if given.change in TOLD:
        row.due_change, row.due_words, row.due_by = given.change, given.words.strip(), user
        row.due_mistake = _wrong(given)


def published(row: Article, user, given: Given) -> None:
    """After another version took its place, `user` tells readers of it.

    What was said of a withdrawal is over; a notice above the text stays until it is taken off.
    """
    row.public_notice = row.public_notice if row.noticed_at else ""
    _tell(row, user, given)


def correct(row: Article, move, user, given: Given) -> None:
    """Write a note under a text that stays as it is."""
    _tell(row, user, given)


def notice(row: Article, move, user, given: Given) -> None:
    """The text stays where it is read, and leaves the places that recommend it."""
    row.noticed_at, row.public_notice = timezone.now(), given.words
    featuring.leave(row, user, given.address)


def unnotice(row: Article, move, user, given: Given) -> None:
    """Take the notice off again."""
    row.noticed_at, row.public_notice = None, ""


def said(given: Given) -> dict:
    """What the record keeps of the words for readers."""
    words = {"change": given.change, "mistake": given.mistake, "words": given.words}
    return {name: value for name, value in words.items() if value}


def _not_a_note(given: Given) -> str:
    if given.change not in TOLD:
        return "Hãy chọn đây là cập nhật hay đính chính."
    return "" if given.words.strip() else "Hãy viết lời cho người đọc."


def _half_a_correction(given: Given) -> str:
    whole = given.mistake.strip() and given.words.strip()
    if given.change != Correction.Kind.CORRECTION or whole:
        return ""
    return "Đính chính phải ghi cả nội dung đã đăng sai và nội dung đúng."


def _wrong(given: Given) -> str:
    return given.mistake if given.change == Correction.Kind.CORRECTION else ""


def _tell(row: Article, user, given: Given) -> None:
    """The date readers see, and the note under the text."""
    if given.change not in TOLD:
        return
    row.changed_at = timezone.now()
    if normalise_block(given.words):
        Correction.objects.create(
            article=row,
            kind=given.change,
            wrong=_wrong(given),
            text=given.words,
            at=row.changed_at,
            version=row.published_version,
            by=user,
        )
