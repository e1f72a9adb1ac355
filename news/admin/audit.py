"""The record of all articles: who finds which events, and whose words they read.

Titles and notes are text of the newsroom: who may not open an article learns its number only.
"""

from django import forms
from django.db.models import Q
from django.urls import path

from news import record
from news.admin.sealed import SealedRecord, SearchForm
from news.models import ArticleEvent, State
from news.rights import SEE_OTHERS, grants, visible


class EventSearchForm(SearchForm):
    """What to look for among what was done to articles."""

    actions = record.labels()
    field_order = ("bai", "nguoi", "viec")

    bai = forms.IntegerField(label="Bài số", required=False, min_value=1, max_value=2**62)
    tu_choi = forms.BooleanField(label="Chỉ việc bị từ chối", required=False)

    def further(self, data):
        """The article, and whether it was refused."""
        asked = Q(article=data["bai"]) if data["bai"] else Q()
        return asked & (Q(refused=True) if data["tu_choi"] else Q())


class ArticleRecord(SealedRecord):
    """What was done to articles."""

    title, file_name, most_rows = "Nhật ký bài viết", "nhat-ky-bai-viet", 100_000
    right = "news.view_articleevent"
    form = EventSearchForm
    template = "admin/news/article/audit.html"
    columns = ("Bài", "Việc", "Người thực hiện")
    headings = ("Số", "Lúc", "Bài số", "Tiêu đề", "Bản", "Việc", "Từ", "Sang", "Người thực hiện")
    headings += ("Vai trò", "Địa chỉ máy", "Bị từ chối", "Ghi chú, lý do", "Dấu nối")
    widths = (8, 17, 9, 60, 6, 24, 18, 18, 28, 28, 18, 10, 40, 20)

    def rows(self, user):
        """All events for whoever looks after the portal; those of their articles for the
        newsroom."""
        rows = ArticleEvent.objects.select_related("actor", "article")
        overseers = (g for g in grants(user) if self.right in g.permissions and _no_reader(g))
        if user.is_superuser or any(overseers):
            return rows
        return rows.filter(article__in=visible(user).values("pk"))

    def told(self, events, user):
        """With words; `opens` says whether the person may read the article's."""
        numbers = {event.article_id for event in events}
        readable = set(visible(user).filter(pk__in=numbers).values_list("pk", flat=True))
        for event in events:
            event.label = record.label(event.action)
            event.opens = event.article_id in readable
        return events

    def cells(self, event):
        """A line of the file, without the newsroom's words for who may not read them."""
        return (
            *(event.serial, event.at, event.article_id),
            *(event.article.title if event.opens else "", event.version, event.label),
            *(State(event.from_state).label, State(event.to_state).label),
            *(str(event.actor or "Hệ thống"), event.role, event.address or ""),
            *("có" if event.refused else "", event.note if event.opens else "", event.hash),
        )

    def check(self):
        """Of the record of articles."""
        return record.check()


class Audit:
    """The part of ArticleAdmin for the record of all articles."""

    def audit_urls(self) -> list:
        """The address of the record."""
        return [path("nhat-ky/", self.admin_site.admin_view(self.audit), name="news_article_audit")]

    def audit(self, request):
        """The record's screen."""
        context = {**self.admin_site.each_context(request), "title": "Nhật ký", "opts": self.opts}
        return ArticleRecord().answer(request, context)


def _no_reader(grant) -> bool:
    return SEE_OTHERS not in grant.permissions
