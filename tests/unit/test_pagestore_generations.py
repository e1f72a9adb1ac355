"""The counters: a page holds until one of its marks changes, for every process that shares them."""

import multiprocessing
import os
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from news.pagestore import generations, places
from news.pagestore.generations import HIT, Generations, mark


@pytest.fixture
def counters(tmp_path):
    return Generations(tmp_path)


def test_a_page_holds_until_one_of_its_marks_changes(counters):
    marks = mark("news_category"), mark("site_portal")
    since = counters.now()
    assert counters.holds(since, marks)
    counters.bump(["site_banner"])
    assert counters.holds(since, marks)
    counters.bump(["site_portal"])
    assert not counters.holds(since, marks)
    assert counters.holds(counters.now(), marks)


def test_everything_can_be_made_out_of_date_at_once(counters):
    since = counters.now()
    counters.bump_all()
    assert not counters.holds(since, ())
    assert counters.holds(counters.now(), ())


def test_what_changes_while_a_page_is_made_makes_it_old_at_once(counters):
    since = counters.now()
    counters.bump(["news_category"])
    assert not counters.holds(since, (mark("news_category"),))


def test_another_process_sees_it_too(counters, tmp_path):
    since, other = counters.now(), Generations(tmp_path)
    other.bump(["news_category"])
    assert not counters.holds(since, (mark("news_category"),))
    assert counters.now() == other.now() == since + 1


def _bump_often(counters, name, times):
    for _ in range(times):
        counters.bump([name])


def test_nothing_is_lost_when_many_write(counters):
    # As gunicorn's workers come from one process that has opened the file.
    fork = multiprocessing.get_context("fork")
    others = [fork.Process(target=_bump_often, args=(counters, str(n), 200)) for n in range(3)]
    for other in others:
        other.start()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: counters.bump([f"own {n}"]), range(200)))
    for other in others:
        other.join()
    assert [other.exitcode for other in others] == [0, 0, 0]
    assert counters.now() == 800


def test_the_counters_outlive_a_process(counters, tmp_path):
    counters.bump(["a"])
    assert Generations(tmp_path).now() == 1


def test_they_are_trusted_as_long_as_a_listener_says_so(counters, monkeypatch):
    assert not counters.trusted
    counters.beat(seen=5)
    assert counters.trusted
    assert counters.seen == 5
    late = time.monotonic_ns() + int(generations.LEASE * 1e9) + 1
    monkeypatch.setattr(generations.time, "monotonic_ns", lambda: late)
    assert not counters.trusted


def test_a_machine_that_was_started_anew_trusts_nobody(counters, monkeypatch):
    counters.beat(seen=5)
    monkeypatch.setattr(generations.time, "monotonic_ns", lambda: 0)
    assert not counters.trusted


def test_a_listener_that_lost_the_database_says_so(counters, monkeypatch):
    counters.beat(seen=5)
    monkeypatch.setattr(generations, "LEASE", 10**9)
    assert counters.trusted
    counters.silence()
    assert not counters.trusted
    assert counters.seen == 5


def test_answers_are_counted(counters, tmp_path, monkeypatch):
    monkeypatch.setattr(generations, "_TOGETHER", 1000)
    for _ in range(450):
        counters.count(HIT)
    assert Generations(tmp_path).counts()[HIT] == 1
    counters._due = 0
    counters.count(HIT)
    assert Generations(tmp_path).counts()[HIT] == 451


def test_without_room_there_is_no_store(tmp_path, monkeypatch, settings, caplog):
    def full(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(generations.os, "posix_fallocate", full)
    settings.PAGE_STORE, settings.PAGE_STORE_DIR = True, str(tmp_path / "pages")
    assert places.begin() is None
    assert "cannot be used" in caplog.text
    places.generations.cache_clear()


def test_a_command_makes_no_store(tmp_path, settings):
    settings.PAGE_STORE, settings.PAGE_STORE_DIR = True, str(tmp_path / "pages")
    places.generations.cache_clear()
    assert places.generations() is None
    assert not (tmp_path / "pages").exists()
    places.generations.cache_clear()


def test_pages_of_a_release_that_nobody_runs_any_more_are_put_away(tmp_path, settings):
    settings.PAGE_STORE, settings.PAGE_STORE_DIR = True, str(tmp_path)
    counters, hour = places.begin(), 3600
    old, replaced = tmp_path / "older-1", tmp_path / "newer-1"
    for folder, age in {old: 2 * hour, replaced: hour / 2}.items():
        folder.mkdir()
        os.utime(folder, (time.time() - age,) * 2)
    places.shelves(counters)
    assert old.exists()
    places.put_away_others(counters)
    assert not old.exists()
    assert replaced.exists()
    assert (tmp_path / "generations").exists()
    places.generations.cache_clear()
