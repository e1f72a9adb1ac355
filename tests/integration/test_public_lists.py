"""The lists citizens read: all news, a section, a unit, an author, and their numbered pages."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from news import archive
from news.models import Article, State
from tests.factories import make_article, make_author, make_category, make_unit

pytestmark = pytest.mark.django_db
BAD_NUMBERS = ("0", "abc", "-1", "9999", "9" * 30, "9" * 5000, "1.5", "%00", "²")


def publish_many(count: int, **values) -> list[Article]:
    """So many public articles a minute apart, the oldest first, and the pages they begin."""
    now = timezone.now()
    shared = {"state": State.PUBLISHED, "latest_version": 1, "published_version": 1, **values}
    articles = Article.objects.bulk_create(
        Article(
            title=f"Bài số {number}",
            slug=f"bai-so-{number}",
            published_at=now - timedelta(minutes=count - number),
            **shared,
        )
        for number in range(1, count + 1)
    )
    for listing in archive.listings_of(articles[0]):
        listing.rebuild()
    return articles


def titles(response) -> list[str]:
    """The titles of the rows, as the page shows them."""
    return [article.title for article in response.context["pages"].articles]


@pytest.fixture
def filled(db):
    """45 articles of one section, unit and author: numbered pages of 20, 20 and 5."""
    root = make_category("Tin tức", slug="tin-tuc")
    category = make_category("Kinh tế", parent=root)
    author = make_author("Lê Trung Thành", make_unit("BTGHU"))
    publish_many(45, category=category, unit=author.unit, author=author, summary="Sapo.")
    return {
        "news": reverse("news"),
        "category": category.get_absolute_url(),
        "unit": author.unit.get_absolute_url(),
        "author": author.get_absolute_url(),
    }


def test_the_front_shows_the_newest_and_leads_to_the_page_that_goes_on(client, filled):
    response = client.get("/tin-tuc/")
    assert titles(response) == [f"Bài số {n}" for n in range(45, 25, -1)]
    assert response.context["pages"].older == "/tin-tuc/trang/2/"
    assert '<link rel="next" href="/tin-tuc/trang/2/">' in response.content.decode()
    assert "Bài số 25" in titles(client.get("/tin-tuc/trang/2/"))


def test_numbered_pages_count_from_the_oldest(client, filled):
    assert titles(client.get("/tin-tuc/trang/1/")) == [f"Bài số {n}" for n in range(20, 0, -1)]
    newest = client.get("/tin-tuc/trang/3/")
    assert titles(newest) == [f"Bài số {n}" for n in range(45, 40, -1)]
    assert newest.context["pages"].newer == "/tin-tuc/"
    assert newest.context["pages"].older == "/tin-tuc/trang/2/"
    assert client.get("/tin-tuc/trang/1/").context["pages"].older == ""


def test_a_new_article_leaves_numbered_pages_as_they_are(client, filled):
    before = titles(client.get("/tin-tuc/trang/2/"))
    make_article(title="Bài mới nhất", at=timezone.now())
    assert titles(client.get("/tin-tuc/"))[0] == "Bài mới nhất"
    assert titles(client.get("/tin-tuc/trang/2/")) == before


def test_long_lists_leave_numbers_out(client, filled, monkeypatch):
    monkeypatch.setattr("news.archive.Listing.last_number", lambda self: 251)
    links = client.get("/tin-tuc/").context["pages"].links
    assert [number for number, _ in links] == [251, 250, 249, 0, 1]


@pytest.mark.parametrize("kind", ["news", "category", "unit", "author"])
def test_every_list_answers_with_at_most_four_queries(
    client, filled, kind, django_assert_max_num_queries
):
    for address in (filled[kind], f"{filled[kind]}trang/2/"):
        with django_assert_max_num_queries(4):
            response = client.get(address)
        assert response.status_code == 200
        assert response.content.decode().count("<h1") == 1


@pytest.mark.parametrize("kind", ["news", "category", "unit", "author"])
@pytest.mark.parametrize("number", BAD_NUMBERS)
def test_a_page_that_does_not_exist_is_not_found(client, filled, kind, number):
    response = client.get(f"{filled[kind]}trang/{number}/")
    assert response.status_code == (400 if number == "%00" else 404)


def test_a_section_holds_its_sub_sections_articles(client, filled):
    root = make_category("Văn hóa")
    child = make_category("Lễ hội", parent=root)
    article = make_article(category=child)
    assert titles(client.get("/tin-tuc/van-hoa/")) == [article.title]
    assert 'href="/tin-tuc/le-hoi/"' in client.get("/tin-tuc/van-hoa/").content.decode()


def test_the_section_of_all_news_has_one_address(client, filled):
    response = client.get("/tin-tuc/tin-tuc/")
    assert (response.status_code, response.url) == (301, "/tin-tuc/")


def test_hidden_sections_and_their_sub_sections_are_not_found(client):
    hidden = make_category("Ẩn", visible=False)
    make_category("Dưới mục ẩn", parent=hidden)
    assert client.get("/tin-tuc/an/").status_code == 404
    assert client.get("/tin-tuc/duoi-muc-an/").status_code == 404
    assert client.get("/tin-tuc/khong-co/").status_code == 404


def test_an_empty_section_helps_the_reader_on(client):
    make_category("Mục mới")
    page = client.get("/tin-tuc/muc-moi/").content.decode()
    assert "Chuyên mục này chưa có tin, bài." in page
    assert "Xem tất cả tin tức" in page


def test_a_unit_has_one_address(client):
    unit = make_unit("HND", name="Hội Nông dân huyện", phone="0214 000 105")
    page = client.get("/don-vi/hnd/").content.decode()
    assert "Hội Nông dân huyện" in page
    assert "0214 000 105" in page
    assert client.get("/don-vi/HND/").url == unit.get_absolute_url() == "/don-vi/hnd/"
    assert client.get("/don-vi/khong-co/").status_code == 404


def test_an_authors_number_finds_the_page_whatever_the_words(client, filled):
    right = filled["author"]
    pk = right.rstrip("/").rpartition("-")[2]
    response = client.get(f"/tac-gia/ten-cu-{pk}/")
    assert (response.status_code, response.url) == (301, right)
    response = client.get(f"/tac-gia/ten-cu-{pk}/trang/2/")
    assert response.url == f"{right}trang/2/"
    assert client.get(f"/tac-gia/le-{'9' * 40}/").status_code == 404


def test_co_written_articles_stand_in_the_lists_of_both(client):
    first, second = make_author("Lê Trung Thành"), make_author("Sùng A Páo")
    article = make_article(author_id=first.pk, co_authors=[second.pk])
    assert titles(client.get(first.get_absolute_url())) == [article.title]
    assert titles(client.get(second.get_absolute_url())) == [article.title]


def test_drafts_scheduled_expired_and_withdrawn_articles_are_in_no_list(client):
    now = timezone.now()
    make_article(State.DRAFT)
    make_article(at=now + timedelta(days=1))
    make_article(State.WITHDRAWN)
    expired = make_article(at=now - timedelta(days=2))
    Article.objects.filter(pk=expired.pk).update(expires_at=now - timedelta(days=1))
    assert titles(client.get("/tin-tuc/")) == []


def test_numbers_in_addresses_are_not_grouped(client, large_numbers):
    article = make_article()
    assert article.pk > 1000
    page = client.get("/tin-tuc/").content.decode()
    assert f"-{article.pk}/" in page
