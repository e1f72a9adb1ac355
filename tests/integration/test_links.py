"""Which links public texts have, and whether those within the portal lead somewhere."""

import pytest
from django.utils import timezone

from news.addresses.models import Redirect
from news.links import checking, inside, scanning
from news.links.models import Address, Finding, Link, Scan
from news.models import Article
from news.text import links
from tests.factories import (
    make_article,
    make_attachment,
    make_author,
    make_draft,
    make_image,
    make_page,
    make_unit,
    make_user,
    move,
)
from tests.linked import linked

pytestmark = pytest.mark.django_db


def look(path: str) -> tuple:
    return inside.look(path)


# Which links there are


@pytest.mark.parametrize(
    ("href", "url", "within"),
    [
        ("/tin-tuc/", "/tin-tuc/", True),
        ("tin-tuc/?a=1#x", "/tin-tuc/?a=1", True),
        ("http://testserver", "/", True),
        ("HTTPS://TestServer/rss/", "/rss/", True),
        ("//testserver/rss/", "/rss/", True),
        ("https://Chinhphu.VN/Tin?b#c", "https://chinhphu.vn/Tin?b", False),
        ("https://x.vn", "https://x.vn/", False),
        ("https://x.vn/á b", "https://x.vn/%C3%A1%20b", False),
        ("http://[::1", "http://[::1", False),
    ],
)
def test_where_a_link_leads(href, url, within):
    found = links.target(href, "http://testserver", frozenset({"testserver"}))
    assert (found.url, found.inside) == (url, within)


@pytest.mark.parametrize(
    "href", ["#muc-1", "mailto:a@b.vn", "tel:02143", "javascript:x", "https://x.vn/" + "a" * 2000]
)
def test_what_is_no_page_is_no_link(href):
    assert links.target(href, "http://testserver", frozenset({"testserver"})) is None


def test_links_and_pictures_of_a_text_are_found_with_their_words():
    body = '<p><a href="/a/">Xem <strong>thêm</strong></a> <img src="/media/x.jpg" alt="Cầu"></p>'
    found = [(each.href, each.words) for each in links.links(body)]
    assert found == [("/a/", "Xem thêm"), ("/media/x.jpg", "Cầu")]


def test_only_what_citizens_see_is_read():
    make_draft(body='<p><a href="/nhap/">x</a></p>')
    article = linked("/a/", "/b/", source_name="Nguồn", source_url="https://nguon.vn/tin")
    assert set(Address.objects.values_list("url", flat=True)) == {
        "/a/",
        "/b/",
        "https://nguon.vn/tin",
    }
    assert scanning.read_new() == 0
    move(article, "withdraw")
    scanning.forget_gone()
    assert not Link.objects.exists()
    assert not Address.objects.exists()
    assert not Scan.objects.exists()


def test_a_new_version_keeps_what_was_said_of_a_link_that_stays():
    article, user = linked("/a/", "/b/"), make_user("editor")
    said = Link.objects.filter(address__url="/b/")
    said.update(let_be_by=user, let_be_at=timezone.now())
    Article.objects.filter(pk=article.pk).update(body='<a href="/b/">B</a><a href="/c/">C</a>')
    Scan.objects.update(version=0)
    scanning.read_new()
    kept = dict(Link.objects.values_list("address__url", "let_be_by"))
    assert kept == {"/b/": user.pk, "/c/": None}


# Within the portal


def test_what_is_there_is_fine():
    article, page = make_article(tags=["nông thôn mới"]), make_page(address="gioi-thieu")
    unit, author, image = make_unit(), make_author(), make_image()
    paths = ["/", "/tin-tuc/", "/tin-tuc", "/rss/", "/tim-kiem/?q=a", "/static/x.css"]
    paths += [page.get_absolute_url(), page.get_absolute_url().rstrip("/")]
    paths += [article.get_absolute_url(), f"/tin-tuc/ten-khac-{article.pk}/"]
    paths += [article.category.get_absolute_url(), unit.get_absolute_url()]
    paths += [author.get_absolute_url(), "/the/nong-thon-moi/", image.file.url]
    assert {path: look(path) for path in paths if look(path)[0] != Finding.FINE} == {}


def test_what_is_gone_is_told_in_words():
    draft, gone = make_draft(), make_article()
    move(gone, "withdraw")
    file = make_attachment()
    expected = {
        draft.get_absolute_url(): inside.NOT_PUBLIC,
        gone.get_absolute_url(): inside.NOT_PUBLIC,
        "/tin-tuc/x-999999/": inside.NOT_PUBLIC,
        f"/tin-tuc/x-{10**30}/": inside.NOT_PUBLIC,
        "/tin-tuc/khong-co/": inside.NO_LIST,
        "/don-vi/khong-co/": inside.NO_LIST,
        "/tac-gia/x-999/": inside.NO_LIST,
        "/the/khong-co/": inside.NO_LIST,
        "/dong-su-kien/khong-co/": inside.NO_LIST,
        "/khong-co/": inside.NO_PAGE,
        "/khong/co/trang/nao": inside.NO_PAGE,
        "/media/khong-co.jpg": inside.NO_PICTURE,
        "/media/../../etc/passwd": inside.NO_PICTURE,
        file.get_absolute_url(): inside.NO_FILE,
        f"/tai-lieu/{10**30}/a.pdf": inside.NO_FILE,
        "/quan-tri/": inside.STAFF,
        "/a%00b/": inside.NO_PAGE,
    }
    assert {path: look(path)[1] for path in expected} == expected


def test_an_article_that_expired_is_gone():
    article = make_article()
    Article.objects.filter(pk=article.pk).update(expires_at=timezone.now())
    assert look(article.get_absolute_url()) == (Finding.GONE, inside.NOT_PUBLIC)


def test_redirects_are_followed():
    article = make_article()
    for old, new in (("/cu", article.get_absolute_url()), ("/xa", "https://laocai.gov.vn/")):
        Redirect.objects.create(old=old, new=new)
    Redirect.objects.create(old="/hong", new="/tin-tuc/x-99999/")
    assert look("/cu/")[0] == Finding.FINE
    assert look("/xa")[0] == Finding.FINE
    assert look("/hong") == (Finding.GONE, inside.NOT_PUBLIC)


def test_within_the_portal_one_look_is_enough_and_again_tomorrow():
    target = make_article()
    linked(target.get_absolute_url())
    checking.check_inside()
    address = Address.objects.get()
    assert (address.finding, address.broken_at) == (Finding.FINE, None)
    assert checking.check_inside() == 0
    move(target, "withdraw")
    Address.objects.update(due_at=timezone.now())
    checking.check_inside()
    address.refresh_from_db()
    assert address.broken_at is not None
