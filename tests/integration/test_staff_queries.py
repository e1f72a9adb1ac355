"""The staff screens ask the database a bounded number of questions, however many rows there are."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from news.models import State
from tests import staff
from tests.factories import (
    make_article,
    make_author,
    make_category,
    make_draft,
    make_image,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db

# The most that a page may ask, the session and the account included.
MOST = {
    "/quan-tri/": 12,
    staff.ARTICLES: 12,
    staff.ARTICLE_ADD: 14,
    staff.PICTURES: 8,
    "/quan-tri/media/image/": 8,
    "/quan-tri/news/category/": 14,
    "/quan-tri/authors/unit/": 8,
    "/quan-tri/authors/author/": 9,
    "/quan-tri/accounts/user/": 9,  # roles of each person, in two
    "/quan-tri/news/assignment/": 10,
}


def fill(numbers, drafts: int) -> None:
    """For every number a unit, section, author and picture, with an article and some drafts."""
    for number in numbers:
        unit, letter = make_unit(f"DV{number}"), "abcdefghijk"[number]
        category = make_category(f"Mục con {letter}", parent=make_category(f"Mục lớn {letter}"))
        author, cover = make_author(f"Tác giả {number}", unit).pk, make_image()
        given = {"unit": unit, "category": category, "author_id": author, "co_authors": [author]}
        make_article(State.SUBMITTED, cover_id=cover.pk, cover_alt=cover.alt, **given)
        for _ in range(drafts):
            make_draft(make_user("editor"), **given)


def asked(client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


@pytest.mark.parametrize("path", MOST)
def test_a_list_asks_no_more_when_it_is_longer(path):
    client = staff.browser(make_user(is_superuser=True))
    fill([0], drafts=1)
    few = asked(client, path)
    fill(range(1, 11), drafts=4)
    many = asked(client, path)
    assert many <= few
    assert many <= MOST[path]


@pytest.mark.parametrize("role", ["contributor", "editor", "publisher"])
def test_the_desk_and_the_list_of_a_role_stay_bounded(role):
    user = make_user(role)
    for _ in range(50):
        make_draft(user)
    client = staff.browser(user)
    assert asked(client, "/quan-tri/") <= MOST["/quan-tri/"]
    assert asked(client, staff.ARTICLES) <= MOST[staff.ARTICLES]


def test_an_articles_pages_stay_bounded_over_fifty_versions():
    user = make_user("contributor")
    article, client = make_draft(user), staff.browser(user)
    pages = ("change", "history", "preview")
    few = {page: asked(client, staff.address(article, page)) for page in pages}
    for number in range(50):
        article.refresh_from_db()
        client.post(staff.change(article), staff.posted(article, title=f"Bản {number}"))
    many = {page: asked(client, staff.address(article, page)) for page in pages}
    assert many == few
    # The form also asks who else has it open, what was left behind, what was said, who is told.
    assert max(many.values()) <= 22
