"""What a search costs the database, by the number of articles: processor time, so that what else
the machine does is not counted. SEARCH_ARTICLES="10000 100000 1000000" tries other sizes."""

import os
import statistics
from pathlib import Path

import pytest
from django.db import connection

from news.search import windows
from news.search.first_words import SHORT
from news.search.query import Narrowing, newest, ranked
from news.text.question import ask
from tests.bench import search_archive
from tests.bench.test_search_quality import questions

pytestmark = [pytest.mark.bench, pytest.mark.django_db(transaction=True)]
SIZES = [int(size) for size in os.environ.get("SEARCH_ARTICLES", "10000 100000").split()]
ROUNDS = 3
# Milliseconds of processor time in which 99 of 100 searches are done (docs/search.md).
BUDGETS = {10_000: 15, 100_000: 15, 1_000_000: 50}
# Words that are nearly everywhere, alone, together and beside words that are nowhere.
WORST = (
    "của", "và", "các", "huyện", "xã", "trong", "cua", "va", "cac", "huyen", "xa", "trong",
    "của các xã", "trong huyện và xã", "cac xa trong huyen", "ho so cua xa", "năm 2026", "2026",
    "mot hai ba bon nam sau bay tam", "các của và trong được cho với những một có",
    "huyen xa thon ban to dan pho khu", '"của các"', '"trong huyện"', "của zzyzx", "xã qwrt huyện",
    "a", "o", "đ", "UBND", "ubnd huyen", "hop tac xa nong thon moi ubnd hdnd mttq",
)  # fmt: skip


class Meter:
    """The processor time of the server process behind this connection, in milliseconds."""

    def __init__(self):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            self.file = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")

    def of(self, call) -> float:
        before = self._spent()
        call()
        return (self._spent() - before) / 1e6

    def _spent(self) -> int:
        return int(self.file.read_text().split()[0])


def kinds() -> dict:
    """Name of a way to search → what does it."""
    narrow = Narrowing(categories=(search_archive.first_section(),))
    return {
        "by relevance": lambda asked: ranked(asked, Narrowing()),
        "in a section": lambda asked: ranked(asked, narrow),
        "by date": lambda asked: newest(asked, Narrowing(), 10),
    }


def costs(meter: Meter, way, typed: list[str]) -> list[float]:
    """What each question costs: the middle of some rounds, sorted."""
    asked = [ask(words, SHORT) for words in typed]
    rounds = [[meter.of(lambda one=one: way(one)) for _ in range(ROUNDS)] for one in asked]
    return sorted(statistics.median(some) for some in rounds)


@pytest.mark.parametrize("size", SIZES)
def test_a_search_stays_within_its_budget(size, capsys):
    built = search_archive.build(size)
    windows.forget()
    meter, typed = Meter(), [*(words for _, words, _ in questions()), *WORST]
    rows = {name: costs(meter, way, typed) for name, way in kinds().items()}
    with capsys.disabled():
        _print(built, rows)
    search_archive.clear()
    limit = BUDGETS.get(size, 50)
    assert all(_share(row, 0.99) < limit for row in rows.values())


def _share(row: list[float], share: float) -> float:
    return row[min(int(len(row) * share), len(row) - 1)]


def _print(built, rows) -> None:
    print(  # noqa: T201
        f"\n{built.articles} articles: rows {built.table / 2**20:.0f} MB, index "
        f"{built.index / 2**20:.0f} MB, index built in {built.indexing:.0f} s"
    )
    for name, row in rows.items():
        middle, late = statistics.median(row), _share(row, 0.99)
        print(f"| {name} | {middle:.1f} | {late:.1f} | {row[-1]:.1f} |")  # noqa: T201
