"""How an article will look to citizens, before they can see it."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from news import attachments, versions
from news.admin.attachments import staff_address, staff_links
from news.media import showing
from news.models import Article
from news.text.numbers import whole


class Preview:
    """The part of ArticleAdmin that shows articles in the public template; nothing is saved."""

    def preview_urls(self) -> list:
        """The addresses: a stored version, and what is being typed."""
        wrap = self.admin_site.admin_view
        return [
            path("xem-truoc/", wrap(self.preview_typed), name="news_article_preview_typed"),
            path("<int:pk>/xem-truoc/", wrap(self.preview), name="news_article_preview"),
        ]

    def preview(self, request, pk: int):
        """A stored version (?ban=3), by default the newest."""
        article = self.get_queryset(request).filter(pk=pk).first()
        if article is None or not self.has_view_permission(request, article):
            raise Http404
        number = request.GET.get("ban", "")
        version = None
        if number:
            version = article.versions.filter(number=whole(number)).first()
            if version is None:
                raise Http404
        version = version or versions.latest(article)
        return self._page(request, versions.load(article, version), version)

    def preview_typed(self, request):
        """What stands in the form right now, saved or not."""
        if not (request.user.has_perm("news.change_article") and request.method == "POST"):
            raise PermissionDenied
        row = self._previewed(request)
        form = self.get_form(request, row)(request.POST, instance=row)
        form.is_valid()
        form.instance.byline = versions.signature(form.instance.content())
        return self._page(request, form.instance, None)

    def _previewed(self, request) -> Article:
        """The page that is being written on (?trang=3), or an article that is nowhere yet."""
        number = whole(request.GET.get("trang", ""))
        page = self.get_queryset(request).pages().filter(pk=number).first()
        return versions.load(page) if page else Article(created_by=request.user)

    def reading_view(self, request, article):
        """The article to read, with its moves, for somebody who may not edit it now."""
        article.text_pictures = showing.known(article.body)
        context = {
            **self.admin_site.each_context(request),
            **self._about(request, article),
            **self.talk_for(request, article),
            "title": article.title,
            "opts": self.opts,
            "files": staff_links(article),
            "audio": attachments.recording(article, staff_address),
        }
        return TemplateResponse(request, "admin/news/article/read.html", context)

    def _page(self, request, article, version):
        article.published_at = article.published_at or timezone.now()
        article.text_pictures = showing.known(article.body)
        context = {"article": article, "version": version, "files": staff_links(article)}
        context["audio"] = attachments.recording(article, staff_address)
        response = TemplateResponse(request, "admin/news/article/preview.html", context)
        response["X-Robots-Tag"] = "noindex"
        add_never_cache_headers(response)
        return response
