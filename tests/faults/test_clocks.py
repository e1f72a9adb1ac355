"""A worker that is dead at the appointed hour, and servers whose clocks have other zones."""

import pytest

from tests.faults.portal import Portal
from tests.pagestore import wait

ZONES = {
    # As rules, because not every machine has the files of the zones.
    "UTC": ("UTC0", "UTC"),
    "New York": ("EST5EDT,M3.2.0,M11.1.0", "America/New_York"),
    "Lord Howe": ("LHST-10:30LHDT-11,M10.1.0,M4.1.0", "Australia/Lord_Howe"),
}
SWITCHES = """
SELECT count(*) FROM news_articleevent WHERE article_id = %s AND action = 'switch'
"""


def test_without_a_worker_what_is_due_is_read_and_is_done_once(portal):
    article = portal.run("tell(corrected(seconds=1))")
    assert portal.database.ask(SWITCHES, article["pk"]) == 0
    wait(lambda: "Bản sửa đã duyệt" in portal.get(article["address"]).text, 30)
    assert portal.database.ask(SWITCHES, article["pk"]) == 1
    late = portal.run("tell(corrected(seconds=0.2))")
    portal.run("call_command('tick', verbosity=0)\ncall_command('tick', verbosity=0)")
    assert portal.database.ask(SWITCHES, late["pk"]) == 1
    assert portal.database.ask(SWITCHES, article["pk"]) == 1
    assert "Bản sửa đã duyệt" in portal.get(late["address"]).text


@pytest.fixture
def zoned(portal):
    """A function that starts the same portal on a machine whose zone is another."""
    started, name = [], portal.database.ask("SELECT current_database()")

    def start(machine: str, database: str) -> Portal:
        portal.database.ask(f"ALTER DATABASE {name} SET timezone = '{database}'")
        other = Portal(portal.folder, portal.database, TZ=machine)
        shared = {"SECRET_KEY": portal.environment["SECRET_KEY"], "PAGE_STORE": "0"}
        other.environment |= {**shared, "WEB_CONCURRENCY": "1"}
        other.environment["SITE_URL"] = portal.environment["SITE_URL"]
        started.append(other)
        other.start()
        return other

    yield start
    for other in started:
        other.stop()
    portal.database.ask(f"ALTER DATABASE {name} RESET timezone")


def test_pages_are_the_same_in_every_zone(zoned, portal, cast):
    addresses = ("/", "/tin-tuc/", cast["article"], "/tin-tuc/luu-tru/", "/rss/")
    seen = {}
    for zone, (machine, database) in ZONES.items():
        if not portal.database.ask("SELECT 1 FROM pg_timezone_names WHERE name = %s", database):
            pytest.skip(f"this PostgreSQL does not know {database}")
        other = zoned(machine, database)
        seen[zone] = [other.get(address).text for address in addresses]
        assert "Tin ai cũng đọc" in seen[zone][1]
        other.stop()
    assert seen["New York"] == seen["UTC"]
    assert seen["Lord Howe"] == seen["UTC"]
