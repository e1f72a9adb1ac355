"""What the page store keeps of what Django answers, and what it hands out when."""

import threading
import time

import pytest
from django.db import OperationalError

from news.pagestore import generations, moments
from news.pagestore import wsgi as pagestore_wsgi
from news.pagestore.asked import Rules
from news.pagestore.generations import HIT, Generations
from news.pagestore.shelf import Shelf
from news.pagestore.wsgi import PageStore
from tests import pagestore
from tests.pagestore import ask, environ

PUBLIC = {"Cache-Control": "public, max-age=0", "Content-Type": "text/html"}


class Django:
    """Answers what it is told to, and counts how often it was asked."""

    def __init__(self):
        self.status, self.headers, self.body = "200 OK", dict(PUBLIC), b"one"
        self.asked, self.seen, self.sized = 0, [], True

    def __call__(self, given, start_response):
        self.asked += 1
        self.seen.append(given)
        sized = {"Content-Length": str(len(self.body))} if self.sized else {}
        start_response(self.status, list({**self.headers, **sized}.items()))
        return iter([self.body])


@pytest.fixture
def django():
    return Django()


@pytest.fixture
def counters(tmp_path, monkeypatch):
    return pagestore.trusted(tmp_path, monkeypatch)


@pytest.fixture
def store(tmp_path, django, counters):
    rules = Rules({"": (), "tin-tuc": {"tu"}}, {"quan-tri"})
    return pagestore.small(django, tmp_path, counters, rules)


def get(store, address="/", **headers):
    return ask(store, environ(address, **headers))


def test_a_page_is_made_once(store, django):
    answers = [get(store) for _ in range(3)]
    assert [answer.state for answer in answers] == ["miss", "hit", "hit"]
    assert {answer.body for answer in answers} == {b"one"}
    assert django.asked == 1


def test_each_process_begins_to_listen_with_its_first_request(tmp_path, django, counters):
    begun = []
    shelves = Shelf(tmp_path / "a", 1000, 1000), Shelf(tmp_path / "b", 1000, 1000)
    rules = Rules({}, {"quan-tri"})
    store = PageStore(django, rules, counters, shelves, lambda: begun.append(1))
    assert begun == []
    get(store, "/quan-tri/")
    get(store, "/quan-tri/")
    assert begun == [1]


NOT_KEPT = {
    "a cookie": {"Set-Cookie": "a=b"},
    "another language": {"Vary": "Accept-Language"},
    "not public": {"Cache-Control": "max-age=0"},
    "private": {"Cache-Control": "private"},
    "never": {"Cache-Control": "public, no-store"},
}


@pytest.mark.parametrize("headers", NOT_KEPT.values(), ids=NOT_KEPT)
def test_what_is_not_for_everybody_is_not_kept(store, django, headers):
    django.headers |= headers
    assert [get(store).state.partition(";")[0] for _ in range(2)] == ["miss", "miss"]
    assert django.asked == 2
    assert get(store).headers.items() >= {k.lower(): v for k, v in headers.items()}.items()


def test_a_stream_is_not_kept(store, django):
    django.sized = False
    assert [get(store).body for _ in range(2)] == [b"one", b"one"]
    assert django.asked == 2


@pytest.mark.parametrize(
    "status", ["302 Found", "400 Bad Request", "403 Forbidden", "429 X", "503 X"]
)
def test_what_is_no_page_is_not_kept(store, django, status):
    django.status = status
    assert [get(store).status for _ in range(2)] == [int(status[:3])] * 2
    assert django.asked == 2


def test_a_redirection_is_kept_whether_or_not_it_says_that_it_is_public(store, django):
    django.status, django.headers = "301 Moved Permanently", {"Location": "/x/"}
    assert [get(store).state for _ in range(2)] == ["miss", "hit"]
    assert get(store).headers["location"] == "/x/"


@pytest.mark.parametrize("status", ["404 Not Found", "410 Gone"])
def test_errors_are_kept_for_a_minute_on_a_shelf_of_their_own(store, django, status, monkeypatch):
    django.status, django.headers = status, {"Content-Type": "text/html"}
    assert [get(store).state for _ in range(2)] == ["miss", "hit"]
    for number in range(50):
        get(store, f"/khong-co-{number}/")
    assert store._lasting.size() == (0, 0)
    now = time.time()
    monkeypatch.setattr(pagestore_wsgi.time, "time", lambda: now + 61)
    assert get(store).state == "miss"


def test_strangers_cannot_push_pages_out_by_asking_for_nonsense(store, django):
    get(store)
    django.status, django.headers = "404 Not Found", {}
    for number in range(300):
        get(store, f"/khong-co-{number}/")
    assert get(store).state == "hit"
    _, size = store._brief.size()
    assert size <= 22_000


def test_nor_by_leading_words_and_lists_read_on(store, django):
    get(store, "/tin-tuc/?tu=1")
    assert store._lasting.size() == (0, 0)
    django.status, django.headers = "301 Moved Permanently", {"Location": "/x/"}
    get(store, "/tin-tuc/a-1/")
    assert store._lasting.size() == (0, 0)
    assert store._brief.size()[0] == 2


def test_fifty_thousand_queries_are_one_page(store, django):
    for number in range(500):
        get(store, f"/tin-tuc/?x{number}={number}")
    assert django.asked == 1
    assert store._lasting.size()[0] == 1


def test_a_query_that_the_page_does_not_know_may_tell_of_an_old_address(store, django):
    django.status, django.headers = "404 Not Found", {}
    assert get(store, "/tin-tuc/?id=7").status == 404
    assert django.seen[-1]["QUERY_STRING"] == "id=7"
    django.status, django.headers = "301 Moved Permanently", {"Location": "/x/"} | PUBLIC
    assert get(store, "/tin-tuc/?id=7").headers["location"] == "/x/"


def test_a_page_is_made_for_nobody_in_particular(store, django):
    personal = {"HTTP_COOKIE": "a=b", "HTTP_ACCEPT_LANGUAGE": "fr", "HTTP_IF_NONE_MATCH": "*"}
    get(store, **personal)
    assert not personal.keys() & django.seen[0].keys()


def test_who_has_a_session_goes_to_django(store, django):
    get(store)
    assert get(store, HTTP_COOKIE="phien=x").state == "bypass; session"
    assert django.seen[-1]["HTTP_COOKIE"] == "phien=x"


def test_a_change_while_a_page_is_made_is_not_missed(store, django, counters):
    answer = django.__call__

    def changing(given, start_response):
        counters.bump(["moments"])
        return answer(given, start_response)

    store._application = changing
    get(store)
    assert get(store).state == "miss"


def test_nobody_trusts_a_store_that_does_not_listen(store, django, counters):
    get(store)
    counters.silence()
    django.body = b"two"
    answer = get(store)
    assert (answer.state, answer.body) == ("bypass; not listening", b"two")


def test_when_the_database_is_away_what_still_holds_is_handed_out(store, django, counters):
    get(store)
    counters.silence()
    django.status, django.headers, django.body = "500 Error", {}, b"broken"
    answer = get(store)
    assert (answer.status, answer.state, answer.body) == (200, "kept; database away", b"one")
    asked = django.asked
    assert get(store).body == b"one"
    assert django.asked == asked, "nobody waits for the database again at once"
    assert get(store, "/tin-tuc/").status == 500


def test_what_is_known_to_be_wrong_is_never_handed_out(store, django, counters, monkeypatch):
    get(store)
    counters.silence()
    django.status = "500 Error"
    now = time.time()
    monkeypatch.setattr(pagestore_wsgi.time, "time", lambda: now + 1001)
    assert get(store).status == 500
    monkeypatch.setattr(pagestore_wsgi.time, "time", lambda: now)
    counters.bump(["moments"])
    assert get(store).status == 500


def test_a_fault_of_ours_is_not_hidden_behind_an_old_page(store, django, counters):
    get(store)
    counters.bump_all()
    django.status, django.headers = "500 Error", {}
    assert get(store).status == 500


def test_only_one_makes_a_page_while_the_others_wait(store, django):
    answer = django.__call__

    def slow(given, start_response):
        time.sleep(0.2)
        return answer(given, start_response)

    store._application = slow
    found = []
    threads = [threading.Thread(target=lambda: found.append(get(store))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.state for answer in found) == ["hit"] * 7 + ["miss"]
    assert django.asked == 1


def test_another_process_finds_the_page(store, django, tmp_path):
    get(store)
    other = pagestore.small(django, tmp_path, Generations(tmp_path), Rules({"": ()}, ()))
    assert get(other).state == "hit"
    assert django.asked == 1


def test_brotli_is_made_with_the_first_hit_and_shared(store, django, tmp_path):
    django.body = b"duong moi " * 100
    takes = {"HTTP_ACCEPT_ENCODING": "gzip, br"}
    found = [get(store, **takes).headers["content-encoding"] for _ in range(3)]
    assert found == ["gzip", "br", "br"]
    assert Shelf(tmp_path / "pages", 100_000, 50_000).in_files("/").brotli


def test_head_is_answered_from_the_page(store, django):
    get(store)
    answer = ask(store, environ("/", method="HEAD"))
    assert (answer.state, answer.body, answer.headers["content-length"]) == ("hit", b"", "3")


def test_hits_are_counted(store, counters, monkeypatch):
    monkeypatch.setattr(generations, "_TOGETHER", 0)
    for _ in range(21):
        get(store)
    assert counters.counts()[HIT] == 20


def test_a_page_whose_end_nobody_knows_is_handed_out_and_not_kept(store, django, monkeypatch):
    def lost(clock, now):
        raise OperationalError("server closed the connection")

    monkeypatch.setattr(moments, "until", lost)
    answers = [get(store) for _ in range(2)]
    assert [answer.state for answer in answers] == ["miss; database lost"] * 2
    assert [answer.body for answer in answers] == [b"one", b"one"]
