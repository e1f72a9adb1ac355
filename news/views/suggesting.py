"""What the search box offers while somebody types, as JSON for static/js/suggest.js."""

from django.http import JsonResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import conditional_page, require_safe

from accounts import addresses
from news.pace import Pace
from news.search.suggest import suggest

# Fifty people behind one address who type without a pause ask so often in a minute; each process
# counts for itself. A suggestion is a courtesy: without it the box works as before.
PACE = Pace(1200)


# Caches may keep it but ask each time: a title that was withdrawn is gone at once.
@conditional_page
@require_safe
def suggestions(request):
    """How `q` may go on: {"suggestions": [{"text": …}, {"text": …, "url": …}]}; a title has the
    address of its article. Empty for whatever makes no sense, 429 for whoever asks too often."""
    if not PACE.allows(addresses.of(request)):
        return _too_often()
    found = suggest(request.GET.get("q", ""))
    rows = [{"text": s.text, "url": s.url} if s.url else {"text": s.text} for s in found]
    response = JsonResponse({"suggestions": rows})
    response["X-Robots-Tag"] = "noindex"
    patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
    return response


def _too_often() -> JsonResponse:
    answer = JsonResponse({"suggestions": []}, status=429, headers={"Retry-After": "60"})
    patch_cache_control(answer, no_store=True)
    return answer
