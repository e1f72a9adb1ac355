"""What citizens' pages cost as the archive grows: ratios within one run, never seconds."""

import time
from datetime import timedelta

import pytest
from django.utils import timezone

from news import archive
from news.models import Article, State
from tests.factories import make_category, make_unit

pytestmark = [pytest.mark.bench, pytest.mark.django_db]

FEW, MANY = 200, 20_000
ROUNDS = 30


def fill(count: int, category, unit) -> None:
    """Published articles, one an hour back from now, straight into the table."""
    now, have = timezone.now(), Article.objects.count()
    Article.objects.bulk_create(
        [
            Article(
                title=f"Bài viết số {number}",
                slug=f"bai-viet-so-{number}",
                summary="Tóm tắt một sự việc của huyện.",
                body="<p>Nội dung của một sự việc trong huyện.</p>" * 8,
                category=category,
                unit=unit,
                byline="Lê Trung Thành - BTGHU",
                state=State.PUBLISHED,
                latest_version=1,
                published_version=1,
                published_at=now - timedelta(hours=number),
            )
            for number in range(have, count)
        ],
        batch_size=2_000,
    )
    archive.ALL.rebuild()


def best(client, path: str) -> float:
    """The quickest of ROUNDS requests, in seconds: noise only ever adds."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        assert client.get(path).status_code == 200
        times.append(time.perf_counter() - start)
    return min(times)


def test_pages_cost_the_same_with_a_hundred_times_the_articles(client):
    category, unit = make_category(), make_unit()
    fill(FEW, category, unit)
    newest = Article.objects.public().newest_first().first()
    paths = ["/", "/tin-tuc/", "/tin-tuc/trang/1/", category.get_absolute_url()]
    paths += [unit.get_absolute_url(), newest.get_absolute_url()]
    before = {path: best(client, path) for path in paths}
    fill(MANY, category, unit)
    ratios = {path: best(client, path) / before[path] for path in paths}
    for path, ratio in ratios.items():
        print(f"{path[:40]:<42} {ratio:.2f} × at {MANY} articles")  # noqa: T201
    assert max(ratios.values()) < 2
