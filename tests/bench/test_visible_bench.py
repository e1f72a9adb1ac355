"""How soon a publication is on every page that shows it, while readers keep the server busy.

PERFORMANCE=1 writes docs/performance.md.
"""

import os
import statistics
import subprocess
import time
from contextlib import contextmanager, nullcontext

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
# Milliseconds from the end of the transaction to the page with the article in it, in the middle, by
# how many connections ask for articles without a pause. Wanted are 100. After a publication all
# that the connections ask for is read again or made anew, so a page waits for that many others.
MOST = {0: 60, 4: 130, 16: 150}


def test_a_publication_is_on_every_page_at_once(tmp_path, settings, capsys):
    search_archive.build(ARTICLES)
    archive.ALL.rebuild()
    paths = [row.get_absolute_url() for row in Article.objects.public().newest_first()[:MIXED]]
    server = serving.portal("short", tmp_path)
    with pagestore.site(tmp_path / "short", settings), server:
        script = serving.script(tmp_path, "mixed", paths)
        found = {readers: _waits(server, script, readers) for readers in MOST}
    lines = _table(found)
    with capsys.disabled():
        print("\n" + "\n".join(lines))  # noqa: T201
    if "PERFORMANCE" in os.environ:
        write("visible", lines)
    for readers, waits in found.items():
        assert max(map(statistics.median, waits.values())) < MOST[readers], readers


def _waits(server, script, readers: int) -> dict[str, list[float]]:
    with busy(server, script, readers) if readers else nullcontext():
        return {name: [_wait(server, name) for _ in range(TIMES)] for name in PAGES}


def _table(found) -> list[str]:
    heads = " | ".join(f"{readers} connections" if readers else "nobody else" for readers in found)
    lines = [f"| ms until it shows, in the middle / at worst | {heads} |"]
    lines += ["|---" * (len(found) + 1) + "|"]
    for name in PAGES:
        waits = [of[name] for of in found.values()]
        told = " | ".join(f"{statistics.median(one):.0f} / {max(one):.0f}" for one in waits)
        lines.append(f"| {name} | {told} |")
    return lines


PAGES = {
    "its own page": lambda article: article.get_absolute_url(),
    "front page": lambda article: "/",
    "all news": lambda article: "/tin-tuc/",
    "its section": lambda article: article.category.get_absolute_url(),
    "its unit": lambda article: article.unit.get_absolute_url(),
    "feed": lambda article: "/rss/tin-tuc.xml",
}


@contextmanager
def busy(server, script, readers: int):
    """Readers of kept pages who do not pause."""
    command = [serving.TASKSET, "-c", serving.ASKER, serving.WRK, "-t1", f"-c{readers}", "-d600s"]
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
