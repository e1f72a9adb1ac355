"""The programs' interface: what citizens may read, as JSON, to be read and followed (R48)."""

from functools import wraps

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounts import addresses
from news import chrome
from news.authors.models import Unit
from news.changes import following
from news.models import Article
from news.pace import Pace
from news.text import cursors
from news.views import api_described, api_told
from news.views.api_asked import CHANGED, LISTED, Asked, Wrong, asked
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
    return _changed(request, question) if question.changes else _listed(request, question)


@for_programs
def article(request, pk):
    """One article; 410 and a tombstone once it is gone."""
    found = api_told.rows(Article.objects.news()).filter(pk=pk).first()
    if found is None or not _was_public(found):
        raise Http404
    if found.is_public():
        return _json(api_told.articles_told([found])[0])
    return _json(api_told.tombstone(found, found.published_at), status=410)


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


def _listed(request, question: Asked) -> JsonResponse:
    rows = Article.objects.public().news().filter(question.condition)
    if question.mark:
        at, pk = question.mark
        # The first condition is what the index reads; the second is for those of one moment.
        rows = rows.filter(published_at__lte=at).exclude(published_at=at, pk__gte=pk)
    found = list(api_told.rows(rows.newest_first())[: question.limit + 1])
    shown = found[: question.limit]
    last = shown[-1] if len(found) > len(shown) else None
    cursor = last and cursors.write(LISTED, last.published_at, last.pk)
    return _page(request, api_told.articles_told(shown), cursor)


def _changed(request, question: Asked) -> JsonResponse:
    """Who follows always gets a place to read on from, also when nothing changed."""
    until = following.safe_until()
    begin = following.Mark(*question.mark)
    marks = following.after(begin, until, question.limit)
    rows = api_told.rows(Article.objects.news()).in_bulk([mark.article for mark in marks])
    seen = [rows[mark.article] for mark in marks if mark.article in rows]
    public = [found for found in seen if found.is_public(until)]
    told = {one["id"]: one for one in api_told.articles_told(public)}
    gone = {f.pk: api_told.tombstone(f, until) for f in seen if _was_public(f, until)}
    items = [told.get(f.pk) or gone[f.pk] for f in seen if f.pk in told or f.pk in gone]
    last = marks[-1] if marks else begin
    return _page(request, items, cursors.write(CHANGED, last.at, last.article))


def _was_public(found: Article, at=None) -> bool:
    """Whether citizens can read it at a moment (default now) or could before."""
    begun = found.published_version is not None and found.published_at <= (at or timezone.now())
    return begun and (found.withdrawn_at is None or found.withdrawn_at >= found.published_at)


def _page(request, items: list[dict], cursor: str | None) -> JsonResponse:
    query = request.GET.copy()
    query.pop("updated-since", None)
    query["cursor"] = cursor or ""
    following_page = absolute(f"{reverse('api-articles')}?{query.urlencode()}") if cursor else None
    return _json({"items": items, "next": cursor, "next_url": following_page})


def _json(data: dict, status: int = 200) -> JsonResponse:
    return JsonResponse(data, status=status, json_dumps_params={"ensure_ascii": False})


def _error(status: int, words: str, **more: str) -> JsonResponse:
    return _json({"error": {"status": status, "message": words, **more}}, status=status)
