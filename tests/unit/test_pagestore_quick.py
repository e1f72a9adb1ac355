"""Which requests are answered as they come from the network."""

import pytest

from news.pagestore import generations
from news.pagestore.asked import Rules
from news.pagestore.generations import HIT
from news.pagestore.quick import Quick
from tests import pagestore
from tests.integration.test_pagestore_quick import HEAD, HEADERS, UNUSUAL
from tests.pagestore import ask, environ
from tests.unit.test_pagestore_wsgi import Django

PLAIN = HEAD % b"/" + b"\r\n"


@pytest.fixture
def counters(tmp_path, monkeypatch):
    return pagestore.trusted(tmp_path, monkeypatch)


@pytest.fixture
def store(tmp_path, counters):
    found = pagestore.small(Django(), tmp_path, counters, Rules({"": ()}, {"quan-tri"}))
    for _ in range(2):
        ask(found, environ("/", HTTP_ACCEPT_ENCODING="br"))
    return found


@pytest.fixture
def quick(store):
    return Quick(store)


@pytest.mark.parametrize("headers", HEADERS)
def test_what_browsers_send_is_answered(quick, headers):
    answer = quick.answer(HEAD % b"/" + headers + b"\r\n")
    assert answer[0].startswith((b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 304 Not Modified\r\n"))


@pytest.mark.parametrize("name", UNUSUAL)
def test_what_is_unusual_is_not(quick, name):
    assert quick.answer(UNUSUAL[name]) is None


def test_what_is_not_kept_is_not(quick):
    assert quick.answer(HEAD % b"/khong-co/" + b"\r\n") is None


def test_an_answer_that_was_ready_is_not_given_after_a_change(quick, counters):
    assert quick.answer(PLAIN)
    counters.bump(["moments"])
    assert quick.answer(PLAIN) is None


def test_nor_when_nobody_listens(quick, counters):
    assert quick.answer(PLAIN)
    counters.silence()
    assert quick.answer(PLAIN) is None


def test_a_page_that_was_made_anew_is_given(quick, store, counters):
    assert quick.answer(PLAIN)[1] == b"one"
    counters.bump(["moments"])
    store._application.body = b"two"
    ask(store, environ("/"))
    assert quick.answer(PLAIN)[1] == b"two"


def test_where_readers_must_come_safely_others_are_not_answered(quick, settings):
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert quick.answer(PLAIN) is None
    assert quick.answer(HEAD % b"/" + b"X-Forwarded-Proto: http\r\n\r\n") is None
    assert quick.answer(HEAD % b"/" + b"X-Forwarded-Proto: https\r\n\r\n")


def test_answers_are_counted(quick, counters, monkeypatch):
    monkeypatch.setattr(generations, "_TOGETHER", 0)
    counters._due, before = 0, counters.counts()[HIT]
    for _ in range(20):
        quick.answer(PLAIN)
    assert counters.counts()[HIT] - before >= 20


def test_ready_answers_are_bounded(quick, monkeypatch):
    monkeypatch.setattr("news.pagestore.quick._MOST_READY", 10)
    for number in range(50):
        quick.answer(HEAD % b"/?x=%d" % number + b"\r\n")
    assert len(quick._ready) <= 10
    assert len(quick._same) <= 10
