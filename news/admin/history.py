"""What was written and what happened: the versions of an article, compared and brought back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from news import differences, workflow
from news.models import Article
from news.text.numbers import whole

NO_COPY = "Trang không chép thành bài được. Muốn có trang khác, hãy mở “Trang” rồi “Thêm trang”."


class History:
    """The part of ArticleAdmin that shows the past and makes new versions of it."""

    def history_urls(self) -> list:
        """The addresses: two versions side by side, one brought back, an article copied."""
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/so-sanh/", wrap(self.compare_view), name="news_article_compare"),
            path("<int:pk>/khoi-phuc/", wrap(self.restore_view), name="news_article_restore"),
            path("<int:pk>/chep/", wrap(self.copy_view), name="news_article_copy"),
        ]

    def history_view(self, request, object_id, extra_context=None):
        """Every version and every move of an article."""
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        article = self.get_object(request, object_id)
        if article is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, article):
            raise PermissionDenied
        versions = list(article.versions.defer("body").select_related("created_by"))
        context = {
            **self._past(request, article, "Lịch sử bài viết"),
            "versions": versions,
            "may_restore": workflow.may_edit(article, request.user),
            **self.links_of(request, article),
        }
        return TemplateResponse(request, self.object_history_template, context)

    def compare_view(self, request, pk: int):
        """Two versions and how they differ (?tu=2&den=3); by default the newest two, and of a
        live article what citizens see and what waits."""
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        article = self._opened(request, pk)
        before = article.published_version
        if before in (None, article.latest_version):
            before = max(1, article.latest_version - 1)
        old = _version(article, request.GET.get("tu", before))
        new = _version(article, request.GET.get("den", article.latest_version))
        context = {
            **self._past(request, article, "So sánh hai bản"),
            "old": old,
            "new": new,
            "parts": differences.between(old, new),
            "numbers": range(article.latest_version, 0, -1),
        }
        return TemplateResponse(request, "admin/news/article/compare.html", context)

    def restore_view(self, request, pk: int):
        """Write an old version's content as a new version; what stands now stays in the past."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        article = self._opened(request, pk)
        version = _version(article, request.POST.get("ban", ""))
        base = request.POST.get("base_version", "")
        try:
            self._restore(article, version, request.user, whole(base) or 0)
        except workflow.Refused as error:
            self.message_user(request, str(error), messages.ERROR)
            return HttpResponseRedirect(reverse("admin:news_article_history", args=[pk]))
        done = f"Đã khôi phục bản {version.number} thành bản mới. Các bản khác vẫn còn nguyên."
        self.message_user(request, done, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:news_article_change", args=[pk]))

    def copy_view(self, request, pk: int):
        """Begin a new article with the content of this one's newest version."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        article = self._opened(request, pk)
        if not self.has_add_permission(request):
            raise PermissionDenied
        if article.is_page:
            self.message_user(request, NO_COPY, messages.ERROR)
            return HttpResponseRedirect(reverse("admin:news_article_change", args=[pk]))
        content = _version(article, article.latest_version).content()
        try:
            made = workflow.save(Article(created_by=request.user), content, request.user, base=0)
        except workflow.Refused as error:
            self.message_user(request, str(error), messages.ERROR)
            return HttpResponseRedirect(reverse("admin:news_article_change", args=[pk]))
        self.message_user(request, "Đã chép thành bản nháp mới của bạn.", messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:news_article_change", args=[made.pk]))

    def _restore(self, article, version, user, base: int) -> None:
        note = f"Khôi phục bản {version.number}"
        workflow.save(article, version.content(), user, base=base, note=note)

    def _opened(self, request, pk: int) -> Article:
        """The article, if this person may open it; as if it did not exist otherwise."""
        article = self.get_queryset(request).select_related("category__parent").filter(pk=pk)
        found = article.first()
        if found is None or not self.has_view_permission(request, found):
            raise Http404
        return found

    def _past(self, request, article, title: str) -> dict:
        return {
            **self.admin_site.each_context(request),
            **self._about(request, article),
            "title": title,
            "opts": self.opts,
        }


def _version(article: Article, number):
    """That version with what it names; raises Http404."""
    rows = article.versions.select_related("category__parent", "unit", "cover", "created_by")
    wanted = whole(str(number))
    found = None if wanted is None else rows.filter(number=wanted).first()
    if found is None:
        raise Http404
    return found
