"""Requests a second: the page store either way, Django without it, nginx with static files.

Ratios within one run; every round asks all of them. PERFORMANCE=file writes the table there.
"""

import os
from pathlib import Path

import pytest
from django.db import connection

from news import archive
from news.models import Article
from tests.bench import serving
from tests.bench.test_pages_bench import fill
from tests.factories import make_category, make_unit

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


def kinds() -> dict[str, list[str]]:
    """What is asked for: a name, and addresses."""
    rows = Article.objects.public().newest_first()[:MIXED]
    last = archive.ALL.last_number()
    return {
        "first page of all news": ["/tin-tuc/"],
        f"page {min(200, last)} of all news": [f"/tin-tuc/trang/{min(200, last)}/"],
        f"{MIXED} articles": [row.get_absolute_url() for row in rows],
        "feed": ["/rss/tin-tuc.xml"],
    }


def test_the_store_is_as_quick_as_files(tmp_path, capsys):
    fill(ARTICLES, make_category(), make_unit())
    asked = kinds()
    scripts = {kind: serving.script(tmp_path, kind, paths) for kind, paths in asked.items()}
    short = serving.portal(SHORT, tmp_path)
    long = serving.portal(LONG, tmp_path, PAGE_STORE_QUICK="0")
    plain = serving.portal(PLAIN, tmp_path, PAGE_STORE="0")
    connection.close()
    with short, long, plain:
        pages = {path: _warm(path, short, long) for paths in asked.values() for path in paths}
        with serving.files(tmp_path, pages) as files:
            servers = (files, short, long, plain)
            for _ in range(serving.ROUNDS):
                for kind, script in scripts.items():
                    for server in servers:
                        server.load(kind, script)
    table = _table(asked, servers, pages)
    with capsys.disabled():
        print(f"\n{table}")  # noqa: T201
    if "PERFORMANCE" in os.environ:
        Path(os.environ["PERFORMANCE"]).write_text(table, encoding="utf-8")
    for kind in asked:
        assert long.rate(kind) > 20 * plain.rate(kind), kind
        assert short.rate(kind) > 0.8 * files.rate(kind), kind


def _warm(path: str, *servers) -> bytes:
    """The page as the stores send it, made in each."""
    for server in servers:
        for _ in range(50):
            body, headers = server.fetch(path)
            if headers["x-page-store"] == "hit":
                break
        assert headers["x-page-store"] == "hit", path
    return body


def _table(asked, servers, pages) -> str:
    lines = ["| | " + " | ".join(WORDS[server.name] for server in servers) + " | bytes |"]
    lines += ["|---" * (len(servers) + 2) + "|"]
    for kind, paths in asked.items():
        rates = " | ".join(f"{server.rate(kind):,.0f}" for server in servers)
        size = sum(len(pages[path]) for path in paths) // len(paths)
        lines.append(f"| {kind} | {rates} | {size:,} |")
    return "\n".join(lines) + "\n"
