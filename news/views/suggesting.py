"""What the search box offers while somebody types, as JSON for static/js/suggest.js."""

from django.http import JsonResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import conditional_page, require_safe

from news.search.suggest import suggest


# Caches may keep it but ask each time: a title that was withdrawn is gone at once.
@conditional_page
@require_safe
def suggestions(request):
    """How `q` may go on: {"suggestions": [{"text": …}, {"text": …, "url": …}]}; a title has the
    address of its article. Empty for whatever makes no sense."""
    found = suggest(request.GET.get("q", ""))
    rows = [{"text": s.text, "url": s.url} if s.url else {"text": s.text} for s in found]
    response = JsonResponse({"suggestions": rows})
    response["X-Robots-Tag"] = "noindex"
    patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
    return response
