"""The database at one moment: a snapshot that pg_dump shares, and what was in it, in numbers."""

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection, transaction

from config.operations.backup import programs

# Rows that are not taken: whoever reads a backup must not be able to go on with a session; and what
# a machine found of itself is not true of the one that is restored.
LEFT_OUT = ("public.django_session", "public.health_fact")
# pg_dump waits so long for a migration that is under way, and then gives up.
LOCK_WAIT = "60s"
# Rows are compared as text, so their text must not depend on who connects.
SAME_TEXT = {
    "statement_timeout": "0",
    "idle_in_transaction_session_timeout": "0",
    "TimeZone": "UTC",
    "DateStyle": "ISO, YMD",
    "IntervalStyle": "postgres",
    "bytea_output": "hex",
    "extra_float_digits": "1",
}
# What belongs to nobody's extension, in every schema that is not the system's.
_OWN = """
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e'
        AND d.classid = 'pg_class'::regclass)
"""
_NAMES = f"SELECT format('%%I.%%I', n.nspname, c.relname) {_OWN} AND c.relkind = ANY(%s) ORDER BY 1"
# The sum does not ask for an order, so the rows need not be sorted.
_ROWS = "SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)), 0)::text FROM {} t"
_SETVAL = re.compile(r"SELECT pg_catalog\.setval\('(.+)', (\d+), (true|false)\);")


@contextmanager
def taken() -> Iterator[str]:
    """Let every query within see the database as it is now; the snapshot's name for pg_dump.

    Nobody who writes waits for it.
    """
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        _use_same_text(cursor)
        cursor.execute("SELECT pg_export_snapshot()")
        yield cursor.fetchone()[0]


@contextmanager
def compared() -> Iterator[None]:
    """Let rows have the same text as in a backup."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        _use_same_text(cursor)
        yield


def _use_same_text(cursor) -> None:
    for name, value in SAME_TEXT.items():
        cursor.execute("SELECT set_config(%s, %s, true)", [name, value])


def dump(name: str, target: Path) -> None:
    """Write the database as the snapshot has it. Raises Trouble."""
    left_out = [f"--exclude-table-data={table}" for table in LEFT_OUT]
    options = ["--format=custom", "--no-owner", "--no-privileges", *left_out]
    waiting = f"--lock-wait-timeout={LOCK_WAIT}"
    target.touch(mode=0o600)
    file = f"--file={target}"
    programs.run("pg_dump", f"--snapshot={name}", waiting, *options, file, folder=target.parent)


def tables() -> dict[str, tuple[int, str]]:
    """Of every table how many rows it has, and a sum over what is in them."""
    with connection.cursor() as cursor:
        return {name: _rows(cursor, name) for name in relations("r")}


def _rows(cursor, name: str) -> tuple[int, str]:
    if name in LEFT_OUT:
        return 0, "0"
    cursor.execute(_ROWS.format(name))
    return cursor.fetchone()


def relations(kinds: str) -> list[str]:
    """The names of what the database holds of these kinds (pg_class.relkind)."""
    with connection.cursor() as cursor:
        cursor.execute(_NAMES, [list(kinds)])
        return [name for (name,) in cursor.fetchall()]


def sequences_of(dumped: Path) -> dict[str, tuple[int, bool]]:
    """Where each sequence stands in a dump: they move on outside of every snapshot."""
    listed = programs.run("pg_restore", "--list", dumped, folder=dumped.parent)
    wanted = [line for line in listed.splitlines() if " SEQUENCE SET " in line]
    with tempfile.NamedTemporaryFile("w", encoding="utf-8") as list_file:
        list_file.write("".join(f"{line}\n" for line in wanted))
        list_file.flush()
        options = (f"--use-list={list_file.name}", "--file=-")
        text = programs.run("pg_restore", *options, dumped, folder=dumped.parent)
    return {name: (int(value), called == "true") for name, value, called in _SETVAL.findall(text)}


def sequences() -> dict[str, tuple[int, bool]]:
    """Where each sequence of the database stands."""
    with connection.cursor() as cursor:
        return {name: _stands(cursor, name) for name in relations("S")}


def _stands(cursor, name: str) -> tuple[int, bool]:
    cursor.execute(f"SELECT last_value, is_called FROM {name}")  # noqa: S608 - quoted by the server
    return cursor.fetchone()


def migrations() -> list[str]:
    """The migrations that the database has, as "app.name"."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1")
        return [name for (name,) in cursor.fetchall()]
