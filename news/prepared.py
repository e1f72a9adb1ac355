"""Queries that pages ask again and again: their SQL is written once and asked with other values.

Django takes longer to write the SQL of a page's queries than the database takes to answer them.
This stands on inner parts of Django 5.2 (a compiler that has done its work is used again), which
tests/integration/test_prepared.py holds against the ordinary way.
"""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from types import SimpleNamespace

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Expression, QuerySet
from django.db.models.query import ModelIterable
from django.db.models.sql.compiler import SQLCompiler

# Lists of key words are many; when so many statements are known, all are forgotten.
MOST = 1000


class Later(Expression):
    """A value that is known when the query is asked. Never None: that would be another query."""

    def __init__(self, name: str):
        super().__init__()
        self.name = name

    def as_sql(self, compiler, connection):
        """Stand in the statement's parameters for the value."""
        return "%s", [self]


@dataclass(frozen=True)
class _Statement:
    """A query whose SQL is written."""

    compiler: SQLCompiler
    sql: str
    params: tuple
    converters: dict

    def rows(self, values: dict) -> list:
        """The instances it finds."""
        params = tuple(values[p.name] if isinstance(p, Later) else p for p in self.params)
        compiler = copy(self.compiler)
        compiler.connection = connections[DEFAULT_DB_ALIAS]
        compiler.as_sql = lambda *args, **options: (self.sql, params)
        compiler.get_converters = lambda expressions: self.converters
        query = SimpleNamespace(get_compiler=lambda using: compiler)
        asked = SimpleNamespace(db=DEFAULT_DB_ALIAS, query=query, _known_related_objects={})
        return list(ModelIterable(asked))


_known: dict[tuple, _Statement] = {}


def ask(name, build: Callable[..., QuerySet], **values) -> list:
    """The instances that a query finds. `build` takes an expression for each of the values and
    returns the queryset; it is called once for each name and set of values' names, so nothing
    else that it depends on may change."""
    key = (name, *values)
    statement = _known.get(key)
    if statement is None:
        if len(_known) >= MOST:
            _known.clear()
        statement = _known[key] = _written(build(**{each: Later(each) for each in values}))
    return statement.rows(values)


def _written(rows: QuerySet) -> _Statement:
    compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
    sql, params = compiler.as_sql()
    columns = [column for column, *_ in compiler.select[: compiler.col_count]]
    return _Statement(compiler, sql, tuple(params), compiler.get_converters(columns))
