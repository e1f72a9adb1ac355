"""Archive pages: numbered from the oldest, permanent, complete, and cheap to read."""

import itertools
import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from news import archive, workflow
from news.models import ArchivePage, Article, State
from tests.factories import (
    content,
    make_article,
    make_author,
    make_category,
    make_unit,
    make_user,
    move,
)

pytestmark = pytest.mark.django_db
START = datetime(2024, 1, 1, tzinfo=UTC)
SIZE = 3


@pytest.fixture(autouse=True)
def _small_pages(monkeypatch):
    """Three articles a page."""
    monkeypatch.setattr(archive, "PAGE_SIZE", SIZE)


def put(*days: float, **values) -> list[Article]:
    """Public articles of these days, without any page being numbered."""
    shared = {"state": State.PUBLISHED, "latest_version": 1, "published_version": 1, "slug": "a"}
    return Article.objects.bulk_create(
        Article(
            **(shared | {"title": f"Ngày {day}"} | values), published_at=START + timedelta(days=day)
        )
        for day in days
    )


def publish(day: float, **values) -> Article:
    """An article that people publish with the date of a day."""
    return make_article(at=START + timedelta(days=day), title=f"Ngày {day}", **values)


def pages(listing=archive.ALL) -> list[list[Article]]:
    """All numbered pages from the oldest, each with its newest article first."""
    return [listing.page(n).articles for n in range(1, listing.last_number() + 1)]


def days(listing=archive.ALL) -> list[list[str]]:
    return [[article.title.removeprefix("Ngày ") for article in page] for page in pages(listing)]


def assert_every_article_stands_on_one_page(listing) -> None:
    shown = list(itertools.chain(*pages(listing)))
    assert len(shown) == len(set(shown))
    assert set(shown) == set(listing.articles())
    for number, page in enumerate(pages(listing), start=1):
        assert {listing.number_of(article) for article in page} <= {number}


def test_pages_count_from_the_oldest():
    for day in range(1, 8):
        publish(day)
    assert days() == [["3", "2", "1"], ["6", "5", "4"], ["7"]]
    assert archive.ALL.last_number() == 3


def test_an_empty_list_has_no_page():
    assert archive.ALL.last_number() == 0
    assert archive.ALL.page(1) is None
    assert archive.ALL.newest() == []
    archive.ALL.rebuild()
    assert archive.ALL.page(1) is None


def test_a_page_number_that_is_none_is_no_page():
    publish(1)
    assert [archive.ALL.page(number) for number in (0, -1, 2, 10**6)] == [None] * 4


def test_a_new_article_leaves_full_pages_alone():
    for day in range(1, 8):
        publish(day)
    before = days()[:2]
    for day in range(8, 12):
        publish(day)
        assert days()[:2] == before


def test_a_withdrawn_article_leaves_a_gap_and_moves_nothing():
    articles = [publish(day) for day in range(1, 8)]
    workflow.perform(articles[1], "withdraw", make_user("publisher"), version=1, note="Lý do")
    assert days() == [["3", "1"], ["6", "5", "4"], ["7"]]
    archive.ALL.rebuild()
    assert days() == [["3", "1"], ["6", "5", "4"], ["7"]]


def test_a_page_whose_first_article_is_withdrawn_begins_where_it_began():
    articles = [publish(day) for day in range(1, 6)]
    for article in articles[3:]:
        workflow.perform(article, "withdraw", make_user("publisher"), version=1, note="Lý do")
    archive.ALL.rebuild()
    assert days() == [["3", "2", "1"], []]
    publish(6)
    assert days() == [["3", "2", "1"], ["6"]]


def test_a_back_dated_article_joins_the_page_of_its_time():
    for day in range(1, 8):
        publish(day)
    publish(4.5)
    publish(0)
    assert days() == [["3", "2", "1", "0"], ["6", "5", "4.5", "4"], ["7"]]
    assert_every_article_stands_on_one_page(archive.ALL)


def test_rebuilding_begins_at_the_first_overfull_page():
    for day in range(1, 11):
        publish(day)
    put(5.1, 5.2)
    archive.ALL.rebuild()
    assert days() == [["3", "2", "1"], ["5.1", "5", "4"], ["7", "6", "5.2"], ["10", "9", "8"]]


def test_rebuilding_from_nothing_fills_every_page():
    put(*range(20, 0, -1))
    archive.ALL.rebuild()
    assert [len(page) for page in pages()] == [3, 3, 3, 3, 3, 3, 2]
    assert_every_article_stands_on_one_page(archive.ALL)


def test_rebuilding_and_extending_agree():
    put(*range(20))
    archive.ALL.extend()
    extended = list(ArchivePage.objects.values_list("number", "starts_at", "starts_id"))
    ArchivePage.objects.all().delete()
    archive.ALL.rebuild()
    assert list(ArchivePage.objects.values_list("number", "starts_at", "starts_id")) == extended


def test_articles_of_one_moment_stand_on_one_page_each():
    put(*[1] * 8)
    archive.ALL.rebuild()
    assert [len(page) for page in pages()] == [3, 3, 2]
    put(*[1] * 2)
    archive.ALL.extend()
    assert [len(page) for page in pages()] == [3, 3, 3, 1]
    assert_every_article_stands_on_one_page(archive.ALL)


def test_what_is_to_come_begins_no_page_and_is_on_none():
    ahead = (timezone.now() - START).days + 10
    for day in (ahead, ahead + 1, ahead + 2, ahead + 3, 1):
        publish(day)
    assert days() == [["1"]]
    assert set(ArchivePage.objects.values_list("starts_at", flat=True)) == {
        START + timedelta(days=1)
    }


def test_every_list_reaches_every_article_of_it():
    root = make_category("Tin tức")
    sub = make_category("Kinh tế", parent=root, visible=False)
    other = make_category("Văn hóa")
    unit, writer, second = make_unit("MTTQ"), make_author(), make_author("Sùng A Páo")
    for day in range(1, 6):
        publish(day, category=root, unit=unit, author_id=writer.pk)
        publish(day + 0.5, category=sub, author_id=second.pk)
        publish(day + 0.7, category=other, author_id=writer.pk, co_authors=[second.pk])
    sizes = {
        archive.ALL: 15,
        archive.of_category(root): 10,
        archive.of_category(sub): 5,
        archive.of_category(other): 5,
        archive.of_unit(unit): 5,
        archive.of_author(writer): 10,
        archive.of_author(second): 10,
    }
    for listing, size in sizes.items():
        assert sum(map(len, pages(listing))) == size
        for count in (1, 4, size + 1):
            assert listing.newest(count) == list(listing.articles()[:count])
        assert_every_article_stands_on_one_page(listing)


def test_an_article_stands_in_the_lists_of_all_it_names():
    root = make_category("Tin tức")
    sub = make_category("Kinh tế", parent=root)
    first, second = make_author(), make_author("Sùng A Páo")
    article = publish(1, category=sub, author_id=first.pk, co_authors=[second.pk, first.pk])
    expected = [
        archive.ALL,
        *map(archive.of_category, (root, sub)),
        archive.of_unit(article.unit),
        *map(archive.of_author, (first, second)),
    ]
    found = [listing.key for listing in archive.listings_of(article)]
    assert sorted(found) == sorted(listing.key for listing in expected)
    assert [listing.key for listing in archive.listings_of(Article())] == ["all"]


def test_the_newest_come_first_and_no_more_than_asked_for():
    put(*range(5))
    assert [article.title for article in archive.ALL.newest(2)] == ["Ngày 4", "Ngày 3"]


def test_reading_takes_one_query_for_the_newest_and_two_for_a_page(django_assert_num_queries):
    root = make_category("Tin tức")
    for day in range(7):
        publish(day, category=root)
    for listing in (archive.ALL, archive.of_category(root)):
        with django_assert_num_queries(1):
            assert [article.category.name for article in listing.newest()]
        with django_assert_num_queries(2):
            assert [article.unit.code for article in listing.page(2).articles]


def test_what_is_no_longer_public_leaves_every_list():
    section, writer, second = make_category(), make_author(), make_author("Sùng A Páo")
    for day in range(1, 4):
        publish(day, category=section, author_id=writer.pk, co_authors=[second.pk])
    gone, kept = Article.objects.order_by("published_at")[1:3]
    move(gone, "withdraw", note="Sai")
    Article.objects.filter(pk=kept.pk).update(expires_at=timezone.now())
    lists = (archive.of_category(section), archive.of_author(writer), archive.of_author(second))
    for listing in lists:
        assert [article.title for article in listing.newest()] == ["Ngày 1"]


def test_a_page_reads_no_more_than_its_limit(monkeypatch):
    monkeypatch.setattr(archive, "PAGE_LIMIT", 4)
    publish(1)
    put(*[0.5] * 9)
    assert len(archive.ALL.page(1).articles) == 4


def in_threads(*functions) -> list[BaseException]:
    """Run functions at the same time, each on a connection of its own; return what went wrong."""
    troubles, start = [], threading.Barrier(len(functions))

    def run(function):
        start.wait()
        try:
            function()
        except BaseException as trouble:
            troubles.append(trouble)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(function,)) for function in functions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return troubles


@pytest.mark.django_db(transaction=True)
def test_two_who_publish_at_once_lose_no_article_and_number_no_page_twice():
    category = make_category()
    put(*range(SIZE), category=category)
    archive.ALL.rebuild()
    people = [make_user("publisher") for _ in range(4)]
    articles = [make_article(State.APPROVED, **content(category=category)) for _ in people]

    def publishing(article, person):
        return lambda: workflow.perform(article, "publish", person, version=1)

    assert in_threads(*map(publishing, articles, people)) == []
    assert sum(map(len, pages())) == SIZE + len(people)
    for listing in archive.listings_of(articles[0]):
        assert_every_article_stands_on_one_page(listing)


@pytest.mark.django_db(transaction=True)
def test_a_rebuild_beside_a_publication_loses_nothing():
    put(*range(9))
    archive.ALL.rebuild()
    put(*[2.5] * 20)

    def publish_one():
        with transaction.atomic():
            put(100)
            archive.ALL.extend()

    assert in_threads(publish_one, archive.ALL.rebuild, publish_one) == []
    assert_every_article_stands_on_one_page(archive.ALL)
    assert max(map(len, pages())) <= SIZE
