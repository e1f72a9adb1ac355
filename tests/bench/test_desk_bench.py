"""What the desk and the article list cost as the archive grows: ratios within one run."""

import time
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from news.models import Article, ArticleEvent, State
from tests import staff
from tests.factories import make_category, make_unit, make_user

pytestmark = [pytest.mark.bench, pytest.mark.django_db]

FEW, MANY = 500, 50_000
ROUNDS = 7
# Of every thousand articles so many are not published: what a newsroom has in hand.
OPEN = [State.DRAFT, State.SUBMITTED, State.EDITING, State.PENDING, State.APPROVED, State.RETURNED]
WORDS = ("hội nghị", "nông thôn mới", "chuyển đổi số", "bí thư huyện ủy", "giao thông", "y tế")
LISTS = {
    "desk": "/quan-tri/",
    "list": staff.ARTICLES,
    "state": f"{staff.ARTICLES}?trang-thai=published",
    "waiting": f"{staff.ARTICLES}?danh-sach=cho-toi",
    "words": f"{staff.ARTICLES}?q=nong+thon+so+77",
    "common words": f"{staff.ARTICLES}?q=bai+viet",
    "period": f"{staff.ARTICLES}?tu=2026-01-01&theo=dang",
    "last page": f"{staff.ARTICLES}?p=10",
}


def fill(count: int, people, places) -> None:
    """Articles and what was recorded of them, straight into the tables."""
    have, now = Article.objects.count(), timezone.now()
    rows = Article.objects.bulk_create(
        [article(number, now, people, places) for number in range(have, count)], batch_size=2_000
    )
    events = [
        ArticleEvent(
            article=row,
            action=action,
            at=row.updated_at,
            from_state="draft",
            to_state=row.state,
            version=1,
        )
        for row in rows
        for action in ("submit", "publish")
    ]
    ArticleEvent.objects.bulk_create(events, batch_size=2_000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def article(number: int, now, people, places) -> Article:
    moment = now - timedelta(hours=number, minutes=5)
    given = {
        "title": f"Bài viết số {number} về {WORDS[number % len(WORDS)]}",
        "slug": f"b-{number}",
    }
    given |= {"summary": "Tóm tắt một sự việc của huyện. " * 6, "byline": "Lê Trung Thành - BTGHU"}
    given |= {"body": "<p>Nội dung của một sự việc trong huyện.</p>" * 60, "latest_version": 1}
    given |= {"created_by": people[number % len(people)], "updated_at": moment}
    given |= {"category": places[0][number % 20], "unit": places[1][number % 10]}
    if number % 1000 < len(OPEN) * 3:
        return Article(state=OPEN[number % len(OPEN)], **given)
    return Article(state=State.PUBLISHED, published_version=1, published_at=moment, **given)


def best(client, path: str) -> float:
    """The quickest of ROUNDS requests, in seconds: noise only ever adds."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        assert client.get(path).status_code == 200
        times.append(time.perf_counter() - start)
    return min(times)


@pytest.mark.parametrize("role", ["publisher", "contributor"])
def test_the_desk_and_the_list_with_a_hundred_times_the_articles(role):
    people = [make_user("contributor") for _ in range(20)]
    user = people[0] if role == "contributor" else make_user(role)
    letters = "abcdefghijklmnopqrst"
    sections = [make_category(f"Chuyên mục {letter}") for letter in letters]
    places = sections, [make_unit(f"DV{number}") for number in range(10)]
    client = staff.browser(user)
    fill(FEW, people, places)
    before = {name: best(client, path) for name, path in LISTS.items()}
    fill(MANY, people, places)
    after = {name: best(client, path) for name, path in LISTS.items()}
    for name, seconds in after.items():
        ratio = seconds / before[name]
        print(f"{role:<12}{name:<14}{1000 * seconds:7.0f} ms  {ratio:.2f} × at {MANY}")  # noqa: T201
    assert after["desk"] / before["desk"] < 3
    assert max(after[name] / before[name] for name in LISTS) < 4
