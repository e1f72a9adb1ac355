"""What readers' pages cost to make with a hundred times the articles: ratios within one run.

GROWTH="5000 50000 500000" tries other sizes; PERFORMANCE=1 writes docs/performance.md.
"""

import os
import statistics
import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from news import archive
from news.models import Article, Category
from tests.bench import search_archive
from tests.bench.performance import write

pytestmark = [pytest.mark.bench, pytest.mark.django_db(transaction=True)]
SIZES = [int(size) for size in os.environ.get("GROWTH", "5000 50000").split()]
ROUNDS = 25
# So much dearer, at most, than among the fewest articles: what varies from run to run.
MOST = 1.5


def pages() -> dict[str, str]:
    """Name of a kind of page → the address of one."""
    newest = Article.objects.public().newest_first().select_related("unit", "author")[0]
    return {
        "front page": "/",
        "first page of all news": "/tin-tuc/",
        "a page of the archive": f"/tin-tuc/trang/{archive.ALL.last_number() // 2}/",
        "a section": Category.objects.get(pk=newest.category_id).get_absolute_url(),
        "a unit": newest.unit.get_absolute_url(),
        "an author": newest.author.get_absolute_url(),
        "an article": newest.get_absolute_url(),
        "feed": "/rss/tin-tuc.xml",
        "site map": "/sitemap.xml",
    }


def cost(client, path: str) -> tuple[float, int]:
    """Milliseconds of a page, the least of some rounds, and its queries."""
    client.get(path)
    times = [_milliseconds(client, path) for _ in range(ROUNDS)]
    with CaptureQueriesContext(connection) as asked:
        client.get(path)
    return min(times), len(asked)


def _milliseconds(client, path: str) -> float:
    start = time.perf_counter()
    assert client.get(path).status_code == 200, path
    return (time.perf_counter() - start) * 1000


def test_every_page_costs_the_same_among_many_articles(client, capsys):
    found = {}
    for size in SIZES:
        search_archive.build(size, searched=False)
        for listing in _listings():
            listing.rebuild()
        found[size] = {name: cost(client, path) for name, path in pages().items()}
        search_archive.clear()
        search_archive.forget_frames()
    lines = _table(found)
    with capsys.disabled():
        print("\n" + "\n".join(lines))  # noqa: T201
    if "PERFORMANCE" in os.environ:
        write("growth", lines)
    few, *more = found.values()
    for many in more:
        for name, (least, queries) in few.items():
            assert many[name][1] <= queries, name
            assert many[name][0] < MOST * least, name


def _listings():
    newest = Article.objects.public().newest_first().select_related("unit", "author")[0]
    yield archive.ALL
    yield archive.of_category(Category.objects.get(pk=newest.category_id))
    yield archive.of_unit(newest.unit)
    yield archive.of_author(newest.author)


def _table(found: dict) -> list[str]:
    sizes = " | ".join(f"{size:,} articles" for size in found)
    lines = [f"| ms (queries) | {sizes} |", "|---" * (len(found) + 1) + "|"]
    for name in next(iter(found.values())):
        row = " | ".join(
            f"{ms:.1f} ({queries})" for ms, queries in (f[name] for f in found.values())
        )
        lines.append(f"| {name} | {row} |")
    means = " | ".join(
        f"{statistics.mean(ms for ms, _ in costs.values()):.1f}" for costs in found.values()
    )
    return [*lines, f"| in the mean | {means} |"]
