"""How soon a publication is on every page that shows it, while readers keep the server busy.

PERFORMANCE=1 writes docs/performance.md.
"""

import os
import statistics
import subprocess
import time
from contextlib import contextmanager

import pytest

from news import archive
from news.models import Article, State
from tests import pagestore
from tests.bench import search_archive, serving
from tests.bench.performance import write
from tests.factories import make_article, move

pytestmark = [
    pytest.mark.bench,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not (serving.WRK and serving.TASKSET), reason="wrk is needed"),
]
ARTICLES, TIMES, MIXED = 2_000, 5, 200
# Milliseconds from the end of the transaction to the page with the article in it.
WANTED = 100


def test_a_publication_is_on_every_page_at_once(tmp_path, settings, capsys):
    search_archive.build(ARTICLES)
    archive.ALL.rebuild()
    paths = [row.get_absolute_url() for row in Article.objects.public().newest_first()[:MIXED]]
    server = serving.portal("short", tmp_path)
    with pagestore.site(tmp_path / "short", settings), server:
        script = serving.script(tmp_path, "mixed", paths)
        with busy(server, script):
            found = {name: [_wait(server, name) for _ in range(TIMES)] for name in PAGES}
    lines = ["| ms until it shows | in the middle | at worst |", "|---|---|---|"]
    for name, waits in found.items():
        lines.append(f"| {name} | {statistics.median(waits):.0f} | {max(waits):.0f} |")
    with capsys.disabled():
        print("\n" + "\n".join(lines))  # noqa: T201
    if "PERFORMANCE" in os.environ:
        write("visible", lines)
    assert max(statistics.median(waits) for waits in found.values()) < WANTED


PAGES = {
    "its own page": lambda article: article.get_absolute_url(),
    "front page": lambda article: "/",
    "all news": lambda article: "/tin-tuc/",
    "its section": lambda article: article.category.get_absolute_url(),
    "its unit": lambda article: article.unit.get_absolute_url(),
    "feed": lambda article: "/rss/tin-tuc.xml",
}


@contextmanager
def busy(server, script):
    """Readers of kept pages who do not pause."""
    command = [serving.TASKSET, "-c", serving.ASKER, serving.WRK, "-t1", "-c16", "-d600s"]
    command += ["-s", str(script), f"http://127.0.0.1:{server.port}"]
    readers = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603 - our own
    try:
        yield
        assert readers.poll() is None
    finally:
        readers.terminate()
        readers.wait(10)


def _wait(server, name: str) -> float:
    """Milliseconds from a publication until the page shows it."""
    article = make_article(State.APPROVED, title=f"Tin mới lúc {time.monotonic_ns()}")
    path = PAGES[name](article)
    if name != "its own page":
        server.fetch_plain(path)
    move(article, "publish")
    begun = time.perf_counter()
    while article.title.encode() not in server.fetch_plain(path):
        assert time.perf_counter() - begun < 10, path
    return (time.perf_counter() - begun) * 1000
