"""The page of search results: what was typed, how it is narrowed, and what was found."""

from dataclasses import dataclass
from functools import partial

from django.shortcuts import render
from django.urls import reverse

from accounts import addresses
from news import chrome
from news.authors.models import Author
from news.models import Article
from news.search import recommending, wanted
from news.search.query import Found, newest, ranked
from news.text.html_words import plain
from news.text.passages import Marker, Piece
from news.views.asked import PERIODS, Asked, in_address, mark_of
from news.views.choosing import KINDS
from news.views.counting import is_citizen
from news.views.public import Head, public_page
from news.views.sparing import mark, sparingly

SIZE = 10
MOST_SIGNERS = 6


@dataclass(frozen=True)
class Result:
    """An article that was found, its title and its passage with the found words apart."""

    article: Article
    title: list[Piece]
    passage: list[Piece]
    exactly: bool = True


@public_page
def search(request):
    """Results for `q`; without words the page explains itself."""
    portal = chrome.of(request)
    asked = Asked(request.GET, portal)
    found, trouble = Found(), None
    if asked.question.terms:
        found, trouble = sparingly(request, partial(_find, asked))
    found = recommending.without(found, asked.recommended)
    results, above = _results(asked, found)
    about = f"Tìm tin, bài trên {portal.about.name}."
    context = {
        "head": Head("Tìm kiếm", reverse("search"), about, creator=portal.about.name),
        "asked": asked,
        "found": found,
        "exactly": [result for result in results if result.exactly],
        "nearly": [result for result in results if not result.exactly],
        "above": above,
        "trouble": trouble,
        "sections": [(s, portal.under(s)) for s in portal.categories if s.parent_id is None],
        "kinds": KINDS.items(),
        "signers": _signers(asked, results),
        "periods": [*PERIODS.items(), *((year, f"Năm {year}") for year in asked.years)],
        **(_ways_by_date(asked, found, results) if asked.by_date else _ways(asked, found)),
    }
    if trouble is None:
        _note(request, asked, empty=not (results or above))
    response = render(request, "search.html", context)
    mark(response, trouble)
    response["X-Robots-Tag"] = "noindex, follow"
    return response


def _note(request, asked: Asked, *, empty: bool) -> None:
    """Count what citizens look for: the beginning of a search, before it is narrowed."""
    ahead = "prefetch" in request.headers.get("Sec-Purpose", "")
    begins = asked.begins and not asked.chosen and request.method == "GET" and not ahead
    if begins and asked.question.terms and is_citizen(request):
        wanted.note(asked.typed.text, addresses.of(request), empty=empty)


def _find(asked: Asked) -> Found:
    """By date a first page without any result looks once more without diacritics."""
    if not asked.by_date:
        return ranked(asked.question, asked.narrowing, asked.until)
    wanted = (asked.question, asked.narrowing, SIZE)
    found = newest(*wanted, asked.after, asked.loosely)
    if found.numbers or asked.after or asked.question.quoted:
        return found
    return newest(*wanted, loose=True)


def _results(asked: Asked, found: Found) -> tuple[list[Result], list[Result]]:
    """The results of this page, and what editors recommend above the first: one query."""
    first = 0 if asked.by_date else (asked.page - 1) * SIZE
    numbers = found.numbers[first : first + SIZE]
    above = asked.recommended if asked.begins else []
    articles = Article.objects.public().select_related("category", "unit", "author")
    rows = articles.in_bulk([*numbers, *above])
    exactly = set(found.numbers[: found.exactly])
    results = [_result(rows[pk], asked, pk in exactly) for pk in numbers if pk in rows]
    return results, [_result(rows[pk], asked, True) for pk in above if pk in rows]


def _result(row: Article, asked: Asked, exactly: bool) -> Result:
    marker = Marker(asked.question, loosely=not exactly)
    passage = marker.passage(f"{row.summary}\n{plain(row.body)}")
    return Result(row, marker.whole(row.title), passage, exactly)


def _signers(asked: Asked, results: list[Result]) -> list[tuple[Author, str]]:
    """Who wrote the results of this page, each once, with the address of what they wrote."""
    if asked.author or asked.signed:
        return []
    people = {result.article.author for result in results} - {None}
    chosen = sorted(people, key=lambda author: author.sort_key)[:MOST_SIGNERS]
    return [(author, asked.address(**{"tac-gia": author.pk})) for author in chosen]


def _ways(asked: Asked, found: Found) -> dict:
    """The numbered pages of the best results: (number, address), none for a single page."""
    begun, pages = in_address(asked.until), -(-len(found.numbers) // SIZE)
    links = [(n, asked.address(trang=n, tu=begun)) for n in range(2, pages + 1)]
    return {"other": asked.address(sap="ngay"), "links": [(1, asked.address()), *links][:pages]}


def _ways_by_date(asked: Asked, found: Found, results: list[Result]) -> dict:
    """The first page and the next one: how many there are nobody counts."""
    older = ""
    if results and found.more:
        gone_on = {"sau": mark_of(results[-1].article), "gan": "1" if found.nearly else ""}
        older = asked.address(**gone_on)
    first = asked.address() if asked.after else ""
    return {"other": asked.address(sap=""), "first": first, "older": older}
