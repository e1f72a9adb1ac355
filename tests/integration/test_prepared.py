"""Statements that are written once find what the ordinary queries find."""

from datetime import timedelta

import pytest
from django.db.models import Value
from django.urls import clear_script_prefix, set_script_prefix
from django.utils import timezone

from news import archive, paths, prepared
from news.models import Article
from news.views.around import around
from news.views.article import readable
from tests.factories import make_article, make_category, make_image, make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def articles():
    section, unit = make_category(), make_unit()
    told = [
        make_article(
            title=f"Bài {number}",
            category=section if number % 2 else None,
            unit=unit if number % 3 else None,
            cover=make_image() if number == 1 else None,
            tags=["dân vận"],
            at=timezone.now() - timedelta(hours=number),
        )
        for number in range(5)
    ]
    archive.ALL.rebuild()
    return told


def asked_twice(name, build, **values) -> list:
    """What a statement finds that was asked for something else before."""
    prepared.ask(name, build, **{**values, "pk": 0})
    return prepared.ask(name, build, **values)


def test_a_row_comes_with_all_that_belongs_to_it(articles, django_assert_num_queries):
    for article in articles:
        (found,) = asked_twice("row", lambda pk: readable().filter(pk=pk), pk=article.pk)
        usual = readable().get(pk=article.pk)
        assert found.content() == usual.content()
        with django_assert_num_queries(0):
            assert (found.unit, found.category, found.cover) == (
                usual.unit,
                usual.category,
                usual.cover,
            )
        assert found.text_pictures == usual.text_pictures
        assert found.told_readers == usual.told_readers
        assert found.published_at == usual.published_at
        assert not found._state.adding


def test_a_part_of_a_row_is_a_part_and_the_rest_is_read_when_asked_for(articles):
    (found,) = asked_twice(
        "part",
        lambda pk: Article.objects.filter(pk=pk).only("title").annotate(place=Value("here")),
        pk=articles[0].pk,
    )
    assert found.get_deferred_fields()
    assert found.place == "here"
    assert found.summary == articles[0].summary


def test_lists_are_as_the_ordinary_query_has_them(articles):
    for _ in range(2):
        usual = list(archive.ALL.articles())
        assert archive.ALL.newest(3) == usual[:3]
        assert archive.ALL.page(1).articles == usual
        assert archive.ALL.last_number() == 1
        Article.objects.filter(pk=articles[0].pk).update(expires_at=timezone.now())


def test_what_is_around_an_article_follows_the_article(articles):
    for article in articles:
        found = around(Article.objects.get(pk=article.pk))
        near = [found.newer, found.older, *found.related, *found.newest]
        assert article not in near
        assert len({*near} - {None}) == len(articles) - 1


def test_each_names_of_values_are_a_statement_of_their_own(articles):
    def build(pk=None):
        return Article.objects.filter(pk=pk) if pk is not None else Article.objects.all()

    assert len(prepared.ask("own", build)) == len(articles)
    assert prepared.ask("own", build, pk=articles[0].pk) == articles[:1]


def test_statements_are_bounded(monkeypatch):
    monkeypatch.setattr(prepared, "MOST", 3)
    for number in range(10):
        prepared.ask(("bounded", number), lambda pk: Article.objects.filter(pk=pk), pk=1)
    assert len(prepared._known) <= 3


@pytest.mark.parametrize("number", [0, 2**31, 2**63, 10**40])
def test_no_number_is_too_large_to_ask_for(client, number):
    assert client.get(f"/tin-tuc/trang/{number}/").status_code == 404
    assert client.get(f"/tin-tuc/bai-{number}/").status_code == 404


def test_an_address_is_put_together_for_the_folder_that_was_asked():
    article = Article(pk=7, slug="mo-duong")
    address = article.get_absolute_url()
    set_script_prefix("/o-dau-do/")
    try:
        assert article.get_absolute_url() == f"/o-dau-do{address}"
    finally:
        clear_script_prefix()
    assert paths.to("article", "mo-duong", 7) == address
