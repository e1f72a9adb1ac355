"""A reader of an article beside twenty who search for words that are everywhere: a ratio."""

import statistics
import threading
import time
from urllib.parse import quote
from urllib.request import urlopen

import pytest

from news.models import Article
from news.pace import Pace
from news.search import windows
from news.views import sparing
from tests.bench import search_archive
from tests.bench.test_search_speed import WORST

pytestmark = [pytest.mark.bench, pytest.mark.django_db(transaction=True)]
ARTICLES, SEARCHERS, READS = 20_000, 20, 60


def seconds(address: str) -> float:
    start = time.perf_counter()
    with urlopen(address) as answer:  # noqa: S310 - the test's own server
        answer.read()
    return time.perf_counter() - start


def usual(address: str) -> float:
    """The middle of many readings."""
    return statistics.median(seconds(address) for _ in range(READS))


def searching(server: str, stop: threading.Event, answers: list[int], place: int) -> None:
    """Search without a pause until told to stop; who is sent away asks again."""
    while not stop.is_set():
        for words in WORST[place % 7 :: 7]:
            try:
                with urlopen(f"{server}/tim-kiem/?q={quote(words)}") as answer:  # noqa: S310
                    answers.append(answer.status)
            except OSError as error:
                answers.append(getattr(error, "code", 0))


def test_a_reader_does_not_notice_twenty_searches(live_server, monkeypatch, capsys):
    monkeypatch.setattr(sparing, "PACE", Pace(10**9))
    search_archive.build(ARTICLES)
    windows.forget()
    article = live_server.url + Article.objects.public().newest_first()[0].get_absolute_url()
    seconds(article)
    alone, stop, answers = usual(article), threading.Event(), []
    threads = [
        threading.Thread(target=searching, args=(live_server.url, stop, answers, place))
        for place in range(SEARCHERS)
    ]
    for thread in threads:
        thread.start()
    beside = usual(article)
    stop.set()
    for thread in threads:
        thread.join()
    search_archive.clear()
    with capsys.disabled():
        print(  # noqa: T201
            f"\nan article beside {SEARCHERS} searches: {beside / alone:.1f} × alone "
            f"({alone * 1000:.0f} ms, {beside * 1000:.0f} ms); {answers.count(200)} of "
            f"{len(answers)} searches answered, the others told to wait"
        )
    assert set(answers) <= {200, 503}
    assert beside / alone < 20
