"""How a column's values stand in JSON: what is right, how they are written and read back."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

from news.media.models import Kind as FileKind
from news.media.uploads import FORMATS

MOMENT = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z$"
DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
HASH = r"^[0-9a-f]{64}$"
# Only such names as the portal itself gives: nothing that leads elsewhere or runs in a browser.
FILE_NAME = r"^[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*\.({})$".format(
    "|".join(sorted({*FORMATS.values(), *FileKind.values}))
)


@dataclass(frozen=True)
class Type:
    """How values of one sort are told: in the words of JSON Schema, and what is right among them.

    `write` makes of a value from the database what JSON holds, `read` the other way.
    """

    schema: dict
    right: Callable[[Any], bool]
    write: Callable[[Any], Any] = lambda value: value
    read: Callable[[Any], Any] = lambda value: value


def of(field: models.Field) -> Type:
    """The type of a column. Raises LookupError for a sort of column that nobody thought of."""
    for kind in type(field).__mro__:
        if kind in MAKERS:
            return MAKERS[kind](field)
    raise LookupError(f"{field}: no type for {type(field).__name__}")


def storable(text: Any) -> bool:
    """Whether it is text that the database takes: no NUL, no half of a pair of surrogates."""
    return isinstance(text, str) and "\x00" not in text and not _SURROGATE.search(text)


_SURROGATE = re.compile("[\ud800-\udfff]")


def _text(field: models.Field) -> Type:
    longest = {"maxLength": field.max_length} if field.max_length else {}
    limit = field.max_length or float("inf")
    return Type(
        {"type": "string", **longest}, lambda value: storable(value) and len(value) <= limit
    )


def _integer(field: models.Field) -> Type:
    low, high = connection.ops.integer_field_range(field.get_internal_type())
    schema = {"type": "integer", "minimum": low, "maximum": high}
    return Type(schema, lambda value: type(value) is int and low <= value <= high)


def _number(field: models.Field) -> Type:
    return Type({"type": "number"}, lambda value: type(value) in (int, float), read=float)


def _truth(field: models.Field) -> Type:
    return Type({"type": "boolean"}, lambda value: isinstance(value, bool))


def _moment(field: models.Field) -> Type:
    return Type(
        {"type": "string", "format": "date-time", "pattern": MOMENT},
        partial(_parses, MOMENT, datetime.fromisoformat),
        lambda value: (
            f"{value.astimezone(UTC).replace(tzinfo=None).isoformat('T', 'microseconds')}Z"
        ),
        datetime.fromisoformat,
    )


def _day(field: models.Field) -> Type:
    schema = {"type": "string", "format": "date", "pattern": DAY}
    return Type(
        schema, partial(_parses, DAY, date.fromisoformat), date.isoformat, date.fromisoformat
    )


def _parses(pattern: str, parse: Callable[[str], Any], value: Any) -> bool:
    if not isinstance(value, str) or not re.fullmatch(pattern, value):
        return False
    try:
        parse(value)
    except ValueError:
        return False
    return True


def _anything(field: models.Field) -> Type:
    return Type({}, lambda value: all(storable(text) for text in _strings(value)))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from value
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)


def _list(field: ArrayField) -> Type:
    one = of(field.base_field)
    return Type(
        {"type": "array", "items": one.schema},
        lambda value: isinstance(value, list) and all(map(one.right, value)),
        lambda value: [one.write(part) for part in value],
        lambda value: [one.read(part) for part in value],
    )


def _reference(field: models.ForeignKey) -> Type:
    return of(field.target_field)


def _file(field: models.FileField) -> Type:
    name = {"type": "string", "pattern": FILE_NAME, "maxLength": field.max_length}
    parts = {"name": name, "sha256": {"type": ["string", "null"], "pattern": HASH}}
    schema = {"type": "object", "properties": parts, "required": ["name", "sha256"]}
    return Type(
        schema | {"additionalProperties": False}, partial(_is_file, field.max_length), read=_name
    )


def _is_file(longest: int, value: Any) -> bool:
    if not isinstance(value, dict) or set(value) != {"name", "sha256"}:
        return False
    name, digest = value["name"], value["sha256"]
    named = isinstance(name, str) and len(name) <= longest and re.fullmatch(FILE_NAME, name)
    return bool(named) and (
        digest is None or (isinstance(digest, str) and bool(re.fullmatch(HASH, digest)))
    )


def _name(value: dict) -> str:
    return value["name"]


MAKERS: dict[type, Callable[[Any], Type]] = {
    models.ForeignKey: _reference,
    models.FileField: _file,
    ArrayField: _list,
    models.JSONField: _anything,
    models.BooleanField: _truth,
    models.IntegerField: _integer,
    models.FloatField: _number,
    models.DateTimeField: _moment,
    models.DateField: _day,
    models.CharField: _text,
    models.TextField: _text,
    models.GenericIPAddressField: _text,
}
