"""The front page: what stands where, nothing twice, four queries."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import make_article, make_category, make_image

pytestmark = pytest.mark.django_db


def publish(count: int, **values) -> list:
    """So many articles, the newest first."""
    now = timezone.now()
    return [make_article(at=now - timedelta(hours=n), **values) for n in range(1, count + 1)]


def cover() -> dict:
    """A picture of its own for an article."""
    return {"cover_id": make_image().pk, "cover_alt": "Bà con mở đường"}


def article_links(page: str) -> list[str]:
    """The addresses of articles on the page, in order."""
    return re.findall(r'href="(/tin-tuc/[^"]+-[0-9]+/)"', page)


def test_nothing_at_all_still_makes_a_page(client):
    page = client.get("/").content.decode()
    assert "Chưa có tin, bài nào được đăng" in page
    assert page.count("<h1") == 1


def test_one_article_is_the_lead(client):
    (article,) = publish(1)
    page = client.get("/").content.decode()
    assert article_links(page) == [article.get_absolute_url()]
    assert "Mới nhất" not in page


def test_no_article_stands_twice(client):
    for name in ("Kinh tế", "Văn hóa", "Thông báo"):
        publish(9, category=make_category(name))
    links = article_links(client.get("/").content.decode())
    assert len(links) == len(set(links)) > 9


def test_the_front_page_takes_at_most_four_queries(client, django_assert_max_num_queries):
    for number in range(12):
        category = make_category(f"Mục thứ {chr(97 + number)}")
        publish(2, category=category, **cover())
    with django_assert_max_num_queries(4):
        assert client.get("/").status_code == 200


def test_notices_have_their_own_box_and_never_lead(client):
    notices = make_category("Thông báo")
    publish(3, category=notices)
    response = client.get("/")
    assert response.context["top"] == []
    assert [len(block.articles) for block in response.context["beside"]] == [3]
    assert response.content.decode().count('class="box"') == 1


def test_an_article_with_a_picture_leads_when_it_is_new_enough(client):
    articles = publish(6)
    pictured = make_article(**cover(), at=timezone.now() - timedelta(hours=3.5))
    response = client.get("/")
    assert response.context["top"][0] == pictured
    assert response.context["top"][1] == articles[0]


def test_a_box_beside_a_large_lead_takes_the_place_of_titles(client):
    publish(14, category=make_category("Kinh tế"), **cover())
    assert len(client.get("/").context["newest"]) == 9
    publish(4, category=make_category("Thông báo"))
    context = client.get("/").context
    assert (len(context["newest"]), len(context["beside"]), context["band"]) == (5, 1, [])


def test_a_lead_without_a_picture_has_fewer_titles_beside_it_and_the_box_below(client):
    publish(14, category=make_category("Kinh tế"))
    publish(4, category=make_category("Thông báo"))
    context = client.get("/").context
    assert (len(context["newest"]), context["beside"], len(context["band"])) == (6, [], 1)


def test_hidden_sections_have_no_block(client):
    hidden = make_category("Mục ẩn", visible=False)
    publish(10, category=make_category("Kinh tế"))
    publish(2, category=hidden)
    page = client.get("/").content.decode()
    assert "Mục ẩn" not in page


def test_the_note_of_signing_out_is_always_there_and_shows_by_address_only(client):
    assert 'id="da-dang-xuat"' in client.get("/").content.decode()
