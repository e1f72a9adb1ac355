"""What readers sent back, on the staff side: reports of errors, and how useful articles were."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from news.feedback import ratings, reports
from news.feedback.models import Report
from news.models import Article
from news.moments import day_of
from news.rights import visible
from news.text.fields import GatedInput
from news.text.vietnamese import normalise_block

LISTS = {"moi": (Report.State.NEW,), "xong": (Report.State.ANSWERED, Report.State.CLOSED)}
MOST = 200
DAYS = timedelta(days=30)
NO_WORDS = "Hãy ghi đã xử lý thế nào: đã sửa, đã đính chính, hay vì sao bài không sai."


class DecisionForm(forms.Form):
    """What became of a report; whoever ends it says how."""

    state = forms.ChoiceField(choices=Report.State)
    answer = GatedInput(
        convert=normalise_block,
        label="Đã xử lý thế nào",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": "Viết nhiều nhất 2000 ký tự."},
    )

    def clean(self):
        """Words for every end, none for a report that waits again."""
        found = super().clean()
        ends = found.get("state") not in (None, Report.State.NEW)
        if ends and "answer" in found and not found["answer"]:
            self.add_error("answer", NO_WORDS)
        return found


class Feedback:
    """The part of ArticleAdmin that shows what readers sent."""

    def feedback_urls(self) -> list:
        """The list of reports, one report, and the ratings."""
        wrap = self.admin_site.admin_view
        return [
            path("ban-doc-bao-loi/", wrap(self.reports_view), name="news_article_reports"),
            path("ban-doc-bao-loi/<int:pk>/", wrap(self.report_view), name="news_article_report"),
            path("danh-gia/", wrap(self.ratings_view), name="news_article_ratings"),
        ]

    def reports_view(self, request):
        """The reports of the articles that this person may put right, the oldest first."""
        if not request.user.has_perm(reports.RIGHT):
            raise PermissionDenied
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        shown = request.GET.get("xem", "")
        shown = shown if shown in LISTS else "moi"
        rows = reports.of(request.user).filter(state__in=LISTS[shown])
        rows = rows.order_by("at", "pk") if shown == "moi" else rows.order_by("-done_at", "-pk")
        context = {
            **self.admin_site.each_context(request),
            "title": "Bạn đọc báo lỗi",
            "reports": rows[:MOST],
            "shown": shown,
        }
        return TemplateResponse(request, "admin/news/article/reports.html", context)

    def report_view(self, request, pk: int):
        """One report, and what is done about it."""
        if not request.user.has_perm(reports.RIGHT):
            raise PermissionDenied
        found = get_object_or_404(reports.of(request.user), pk=pk)
        form = DecisionForm(request.POST or None, initial={"answer": found.answer})
        if request.method == "POST" and form.is_valid():
            reports.decide(found, **form.cleaned_data, user=request.user)
            self.message_user(request, "Đã ghi lại.", messages.SUCCESS)
            return HttpResponseRedirect(reverse("admin:news_article_reports"))
        context = {
            **self.admin_site.each_context(request),
            "title": "Bạn đọc báo lỗi",
            "report": found,
            "form": form,
            "corrects": request.user.has_perm("news.publish_article", found.article),
        }
        return TemplateResponse(request, "admin/news/article/report.html", context)

    def ratings_view(self, request):
        """The ratings of some days, of the articles that this person may open."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        until = day_of(request.GET.get("den", "")) or timezone.localdate()
        since = day_of(request.GET.get("tu", "")) or until - DAYS
        context = {
            **self.admin_site.each_context(request),
            "title": "Bạn đọc đánh giá",
            "rows": ratings.of_days(since, until, visible(request.user)),
            "since": since,
            "until": until,
        }
        return TemplateResponse(request, "admin/news/article/ratings.html", context)

    def feedback_for(self, article: Article) -> dict:
        """What readers gave an article, for its screen."""
        return {"rating": ratings.total(article) if article.published_version else None}
