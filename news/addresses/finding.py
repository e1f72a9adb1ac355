"""Where an address that no page answers leads: one query, asked on a miss only."""

from django.http import HttpResponsePermanentRedirect

from news.text import oldaddress

from . import targets
from .models import Redirect


def answer(request) -> HttpResponsePermanentRedirect | None:
    """The 301 for what a request asks for in vain, None where no redirect is known."""
    if request.method not in ("GET", "HEAD") or targets.is_apart(request.path):
        return None
    target = target_for(request.path, request.META.get("QUERY_STRING", ""))
    return HttpResponsePermanentRedirect(target) if target else None


def target_for(path: str, query: str = "") -> str:
    """The address that an old one leads to; "" without one, and never back to itself."""
    asked = oldaddress.asked(path, query)
    if asked is None:
        return ""
    rows = Redirect.objects.filter(old__in=asked.keys).only("old", "new", "below")
    found = {row.old: row for row in rows}
    target = targets.slashed(oldaddress.target_of(found, asked)) if found else ""
    return "" if target.partition("?")[0] == path else target
