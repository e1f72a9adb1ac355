"""Requests a second: the page store either way, Django without it, nginx with static files.

Ratios within one run; every round asks all of them. PERFORMANCE=1 writes docs/performance.md and
its picture.
"""

import os
import statistics
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from news import archive
from news.models import Article
from news.pagestore.generations import Generations
from tests.bench import bars, search_archive, serving
from tests.bench.performance import write

pytestmark = [
    pytest.mark.bench,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        not (serving.WRK and serving.NGINX and serving.TASKSET), reason="wrk and nginx are needed"
    ),
]
ARTICLES = int(os.environ.get("PAGES_ARTICLES", "5000"))
MIXED = 500
SHORT, PLAIN, LONG, FILES = "short", "django", "long", "nginx"
WORDS = {
    FILES: "nginx, the same bytes as files",
    SHORT: "store, before a request is parsed",
    LONG: "store, as WSGI",
    PLAIN: "Django without it",
}
FIRST, SEARCH, FEED = "first page of all news", "a search", "feed"
# Part of nginx's rate that the store must reach, where it is not 0.8: the smaller a page, the more
# of its time goes by in Python.
LEAST = {FEED: 0.7}
# Times that each kind of page is made anew, and how many of them fill templates and caches.
MADE, FIRST_ONES = 23, 3
# Of a process's four threads two may search; others are told to wait.
CONNECTIONS = {SEARCH: 2}


def kinds() -> dict[str, list[str]]:
    """What is asked for: a name, and addresses."""
    rows = Article.objects.public().newest_first()[:MIXED]
    last = min(200, archive.ALL.last_number())
    return {
        FIRST: ["/tin-tuc/"],
        f"page {last} of all news": [f"/tin-tuc/trang/{last}/"],
        f"{MIXED} articles": [row.get_absolute_url() for row in rows],
        SEARCH: ["/tim-kiem/?q=nong+thon+moi"],
        FEED: ["/rss/tin-tuc.xml"],
    }


def test_the_store_is_as_quick_as_files(tmp_path, capsys):
    search_archive.build(ARTICLES)
    archive.ALL.rebuild()
    asked = kinds()
    queries = {kind: _queries(paths[0]) for kind, paths in asked.items()}
    short = serving.portal(SHORT, tmp_path)
    long = serving.portal(LONG, tmp_path, PAGE_STORE_QUICK="0")
    plain = serving.portal(PLAIN, tmp_path, PAGE_STORE="0")
    connection.close()
    with short, long, plain:
        costs = _costs(asked, short, plain)
        pages = {path: _warm(path, short, long) for paths in asked.values() for path in paths}
        with serving.files(tmp_path, pages) as files:
            servers = (files, short, long, plain)
            _ask_all(tmp_path, asked, servers)
            memory = {server.name: server.memory() for server in servers}
    lines = _rates(asked, servers, pages) + _latencies(asked, servers)
    lines += _made(asked, queries, costs) + _memory(memory)
    with capsys.disabled():
        print("\n" + "\n".join(lines))  # noqa: T201
    if "PERFORMANCE" in os.environ:
        write("serving", lines)
        _draw(asked, servers)
    for kind in asked:
        assert long.rate(kind) > 20 * plain.rate(kind), kind
        assert short.rate(kind) > LEAST.get(kind, 0.8) * files.rate(kind), kind


def _queries(path: str) -> int:
    """How many queries a page costs that is made; the first of all makes the frame as well."""
    client = Client()
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def _costs(asked: dict, store: serving.Server, plain: serving.Server) -> dict[str, list[float]]:
    """The middle cost of a page of each kind that has to be made, in milliseconds: ours, theirs."""
    counters = Generations(Path(store.environment["PAGE_STORE_DIR"]))
    costs = {kind: ([], []) for kind in asked}
    for turn in range(MADE):
        counters.bump_all()
        for kind, paths in asked.items():
            for server, found in zip((store, plain), costs[kind], strict=True):
                found.append(server.cost(paths[turn % len(paths)]))
    middle = statistics.median
    return {kind: [middle(found[FIRST_ONES:]) for found in of] for kind, of in costs.items()}


def _ask_all(folder: Path, asked: dict, servers: tuple) -> None:
    scripts = {kind: serving.script(folder, kind, paths) for kind, paths in asked.items()}
    for _ in range(serving.ROUNDS):
        for kind, script in scripts.items():
            for server in servers:
                server.load(kind, script, CONNECTIONS.get(kind, serving.CONNECTIONS))


def _warm(path: str, *servers) -> bytes:
    """The page as the stores send it, made in each."""
    for server in servers:
        for _ in range(50):
            body, headers = server.fetch(path)
            if headers["x-page-store"] == "hit":
                break
        assert headers["x-page-store"] == "hit", path
    return body


def _rates(asked, servers, pages) -> list[str]:
    lines = ["| answers a second | " + " | ".join(WORDS[s.name] for s in servers) + " | bytes |"]
    lines += ["|---" * (len(servers) + 2) + "|"]
    for kind, paths in asked.items():
        rates = " | ".join(f"{server.rate(kind):,.0f}" for server in servers)
        size = sum(len(pages[path]) for path in paths) // len(paths)
        lines.append(f"| {kind} | {rates} | {size:,} |")
    return lines


def _latencies(asked, servers) -> list[str]:
    heads = " | ".join(WORDS[server.name] for server in servers)
    lines = ["", f"| ms until half, and 99 of 100, were there | {heads} |"]
    lines += ["|---" * (len(servers) + 1) + "|"]
    for kind in asked:
        loads = [server.middle(kind) for server in servers]
        row = " | ".join(f"{load.usual:,.1f} / {load.late:,.1f}" for load in loads)
        lines.append(f"| {kind} | {row} |")
    return lines


def _made(asked, queries, costs) -> list[str]:
    lines = ["", "| a page that is made | queries | ms of the processor, store | without it |"]
    lines += ["|---|---|---|---|"]
    for kind in asked:
        cold, plain = costs[kind]
        lines.append(f"| {kind} | {queries[kind]} | {cold:.1f} | {plain:.1f} |")
    return lines


def _memory(memory: dict[str, float]) -> list[str]:
    lines = ["", "| | memory of all its processes |", "|---|---|"]
    return [*lines, *(f"| {WORDS[name]} | {size:.0f} MB |" for name, size in memory.items())]


def _draw(asked, servers) -> None:
    chart = [
        bars.Group(
            kind, [(WORDS[s.name], s.middle(kind).rate, s.middle(kind).late) for s in servers]
        )
        for kind in asked
    ]
    file = settings.BASE_DIR / "docs" / "images" / "performance.svg"
    file.write_text(bars.draw(chart), encoding="utf-8")
