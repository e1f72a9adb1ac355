"""The calendar of the staff side: what appears when, by month or by week."""

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone

from news import agenda
from news.moments import day_of
from news.text.vietnamese import long_date, short_date

VIEWS = {"tuan": agenda.week, "thang": agenda.month}


class Calendar:
    """The part of ArticleAdmin that shows the calendar."""

    def calendar_urls(self) -> list:
        """The address of the calendar."""
        view = self.admin_site.admin_view(self.calendar_view)
        return [path("lich-dang/", view, name="news_article_calendar")]

    def calendar_view(self, request):
        """A month (?xem=thang) or a week (?xem=tuan) around a day (?ngay=2026-11-25)."""
        if not request.user.has_perm("news.view_article"):
            raise PermissionDenied
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        view = request.GET.get("xem", "")
        view = view if view in VIEWS else "thang"
        today = timezone.localdate()
        day = day_of(request.GET.get("ngay", "")) or today
        period = VIEWS[view](day)
        found, cut = agenda.days(request.user, period)
        context = {
            **self.admin_site.each_context(request),
            "title": "Lịch đăng",
            "opts": self.opts,
            "name": _name(view, period),
            "days": [_shown(d, today) for d in found if view == "tuan" or d.entries],
            "cut": cut,
            "before": _address(view, period.first - timedelta(1)),
            "after": _address(view, period.end),
            "now": f"{_address(view, today)}#hom-nay",
            "other": _address("thang" if view == "tuan" else "tuan", day),
            "weekly": view == "tuan",
        }
        return TemplateResponse(request, "admin/news/article/calendar.html", context)


def _shown(day: agenda.Day, today: date) -> dict:
    name = long_date(day.date)
    return {"name": name, "entries": day.entries, "today": day.date == today}


def _name(view: str, period: agenda.Period) -> str:
    if view == "thang":
        return f"Tháng {period.first.month}/{period.first.year}"
    return f"Tuần {short_date(period.first)} – {short_date(period.end - timedelta(1))}"


def _address(view: str, day: date) -> str:
    return f"?xem={view}&ngay={day.isoformat()}"
