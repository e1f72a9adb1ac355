"""What stands ready before a search: the units to choose from, and which words mean the same.

One query for all, so that whoever changes words is heeded by the next search of every process.
"""

from dataclasses import dataclass, field

from django.db.models import F, Value
from django.db.models.functions import JSONObject

from news.authors.models import Unit
from news.search.keys import parts
from news.search.models import SameWords


@dataclass(frozen=True)
class Given:
    """The units in their order, and the groups of words that bear on a question."""

    units: list[Unit] = field(default_factory=list)
    same: list[tuple[str, ...]] = field(default_factory=list)


def read(text: str) -> Given:
    """Take what a reader typed; return what his search begins with. One query."""
    found = {"unit": [], "same": []}
    for kind, data in _units().union(_same(text), all=True):
        found[kind].append(data)
    units = sorted((Unit(**data) for data in found["unit"]), key=lambda unit: unit.sort_key)
    return Given(units, [tuple(data["phrases"]) for data in found["same"]])


def same(text: str) -> list[tuple[str, ...]]:
    """The groups of words that bear on a question. One query."""
    return [tuple(data["phrases"]) for _, data in _same(text)]


def _units():
    columns = {name: F(name) for name in ("id", "code", "name", "short_name", "sort_key")}
    rows = Unit.objects.filter(active=True).order_by()
    return rows.values_list(Value("unit"), JSONObject(**columns))


def _same(text: str):
    rows = SameWords.objects.filter(removed_at=None, keys__overlap=parts(text)).order_by()
    return rows.values_list(Value("same"), JSONObject(phrases=F("phrases")))
