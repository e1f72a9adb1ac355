"""One portal of real processes for all fault tests; each test leaves it whole."""

import sys

import pytest

from tests.faults.database import Database
from tests.faults.portal import Portal


@pytest.fixture(scope="session")
def database():
    """A server of its own, which may be stopped."""
    if sys.platform != "linux":
        pytest.skip("the processes are looked at by /proc")
    found = Database()
    yield found
    found.close()


@pytest.fixture(scope="session")
def running(database, tmp_path_factory):
    """The web server before it, started once."""
    portal = Portal(tmp_path_factory.mktemp("portal"), database)
    portal.run("call_command('migrate', verbosity=0)\ncall_command('sync_roles', verbosity=0)")
    yield portal
    portal.stop()


@pytest.fixture(scope="session")
def cast(running):
    """People's sessions, and the address of an article."""
    return running.run(
        "article = factories.make_article(title='Tin ai cũng đọc')\n"
        "people = ('contributor', 'editor', 'publisher', 'secretary')\n"
        "tell({'article': article.get_absolute_url(), 'publisher 2': session('publisher')}"
        " | {name: session(name) for name in people})"
    )


@pytest.fixture
def portal(running, cast):
    """The portal, well before and after the test."""
    running.database.start()
    running.start()
    yield running
    running.database.start()
    running.start()
