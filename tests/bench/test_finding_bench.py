"""What a search of the staff costs the database: processor time, as for citizens.
SEARCH_ARTICLES="10000 100000" tries other sizes."""

import os
import statistics
from functools import partial

import pytest
from django.db import connection

from news.authors.models import Unit
from news.finding.query import within
from news.rights import visible
from news.search import windows
from tests import staff
from tests.bench import search_archive
from tests.bench.test_search_speed import WORST, Meter
from tests.factories import make_user

pytestmark = [pytest.mark.bench, pytest.mark.django_db(transaction=True)]
SIZES = [int(size) for size in os.environ.get("SEARCH_ARTICLES", "10000 100000").split()]
ROUNDS, MOST = 3, 2_001
# Milliseconds, in the middle and at worst: words that are in most articles, several at once.
USUALLY, AT_WORST = 50, 150
# A phrase of the commonest words is given up with a sentence; it has no cost to compare.
COMMON = [words for words in WORST if '"' not in words]
ORDER = ("-updated_at", "-pk")
DRAFTS = 3_000
USUAL = ("lịch tiêm chủng", "759/QĐ-UBND", "nong thon moi", "Nguyễn Văn A", "họp xã", "tiem ch")


def undo(cursor) -> None:
    """Make the newest articles drafts, as if they never had been published."""
    newest = f"SELECT id FROM news_article ORDER BY id DESC LIMIT {DRAFTS:d}"
    cursor.execute(f"""
        INSERT INTO finding_newest (article_id, version, rules, vector)
            SELECT article_id, 1, rules, vector FROM search_document
            WHERE article_id IN ({newest});
        DELETE FROM search_document WHERE article_id IN ({newest});
        UPDATE news_article SET state = 'draft', published_version = NULL WHERE id IN ({newest});
    """)
    for table in ("finding_newest", "search_document", "news_article"):
        cursor.execute(f"VACUUM ANALYZE {table}")


def people() -> dict:
    """Whose list it is: everything, one unit, only their own."""
    unit = Unit.objects.filter(code="DV1").get()
    return {
        "everywhere": make_user("secretary"),
        "in a unit": make_user("editor", unit=unit),
        "their own": make_user("contributor"),
    }


@pytest.mark.parametrize("size", SIZES)
def test_the_staffs_search_stays_within_its_budget(size, capsys):
    search_archive.build(size)
    windows.forget()
    with connection.cursor() as cursor:
        undo(cursor)
    meter, rows = Meter(), {}
    for name, user in people().items():
        seen = visible(user).news().filter(binned_at=None).order_by(*ORDER)
        browser = staff.browser(user)
        for words in (*USUAL, *COMMON):
            rows[name, "numbers", words] = _cost(meter, partial(within, seen, words, MOST))
            get = partial(browser.get, staff.ARTICLES, {"q": words})
            rows[name, "page", words] = _cost(meter, get)
    with capsys.disabled():
        _print(size, rows)
    search_archive.clear()
    assert statistics.median(rows.values()) < USUALLY
    assert max(rows.values()) < AT_WORST


def _cost(meter: Meter, call) -> float:
    return statistics.median(meter.of(call) for _ in range(ROUNDS))


def _print(size: int, rows: dict) -> None:
    print(f"\n{size} articles, milliseconds of the database")  # noqa: T201
    for name in dict.fromkeys((who, what) for who, what, _ in rows):
        of = sorted((cost, words) for (*key, words), cost in rows.items() if tuple(key) == name)
        middle = statistics.median(cost for cost, _ in of)
        print(f"| {' | '.join(name)} | {middle:.1f} | {of[-1][0]:.1f} ({of[-1][1]}) |")  # noqa: T201
