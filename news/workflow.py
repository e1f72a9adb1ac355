"""Who may move an article where: one refusal and one way to perform a move of the table.

Nobody writes `state` elsewhere. The table itself is transitions.py.
"""

from django.db import transaction
from django.utils import timezone

from news import archive, checklist, versions
from news.models import Article, ArticleEvent, ArticleVersion, State
from news.rights import may_file, sees
from news.transitions import SAVES, TRANSITIONS, Transition


class Refused(Exception):
    """A move that may not be made; its text is the sentence to show."""


def save_move(article: Article) -> Transition | None:
    """The row of the table that a plain save is in the article's state; None where none is."""
    return next((TRANSITIONS[n] for n in SAVES if article.state in TRANSITIONS[n].sources), None)


def refusal(article, action, user, *, version=None, note="", content=None, waived=()) -> str:
    """Why `user` may not make the move `action`, as a Vietnamese sentence; "" when they may.

    `version` is the number the person was looking at; `content` (an ArticleContent) is what
    they typed when it differs from the newest version, else None; `waived` the keys of findings
    that they let stand with this move. `user` None is the system.
    """
    move = TRANSITIONS.get(action)
    if move is None:
        return "Không có thao tác này."
    return (
        _wrong_state(article, move)
        or _no_right(article, move, user)
        or _stale(article, version)
        or _wrong_place(article, content, user)
        or _unsaved(move, content)
        or _same_eyes(article, move, user)
        or _no_reason(move, note)
        or _incomplete(article, move, content, waived)
    )


def available(article: Article, user) -> list[Transition]:
    """The moves to offer as buttons: everything but saves and what takes more than a reason."""
    moves = (move for move in TRANSITIONS.values() if move.name not in SAVES)
    return [m for m in moves if not (_wrong_state(article, m) or _no_right(article, m, user))]


def may_edit(article: Article, user) -> bool:
    """Whether the person may change the text in the article's present state (W5)."""
    move = save_move(article)
    return move is not None and not _no_right(article, move, user)


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
        raise Refused("Bài bị từ chối duyệt nên không sửa được nữa.")
    _refuse(refusal(article, move.name, user, version=base))
    merged = versions.merged(article, content)
    if merged is not None:
        _refuse(_wrong_place(article, ArticleVersion(**merged), user))
        before, article.state = article.state, move.target or article.state
        versions.write(article, merged, user, note)
        if move.target:
            _record(article, move, before, user, note)
    return article


@transaction.atomic
def perform(article, action, user, *, version, note="", address=None, at=None) -> ArticleEvent:
    """Make the move `action` (no save) on the article's version `version`; return its event.

    `at` (an aware datetime) is when a first publication shows to citizens, default now;
    `address` the client's. Raises Refused, and then nothing was changed.
    """
    row = _locked(article.pk)
    _refuse("Không có thao tác này." if action in SAVES else "")
    _refuse(refusal(row, action, user, version=version, note=note))
    move, before = TRANSITIONS[action], row.state
    row.state, row.updated_at = _state_after(row, move), timezone.now()
    if move.target == State.PUBLISHED:
        _publish(row, at)
    if move.target == State.WITHDRAWN:
        row.withdrawn_at = timezone.now()
    row.save(update_fields=_columns(move))
    event = _record(row, move, before, user, note, address)
    if move.target == State.PUBLISHED and not move.system:
        _open_archive_pages(row)
    return event


def _state_after(row: Article, move) -> State:
    """Withdrawing a page leaves the work on its next version where it is."""
    under_way = row.latest_version != row.published_version
    return row.state if move.target == State.WITHDRAWN and under_way else move.target


def _wrong_state(article, move) -> str:
    if article.state not in move.sources:
        state = State(article.state).label
        return f"Bài đang ở trạng thái “{state}” nên không thể {_verb(move)}."
    if move.name == "withdraw" and not article.is_live:
        return "Bài chưa được đăng nên không có gì để gỡ."
    return ""


def _no_right(article, move, user) -> str:
    if user is None:
        unattended = move.system or move.saves_for_system
        return "" if unattended else "Thao tác này cần một người thực hiện."
    if move.system:
        return "Thao tác này chỉ dành cho hệ thống."
    if article.pk is None:
        return "" if user.has_perm("news.add_article") else "Bạn không có quyền viết bài."
    if not sees(user, article) or not user.has_perm(move.permission, article):
        return f"Bạn không có quyền {_verb(move)} với bài này."
    return ""


def _stale(article, version) -> str:
    if article.pk is None or version in (None, article.latest_version):
        return ""
    newest = versions.latest(article)
    who = newest.created_by or "hệ thống"
    time = timezone.localtime(newest.created_at)
    return (
        f"Bài đã có bản {newest.number} do {who} lưu lúc {time:%H:%M ngày %d/%m/%Y}, "
        "sau khi bạn mở trang này. Hãy xem bản mới trước khi làm tiếp."
    )


def _unsaved(move, content) -> str:
    if content is None or move.saves:
        return ""
    return f"Bạn đã sửa bài nhưng chưa lưu. Hãy lưu trước, rồi mới {_verb(move)}."


def _same_eyes(article, move, user) -> str:
    if not move.four_eyes or user is None:
        return ""
    if user.pk == article.created_by_id or user.pk == versions.latest(article).created_by_id:
        return f"Người viết hoặc người sửa cuối không tự {_verb(move)}. Hãy nhờ người khác duyệt."
    return ""


def _wrong_place(article, content, user) -> str:
    """Nobody files where they may not write; what stands there already may stay."""
    if user is None or content is None or may_file(user, content.unit_id, content.category):
        return ""
    newest = versions.latest(article) if article.pk else None
    if newest and (newest.unit_id, newest.category_id) == (content.unit_id, content.category_id):
        return ""
    return "Bạn không được giao viết cho đơn vị và chuyên mục này. Hãy chọn nơi khác."


def _no_reason(move, note) -> str:
    return f"Vui lòng nhập lý do {_verb(move)}." if move.needs_note and not note.strip() else ""


def _incomplete(article, move, content, waived) -> str:
    """Old articles come as they are: nobody is there to give a reason, only a must counts."""
    if not move.complete:
        return ""
    text = content or versions.latest(article) or article
    missing = checklist.musts(text) if move.system else checklist.blocking(article, text, waived)
    return checklist.sentence(missing)


def _verb(move) -> str:
    return move.label[0].lower() + move.label[1:]


def _refuse(sentence: str) -> None:
    if sentence:
        raise Refused(sentence)


def _locked(pk: int) -> Article:
    return (
        Article.objects.select_for_update(of=("self",))
        .select_related("category__parent")
        .get(pk=pk)
    )


def _publish(row: Article, at) -> None:
    """A later version of a live article keeps its date; a first publication gets one."""
    versions.put_before_citizens(row, versions.latest(row))
    row.published_at = row.published_at or at or timezone.now()
    row.withdrawn_at = None
    row.needs_work = ""


def _open_archive_pages(row: Article) -> None:
    """An import, which brings old articles in any order, numbers the pages at its end."""
    for listing in archive.listings_of(row):
        listing.extend()


def _record(row: Article, move, before, user, note, address=None) -> ArticleEvent:
    return ArticleEvent.objects.create(
        article=row,
        action=move.name,
        actor=user,
        from_state=before,
        to_state=row.state,
        version=row.latest_version,
        note=note,
        address=address,
    )


def _columns(move) -> list[str]:
    """Only a publication writes the content that citizens see."""
    columns = ["state", "updated_at"]
    if move.target == State.WITHDRAWN:
        columns += ["withdrawn_at"]
    if move.target == State.PUBLISHED:
        columns += ["published_at", "published_version", "withdrawn_at", "needs_work"]
        columns += [field.name for field in Article.content_fields()]
    return columns
