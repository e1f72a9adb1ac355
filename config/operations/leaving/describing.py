"""Describes the format from the portal's own tables: as JSON Schema, and as a page of docs."""

from collections.abc import Mapping

from config.operations.leaving import folder, plan
from config.operations.leaving.columns import Column, Table

FULL = dict.fromkeys(plan.OPTIONS, True)
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema(options: Mapping[str, bool]) -> dict:
    """The rows of every kind as JSON Schema: `$defs` holds one for each, by the kind's name."""
    tables = [Table(kind, options) for kind in plan.chosen(options)]
    title = f"{folder.FORMAT}, version {folder.VERSION}"
    return {
        "$schema": DIALECT,
        "title": title,
        "$defs": {table.label: _row(table) for table in tables},
    }


def _row(table: Table) -> dict:
    return {
        "type": "object",
        "description": str(table.model._meta.verbose_name),
        "properties": {column.name: _value(column) for column in table.columns},
        "required": [column.name for column in table.columns],
        "additionalProperties": False,
    }


def _value(column: Column) -> dict:
    named = {"description": _words(column)}
    if column.field.null:
        return named | {"anyOf": [column.type.schema, {"type": "null"}]}
    return named | column.type.schema


def _words(column: Column) -> str:
    field = column.field
    choices = [f"{value}: {label}" for value, label in field.flatchoices if value != ""]
    named = [f"→ {field.related_model._meta.label}"] if field.is_relation else []
    return "; ".join([str(field.verbose_name), *named, *choices])


def tables() -> str:
    """A part of docs/export-format.md: each kind with its columns, and what is left out."""
    kinds = [_section(Table(kind, FULL)) for kind in plan.KINDS]
    rows = [f"| `{label}` | {reason} |" for label, reason in sorted(plan.LEFT_OUT.items())]
    head = ["## Tables that are left out", "", "| Table | Why |", "|---|---|", *rows, ""]
    return "\n".join([*kinds, *head])


def _section(table: Table) -> str:
    kind = table.kind
    said = [f"### `{kind.label}`: {table.model._meta.verbose_name}", "", *_notes(kind)]
    rows = [_line(column) for column in table.columns]
    head = ["| Column | Type | Null | Meaning |", "|---|---|---|---|"]
    return "\n".join([*said, *head, *rows, ""])


def _notes(kind: plan.Kind) -> list[str]:
    notes = []
    if kind.when:
        notes.append(f"Only with `--{kind.when}`.")
    if kind.brief:
        notes.append(f"Without `--accounts` only: {', '.join(kind.brief)}.")
    if kind.sealed:
        notes.append("In the order of `serial`; `hash` seals each row with the one before it.")
    if kind.without:
        left = (f"`{name}` ({reason})" for name, reason in kind.without.items())
        notes.append(f"Left out: {', '.join(left)}.")
    return [" ".join(notes), ""] if notes else []


def _line(column: Column) -> str:
    type_ = column.type.schema
    form = type_.get("format") or type_.get("type", "any JSON")
    if form == "array":
        form = f"array of {type_['items']['type']}"
    if column.is_file:
        form = "file"
    longest = f", at most {type_['maxLength']}" if "maxLength" in type_ else ""
    null = "yes" if column.field.null else ""
    return f"| `{column.name}` | {form}{longest} | {null} | {_words(column)} |"
