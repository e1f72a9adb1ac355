"""The record for administrators: search all events, take them away as CSV, check the seals.

Nothing here changes an event. Titles and notes are text of the newsroom: who may not open an
article learns its number only.
"""

from itertools import islice

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponseNotAllowed, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone

from news import record
from news.models import ArticleEvent, State
from news.moments import midnight
from news.rights import SEE_OTHERS, grants, visible
from news.text import sheets
from news.text.numbers import whole

PAGE_SIZE = 50
MOST_ROWS = 100_000
RIGHT = "news.view_articleevent"
HEADINGS = ("Số", "Lúc", "Bài số", "Tiêu đề", "Bản", "Thao tác", "Từ", "Sang", "Người thực hiện")
HEADINGS += ("Vai trò", "Địa chỉ máy", "Bị từ chối", "Ghi chú, lý do", "Dấu nối")
CHUNK = 1_000


def _day(label: str) -> forms.DateField:
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )


class SearchForm(forms.Form):
    """What to look for; empty means everything."""

    bai = forms.IntegerField(label="Bài số", required=False, min_value=1, max_value=2**62)
    nguoi = forms.CharField(label="Người thực hiện", required=False, max_length=100)
    viec = forms.ChoiceField(
        label="Thao tác",
        required=False,
        choices=[("", "Mọi thao tác"), *record.labels()],
    )
    tu = _day("Từ ngày")
    den = _day("Đến hết ngày")
    tu_choi = forms.BooleanField(label="Chỉ việc bị từ chối", required=False)

    def condition(self) -> Q:
        """The same for a query; what was not understood finds nothing."""
        if not self.is_valid():
            return Q(pk=None)
        data = self.cleaned_data
        asked = Q(article=data["bai"]) if data["bai"] else Q()
        if data["nguoi"]:
            name = data["nguoi"]
            asked &= Q(actor__username__iexact=name) | Q(actor__full_name__icontains=name)
        if data["viec"]:
            asked &= Q(action=data["viec"])
        return asked & self._period() & (Q(refused=True) if data["tu_choi"] else Q())

    def _period(self) -> Q:
        since, until = self.cleaned_data["tu"], self.cleaned_data["den"]
        asked = Q(at__gte=midnight(since)) if since else Q()
        return asked & (Q(at__lt=midnight(until, 1)) if until else Q())


class Audit:
    """The part of ArticleAdmin for the record of all articles."""

    def audit_urls(self) -> list:
        """The address of the record."""
        return [path("nhat-ky/", self.admin_site.admin_view(self.audit), name="news_article_audit")]

    def audit(self, request):
        """The events that were asked for, newest first; a POST checks the seals of all."""
        if not request.user.has_perm(RIGHT):
            raise PermissionDenied
        if request.method not in ("GET", "HEAD", "POST"):
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        form = SearchForm(request.GET)
        rows = _within_reach(request.user).filter(form.condition()).order_by("-serial")
        if request.GET.get("tai") == "csv":
            return _download(rows, request.user)
        before = whole(request.GET.get("truoc", ""))
        if before is not None:
            rows = rows.filter(serial__lt=before)
        found = list(rows[: PAGE_SIZE + 1])
        context = {
            **self.admin_site.each_context(request),
            "title": "Nhật ký",
            "opts": self.opts,
            "form": form,
            "events": _shown(found[:PAGE_SIZE], request.user),
            "older": _older(request, found),
            "csv": _address(request, tai="csv"),
            "checked": record.check() if request.method == "POST" else None,
        }
        return TemplateResponse(request, "admin/news/article/audit.html", context)


def _within_reach(user):
    """All events for whoever looks after the portal; those of their articles for the newsroom."""
    rows = ArticleEvent.objects.select_related("actor", "article")
    overseers = (g for g in grants(user) if RIGHT in g.permissions and _no_reader(g))
    if user.is_superuser or any(overseers):
        return rows
    return rows.filter(article__in=visible(user).values("pk"))


def _no_reader(grant) -> bool:
    return SEE_OTHERS not in grant.permissions


def _shown(events: list[ArticleEvent], user) -> list[ArticleEvent]:
    """The events with their words; `opens` says whether the viewer may read the article's."""
    numbers = {event.article_id for event in events}
    readable = set(visible(user).filter(pk__in=numbers).values_list("pk", flat=True))
    for event in events:
        event.label = record.label(event.action)
        event.opens = event.article_id in readable
    return events


def _older(request, found: list) -> str:
    if len(found) <= PAGE_SIZE:
        return ""
    return _address(request, truoc=str(found[PAGE_SIZE - 1].serial))


def _address(request, **values) -> str:
    asked = request.GET.copy()
    for name in ("truoc", "tai"):
        asked.pop(name, None)
    for name, value in values.items():
        asked[name] = value
    return f"?{asked.urlencode()}"


def _download(rows, user) -> StreamingHttpResponse:
    """The rows as a file for a sheet, written as they are read."""
    lines = (line.encode() for line in sheets.csv_lines(_lines(rows, user)))
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="nhat-ky.csv"'
    answer["Cache-Control"] = "no-store"
    return answer


def _lines(rows, user):
    yield HEADINGS
    events = rows[:MOST_ROWS].iterator(chunk_size=CHUNK)
    while batch := list(islice(events, CHUNK)):
        yield from map(_cells, _shown(batch, user))


def _cells(event) -> list:
    return [
        event.serial,
        timezone.localtime(event.at).strftime("%d/%m/%Y %H:%M:%S"),
        event.article_id,
        event.article.title if event.opens else "",
        event.version,
        event.label,
        State(event.from_state).label,
        State(event.to_state).label,
        str(event.actor or "Hệ thống"),
        event.role,
        event.address or "",
        "có" if event.refused else "",
        event.note if event.opens else "",
        event.hash,
    ]
