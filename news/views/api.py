"""The programs' interface: what citizens may read, as JSON, to be read and followed (R48)."""

from functools import wraps

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from accounts import addresses
from news import chrome
from news.authors.models import Unit
from news.pace import Pace
from news.views import api_described, api_lists, api_told
from news.views.api_asked import Wrong, asked
from news.views.api_lists import ARTICLES, PAGES
from news.views.conditional import conditional
from news.views.public import Head, absolute, public_page

# Of a mirror that fetches a hundred articles at a time, two thousand in a minute.
PACE = Pace(60)
WAIT = "60"


def for_programs(view):
    """Decorator: errors in JSON, everybody's programs may read, nobody so often that it hurts."""

    @public_page
    @conditional
    @wraps(view)
    def wrapped(request, *args, **kwargs):
        try:
            answer = _answered(view, request, *args, **kwargs)
        except Wrong as wrong:
            answer = _error(400, wrong.words, parameter=wrong.parameter)
        except Http404:
            answer = _error(404, "Không có nội dung này.")
        answer["Access-Control-Allow-Origin"] = "*"
        answer["Cross-Origin-Resource-Policy"] = "cross-origin"
        return answer

    return wrapped


def _answered(view, request, *args, **kwargs) -> HttpResponse:
    if not PACE.allows(addresses.of(request)):
        answer = _error(429, "Hỏi quá nhiều. Hãy đợi một phút rồi hỏi tiếp.")
        answer["Retry-After"] = WAIT
        return answer
    return view(request, *args, **kwargs)


@for_programs
def articles(request):
    """Public articles, newest first; with `updated-since` what changed since then."""
    question = asked(request.GET, chrome.of(request))
    return _json(api_lists.page(ARTICLES, question, request.GET))


@for_programs
def article(request, pk):
    """One article; 410 and a tombstone once it is gone."""
    return _one(ARTICLES, pk)


@for_programs
def pages(request):
    """Public pages of the portal, in the same way."""
    question = asked(request.GET, chrome.of(request), filters=())
    return _json(api_lists.page(PAGES, question, request.GET))


@for_programs
def page(request, pk):
    """One page, in the same way."""
    return _one(PAGES, pk)


@for_programs
def sections(request):
    """The visible sections in their order."""
    portal = chrome.of(request)
    told = [api_told.section(c, portal.by_id(c.parent_id)) for c in portal.categories]
    return _json({"items": told})


@for_programs
def units(request):
    """The units that sign articles."""
    return _json({"items": [api_told.unit(found) for found in Unit.objects.filter(active=True)]})


@for_programs
def description(request):
    """The description of all this for programs (OpenAPI 3.1)."""
    return _json(api_described.described(chrome.of(request)))


@public_page
def programs(request):
    """The same for people."""
    about = chrome.of(request).about
    words = f"Lấy tin, bài của {about.name} bằng chương trình."
    head = Head("Giao diện cho chương trình", reverse("api"), words, about.name)
    return render(request, "api.html", {"head": head, "base": absolute(reverse("api-articles"))})


def _one(kind: api_lists.Kind, pk: int) -> JsonResponse:
    told = api_lists.one(kind, pk)
    if told is None:
        raise Http404
    return _json(told, status=410 if "gone" in told else 200)


def _json(data: dict, status: int = 200) -> JsonResponse:
    return JsonResponse(data, status=status, json_dumps_params={"ensure_ascii": False})


def _error(status: int, words: str, **more: str) -> JsonResponse:
    return _json({"error": {"status": status, "message": words, **more}}, status=status)
