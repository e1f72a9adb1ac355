"""What a page costs that has to be made: processor time, against a plain Django site of the same
articles, in turns. PERFORMANCE=1 writes docs/performance.md.
"""

import os
import statistics
import time

import pytest

from news import archive
from news.models import Article
from news.pagestore import asked, making
from news.pagestore.reading import Reading
from news.pagestore.remembering import listening
from tests import pagestore
from tests.bench.performance import write
from tests.bench.plain import urls
from tests.bench.test_pages_bench import fill
from tests.factories import make_category, make_image, make_unit

pytestmark = [pytest.mark.bench, pytest.mark.django_db(transaction=True)]
ROUNDS = 40
# Parts of the plain site's page that a page may take; a busy machine adds to both.
MOST = {"first page of all news": 0.8, "an archive page": 0.8, "an article": 1.2}


def test_a_page_is_made_for_less_than_plain_django_takes(tmp_path, settings, capsys):
    sections = [make_category(f"Chuyên mục {letter}") for letter in "abcdefgh"]
    fill(5000, sections[0], make_unit())
    Article.objects.update(cover=make_image())
    article = Article.objects.public().news().newest_first()[7].get_absolute_url()
    number = archive.ALL.last_number() - 5
    pages = dict(zip(MOST, ("/tin-tuc/", f"/tin-tuc/trang/{number}/", article), strict=True))
    with pagestore.site(tmp_path, settings) as site:
        costs = _measured(site, pages)
    lines = ["| | made for the store | plain Django | of it |", "|---|---|---|---|"]
    for name, (ours, plain) in costs.items():
        lines.append(f"| {name} | {ours:.1f} ms | {plain:.1f} ms | {ours / plain:.2f} |")
    with capsys.disabled():
        print("\n" + "\n".join(lines))  # noqa: T201
    if "PERFORMANCE" in os.environ:
        write("making", lines)
    for name, (ours, plain) in costs.items():
        assert ours / plain <= MOST[name], name


def _measured(site, pages) -> dict[str, tuple[float, float]]:
    """The middle processor time of each page in milliseconds: ours, theirs."""
    tutorial = urls.site()
    ours, plain = ({name: [] for name in pages} for _ in range(2))
    for turn in range(ROUNDS):
        for name, address in pages.items():
            ours[name].append(_made(site, address))
            # An archive page is a list there as well.
            theirs = "/tin-tuc/?page=6" if "/trang/" in address else address
            plain[name].append(_cpu(lambda theirs=theirs: _asked(tutorial, theirs)))
        if turn == 4:
            # Until now templates were read and statements written.
            ours, plain = ({name: [] for name in pages} for _ in range(2))
    middle = statistics.median
    return {name: (middle(ours[name]), middle(plain[name])) for name in pages}


def _made(site, address: str) -> float:
    def make():
        with listening(Reading()):
            _asked(site.django, address)

    return _cpu(make)


def _asked(application, address: str) -> None:
    found = making.ask(application, asked.bare(pagestore.environ(address), address))
    assert found.read()
    assert found.code == 200, address


def _cpu(work) -> float:
    begun = time.thread_time()
    work()
    return (time.thread_time() - begun) * 1000
