"""Finding articles by their words, for whoever names related ones on the form."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed, JsonResponse
from django.urls import path
from django.utils.cache import add_never_cache_headers

from news import relating
from news.text.vietnamese import short_date


class Relating:
    """The part of ArticleAdmin that answers the chooser of related articles."""

    def relating_urls(self) -> list:
        """The address that the form's script asks."""
        view = self.admin_site.admin_view(self.find_view)
        return [path("tim-bai/", view, name="news_article_find")]

    def find_view(self, request):
        """Titles and addresses of articles with the words of `q`, as JSON."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        words = request.GET.get("q", "")[:200]
        rows = relating.found(request.user, words) if words.strip() else []
        answer = JsonResponse(
            {
                "articles": [
                    {
                        "title": row.title,
                        "day": short_date(row.published_at),
                        "address": row.get_absolute_url(),
                    }
                    for row in rows
                ]
            }
        )
        add_never_cache_headers(answer)
        return answer
