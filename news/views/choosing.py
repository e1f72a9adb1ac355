"""What readers may narrow their search to, and what they have chosen, as the page words it."""

from typing import NamedTuple

from django.db.models import Value

from news.authors.models import Author, Unit, byline

# Keys of query.KINDS in the words of readers.
KINDS = {
    "tin": "Tin, bài",
    "trang": "Trang thông tin",
    "ban-nghe": "Bài có bản nghe",
    "tep": "Bài có tệp đính kèm",
}
_ROW = ("pk", "code", "name", "short_name", "sort_key")


class Chosen(NamedTuple):
    """A filter that is set: its label, what was chosen, and the address without it."""

    label: str
    name: str
    url: str


def number_of(text: str) -> int | None:
    """The number by which a link names an author; None for a name that was typed."""
    known = text.isascii() and text.isdigit() and len(text) < 19
    return int(text) if known else None


def offered(author: int | None) -> tuple[list[Unit], Author | None]:
    """The units in their order and the author of that number, whom no list of all authors needs to
    offer: one query."""
    units = Unit.objects.filter(active=True).order_by().values_list(Value(0), *_ROW)
    rows = list(units.union(_author(author), all=True) if author else units)
    found = [Unit(**dict(zip(_ROW, row, strict=True))) for kind, *row in rows if not kind]
    people = [
        Author(pk=pk, full_name=name, unit=Unit(short_name=unit, name=unit))
        for kind, pk, _, name, unit, _ in rows
        if kind
    ]
    return sorted(found, key=lambda unit: unit.sort_key), next(iter(people), None)


def signature(author: Author) -> str:
    """How an author is called where their unit must be told, too."""
    return byline([author], author.unit)


def _author(number: int):
    columns = ("pk", Value(""), "full_name", "unit__short_name", Value(""))
    return Author.objects.filter(pk=number).order_by().values_list(Value(1), *columns)
