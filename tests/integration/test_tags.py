"""The lists of key words: one address however a word is written, and no row per stray word."""

from datetime import timedelta

import pytest
from django.utils import timezone

from news import archive, tags, workflow
from news.models import ArchivePage, Article, State
from news.text.tags import tag_key
from tests.factories import make_article, make_user, move

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _small_pages(monkeypatch):
    monkeypatch.setattr(archive, "PAGE_SIZE", 3)


def publish(count: int, tag="Dân vận khéo") -> list[Article]:
    """Articles with a key word, oldest first."""
    start = timezone.now() - timedelta(days=count)
    days = range(count)
    return [make_article(title=f"Bài {n}", tags=[tag], at=start + timedelta(days=n)) for n in days]


def titles(response) -> list[str]:
    return [article.title for article in response.context["pages"].articles]


@pytest.mark.parametrize(
    ("tag", "key"),
    [("Dân vận khéo", "dan-van-kheo"), ("ĐẢNG UỶ 26-NQ/TW", "dang-uy-26-nq-tw"), ("???", "")],
)
def test_a_key_word_has_one_key(tag, key):
    assert tag_key(tag) == key


def test_spellings_share_a_list_and_any_of_them_leads_there(client):
    publish(1, "dân vận khéo")
    publish(1, "DÂN VẬN KHÉO")
    assert len(titles(client.get("/the/dan-van-kheo/"))) == 2
    for other in ("/the/Dân vận khéo/", "/the/DAN-VAN-KHEO/"):
        response = client.get(other)
        assert (response.status_code, response.url) == (301, "/the/dan-van-kheo/")
    assert client.get("/the/Dân vận/trang/2/").url == "/the/dan-van/trang/2/"


def test_the_words_of_an_article_are_links_to_their_lists(client):
    article = make_article(tags=["Dân vận khéo", "!!!"])
    page = client.get(article.get_absolute_url()).text
    assert '<a href="/the/dan-van-kheo/" rel="tag">Dân vận khéo</a>' in page
    assert "<span>!!!</span>" in page


def test_a_short_list_stores_nothing_and_a_long_one_has_permanent_pages(client):
    publish(3)
    assert not ArchivePage.objects.filter(listing__startswith="tag:").exists()
    assert client.get("/the/dan-van-kheo/trang/1/").status_code == 404
    make_article(title="Bài 3", tags=["dân vận khéo"], at=timezone.now())
    assert ArchivePage.objects.filter(listing="tag:dan-van-kheo").count() == 2
    front = client.get("/the/dan-van-kheo/")
    assert titles(front) == ["Bài 3", "Bài 2", "Bài 1"]
    assert front.context["pages"].older == "/the/dan-van-kheo/trang/1/"
    assert titles(client.get("/the/dan-van-kheo/trang/1/")) == ["Bài 2", "Bài 1", "Bài 0"]


def test_numbering_anew_stores_nothing_for_a_short_list_either():
    publish(3)
    listing = archive.of_tag("dan-van-kheo")
    listing.rebuild()
    assert listing.last_number() == 0
    Article.objects.filter(pk=publish(1)[0].pk).update(published_at=timezone.now())
    ArchivePage.objects.all().delete()
    listing.rebuild()
    assert listing.last_number() == 2


def test_a_word_taken_out_by_a_new_version_leads_there_no_more(client):
    article = publish(1)[0]
    editor = make_user("editor")
    workflow.save(article, {"tags": ["hiến đất"]}, editor, base=1)
    article.refresh_from_db()
    assert titles(client.get("/the/dan-van-kheo/")) == [article.title]
    for action in ("submit", "receive", "propose", "approve", "publish"):
        move(article, action, editor if action == "submit" else None)
    assert client.get("/the/dan-van-kheo/").status_code == 404
    assert titles(client.get("/the/hien-dat/")) == [article.title]


def test_a_word_that_no_public_article_carries_is_not_found_and_helps_on(client):
    make_article(State.DRAFT, tags=["chuyện kín"])
    make_article(State.WITHDRAWN, tags=["đã gỡ"])
    publish(2)
    for key in ("chuyen-kin", "da-go", "khong-co"):
        response = client.get(f"/the/{key}/")
        assert response.status_code == 404
        assert "Từ khoá này chưa có tin, bài nào" in response.text
        assert 'href="/the/dan-van-kheo/"' in response.text
    assert client.get("/the/???/").status_code == 404
    assert client.get("/rss/the/khong-co.xml").status_code == 404


def test_the_maps_name_only_the_words_used_more_than_once(client):
    publish(2)
    publish(1, "một lần")
    assert [tag.key for tag in tags.most_used()] == ["dan-van-kheo"]
    for path in ("/so-do-cong/", "/rss/", "/sitemap/trang.xml"):
        page = client.get(path).text
        assert "dan-van-kheo" in page
        assert "mot-lan" not in page


def test_a_list_costs_four_queries_and_counts_nothing(client, django_assert_max_num_queries):
    publish(5)
    for path in ("/the/dan-van-kheo/", "/the/dan-van-kheo/trang/1/"):
        with django_assert_max_num_queries(5) as queries:
            assert client.get(path).status_code == 200
        text = " ".join(query["sql"] for query in queries)
        assert "COUNT(" not in text
        assert "OFFSET" not in text
