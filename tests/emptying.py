"""Empties the tables after a test that committed, many times faster than Django's flush.

Flush truncates every table, which makes hundreds of files anew, and then writes all permissions
again. Most tests fill a handful of tables: only those are emptied here, and what was there before
the first test (permissions, roles, words that mean the same) is there again.
"""

from contextlib import contextmanager

from django.contrib.contenttypes.models import ContentType
from django.db import OperationalError, connection, transaction
from django.db.backends.base.creation import TEST_DATABASE_PREFIX

# A browser's last request may be in the way, and one of the two is told to try again.
TRIES = 5
# A module may have its own first rows; those of the whole run are set aside meanwhile.
SET_ASIDE = "ALTER SCHEMA at_first RENAME TO set_aside"
BRING_BACK = "DROP SCHEMA IF EXISTS at_first CASCADE; ALTER SCHEMA set_aside RENAME TO at_first"
THERE = "SELECT to_regnamespace('at_first') IS NOT NULL, to_regnamespace('set_aside') IS NOT NULL"
FORGET = "DROP SCHEMA IF EXISTS at_first CASCADE"
REMEMBER = """
CREATE SCHEMA at_first;
DO $$
DECLARE name text; filled boolean;
BEGIN
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', name) INTO filled;
        CONTINUE WHEN NOT filled OR name = 'django_migrations';
        EXECUTE format('CREATE TABLE at_first.%1$I AS TABLE public.%1$I', name);
    END LOOP;
END $$;
"""
# Rows that no statement may delete are deleted too, and no trigger tells of it: nothing is left
# that it could matter to. The lock waits for what other connections are writing.
EMPTY = """
SET LOCAL session_replication_role = replica;
SET LOCAL lock_timeout = '30s';
DO $$
DECLARE
    rows CONSTANT text := 'SELECT md5(string_agg(t::text, '' '' ORDER BY t::text)) FROM %I.%I t';
    name text; kept boolean; now_there text; first_there text;
BEGIN
    FOR name, kept IN
        SELECT tablename, to_regclass(format('at_first.%I', tablename)) IS NOT NULL
        FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'django_migrations' ORDER BY 1
    LOOP
        EXECUTE format('LOCK TABLE public.%I IN EXCLUSIVE MODE', name);
        IF kept THEN
            EXECUTE format(rows, 'public', name) INTO now_there;
            EXECUTE format(rows, 'at_first', name) INTO first_there;
            CONTINUE WHEN now_there = first_there;
        END IF;
        EXECUTE format('DELETE FROM public.%I', name);
        IF kept THEN
            EXECUTE format('INSERT INTO public.%1$I TABLE at_first.%1$I', name);
        END IF;
    END LOOP;
END $$;
"""


def recover() -> None:
    """Take away what a killed run has left in a database that is used again (--reuse-db)."""
    with connection.cursor() as cursor:
        cursor.execute(THERE)
        at_first, set_aside = cursor.fetchone()
    if set_aside:
        _run(BRING_BACK)
    if at_first or set_aside:
        empty()


def remember() -> None:
    """Keep a copy of what the tables hold before the first test."""
    _run(FORGET)
    _run(REMEMBER)


@contextmanager
def scenery():
    """Let what is written to the tables in here be the first rows of the tests that follow, until
    `clear`: each of them finds it, and leaves it as it was."""
    _run(SET_ASIDE)
    yield
    _run(REMEMBER)


def clear() -> None:
    """Take the scenery away again, whether or not it was finished."""
    _run(BRING_BACK)
    empty()


def empty(case=None) -> None:
    """Put the tables back to what `remember` saw.

    Stands in for TransactionTestCase._fixture_teardown, which hands over its test case.

    Raises OperationalError when somebody else holds a table for good.
    """
    for last in [False] * (TRIES - 1) + [True]:
        try:
            _run(EMPTY)
        except OperationalError:
            if last:
                raise
        else:
            break
    ContentType.objects.clear_cache()


def _run(statements: str) -> None:
    # pytest-django makes no database where no test is marked, and the usual one would be emptied.
    if not connection.settings_dict["NAME"].startswith(TEST_DATABASE_PREFIX):
        raise RuntimeError("only a database of tests is emptied: mark a test with django_db")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statements)
