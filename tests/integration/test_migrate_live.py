"""manage.py migrate_live: gives way to whoever waits, undoes what it began, and tries again."""

import threading
from contextlib import contextmanager
from io import StringIO

import psycopg2
import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction

from config.operations.tables import live
from tests.pagestore import wait

pytestmark = pytest.mark.django_db(transaction=True)
QUICK = {"patience": 0.3, "pause": 0.01}


@pytest.fixture
def other():
    """Somebody else's connection to the same database."""
    link = psycopg2.connect(**live._parameters())
    yield link
    link.close()


@pytest.fixture(autouse=True)
def table():
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS tried; CREATE TABLE tried (x int)")
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE tried")


def columns() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_attribute WHERE attrelid = 'tried'::regclass AND attnum > 0"
        )
        return cursor.fetchone()[0]


@contextmanager
def migration(monkeypatch, *statements):
    """In place of those of the tree: these statements, in one transaction."""
    turns = []

    def run(command, **options):
        turns.append(command)
        with transaction.atomic(), connection.cursor() as cursor:
            for said in statements:
                cursor.execute(said)

    monkeypatch.setattr(live, "call_command", run)
    yield turns


def test_it_waits_for_nobody_for_long_and_nobody_waits_behind_it(monkeypatch, other):
    other.cursor().execute("SELECT * FROM tried")
    with migration(monkeypatch, "ALTER TABLE tried ADD COLUMN y int") as turns:
        with pytest.raises(live.GaveUp):
            live.migrate(tries=2, **QUICK)
        assert turns == ["migrate"] * 2
        assert columns() == 1
        other.rollback()
        assert live.migrate(**QUICK) == 1
    assert columns() == 2


def test_what_it_does_itself_is_cancelled_when_somebody_has_waited(monkeypatch, other):
    """It holds the table and does something long: the reader gets through, nothing is left."""
    held = ("ALTER TABLE tried ADD COLUMN y int", "SELECT pg_sleep(120)")
    read = []

    def reader():
        wait(lambda: _is_held(other), 60)
        other.cursor().execute("SELECT * FROM tried")
        read.append(True)

    thread = threading.Thread(target=reader)
    with migration(monkeypatch, *held):
        thread.start()
        with pytest.raises(live.GaveUp):
            live.migrate(tries=1, **QUICK)
    thread.join(60)
    assert read == [True]
    other.rollback()
    assert columns() == 1


def _is_held(link) -> bool:
    with link.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND granted"
            " AND relation = 'tried'::regclass"
        )
        found = cursor.fetchone()
    link.rollback()
    return found is not None


def test_something_long_that_keeps_nobody_waiting_is_left_alone(monkeypatch):
    with migration(monkeypatch, "SELECT pg_sleep(0.8)") as turns:
        assert live.migrate(**QUICK) == 1
    assert len(turns) == 1


def test_another_failure_is_not_tried_again(monkeypatch):
    broken = migration(monkeypatch, "ALTER TABLE nothing ADD COLUMN y int")
    with broken as turns, pytest.raises(ProgrammingError):
        live.migrate(**QUICK)
    assert len(turns) == 1


def test_the_connection_is_as_before_afterwards(monkeypatch):
    with migration(monkeypatch, "SELECT 1"):
        live.migrate(**QUICK)
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("0",)


def test_the_command_applies_what_waits_and_says_what_to_do_when_it_cannot(monkeypatch, other):
    out = StringIO()
    call_command("migrate_live", stdout=out)
    assert "No migrations to apply" in out.getvalue() or "Không" in out.getvalue()
    other.cursor().execute("SELECT * FROM tried")
    refused = pytest.raises(CommandError, match=r"release\.sh up --stop")
    with migration(monkeypatch, "ALTER TABLE tried ADD COLUMN y int"), refused:
        call_command("migrate_live", "--tries=1", stdout=out)
