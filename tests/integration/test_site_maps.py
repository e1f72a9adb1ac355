"""What search engines and people find of the portal: site maps and robots.txt."""

from datetime import timedelta
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from news.models import Article, State
from news.views import sitemaps
from tests.factories import (
    WAYS,
    make_article,
    make_author,
    make_category,
    make_unit,
)
from tests.integration.test_public_lists import publish_many

pytestmark = pytest.mark.django_db
SITE = "https://baothang.example.vn"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = SITE


def read(client, path: str) -> ElementTree.Element:
    response = client.get(path)
    assert response.status_code == 200
    return ElementTree.fromstring(response.content)  # noqa: S314 - our own


def paths(client, path: str) -> list[str]:
    found = read(client, path).iter(f"{{{sitemaps.URLSET}}}loc")
    return [place.text.removeprefix(SITE) for place in found]


def test_the_maps_together_name_every_public_article_once(client, monkeypatch):
    monkeypatch.setattr(sitemaps, "PAGES", 2)
    articles = publish_many(95)
    maps = [path for path in paths(client, "/sitemap.xml") if "/bai-" in path]
    assert len(maps) == 3
    found = [path for one in maps for path in paths(client, one)]
    assert found == [article.get_absolute_url() for article in articles]


def test_a_full_map_stays_as_it_is_when_something_new_appears(client, monkeypatch):
    monkeypatch.setattr(sitemaps, "PAGES", 1)
    publish_many(41)
    before = client.get("/sitemap/bai-1.xml").content
    make_article(title="Bài mới", at=timezone.now())
    assert client.get("/sitemap/bai-1.xml").content == before
    assert any("/bai-moi-" in path for path in paths(client, "/sitemap/bai-3.xml"))


def test_nothing_that_is_not_public_is_in_a_map(client):
    for state in WAYS:
        make_article(state, title=f"Bài {state}")
    make_article(title="Ngày mai", at=timezone.now() + timedelta(days=1))
    published = Article.objects.get(state=State.PUBLISHED, title="Bài published")
    assert paths(client, "/sitemap/bai-1.xml") == [published.get_absolute_url()]
    assert paths(client, "/sitemap/tin-moi.xml") == [published.get_absolute_url()]


def test_a_map_says_when_an_article_was_last_changed(client):
    article = make_article()
    changed = timezone.now() + timedelta(hours=1)
    Article.objects.filter(pk=article.pk).update(changed_at=changed)
    (told,) = read(client, "/sitemap/bai-1.xml").iter(f"{{{sitemaps.URLSET}}}lastmod")
    assert told.text == timezone.localtime(changed).isoformat(timespec="seconds")
    assert told.text.endswith("+07:00")


def test_news_are_those_of_two_days(client):
    make_article(title="Cũ", at=timezone.now() - timedelta(days=3))
    fresh = make_article(title="Mới & nóng")
    feed = read(client, "/sitemap/tin-moi.xml")
    assert [title.text for title in feed.iter(f"{NEWS}title")] == ["Mới & nóng"]
    assert [name.text for name in feed.iter(f"{NEWS}language")] == ["vi"]
    assert paths(client, "/sitemap/tin-moi.xml") == [fresh.get_absolute_url()]


def test_every_page_that_a_map_names_answers(client):
    root = make_category("Tin tức", slug="tin-tuc")
    make_category("Kinh tế", parent=root)
    make_category("Ẩn", visible=False)
    make_author("Lê Trung Thành", make_unit("BTGHU"))
    make_article()
    found = [path for one in paths(client, "/sitemap.xml") for path in paths(client, one)]
    assert {"/", "/tin-tuc/", "/tin-tuc/kinh-te/", "/don-vi/btghu/", "/rss/", "/so-do-cong/"} < {
        *found
    }
    assert len(found) == len(set(found)) + 1, "only fresh news stand in two maps"
    for path in found:
        assert client.get(path).status_code == 200, path


@pytest.mark.parametrize("path", ["/sitemap/bai-0.xml", "/sitemap/bai-2.xml"])
def test_a_map_of_nothing_is_not_there(client, path):
    make_article()
    assert client.get(path).status_code == 404
    assert client.get(f"/sitemap/bai-{'9' * 40}.xml").status_code == 404


def test_an_empty_portal_has_maps_too(client):
    assert paths(client, "/sitemap.xml") == ["/sitemap/trang.xml", "/sitemap/tin-moi.xml"]
    assert paths(client, "/sitemap/tin-moi.xml") == []


def test_programs_are_kept_from_the_staff_side_and_led_to_the_maps(client):
    rules = RobotFileParser()
    rules.parse(client.get("/robots.txt").content.decode().splitlines())
    assert rules.site_maps() == [f"{SITE}/sitemap.xml"]
    for path in ("/quan-tri/", "/dang-nhap/", "/tai-khoan/thiet-bi/", "/xem-duyet/abc/"):
        assert not rules.can_fetch("Googlebot", f"{SITE}{path}")
    for path in ("/", "/tin-tuc/", "/media/a.png", "/static/css/base.css"):
        assert rules.can_fetch("Googlebot", f"{SITE}{path}")


def test_the_site_map_for_people_names_every_visible_section_and_unit(client):
    root = make_category("Tin tức", slug="tin-tuc")
    shown = [make_category("Kinh tế", parent=root), make_category("Thông báo")]
    shown.append(make_category("Lịch cắt điện", parent=shown[1]))
    make_category("Nội bộ", visible=False)
    unit = make_unit("MTTQ", name="Uỷ ban Mặt trận Tổ quốc")
    make_unit("CU", name="Đơn vị đã giải thể", active=False)
    page = client.get("/so-do-cong/").content.decode()
    tree = page.partition("<h1")[2].partition("<footer")[0]
    for place in (*shown, unit):
        assert f'href="{place.get_absolute_url()}"' in tree
    assert "Nội bộ" not in page
    assert "Đơn vị đã giải thể" not in page


@pytest.mark.parametrize(
    "path",
    ["/sitemap.xml", "/sitemap/trang.xml", "/sitemap/tin-moi.xml", "/sitemap/bai-1.xml"],
)
def test_maps_cost_few_queries_and_are_sent_once(client, path, django_assert_max_num_queries):
    publish_many(45)
    for number in range(3):
        make_author(f"Tác giả {number}", make_unit(f"DV{number}"))
    with django_assert_max_num_queries(6):
        first = client.get(path)
    again = client.get(path, headers={"if-none-match": first["ETag"]})
    assert (first.status_code, again.status_code) == (200, 304)


def test_the_site_map_for_people_takes_four_queries(client, django_assert_max_num_queries):
    make_category("Kinh tế", parent=make_category("Tin tức", slug="tin-tuc"))
    with django_assert_max_num_queries(4):
        assert client.get("/so-do-cong/").status_code == 200
