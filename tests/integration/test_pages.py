"""Pages: articles of another kind, with addresses of their own and no place among the news."""

import re
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.urls import URLResolver, get_resolver, resolve, reverse
from django.utils import timezone

from news import archive, featuring, versions, workflow
from news.models import Article, Correction, Kind, State
from news.pages import addresses, family
from news.pages.models import Page
from news.views.page import page as page_view
from tests.factories import (
    colleague,
    make_article,
    make_author,
    make_page,
    make_unit,
    make_user,
    move,
)

pytestmark = pytest.mark.django_db
WORD = "Chuyện riêng của một trang"


def test_a_page_goes_the_way_of_an_article_and_stands_at_its_own_address(client):
    page = make_page(State.DRAFT, title="Giới thiệu", address="gioi-thieu")
    assert client.get("/gioi-thieu/").status_code == 404
    move(page, "submit")
    for action in ("receive", "propose", "approve", "publish"):
        assert client.get("/gioi-thieu/").status_code == 404
        move(page, action)
    answer = client.get("/gioi-thieu/")
    assert answer.status_code == 200
    assert "<h1" in answer.text
    assert "Giới thiệu" in answer.text
    assert page.events.done().count() == 5


def test_a_new_title_leaves_the_address_and_a_new_version_waits_for_its_approval(client):
    page = make_page(title="Giới thiệu", address="gioi-thieu")
    content = {"title": "Giới thiệu xã", "body": "<p>Chữ mới.</p>"}
    base = page.latest_version
    workflow.save(page, content, colleague("editor"), base=base)
    page.refresh_from_db()
    assert (page.slug, page.title) == ("gioi-thieu", "Giới thiệu")
    assert "Chữ mới" not in client.get("/gioi-thieu/").text


def test_a_withdrawn_page_is_gone_and_one_that_expired_too(client):
    page = make_page(address="lien-he")
    move(page, "withdraw", words="Trang đang được viết lại.")
    for address in ("/lien-he/", f"/tin-tuc/lien-he-{page.pk}/"):
        answer = client.get(address)
        assert answer.status_code == 410
        assert "Trang đang được viết lại." in answer.text
        assert "Bài viết" not in answer.text
    other = make_page(address="tro-giup")
    Article.objects.filter(pk=other.pk).update(
        published_at=timezone.now() - timedelta(days=2), expires_at=timezone.now()
    )
    assert client.get("/tro-giup/").status_code == 410


@pytest.mark.parametrize("words", ["lien-he", "khac"])
def test_the_address_of_an_article_leads_to_the_page(client, words):
    page = make_page(address="lien-he")
    answer = client.get(f"/tin-tuc/{words}-{page.pk}/")
    assert (answer.status_code, answer["Location"]) == (301, "/lien-he/")


def test_an_article_is_not_found_by_the_address_of_a_page(client):
    article = make_article()
    assert client.get(f"/{article.slug}/").status_code == 404


def test_a_page_says_what_it_is_and_where(client, django_assert_max_num_queries):
    top = make_page(title="Giới thiệu", address="gioi-thieu")
    below = make_page(title="Lịch sử", address="gioi-thieu/lich-su", parent=top)
    make_page(title="Bộ máy", address="gioi-thieu/bo-may", parent=top)
    make_page(State.DRAFT, title="Chưa xong", address="gioi-thieu/chua-xong", parent=top)
    with django_assert_max_num_queries(4):
        text = client.get("/gioi-thieu/lich-su/").text
    assert '"@type": "WebPage"' in text
    assert '"BreadcrumbList"' in text
    assert '<link rel="canonical" href="http://testserver/gioi-thieu/lich-su/">' in text
    assert '<meta name="DC.title" content="Lịch sử">' in text
    assert re.search(r'href="/gioi-thieu/lich-su/" aria-current="page"', text)
    assert "Bộ máy" in text
    assert "Chưa xong" not in text
    assert [row.pk for row in family.of(below.pk).path] == [top.pk]
    assert "Lịch sử" in client.get("/gioi-thieu/").text


def test_pages_under_one_that_was_withdrawn_stand_by_themselves(client):
    top = make_page(title="Mục lớn", address="gioi-thieu")
    make_page(address="gioi-thieu/lich-su", parent=top)
    move(top, "withdraw")
    text = client.get("/gioi-thieu/lich-su/").text
    assert "Mục lớn" not in text
    assert [branch.page.article.slug for branch in family.tree()] == ["gioi-thieu/lich-su"]


# No page stands in a list of news


@pytest.fixture
def public_page():
    """A page that looks like news in every respect: unit, author, picture of nothing."""
    unit = make_unit()
    author = make_author(unit=unit)
    article = make_article(unit=unit, author_id=author.pk, title="Một tin thật")
    signed = {"unit_id": unit.pk, "author_id": author.pk, "category_id": article.category_id}
    page = make_page(title=WORD, address="chuyen-rieng", tags=["chung"], **signed)
    return page, article, author


def test_no_place_that_shows_news_shows_a_page(client, public_page):
    _, article, author = public_page
    places = {
        *("/", "/tin-tuc/", "/tin-tuc/trang/1/", "/dinh-chinh/"),
        *("/sitemap/tin-moi.xml", "/sitemap/bai-1.xml"),
        *(article.get_absolute_url(), article.category.get_absolute_url()),
        *(article.unit.get_absolute_url(), author.get_absolute_url()),
        *(f"{listed.get_absolute_url()}trang/1/" for listed in (article.category, author)),
        f"{article.unit.get_absolute_url()}trang/1/",
        *_feeds(article, author),
    }
    for address in sorted(places):
        answer = client.get(address, follow=True)
        assert answer.status_code == 200, address
        assert WORD not in answer.text, address
        assert "chuyen-rieng" not in answer.text, address


def _feeds(article, author) -> set[str]:
    keys = {"": (), "-chuyen-muc": [article.category.slug], "-tac-gia": [author.pk]}
    keys["-don-vi"] = [article.unit.code.lower()]
    return {
        reverse(f"{form}{kind}", args=args)
        for form in ("rss", "atom")
        for kind, args in keys.items()
    }


def test_a_page_is_listed_where_every_page_is(client, public_page):
    assert "/chuyen-rieng/" in client.get("/so-do-cong/").text
    assert "http://testserver/chuyen-rieng/" in client.get("/sitemap/trang.xml").text


def test_a_page_begins_no_numbered_page_and_is_never_featured(public_page):
    page, *_ = public_page
    assert archive.listings_of(page) == []
    now = timezone.now()
    day = timedelta(days=1)
    assert "Trang không đưa" in featuring.refusal(
        page, None, now, now + day, colleague("publisher")
    )


def test_a_correction_of_a_page_is_told_like_any_other(client, public_page):
    page, *_ = public_page
    row = {"kind": Correction.Kind.CORRECTION, "wrong": "Sai số nhà.", "text": "Đúng là số 2."}
    Correction.objects.create(article=page, version=1, by=colleague("publisher"), **row)
    assert "/chuyen-rieng/" in client.get("/dinh-chinh/").text


# What the database and the rules of addresses keep


def test_what_a_row_is_never_changes():
    article, page = make_article(), make_page()
    for row, kind in ((article, Kind.PAGE), (page, Kind.NEWS)):
        with pytest.raises(DatabaseError), transaction.atomic():
            Article.objects.filter(pk=row.pk).update(kind=kind)


@pytest.mark.parametrize("slug", ["", "Lien-He", "lien-he-12", "12", "a/b/c", "a/12", "a-"])
def test_the_database_refuses_an_address_of_another_form(slug):
    page = make_page()
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.filter(pk=page.pk).update(slug=slug)
    assert addresses.refusal(slug)


def test_the_database_refuses_an_address_twice_and_a_third_level():
    page, other = make_page(address="mot"), make_page(address="hai")
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.filter(pk=other.pk).update(slug="mot")
    below = make_page(parent=page, address="mot/ba")
    with pytest.raises(IntegrityError), transaction.atomic():
        Page.objects.filter(pk=other.pk).update(parent=below.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Page.objects.filter(pk=page.pk).update(parent=other.pk)


def routes(resolver, before="") -> list[str]:
    """Every route of the portal as it is written down."""
    found = []
    for part in resolver.url_patterns:
        route = before + str(part.pattern).lstrip("^")
        found += routes(part, route) if isinstance(part, URLResolver) else [route]
    return found


def test_a_page_can_stand_before_no_other_address():
    """Whoever adds an address below the pages, or a page a reserved one, hears of it here."""
    everything = routes(get_resolver())
    assert everything.count("<page:address>/") == 1
    for route in everything:
        first = route.partition("/")[0]
        if first and not first.startswith("<") and re.fullmatch("[a-z0-9-]+", first):
            assert addresses.RESERVED.format(first) in addresses.refusal(first), route
            assert addresses.RESERVED.format(first) in addresses.refusal(f"{first}/them"), route
        example = "/" + re.sub("<(int|slug|str|path|page):[a-z_]+>", "7", route)
        if "<page:" not in route and "(" not in route:
            assert resolve(example).func is not page_view, route
    for word in ("media", "static", "quan-tri", "tin-tuc"):
        assert addresses.refusal(word)


def test_an_address_that_another_page_holds_is_refused_with_its_name():
    make_page(address="lien-he", title="Liên hệ chúng tôi")
    with pytest.raises(workflow.Refused, match="Liên hệ chúng tôi"):
        make_page(address="lien-he")


def test_a_page_in_the_bin_gives_its_address_and_its_duty_to_the_next():
    old = make_page(State.DRAFT, address="lien-he", duty="lien-he")
    move(old, "bin", old.created_by)
    new = make_page(State.DRAFT, address="lien-he", duty="lien-he")
    old.refresh_from_db()
    assert new.slug == "lien-he"
    assert old.slug.startswith("lien-he-cu")
    assert Page.objects.get(duty="lien-he").pk == new.pk
    move(old, "unbin", old.created_by)
    assert not Page.objects.get(pk=old.pk).duty


def test_addresses_that_no_page_has_are_not_found(client):
    for address in ("/khong-co/", "/khong/co/", "/a-12/", "/x/y/z/", "/" + "a" * 3000 + "/"):
        assert client.get(address).status_code == 404, address[:40]


def test_a_page_needs_title_and_text_and_no_section_sapo_or_signature():
    page = make_page(State.DRAFT, user=make_user("contributor"), body="")
    sentence = workflow.refusal(page, "submit", page.created_by, version=1, pledge=True)
    assert "Chưa có nội dung" in sentence
    assert "chuyên mục" not in sentence
    assert "sapo" not in sentence
    assert versions.latest(page).kind == Kind.PAGE


@pytest.mark.parametrize("path", ["/khong-co/", "/khong-co", "/a/b/", "/gioi-thieu-khac/"])
def test_a_form_sent_to_an_unknown_word_is_told_that_there_is_no_page(path):
    assert Client(enforce_csrf_checks=True).post(path).status_code == 404
