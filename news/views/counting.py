"""How often what was read: what browsers report, the totals of the footer, and the most read."""

import re

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from accounts import addresses
from news import chrome
from news.pace import Pace
from news.readership import counts, ranking
from news.readership.models import Period
from news.text.vietnamese import group_digits
from news.views.public import Head, public_page

# Programs that say what they are; most of the others run no scripts and so never report.
PROGRAM = re.compile(
    r"bot|crawl|spider|slurp|preview|headless|lighthouse|monitor|archiver|scrap|curl|wget|python"
    r"|facebookexternalhit|zalo-?share|^$",
    re.IGNORECASE,
)
# An office of fifty behind one address opens an article every other second at the busiest.
PACE = Pace(120)
SHOWN = 20
LARGEST = 2**63 - 1


# No token and no session: it changes nothing but a sum, and whoever forges it from another site
# is told apart by what the browser says of the request's origin.
@csrf_exempt
@require_POST
def report(request, pk=None):
    """A browser shows article `pk`, or another page; `?moi=1`: the first page of this tab.

    The answer is the same whether it counts or not: 204 and nothing.
    """
    if (pk is None or pk <= LARGEST) and _is_reader(request):
        counts.GATHERED.add(pk, visit=request.GET.get("moi") == "1")
    return HttpResponse(status=204)


def is_citizen(request) -> bool:
    """No program that says what it is, nobody of the staff."""
    cookies = request.COOKIES
    staff = settings.SESSION_COOKIE_NAME in cookies or settings.DEVICE_COOKIE_NAME in cookies
    return not staff and not PROGRAM.search(request.headers.get("User-Agent", ""))


def _is_reader(request) -> bool:
    """A citizen, on no page of another site, and no flood."""
    own_page = request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
    return own_page and is_citizen(request) and PACE.allows(addresses.of(request))


@require_safe
def totals(request):
    """How many visits there were, as the footer writes it: {"today": "1.586", "all": "…"}; empty
    where the portal shows no counter. Everybody's copy is good for a minute."""
    shown = chrome.of(request).about.counter_shown
    found = counts.visits(timezone.localdate()) if shown else ()
    named = dict(zip(("today", "all"), map(group_digits, found), strict=False))
    response = JsonResponse(named)
    patch_cache_control(response, public=True, max_age=60)
    return response


@public_page
def most_read(request, period=Period.WEEK.value):
    """The articles read most today, in seven or in thirty days."""
    chosen = Period(period)
    url = reverse("most-read") if chosen is Period.WEEK else reverse("most-read", args=[period])
    about = chrome.of(request).about
    words = f"Tin, bài được đọc nhiều của {about.name}."
    title = f"Đọc nhiều {chosen.label.lower()}"
    head = Head(title=title, path=url, description=words, creator=about.name)
    articles = ranking.most_read(chosen, SHOWN)
    context = {"head": head, "articles": articles, "period": chosen, "periods": list(Period)}
    return render(request, "most_read.html", context)
