"""PostgreSQL restarted, stopped, full and slow: citizens read on, the staff are told and go on."""

import threading

import pytest

from tests.faults.portal import CSRF
from tests.faults.readers import Readers
from tests.pagestore import wait

SORRY = "Cơ sở dữ liệu đang tạm ngừng hoặc quá bận"
DESK = "/quan-tri/"
BLOCKED = "SELECT count(*) FROM pg_locks WHERE NOT granted"


@pytest.fixture
def kept(portal, cast):
    """Pages that the store has."""
    addresses = "/", cast["article"]
    for address in addresses:
        wait(lambda address=address: state(portal, address) == "hit", 30)
    return addresses


def state(portal, address: str) -> str:
    """Where the store had a page from."""
    return portal.get(address).headers["x-page-store"]


def all_kept(portal, addresses) -> bool:
    """Whether every page comes from the store though the database is away."""
    answers = [portal.get(address) for address in addresses]
    return all(answer.status == 200 and "</html>" in answer.text for answer in answers)


def told(answer) -> bool:
    """Whether somebody is told in Vietnamese, and that it is for a while only."""
    return answer.status == 503 and SORRY in answer.text and bool(answer.headers["retry-after"])


def test_a_restart_under_load_fails_no_kept_page_and_nobody_signs_in_again(portal, kept, cast):
    with Readers(portal, *kept) as readers:
        portal.database.stop()
        readers.some_more()
        portal.database.start()
        readers.some_more()
        wait(lambda: portal.get(DESK, cast["editor"]).status == 200, 30)
    assert readers.failed == []
    assert set(readers.came) == {200}
    assert portal.get("/dong-su-kien/").status == 200


def test_while_it_is_stopped_kept_pages_are_read_and_everybody_else_is_told(portal, kept, cast):
    portal.database.stop()
    assert all_kept(portal, kept)
    assert told(portal.get(portal.fresh()))
    assert told(portal.get(DESK, cast["editor"]))
    typed = f"csrfmiddlewaretoken={CSRF}&title=Dang+go"
    assert told(portal.post("/quan-tri/news/article/add/", cast["editor"], typed))
    assert portal.get("/suc-khoe/").status == 503
    portal.database.start()
    wait(lambda: portal.get(DESK, cast["editor"]).status == 200, 30)
    assert portal.is_well()


def test_without_a_free_connection_kept_pages_are_read_and_the_staff_told(portal, kept, cast):
    with portal.database.exhausted():
        assert all_kept(portal, kept)
        assert told(portal.get(DESK, cast["editor"]))
    wait(lambda: portal.get(DESK, cast["editor"]).status == 200, 30)


def test_a_table_that_is_locked_holds_up_no_kept_page(portal, kept):
    """More wait than there are threads; what a process has in memory needs none of them."""
    for address in kept * 30:
        assert state(portal, address) == "hit"
    came = []
    waiting = [
        threading.Thread(target=lambda: came.append(portal.get(portal.fresh()))) for _ in range(12)
    ]
    with portal.database.locked("news_article"):
        for reader in waiting:
            reader.start()
        # Every thread of theirs; the one that writes down what was missed may wait as well.
        wait(lambda: portal.database.ask(BLOCKED) >= 4, 30)
        for _ in range(10):
            assert all_kept(portal, kept)
        assert came == []
    for reader in waiting:
        reader.join(60)
    assert [answer.status for answer in came] == [404] * 12
