"""What stands ready before a search: what may be chosen, and what editors say about its words.

One query for all, so that whoever changes words is heeded by the next search of every process.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Func, Q, TextField, Value
from django.db.models.functions import JSONObject
from django.utils import timezone

from news.authors.models import Author, Unit
from news.search.keys import parts
from news.search.models import Recommendation, SameWords


@dataclass(frozen=True)
class Ready:
    """The units in their order, the author that was named, and the groups of words and the
    recommendations (phrases, numbers of articles) that may bear on a question."""

    units: list[Unit] = field(default_factory=list)
    author: Author | None = None
    same: list[tuple[str, ...]] = field(default_factory=list)
    recommended: list[tuple[list[str], list[int]]] = field(default_factory=list)


def ready_for(texts: Iterable[str], author: int | None = None) -> Ready:
    """Take what a reader typed and may have meant by it, and the number of an author, whom no list
    of all authors needs to offer; return what the search begins with. One query."""
    asked = sorted({part for text in texts for part in parts(text)})
    found = {"unit": [], "author": [], "same": [], "first": []}
    others = [_same(asked), _first(asked), *([_author(author)] if author is not None else [])]
    for kind, data in _units().union(*others, all=True):
        found[kind].append(data)
    units = sorted((Unit(**data) for data in found["unit"]), key=lambda unit: unit.sort_key)
    people = [_signs(**data) for data in found["author"]]
    first = [(data["phrases"], data["articles"]) for data in found["first"]]
    return Ready(units, next(iter(people), None), _groups(found["same"]), first)


def same(text: str) -> list[tuple[str, ...]]:
    """The groups of words that bear on a question. One query."""
    return _groups(data for _, data in _same(parts(text)))


def _groups(rows) -> list[tuple[str, ...]]:
    return [tuple(data["phrases"]) for data in rows]


def _signs(pk: int, name: str, unit: str) -> Author:
    return Author(pk=pk, full_name=name, unit=Unit(short_name=unit, name=unit))


def _units():
    columns = {name: F(name) for name in ("id", "code", "name", "short_name", "sort_key")}
    rows = Unit.objects.filter(active=True).order_by()
    return rows.values_list(Value("unit"), JSONObject(**columns))


def _author(number: int):
    columns = {"pk": F("pk"), "name": F("full_name"), "unit": F("unit__short_name")}
    rows = Author.objects.filter(pk=number).order_by()
    return rows.values_list(Value("author"), JSONObject(**columns))


def _same(asked: list[str]):
    rows = SameWords.objects.filter(removed_at=None, keys__overlap=asked).order_by()
    return rows.values_list(Value("same"), JSONObject(phrases=F("phrases")))


def _first(asked: list[str]):
    """Those that share a row of words with the question, or with other words for a part of it."""
    groups = SameWords.objects.filter(removed_at=None, keys__overlap=asked).order_by()
    key = Func("keys", function="unnest", output_field=TextField())
    shared = Q(pieces__overlap=asked) | Q(pieces__overlap=ArraySubquery(groups.values_list(key)))
    today = Q(until=None) | Q(until__gte=timezone.localdate())
    rows = Recommendation.objects.filter(shared, today, removed_at=None).order_by()
    columns = JSONObject(phrases=F("phrases"), articles=F("articles"))
    return rows.values_list(Value("first"), columns)
