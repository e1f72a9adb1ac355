"""What Prometheus reads: sums over all processes of a machine, whatever becomes of one of them."""

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings as configured

from config.operations.health import checks
from config.operations.metrics import counting, text
from config.operations.metrics.board import BOUNDS, Board
from config.operations.metrics.kinds import KINDS
from news.pagestore import places
from tests import health
from tests import pagestore as stores
from tests.factories import make_article

PAGE = "/suc-khoe/do-luong/"
LINE = re.compile(r'[a-z_]+(\{[a-z]+="[^"\\]*"(,[a-z]+="[^"\\]*")*\})? -?[0-9.e+-]+')


class Counting:
    """A process that has counted its answers and still lives."""

    def __init__(self, folder):
        command = [sys.executable, "-m", "tests.counting_process", str(folder)]
        self.process = subprocess.Popen(  # noqa: S603 - our own
            command,
            cwd=configured.BASE_DIR,
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def wait(self) -> None:
        assert self.process.stdout.readline() == b"counted\n"

    def end(self, by="kill") -> None:
        getattr(self.process, by)()
        self.process.communicate()


def test_processes_lose_no_count_and_a_killed_one_leaves_its_row_to_the_next(tmp_path):
    board = Board(tmp_path)
    board.count("home", 503, 20, 0, 0)
    first = [Counting(tmp_path) for _ in range(2)]
    for process in first:
        process.wait()
    assert board.sums()["home"].statuses == (0, 2000, 0, 0, 1)
    assert board.processes() == 3
    for process in first:
        process.end()
    assert board.processes() == 1
    again = Counting(tmp_path)
    again.wait()
    assert board.processes() == 2
    again.end("terminate")
    found = board.sums()["home"]
    assert (sum(found.statuses), found.queries, found.buckets[-1]) == (3001, 9000, 1)
    assert found.database_seconds == pytest.approx(3)


@pytest.mark.parametrize(
    ("seconds", "bucket"), [(0, 0), (0.005, 0), (0.0051, 1), (10, 10), (10.1, 11)]
)
def test_an_answer_belongs_to_the_first_bucket_that_holds_it(tmp_path, seconds, bucket):
    board = Board(tmp_path)
    board.count("page", 200, seconds, 0, 0)
    assert board.sums()["page"].buckets.index(1) == bucket


def test_a_status_of_no_kind_breaks_nothing(tmp_path):
    board = Board(tmp_path)
    for status in (0, 99, 100, 600, 999):
        board.count("none", status, 0, 0, 0)
    assert sum(board.sums()["none"].statuses) == 5


@pytest.fixture
def counted(settings, tmp_path):
    """Counters of the test's own."""
    settings.METRICS_DIR = str(tmp_path / "metrics")
    counting.board.cache_clear()
    yield counting.board
    counting.board.cache_clear()


@pytest.fixture
def numbers(client, settings, monkeypatch, db):
    """A function that asks as Prometheus does, and gives each number by its name and labels."""
    monkeypatch.setattr(checks, "all_results", health.at_once)

    def ask() -> dict[str, float]:
        answer = client.get(PAGE, **health.token(settings))
        assert (answer.status_code, answer["Content-Type"]) == (200, text.CONTENT_TYPE)
        lines = answer.content.decode().splitlines()
        told = [line for line in lines if not line.startswith("# TYPE ")]
        assert [line for line in told if not LINE.fullmatch(line)] == []
        assert len(set(lines)) == len(lines)
        return {name: float(number) for name, number in (line.rsplit(" ", 1) for line in told)}

    return ask


def test_requests_are_counted_by_kind_status_and_time(counted, client, numbers):
    article = make_article()
    for path in ("/", "/tin-tuc/", article.get_absolute_url(), "/khong/co/gi/", "/quan-tri/"):
        client.get(path)
    client.get("/tim-kiem/", {"q": "dân vận"})
    found = numbers()
    answered = {
        ("home", 2): 1,
        ("list", 2): 1,
        ("article", 2): 1,
        ("staff", 3): 1,
        ("search", 2): 1,
        ("none", 4): 1,
    }
    for (kind, digit), number in answered.items():
        name = f'congthongtin_requests_total{{kind="{kind}",status="{digit}xx"}}'
        assert found[name] == number, name
    assert found['congthongtin_request_seconds_count{kind="article"}'] == 1
    assert found['congthongtin_request_seconds_bucket{kind="article",le="+Inf"}'] == 1
    assert found['congthongtin_database_queries_total{kind="article"}'] >= 2
    assert 0 < found['congthongtin_database_seconds_total{kind="article"}'] < 10
    assert found["congthongtin_web_processes"] == 1


def test_buckets_grow(counted, numbers):
    counted().count("page", 200, 0.03, 0, 0)
    counted().count("page", 200, 3, 0, 0)
    found = numbers()
    names = [f'congthongtin_request_seconds_bucket{{kind="page",le="{b}"}}' for b in BOUNDS]
    assert [found[name] for name in names] == [0, 0, 0, 1, 1, 1, 1, 1, 1, 2, 2]


def test_checks_and_their_numbers_are_told(numbers):
    found = numbers()
    assert found['congthongtin_check_state{check="clock"}'] == 1
    assert found["congthongtin_tasks_waiting"] == 0
    assert found["congthongtin_disk_free_bytes"] > 0
    assert not [name for name in found if "requests_total" in name]


def test_answers_of_the_page_store_are_told(numbers, settings, tmp_path, monkeypatch):
    settings.PAGE_STORE, settings.PAGE_STORE_DIR = True, str(tmp_path)
    counters = stores.trusted(tmp_path, monkeypatch)
    monkeypatch.setattr(places, "generations", lambda: counters)
    counters.count(stores.generations.HIT)
    found = numbers()
    assert found['congthongtin_page_store_answers_total{state="hit"}'] == 1
    assert found["congthongtin_page_store_listening"] == 1
    assert found["congthongtin_page_store_bytes"] == 0


def test_strangers_make_no_new_kind(counted, client, numbers):
    for path in (
        "/la/",
        "/%00/",
        "/rss/x.xml",
        "/api/v1/articles/999/",
        "/static/x",
        "/xem-duyet/a/",
    ):
        client.get(path)
    told = {name for name in numbers() if "requests_total" in name}
    assert len(told) == 5 * len(KINDS)


def test_without_the_token_nothing_is_told(client, settings):
    health.token(settings)
    assert client.get(PAGE).status_code == 401
    assert client.get(PAGE, HTTP_AUTHORIZATION="Bearer x").status_code == 401


def test_where_nothing_can_be_counted_pages_are_answered_all_the_same(
    client, settings, tmp_path, db
):
    (tmp_path / "file").write_text("no folder")
    settings.METRICS_DIR = str(tmp_path / "file" / "metrics")
    counting.board.cache_clear()
    assert client.get("/").status_code == 200
    assert counting.board() is None
    counting.board.cache_clear()
