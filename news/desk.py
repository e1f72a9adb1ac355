"""The desk: what waits for a member of staff, in lists of articles."""

from django.db.models import Q
from django.utils import timezone

from news.models import State
from news.rights import visible
from news.text.vietnamese import long_date

ROWS = 10
RECENT = 6


def of(user) -> dict:
    """The desk's lists for a person, as the context of its template."""
    today = long_date(timezone.localdate())
    if not user.has_perm("news.view_article"):
        return {"desk": None, "today": today}
    lists = [row for row in _lists(user) if row["rows"] or row["always"]]
    return {"desk": lists, "today": today}


def _lists(user):
    articles = visible(user).select_related("category", "unit", "created_by")
    mine, published = Q(created_by=user.pk), Q(state=State.PUBLISHED)
    if user.has_perm("news.edit_submitted_article"):
        waiting = Q(state__in=(State.SUBMITTED, State.EDITING, State.PENDING, State.APPROVED))
        yield _list("Chờ tôi xử lý", articles.filter(waiting).order_by("updated_at"), always=True)
    yield _list("Bị trả lại", articles.filter(mine, state=State.RETURNED))
    yield _list("Bản nháp của tôi", articles.filter(mine, state=State.DRAFT), always=True)
    yield _list("Tôi đã gửi", articles.filter(mine, state=State.SUBMITTED))
    yield _list("Cần bổ sung", articles.exclude(needs_work=""))
    yield _list("Mới đăng", articles.filter(published).order_by("-published_at")[:RECENT])


def _list(title: str, rows, always: bool = False) -> dict:
    return {"title": title, "rows": list(rows[:ROWS]), "always": always}
