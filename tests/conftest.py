"""What every test may use."""

from contextlib import contextmanager
from functools import partial
from unittest import mock

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import TransactionTestCase
from django_tasks_db.management.commands import db_worker
from whitenoise.middleware import WhiteNoiseMiddleware

from accounts import roles
from news.media import isolation, reencode
from news.pace import Pace
from news.search import first_words
from news.search.models import SameWords
from news.text import pdf
from news.views import sparing
from tests import emptying, factories, staff
from tests.backups import empty_place, kept_portal
from tests.browser import browser
from tests.sso import plan, running

# Fixtures that live with their subject.
__all__ = ["browser", "empty_place", "kept_portal", "plan", "running"]


@pytest.fixture(autouse=True)
def pictures_in_this_process(monkeypatch):
    """A process for each of the many little pictures of the tests would take minutes.

    What tests the processes themselves overrides this by a fixture of the same name.
    """
    monkeypatch.setattr(isolation, "run", reencode.reencode)


@pytest.fixture(autouse=True)
def documents_in_this_process(monkeypatch):
    """The same for attached PDF files; what tests the process itself overrides this too."""
    monkeypatch.setattr(pdf, "inspect_apart", pdf.inspect)


@pytest.fixture(autouse=True)
def nobody_searches_too_often(monkeypatch):
    """All tests ask from one address, and a quick machine asks hundreds of times a minute."""
    monkeypatch.setattr(sparing, "PACE", Pace(10_000))


@pytest.fixture(scope="session", autouse=True)
def static_files_listed_once():
    """Each client of a test builds the middleware anew, which looks at hundreds of files to list
    them; the list is the same every time."""
    list_them, listed = WhiteNoiseMiddleware.add_files_from_finders, {}

    def take_the_list(middleware):
        if not listed:
            list_them(middleware)
            listed.update(middleware.files)
        middleware.files.update(listed)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", take_the_list)
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Roles and words that mean the same are there as after an upgrade, once, not by every test;
    tests that commit leave them as they were."""
    # Where no test of a session is marked django_db there is no database of its own.
    assert connection.settings_dict["NAME"].startswith("test_"), "mark the test with django_db"
    with django_db_blocker.unblock():
        emptying.recover()
        roles.sync()
        first_words.put(SameWords)
        emptying.remember()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", emptying.empty)
        yield


@pytest.fixture(scope="module")
def scenery(django_db_setup, django_db_blocker):
    """A context in which a module's fixture makes, once, what all its tests look at.

    Each test finds it as it was made; objects that a test changes must be its own, so such a
    fixture hands out numbers and addresses.
    """

    @contextmanager
    def making():
        here = mock.patch.object(isolation, "run", reencode.reencode)
        with django_db_blocker.unblock(), here, emptying.scenery():
            yield

    yield making
    with django_db_blocker.unblock():
        emptying.clear()


@pytest.fixture
def large_numbers(db):
    """Let ids begin above 1000, where a number that is grouped by mistake shows."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'")
        for (name,) in cursor.fetchall():
            cursor.execute(f'ALTER SEQUENCE "{name}" RESTART WITH 5001')


@pytest.fixture
def signed_in(client):
    """A function that signs the client in with an account of these roles and returns it."""

    def sign_in(*roles, **values):
        user = values.pop("user", None) or factories.make_user(*roles, **values)
        staff.enter(client, user)
        return user

    return sign_in


@pytest.fixture
def work(monkeypatch):
    """A function that does what the worker does with all that waits and is due."""
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)
    monkeypatch.setattr(db_worker.Worker, "configure_signals", lambda self: None)
    return partial(call_command, "db_worker", batch=True, startup_delay=False, verbosity=0)
