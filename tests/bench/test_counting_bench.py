"""What counting costs: a report beside a page, and the most read over a month of a busy portal."""

import time
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from news.models import Article
from news.pace import Pace
from news.readership import counts, ranking
from news.readership.models import DayReads
from news.views import counting
from tests.bench.test_pages_bench import FEW, MANY, best, fill
from tests.factories import make_category, make_unit

pytestmark = [pytest.mark.bench, pytest.mark.django_db]

ROUNDS = 200
DAYS = 30
A_MONTH = """
    INSERT INTO readership_dayreads (article_id, day, count)
    SELECT id, %s::date - n, 1 + (id * 7919 + n) %% 997
    FROM news_article, generate_series(0, %s) AS n ON CONFLICT DO NOTHING
"""


def a_month_of_reads() -> None:
    with connection.cursor() as cursor:
        cursor.execute(A_MONTH, [timezone.localdate(), DAYS - 1])


def seconds(call) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def test_a_report_costs_a_fraction_of_a_page(client, settings, monkeypatch):
    settings.READS_HELD_SECONDS = 3600
    monkeypatch.setattr(counting, "PACE", Pace(10**9))
    monkeypatch.setattr(counts, "GATHERED", counts.Gathered())
    fill(FEW, make_category(), make_unit())
    address = f"/dem-luot/{Article.objects.first().pk}/"
    page = best(client, "/")
    send = lambda: client.post(address, HTTP_USER_AGENT="Mozilla/5.0 Chrome/120")  # noqa: E731
    told = min(seconds(send) for _ in range(ROUNDS))
    counts.GATHERED._timer.cancel()
    print(f"a report costs {told / page:.3f} of a front page")  # noqa: T201
    assert told < page / 3


def test_the_most_read_cost_the_same_with_a_hundred_times_the_reads(client):
    category, unit = make_category(), make_unit()
    fill(FEW, category, unit)
    a_month_of_reads()
    ranking.count_again()
    before = best(client, "/doc-nhieu/")
    fill(MANY, category, unit)
    a_month_of_reads()
    counted = seconds(ranking.count_again)
    page = best(client, "/doc-nhieu/")
    rows = DayReads.objects.filter(day__gt=timezone.localdate() - timedelta(DAYS)).count()
    print(f"{page / before:.2f} × with {rows} rows; counting all places once: {counted:.2f} s")  # noqa: T201
    assert page / before < 1.5
    assert counted < 600 / 10, "it runs at most every ten minutes and must not fill them"
