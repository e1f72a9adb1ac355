"""Where an article stands, in words: what citizens see, and what is being worked on."""

from django.utils import timezone

from news.models import Article, State
from news.text.vietnamese import short_moment

ONLINE, WAITS, OVER = "Đang đăng", "Hẹn đăng", "Hết hạn"
# The looks of their badges (static/staff/staff.css); a state's are its own.
LOOKS = {ONLINE: "live", WAITS: "approved", OVER: "withdrawn"}


def sentence(article: Article) -> str:
    """ "Đang đăng bản 1; bản 2: Bản nháp"."""
    label, shown = State(article.state).label, _shown(article)
    if article.binned_at:
        return f"{label}, trong thùng rác"
    if shown and article.state != State.PUBLISHED:
        return f"{shown} bản {article.published_version}{_when(article, shown)}; {_newest(article)}"
    if shown in (WAITS, OVER):
        return f"{shown}{_when(article, shown)}"
    return f"{label} (cần bổ sung)" if article.needs_work else label


def badges(article: Article) -> list[tuple[str, str]]:
    """The same in a few words, each with its look: the page, then a version after it."""
    label, shown = State(article.state).label, _shown(article)
    if article.binned_at or not shown:
        return [(article.state, label)]
    if article.state == State.PUBLISHED:
        return [(LOOKS[shown], label if shown == ONLINE else shown)]
    return [(LOOKS[shown], shown), (article.state, _newest(article))]


def _shown(article: Article) -> str:
    """What becomes of the published version; "" when there is none."""
    if not article.is_live:
        return ""
    if article.published_at > timezone.now():
        return WAITS
    return ONLINE if article.is_public() else OVER


def _when(article: Article, shown: str) -> str:
    moment = {WAITS: article.published_at, OVER: article.expires_at}.get(shown)
    return f" lúc {short_moment(moment)}" if moment else ""


def _newest(article: Article) -> str:
    number = article.latest_version
    if article.due_at:
        return f"bản {number} hẹn đăng lúc {short_moment(article.due_at)}"
    return f"bản {number}: {State(article.state).label}"
