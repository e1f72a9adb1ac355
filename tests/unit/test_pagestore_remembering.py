"""What pages have in common is read once, for as long as it holds and somebody listens."""

import pytest

from news.pagestore import moments, places
from news.pagestore.generations import Generations
from news.pagestore.reading import Reading
from news.pagestore.remembering import Remembered, listening
from tests import pagestore


@pytest.fixture
def counters(tmp_path, monkeypatch):
    found = pagestore.trusted(tmp_path, monkeypatch)
    monkeypatch.setattr(places, "generations", lambda: found)
    return found


@pytest.fixture
def loaded():
    return []


@pytest.fixture
def remembered(loaded):
    def load():
        loaded.append(1)
        return len(loaded)

    return Remembered(load)


def get(remembered):
    with listening(Reading()):
        return remembered.get()


def test_it_is_read_once(counters, remembered):
    assert [get(remembered) for _ in range(3)] == [1, 1, 1]


def test_a_change_has_it_read_anew(counters, remembered):
    get(remembered)
    counters.bump([moments.NAME])
    assert get(remembered) == 2


def test_a_change_while_it_is_read_does_too(counters, loaded):
    def load():
        loaded.append(1)
        counters.bump([moments.NAME])

    remembered = Remembered(load)
    get(remembered)
    get(remembered)
    assert len(loaded) == 2


def test_so_does_the_clock(counters, remembered, monkeypatch):
    monkeypatch.setattr(moments, "until", lambda clock, now: now)
    assert [get(remembered) for _ in range(2)] == [1, 2]


def test_other_counters_know_nothing_of_it(counters, remembered, tmp_path, monkeypatch):
    get(remembered)
    other = Generations(tmp_path / "other")
    other.beat(seen=1)
    monkeypatch.setattr(places, "generations", lambda: other)
    assert get(remembered) == 2


def test_who_makes_no_page_for_the_store_reads_anew(counters, remembered):
    assert [remembered.get() for _ in range(2)] == [1, 2]
    get(remembered)
    assert remembered.get() == 4


def test_so_does_everybody_when_nobody_listens(counters, remembered):
    get(remembered)
    counters.silence()
    assert get(remembered) == 2


def test_a_page_depends_on_what_it_did_not_read_itself(counters, loaded):
    remembered = Remembered(lambda: loaded.append(1))
    get(remembered)
    remembered._kept = type(remembered._kept)(
        None,
        frozenset({"site_portal"}),
        (),
        counters.birth,
        counters.now(),
        float("inf"),
        None,
        None,
    )
    reading = Reading()
    with listening(reading):
        remembered.get()
    assert reading.names == ["site_portal"]
    assert len(loaded) == 1
