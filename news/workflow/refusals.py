"""Why somebody may not make a move: one Vietnamese sentence, or "" when they may."""

from django.utils import timezone

from news import checklist, versions
from news.media import attachments
from news.models import Article, State
from news.rights import may_file, sees
from news.text.vietnamese import normalise_block, short_moment
from news.transitions import SAVES, TRANSITIONS, Transition

from . import readers
from .given import Given

NO_SUCH_MOVE = "Không có thao tác này."


def save_move(article: Article) -> Transition | None:
    """The row of the table that a plain save is in the article's state; None where none is."""
    if article.is_rejected_for_good:
        return None
    return next((TRANSITIONS[n] for n in SAVES if article.state in TRANSITIONS[n].sources), None)


def refusal(article, action, user, **given) -> str:
    """Why `user` may not make the move `action`, as a Vietnamese sentence; "" when they may.

    `given` are the fields of Given. `user` None is the system.
    """
    move, given = TRANSITIONS.get(action), Given(**given)
    if move is None:
        return NO_SUCH_MOVE
    return trespass(article, move, user) or _unfit(article, move, user, given)


def trespass(article: Article, move: Transition, user) -> str:
    """The part of a refusal that no button leads to: wrong state or no right. It is recorded."""
    return (
        _binned(article, move)
        or _wrong_state(article, move)
        or _wrong_moment(article, move)
        or readers.wrong_moment(article, move)
        or _no_right(article, move, user)
    )


def available(article: Article, user) -> list[Transition]:
    """The moves to offer as buttons: everything but saves."""
    moves = (move for move in TRANSITIONS.values() if move.name not in SAVES)
    return [move for move in moves if not trespass(article, move, user)]


def ahead(article: Article, user) -> list[Transition]:
    """Those of them that the person may make now: nobody is their own second pair of eyes."""
    return [move for move in available(article, user) if not _same_eyes(article, move, user)]


def may_edit(article: Article, user) -> bool:
    """Whether the person may change the text in the article's present state (W5)."""
    move = save_move(article)
    return move is not None and not trespass(article, move, user)


def wrong_place(article, content, user) -> str:
    """Nobody files where they may not write; what stands there already may stay."""
    if user is None or content is None or may_file(user, content.unit_id, content.category):
        return ""
    newest = versions.latest(article) if article.pk else None
    if newest and (newest.unit_id, newest.category_id) == (content.unit_id, content.category_id):
        return ""
    return "Bạn không được giao viết cho đơn vị và chuyên mục này. Hãy chọn nơi khác."


def _unfit(article, move, user, given: Given) -> str:
    return (
        _stale(article, given.version)
        or wrong_place(article, given.content, user)
        or _unsaved(article, move, given.content)
        or _same_eyes(article, move, user)
        or _no_reason(article, move, given.note)
        or readers.refusal(article, move, given)
        or _no_pledge(move, user, given.pledge)
        or _bad_time(article, move, user, given.at)
        or _incomplete(article, move, given)
    )


def _binned(article, move) -> str:
    if article.binned_at and move.name != "unbin":
        return "Bài đang ở trong thùng rác. Hãy lấy lại trước khi làm tiếp."
    if move.name == "unbin" and not article.binned_at:
        return "Bài không ở trong thùng rác."
    return ""


def _wrong_state(article, move) -> str:
    fits = article.state in move.sources_in(article.steps)
    if not fits or (move.name == "revise" and article.is_rejected_for_good):
        label = State(article.state).label
        return f"Bài đang ở trạng thái “{label}” nên không thể {verb(article, move)}."
    return ""


def _wrong_moment(article, move) -> str:
    """What moves ask of the article besides its state."""
    if move.name in ("withdraw", "expire", "remind") and not article.is_live:
        return f"Bài chưa được đăng nên không thể {verb(article, move)}."
    if move.name == "unschedule" and not article.is_scheduled:
        return "Bài không hẹn giờ nên không có gì để huỷ."
    if move.name == "confirm" and article.urgent_by_id is None:
        return "Bài không phải tin khẩn chờ xác nhận."
    if move.name == "bin" and article.published_version is not None:
        return "Bài đã từng đăng thì không bỏ vào thùng rác được: hãy gỡ bài."
    return ""


def _no_right(article, move, user) -> str:
    if user is None:
        unattended = move.system or move.saves_for_system
        return "" if unattended else "Thao tác này cần một người thực hiện."
    if move.system:
        return "Thao tác này chỉ dành cho hệ thống."
    if article.pk is None:
        return "" if user.has_perm("news.add_article") else "Bạn không có quyền viết bài."
    allowed = user.has_perm(move.permission_in(article.state), article)
    if not sees(user, article) or not allowed:
        return f"Bạn không có quyền {verb(article, move)} với bài này."
    return ""


def _stale(article, version) -> str:
    if article.pk is None or version in (None, article.latest_version):
        return ""
    newest = versions.latest(article)
    who = newest.created_by or "hệ thống"
    return (
        f"Bài đã có bản {newest.number} do {who} lưu lúc {short_moment(newest.created_at)}, "
        "sau khi bạn mở trang này. Hãy xem bản mới trước khi làm tiếp."
    )


def _unsaved(article, move, content) -> str:
    if content is None or move.saves:
        return ""
    return f"Bạn đã sửa bài nhưng chưa lưu. Hãy lưu trước, rồi mới {verb(article, move)}."


def _same_eyes(article, move, user) -> str:
    if user is None or not move.asks_other_eyes(article.state):
        return ""
    if move.name == "confirm" and user.pk == article.urgent_by_id:
        return "Người đăng khẩn không tự xác nhận. Hãy nhờ người khác xem lại."
    if wrote(article, user):
        verbs = verb(article, move)
        return f"Người viết hoặc người sửa cuối không tự {verbs}. Hãy nhờ người khác duyệt."
    return ""


def wrote(article: Article, user) -> bool:
    """Whether the person began the article, saved its newest version or altered a file of it."""
    newest = versions.latest(article)
    writers = (article.created_by_id, newest.created_by_id)
    return user.pk in writers or attachments.altered(newest, user)


def _no_reason(article, move, note) -> str:
    if move.needs_note and not normalise_block(note):
        return f"Vui lòng nhập lý do {verb(article, move)}."
    return ""


def _no_pledge(move, user, pledge) -> str:
    if not move.pledge or pledge or user is None:
        return ""
    return "Hãy đánh dấu cam kết nội dung không chứa thông tin bí mật nhà nước rồi gửi lại."


def _bad_time(article, move, user, at) -> str:
    if at is None or user is None:
        return ""
    if not move.time:
        return f"Không hẹn giờ được khi {verb(article, move)}."
    if at <= timezone.now():
        return "Giờ hẹn đã qua. Hãy chọn một giờ sắp tới, hoặc để trống để làm ngay."
    if move.name == "expire" and at <= article.published_at:
        return "Bài chưa đăng thì chưa hết hạn được: hãy chọn ngày sau ngày đăng."
    if move.name == "publish" and article.expires_at and at >= article.expires_at:
        return f"Bài hết hạn lúc {short_moment(article.expires_at)}: hãy hẹn giờ đăng trước đó."
    return ""


def _incomplete(article, move, given: Given) -> str:
    """Old articles come as they are: nobody is there to give a reason, only a must counts."""
    if not move.complete:
        return ""
    text = given.content or versions.latest(article) or article
    if move.system:
        return checklist.sentence(checklist.musts(text))
    return checklist.sentence(checklist.blocking(article, text, given.waived))


def verb(article: Article, move: Transition) -> str:
    """The button's words as they stand within a sentence about this article."""
    return move.verb_in(article.steps)
