"""A reload, a stop and a killed worker while citizens read."""

import errno
import http.client
import os
import signal
import socket
import threading

import pytest

from tests.faults.portal import HOST
from tests.faults.readers import Readers
from tests.pagestore import wait

BLOCKED = "SELECT count(*) FROM pg_locks WHERE NOT granted"
# What a reader meets who comes while nobody listens; nginx has a page of its own for them.
NOBODY_THERE = (ConnectionRefusedError, ConnectionResetError, http.client.RemoteDisconnected)


@pytest.fixture
def addresses(cast):
    """A page that is kept and one that is made each time."""
    return cast["article"], "/tin-tuc/?loc", "/dang-nhap/"


def test_a_reload_under_load_fails_no_request(portal, addresses):
    with Readers(portal, *addresses) as readers:
        for _ in range(2):
            before = portal.workers()
            portal.web.send_signal(signal.SIGHUP)
            wait(lambda before=before: not portal.workers() & before, 60)
            readers.some_more()
    assert readers.failed == []
    assert set(readers.came) == {200}


def test_a_stop_under_load_finishes_what_was_begun(portal, addresses):
    with Readers(portal, *addresses) as readers:
        portal.web.send_signal(signal.SIGTERM)
        assert portal.web.wait(60) == 0
    assert [error for error in readers.failed if not isinstance(error, NOBODY_THERE)] == []
    assert set(readers.came) == {200}


def test_a_stop_waits_for_a_page_that_is_being_made(portal):
    came = []
    reader = threading.Thread(target=lambda: came.append(portal.get(portal.fresh())))
    with portal.database.locked("news_article"):
        reader.start()
        wait(lambda: portal.database.ask(BLOCKED), 30)
        portal.web.send_signal(signal.SIGTERM)
        wait(lambda: _nobody_listens(portal), 30)
    reader.join(60)
    assert came[0].status == 404
    assert "</html>" in came[0].text
    assert portal.web.wait(60) == 0


def test_a_killed_worker_costs_each_reader_one_page_at_most(portal, addresses):
    with Readers(portal, *addresses) as readers:
        before = portal.workers()
        os.kill(min(before), signal.SIGKILL)
        wait(lambda: len(portal.workers() - before) == 1, 60)
        readers.some_more()
        lost = len(readers.failed)
        readers.some_more()
    assert lost <= 3
    assert len(readers.failed) == lost
    assert set(readers.came) == {200}


def _nobody_listens(portal) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, portal.port)) == errno.ECONNREFUSED
