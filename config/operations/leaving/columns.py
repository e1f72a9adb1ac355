"""The columns of a kind, taken from its model: which are exported, and rows to and from JSON."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.apps import apps
from django.contrib.auth.models import Group
from django.db import models

from config.operations.leaving import types
from config.operations.leaving.plan import Kind

# What stands for a stored file in the export, from its column and its name.
FileOf = Callable[["Column", str], dict]


@dataclass(frozen=True)
class Column:
    """One exported column of a table."""

    field: models.Field

    @property
    def name(self) -> str:
        """Its name in the export."""
        return self.field.name

    @cached_property
    def by_name(self) -> bool:
        """Whether it names a role, whose number differs from portal to portal."""
        return self.field.is_relation and self.field.related_model is Group

    @cached_property
    def type(self) -> types.Type:
        """How its values stand in JSON."""
        field = Group._meta.get_field("name") if self.by_name else self.field
        return types.of(field)

    @property
    def source(self) -> str:
        """What a query asks for."""
        return f"{self.field.name}__name" if self.by_name else self.field.attname

    @property
    def is_file(self) -> bool:
        """Whether it names a file."""
        return isinstance(self.field, models.FileField)

    def right(self, value) -> bool:
        """Whether JSON may hold this value here."""
        return self.field.null if value is None else self.type.right(value)


class Table:
    """A kind with its model and those of its columns that an export with these options holds."""

    def __init__(self, kind: Kind, options: Mapping[str, bool]):
        self.kind, self.options = kind, options
        self.model = apps.get_model(kind.label)
        self.columns = [Column(field) for field in self._fields()]
        # A record is written in the order of its numbers, so that its seals can be made again.
        self.order = "serial" if kind.sealed else self.model._meta.pk.attname

    def _fields(self) -> list[models.Field]:
        brief = self.kind.brief if self.kind.brief and not self.options["accounts"] else ()
        wanted = [f for f in self.model._meta.concrete_fields if f.name not in self.kind.without]
        return [f for f in wanted if not brief or f.name in brief]

    @property
    def label(self) -> str:
        """The name of the kind."""
        return self.kind.label

    @property
    def place(self) -> str:
        """Its file within the export."""
        return f"records/{self.label}.jsonl"

    @property
    def files(self) -> list[Column]:
        """Its columns that name files."""
        return [column for column in self.columns if column.is_file]

    def lines(self, rows: Iterable[tuple], file_of: FileOf) -> Iterator[dict]:
        """Each row of values as an object for JSON; `file_of` says what a file is."""
        for row in rows:
            yield {
                column.name: _written(column, value, file_of)
                for column, value in zip(self.columns, row, strict=True)
            }

    def may_lack(self, name: str) -> bool:
        """Whether an older export may be without this column: its default says what it means."""
        field = next(column.field for column in self.columns if column.name == name)
        return field.has_default() or field.null or (field.empty_strings_allowed and field.blank)


def _written(column: Column, value, file_of: FileOf):
    if value is None:
        return None
    return file_of(column, value) if column.is_file else column.type.write(value)


def encoded(row: dict) -> bytes:
    """A row as one line; the same row always makes the same bytes."""
    text = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
    return f"{text}\n".encode()
