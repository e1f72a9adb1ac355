"""The article page: what it shows, its addresses, and what it answers when the article is gone."""

import json
import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from news.models import Article, State
from tests.factories import make_article, make_author, make_category, make_image, make_unit

pytestmark = pytest.mark.django_db
AT = datetime(2023, 7, 31, 14, 5, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
NASTY = 'Bán </script><b>1</b> & "ngoặc" \u2028'


@pytest.fixture
def article(db):
    """The real article's shape: everything an article may have."""
    root = make_category("Tin tức", slug="tin-tuc")
    category = make_category("Xây dựng Đảng", parent=root)
    author = make_author("Lê Trung Thành", make_unit("BTGHU"))
    return make_article(
        at=AT,
        title="Đổi mới công tác dân vận",
        subtitle="Mười năm nhìn lại",
        summary="Công tác dân vận đã bám sát yêu cầu.",
        body="<p>Có 1.586 ý kiến.</p><p>Có 2.090 đơn thư.</p>",
        category=category,
        unit=author.unit,
        author_id=author.pk,
        byline="Lê Trung Thành - BTGHU",
        cover_id=make_image("Hội nghị").pk,
        cover_alt="Quang cảnh hội nghị",
        cover_caption="Hội nghị tổng kết",
        source_name="Báo Lào Cai",
        source_url="https://example.vn/bai",
        tags=["dân vận khéo"],
    )


def page_of(client, article) -> str:
    """The article's page."""
    response = client.get(article.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def test_the_parts_stand_in_the_order_of_reading(client, article):
    page = page_of(client, article)
    parts = (
        'class="crumbs"',
        'class="article__kicker kicker"',
        "<h1",
        "Mười năm nhìn lại",
        "Công tác dân vận đã bám sát",
        'class="signed__by"',
        "Thứ Hai, 31/07/2023 | 14:05 GMT+7",
        'alt="Quang cảnh hội nghị"',
        "Hội nghị tổng kết",
        "1.586 ý kiến",
        'class="article__signature"',
        "Báo Lào Cai",
        "dân vận khéo",
    )
    body = page[page.index("<main") :]
    places = [body.index(part) for part in parts]
    assert places == sorted(places)
    assert page.count("<h1") == 1


def test_the_byline_leads_to_author_and_unit(client, article):
    page = page_of(client, article)
    assert f'<a href="{article.author.get_absolute_url()}">Lê Trung Thành</a>' in page
    assert '<a href="/don-vi/btghu/">BTGHU</a>' in page
    assert 'datetime="2023-07-31T14:05:00+07:00"' in page


def test_a_byline_keeps_the_words_of_its_day(client, article):
    article.unit.short_name = "Ban Tuyên giáo và Dân vận"
    article.unit.save()
    assert "BTGHU</a>" in page_of(client, article)


def test_an_article_answers_with_at_most_three_queries(
    client, article, django_assert_max_num_queries
):
    make_article(category=article.category, title="Bài khác")
    make_article(category=article.category, title="Bài nữa", at=AT - timedelta(days=1))
    with django_assert_max_num_queries(3):
        page = page_of(client, article)
    assert "Tin mới hơn" in page
    assert "Tin cũ hơn" in page


def test_other_articles_never_include_itself_or_what_is_not_public(client, article):
    make_article(State.DRAFT, category=article.category)
    page = page_of(client, article)
    assert "Cùng chuyên mục" not in page
    assert "Tin mới hơn" not in page


def test_wrong_words_lead_to_the_right_address_without_the_query(client, article):
    for words in ("sai", "đổi-mới", "SAI", "a%20b"):
        response = client.get(f"/tin-tuc/{words}-{article.pk}/?x=1")
        assert (response.status_code, response.url) == (301, article.get_absolute_url())


@pytest.mark.parametrize("number", ["0", "999999", "9" * 19, "9" * 40, "9" * 5000])
def test_unknown_numbers_are_not_found(client, number):
    assert client.get(f"/tin-tuc/bai-{number}/").status_code == 404


def test_what_never_was_public_is_not_found(client):
    for article in (make_article(State.DRAFT), make_article(at=timezone.now() + timedelta(1))):
        assert client.get(article.get_absolute_url()).status_code == 404


def test_a_withdrawn_article_says_so_and_shows_nothing(client):
    article = make_article(State.WITHDRAWN, title="Bí mật", summary="Không còn công bố")
    response = client.get(article.get_absolute_url())
    page = response.content.decode()
    assert response.status_code == 410
    assert "Bài viết đã được gỡ" in page
    assert "Bí mật" not in page
    assert "Không còn công bố" not in page


def test_an_expired_article_says_so(client):
    article = make_article(at=AT)
    Article.objects.filter(pk=article.pk).update(expires_at=AT + timedelta(days=1))
    response = client.get(article.get_absolute_url())
    assert response.status_code == 410
    assert "Bài viết đã hết hạn hiển thị" in response.content.decode()


def test_machines_read_the_same_facts(client, article):
    page = page_of(client, article)
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    news, crumbs = (json.loads(block) for block in blocks)
    address = f"http://testserver{article.get_absolute_url()}"
    assert news["@type"] == "NewsArticle"
    assert news["headline"] == article.title
    assert news["mainEntityOfPage"] == address
    assert datetime.fromisoformat(news["datePublished"]) == AT
    assert news["author"]["name"] == "Lê Trung Thành"
    assert news["image"][0].startswith("http://testserver/media/")
    names = [item["name"] for item in crumbs["itemListElement"]]
    assert names == ["Trang chủ", "Tin tức", "Xây dựng Đảng"]
    assert f'<link rel="canonical" href="{address}">' in page


@pytest.mark.parametrize(
    "name", ["title", "creator", "date", "description", "publisher", "identifier"]
)
def test_dublin_core_is_complete(client, name):
    article = make_article()
    Article.objects.filter(pk=article.pk).update(summary="", body="", byline="")
    page = page_of(client, article)
    assert re.search(rf'<meta name="DC.{name}" content="[^"]+">', page)


def test_titles_are_text_everywhere(client):
    article = make_article(title=NASTY, summary=NASTY, byline=NASTY, tags=[NASTY])
    pages = [client.get(address).content.decode() for address in ("/", "/tin-tuc/")]
    pages.append(page_of(client, article))
    for page in pages:
        assert "<b>1</b>" not in page
        assert "Bán </script>" not in page
    block = re.search(r'ld\+json">(.*?)</script>', pages[-1], re.S)[1]
    assert json.loads(block)["headline"] == article.title
    assert "<" not in block


def test_the_body_passes_the_gate_once_more(client):
    article = make_article()
    with_script = "<p>Trước</p><script>alert(1)</script><p onclick='x()'>Sau</p>"
    Article.objects.filter(pk=article.pk).update(body=with_script)
    page = page_of(client, article)
    assert "alert(1)" not in page
    assert "onclick" not in page


def test_an_article_with_nothing_but_a_title(client):
    article = make_article()
    bare = {"summary": "", "body": "", "category": None, "unit": None}
    Article.objects.filter(pk=article.pk).update(**bare)
    assert article.title in page_of(client, article)


def test_numbers_in_attributes_are_not_grouped(client, article):
    type(article.cover).objects.filter(pk=article.cover_id).update(width=1280, height=1600)
    assert 'width="1280" height="1600"' in page_of(client, article)


def test_times_for_machines_are_such_as_html_allows(client):
    """At most three digits of a second, and a real publication has six."""
    article = make_article(at=AT.replace(second=19, microsecond=591608), title="Đổi mới")
    for address in (article.get_absolute_url(), "/", "/tin-tuc/", "/tim-kiem/?q=doi+moi"):
        page = client.get(address).text
        assert "2023-07-31T14:05:19+07:00" in page
        assert "591608" not in page, address
