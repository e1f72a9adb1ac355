"""Where an address that no page answers leads: one query, asked on a miss and of what is gone."""

from dataclasses import replace

from django.http import HttpResponsePermanentRedirect

from news.text import oldaddress

from . import targets
from .models import Redirect


def answer(request, *, gone: bool = False) -> HttpResponsePermanentRedirect | None:
    """The 301 for what a request asks for in vain, None where no redirect is known. Of what is
    `gone` only what was said of exactly its address: the reader is told of a withdrawal unless
    somebody wants it otherwise."""
    if request.method not in ("GET", "HEAD") or targets.is_apart(request.path):
        return None
    target = target_for(request.path, request.META.get("QUERY_STRING", ""), alone=gone)
    return HttpResponsePermanentRedirect(target) if target else None


def target_for(path: str, query: str = "", *, alone: bool = False) -> str:
    """The address that an old one leads to; "" without one, and never back to itself. `alone`
    leaves out what was said of the addresses above it."""
    asked = oldaddress.asked(path, query)
    if asked is None:
        return ""
    asked = replace(asked, above=()) if alone else asked
    rows = Redirect.objects.filter(old__in=asked.keys).only("old", "new", "below")
    found = {row.old: row for row in rows}
    target = targets.slashed(oldaddress.target_of(found, asked)) if found else ""
    return "" if target.partition("?")[0] == path else target
