"""The feeds of the public lists: what they hold, for whom, and that they cost little."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from news import workflow
from news.models import Article, State, Thread
from tests.factories import (
    WAYS,
    make_article,
    make_author,
    make_category,
    make_image,
    make_recording,
    make_unit,
    make_user,
    move,
)

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def article(settings):
    settings.SITE_URL = "https://baothang.example.vn"
    author = make_author("Lê Trung Thành", make_unit("BTGHU"))
    return make_article(
        title="Hơn 300 hộ dân hiến đất & góp công",
        summary="Dân <bàn>, dân làm.",
        body='<p>Xem <a href="/tin-tuc/">tin khác</a>.</p>',
        byline="Lê Trung Thành - BTGHU",
        category=make_category("Dân vận"),
        unit=author.unit,
        author_id=author.pk,
        tags=["dân vận khéo"],
        thread_id=Thread.objects.create(title="Dân vận khéo", slug="dan-van-kheo").pk,
        cover_id=make_image().pk,
        cover_alt="Bà con mở đường",
    )


def addresses(article) -> list[str]:
    unit, author = article.unit.code.lower(), article.author_id
    ways = ("tin-tuc", "chuyen-muc/dan-van", f"don-vi/{unit}", f"tac-gia/{author}")
    ways += ("the/dan-van-kheo", "dong-su-kien/dan-van-kheo")
    return [f"/{form}/{way}.xml" for form in ("rss", "atom") for way in ways]


def read(client, path: str) -> ElementTree.Element:
    return ElementTree.fromstring(client.get(path).content)  # noqa: S314 - our own


def titles(client, path: str = "/rss/tin-tuc.xml") -> list[str]:
    return [item.findtext("title") for item in read(client, path).iter("item")]


def test_an_article_stands_in_the_feed_of_each_of_its_lists(client, article):
    other = make_author("Phạm Thị Hoa", make_unit("MTTQ"))
    values = {"category": make_category("Kinh tế"), "unit": other.unit, "author_id": other.pk}
    make_article(title="Bài khác", **values)
    for path in addresses(article):
        text = client.get(path).content.decode()
        assert "Hơn 300 hộ dân hiến đất &amp; góp công" in text, path
        assert ("Bài khác" in text) == ("tin-tuc.xml" in path), path


def test_an_item_says_what_a_reader_of_feeds_needs(client, article):
    item = read(client, "/rss/tin-tuc.xml").find("channel/item")
    assert item.findtext("link") == f"https://baothang.example.vn{article.get_absolute_url()}"
    assert item.findtext("description") == "Dân &lt;bàn&gt;, dân làm."
    assert item.findtext("{http://purl.org/dc/elements/1.1/}creator") == "Lê Trung Thành - BTGHU"
    assert [c.text for c in item.findall("category")] == ["Dân vận", "dân vận khéo"]
    assert item.findtext("pubDate").endswith("+0700")
    picture = item.find("enclosure")
    assert picture.get("url").startswith("https://baothang.example.vn/media/")
    assert int(picture.get("length")) == article.cover.size
    assert item.find("{http://purl.org/rss/1.0/modules/content/}encoded") is None


def test_the_whole_text_comes_only_where_it_is_asked_for(client, article):
    feed = read(client, "/rss/tin-tuc.xml?toan-van")
    whole = feed.findtext("channel/item/{http://purl.org/rss/1.0/modules/content/}encoded")
    assert '<a href="https://baothang.example.vn/tin-tuc/"' in whole
    own = feed.find(f"channel/{ATOM}link").get("href")
    assert own == "https://baothang.example.vn/rss/tin-tuc.xml?toan-van"
    entry = read(client, "/atom/tin-tuc.xml?toan-van&la=x").find(f"{ATOM}entry")
    assert "tin khác" in entry.findtext(f"{ATOM}content")


def test_a_name_survives_a_new_title_and_an_update_shows_in_the_date(client, article):
    def told():
        entry = read(client, "/atom/tin-tuc.xml").find(f"{ATOM}entry")
        return entry.findtext(f"{ATOM}id"), entry.findtext(f"{ATOM}updated")

    name, before = told()
    later = timezone.now() + timedelta(hours=1)
    Article.objects.filter(pk=article.pk).update(title="Tên mới", changed_at=later)
    assert told()[0] == name
    assert told()[1] > before
    assert name == f"tag:baothang.example.vn,{timezone.localdate():%Y-%m-%d}:bai/{article.pk}"


def test_only_what_citizens_may_read_is_in_a_feed(client):
    for state in WAYS:
        make_article(state, title=f"Bài {state}")
    make_article(title="Ngày mai", at=timezone.now() + timedelta(days=1))
    changed = make_article(title="Bản đang đăng")
    workflow.save(changed, {"title": "Bản chưa duyệt"}, make_user("editor"), base=1)
    over = make_article(title="Đã hết hạn", at=timezone.now() - timedelta(days=2))
    Article.objects.filter(pk=over.pk).update(expires_at=timezone.now() - timedelta(days=1))
    assert set(titles(client)) == {f"Bài {State.PUBLISHED}", "Bản đang đăng"}


def test_a_withdrawn_article_leaves_at_once(client, article):
    assert titles(client) == [article.title]
    move(article, "withdraw")
    assert titles(client) == []
    assert client.get("/atom/tin-tuc.xml").status_code == 200


def test_nothing_new_is_not_sent_again(client, article):
    for path in addresses(article):
        first = client.get(path)
        again = client.get(path, headers={"if-none-match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b""), path
    before = client.get("/rss/tin-tuc.xml")
    make_article(title="Bài mới")
    after = client.get("/rss/tin-tuc.xml", headers={"if-none-match": before["ETag"]})
    assert (after.status_code, "Bài mới" in after.content.decode()) == (200, True)


@pytest.mark.parametrize(
    "path",
    [
        *("/rss/chuyen-muc/khong-co.xml", "/rss/don-vi/khong-co.xml", "/rss/tac-gia/999.xml"),
        *("/rss/khac/a.xml", f"/atom/tac-gia/{'9' * 40}.xml", "/rss/tac-gia/0.xml"),
    ],
)
def test_a_feed_of_nothing_is_not_there(client, path):
    assert client.get(path).status_code == 404


def test_a_hidden_section_has_no_feed(client):
    hidden = make_category("Nội bộ", visible=False)
    make_article(category=hidden)
    assert client.get(f"/rss/chuyen-muc/{hidden.slug}.xml").status_code == 404


def test_the_page_of_feeds_leads_to_feeds_that_are_there(client, article):
    make_article(tags=["dân vận khéo"])
    page = client.get("/rss/").content.decode()
    for path in addresses(article):
        assert f'href="{path}"' in page
        assert client.get(path).status_code == 200


def test_pages_name_their_own_feed(client, article):
    home = client.get("/").content.decode()
    assert 'type="application/rss+xml" title="Tin tức" href="/rss/tin-tuc.xml"' in home
    for page, feed in (
        (article.category, "chuyen-muc/dan-van"),
        (article.unit, "don-vi/btghu"),
        (article.author, f"tac-gia/{article.author_id}"),
    ):
        text = client.get(page.get_absolute_url()).content.decode()
        assert f'href="/rss/{feed}.xml"' in text


def test_a_feed_takes_at_most_three_queries(client, article, django_assert_max_num_queries):
    for number in range(3):
        make_article(title=f"Bài {number}", cover_id=make_image().pk, cover_alt="Bà con mở đường")
    for path in [*addresses(article), "/rss/tin-tuc.xml?toan-van"]:
        with django_assert_max_num_queries(3):
            assert client.get(path).status_code == 200
    with django_assert_max_num_queries(5):
        assert client.get("/rss/").status_code == 200


def test_many_feeds_of_a_kind_are_folded(client):
    for number in range(12):
        make_unit(f"DV{number}", name=f"Đơn vị thứ {number}")
    page = client.get("/rss/").text
    assert page.count('class="tree__more"') == 1
    assert "Thêm 4 kênh" in page
    assert page.count("/rss/don-vi/") == 12
    assert "kenh-tac-gia" not in page


def test_a_recording_comes_with_its_article(client, article):
    sound = make_recording()
    Article.objects.filter(pk=article.pk).update(audio=sound)
    item = read(client, "/rss/tin-tuc.xml").find("channel/item")
    (enclosed,) = item.findall("enclosure")
    assert enclosed.get("url") == "https://baothang.example.vn" + sound.get_absolute_url()
    assert (enclosed.get("type"), enclosed.get("length")) == ("audio/mpeg", str(sound.size))
    entry = read(client, "/atom/tin-tuc.xml").find(f"{ATOM}entry")
    links = [link for link in entry.findall(f"{ATOM}link") if link.get("rel") == "enclosure"]
    assert [link.get("type") for link in links] == ["audio/mpeg", "image/jpeg"]
    assert client.head(sound.get_absolute_url()).status_code == 200
