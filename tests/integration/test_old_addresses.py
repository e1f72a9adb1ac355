"""Old addresses: found however they are written, led on in one step, never to a stranger's host."""

import time

import pytest
from django.db import IntegrityError, transaction

from news.addresses import finding, targets, writing
from news.addresses.models import Redirect
from news.addresses.writing import Line
from tests.factories import make_article, make_category

pytestmark = pytest.mark.django_db


def put(old: str, new: str, below: str = "", **how):
    return writing.write([Line(old, new, below)], None, **how)[0]


def table() -> dict[str, str]:
    return dict(Redirect.objects.values_list("old", "new"))


@pytest.mark.parametrize(
    "asked",
    [
        "/tin-cũ/Bài-Một.html",
        "/tin-c%C5%A9/b%C3%A0i-m%E1%BB%99t.html",
        "/TIN-CŨ/BÀI-MỘT.HTML",
        "/tin-cũ/bài-một/",
        "/tin-cũ/bài-một",
        "/tin-cũ//bài-một.htm",
        "/tin-cu\u0303/ba\u0300i-mo\u0323\u0302t.html",
        "/tin-cũ/bài-một.html?fbclid=abc&utm_source=zalo",
        "/tin-cũ/bài-một.html?trang=2",
    ],
)
def test_an_old_address_is_found_however_it_is_written(client, asked):
    put("https://cu.laocai.gov.vn/tin-cũ/bài-một.html", "/tin-tuc/")
    answer = client.get(asked)
    assert (answer.status_code, answer["Location"]) == (301, "/tin-tuc/")
    assert client.head(asked).status_code == 301
    assert client.post(asked).status_code == 404


def test_a_query_may_be_part_of_an_old_address(client):
    put("/index.php?op=detail&nv=news&id=12", "/tin-tuc/")
    found = client.get("/index.php?id=12&nv=news&op=detail&fbclid=x")
    assert (found.status_code, found["Location"]) == (301, "/tin-tuc/")
    assert client.get("/index.php?id=13&nv=news&op=detail").status_code == 404


@pytest.mark.parametrize(
    ("below", "asked", "leads_to"),
    [
        ("", "/muc-cu/trang/2/", None),
        ("keep", "/muc-cu/trang/2/", "/tin-tuc/kinh-te/trang/2/"),
        ("keep", "/muc-cu/trang/2", "/tin-tuc/kinh-te/trang/2/"),
        ("keep", "/muc-cu/?tu=2026", "/tin-tuc/kinh-te/?tu=2026"),
        ("gather", "/muc-cu/Bài%20gì/x.html", "/tin-tuc/kinh-te/"),
        ("gather", "/muc-cu-khac/", None),
    ],
)
def test_what_lies_below_goes_along_as_it_was_said(client, below, asked, leads_to):
    make_category("Kinh tế")
    assert put("/muc-cu", "/tin-tuc/kinh-te/", below).kind == "new"
    answer = client.get(asked)
    assert answer.get("Location") == leads_to
    assert answer.status_code == (301 if leads_to else 404)


def test_the_most_exact_entry_wins(client):
    put("/a", "/tin-tuc/", "gather")
    put("/a/b", "/rss/", "gather")
    put("/a/b/c", "/so-do-cong/")
    assert client.get("/a/b/c.html")["Location"] == "/so-do-cong/"
    assert client.get("/a/b/c/d")["Location"] == "/rss/"
    assert client.get("/a/x")["Location"] == "/tin-tuc/"


def test_only_a_miss_is_looked_up(client, django_assert_num_queries):
    article = make_article()
    Redirect.objects.create(old=article.get_absolute_url().rstrip("/"), new="/tin-tuc/")
    with django_assert_num_queries(3):
        assert client.get(article.get_absolute_url()).status_code == 200


def test_chains_become_one_step_whatever_their_order():
    put("/b", "/c/d/e/")
    assert table() == {}  # no page of ours is at /c
    put("/a", "/tin-tuc/")
    put("/x", "https://laocai.gov.vn/x")
    put("/tin-tuc/cu-hon", "/tin-tuc/cu/")
    put("/tin-tuc/cu", "/tin-tuc/moi/")
    put("/tin-tuc/moi", "/tin-tuc/moi-nhat/")
    expected = {"/tin-tuc/cu-hon", "/tin-tuc/cu", "/tin-tuc/moi"}
    assert {old for old, new in table().items() if new == "/tin-tuc/moi-nhat/"} == expected


def test_an_entry_follows_what_its_own_target_has_become():
    put("/tin-tuc/giua", "/tin-tuc/cuoi/")
    assert put("/dau", "/tin-tuc/giua/").entry.new == "/tin-tuc/cuoi/"
    assert put("/dau", "/tin-tuc/giua/").kind == "same"


@pytest.mark.parametrize(
    "lines",
    [
        [("/tin-tuc/a", "/tin-tuc/b/", ""), ("/tin-tuc/b", "/tin-tuc/a/", "")],
        [("/tin-tuc/a", "/tin-tuc/a/trang/1/", "keep")],
        [("/don-vi/a", "/don-vi/b/trang/1/", "keep"), ("/don-vi/b", "/don-vi/a/trang/1/", "keep")],
        [
            ("/tin-tuc/a", "/tin-tuc/b/", ""),
            ("/tin-tuc/b", "/tin-tuc/c/", ""),
            ("/tin-tuc/c", "/tin-tuc/a/", ""),
        ],
    ],
)
def test_a_circle_is_refused_at_the_line_that_closes_it(lines):
    *before, last = [writing.write([Line(*line)], None)[0] for line in lines]
    assert all(outcome.kind == "new" for outcome in before)
    assert (last.kind, last.says) == ("wrong", writing.LOOP)
    assert Redirect.objects.count() == len(lines) - 1
    together = writing.write([Line(*line, number=n) for n, line in enumerate(lines)], None)
    assert together[-1].kind == "wrong"


@pytest.mark.parametrize(
    ("old", "says"),
    [
        ("", targets.NO_OLD),
        ("   ", targets.NO_OLD),
        ("/", targets.ODD),
        ("https://cu.gov.vn/", targets.ODD),
        ("tin-cu", targets.ODD),
        ("javascript:alert(1)", targets.ODD),
        ("/a/../b", targets.ODD),
        ("/a\\b", targets.ODD),
        ("/a%00b", targets.ODD),
        ("/a\ud800", targets.ODD),
        ("http://[x", targets.ODD),
        ("/" + "a" * 600, targets.ODD),
        ("/tin-tuc/", targets.HERE),
        ("/RSS", targets.HERE),
        ("/quan-tri/x", targets.STAFF),
        ("/dang-nhap", targets.STAFF),
    ],
)
def test_an_old_address_that_cannot_be_is_refused_in_words(old, says):
    outcome = put(old, "/rss/")
    assert (outcome.kind, outcome.says) == ("wrong", says)
    assert table() == {}


@pytest.mark.parametrize(
    "new",
    [
        "//evil.vn/",
        "/\\evil.vn/",
        "https://evil.vn/",
        "http://laocai.gov.vn/",
        "https://laocai.gov.vn@evil.vn/",
        "https://evil.vn/.gov.vn",
        "https://laocai.gov.vn:8443/",
        "https://laocai.gov.vn\\@evil.vn/",
        "https://gov.vn.evil.vn/",
        "javascript:alert(1)",
        "data:text/html,x",
        "/tin-tuc/\r\nSet-Cookie: a=b",
        "evil.vn",
        "https://",
        "https://[x",
    ],
)
def test_no_target_leads_to_a_strangers_host(new):
    outcome = put("/cu", new)
    assert (outcome.kind, outcome.says) == ("wrong", targets.FOREIGN)


@pytest.mark.parametrize(
    ("new", "kept"),
    [
        ("/tin-tuc", "/tin-tuc/"),
        ("/", "/"),
        ("http://127.0.0.1/tin-tuc/", None),
        ("https://portal.test/rss/", "/rss/"),
        ("https://LaoCai.gov.vn/Tin?x=1#y", "https://laocai.gov.vn/Tin?x=1#y"),
        ("/tin-tuc/bài-mới-12/", "/tin-tuc/b%C3%A0i-m%E1%BB%9Bi-12/"),
        ("/media/anh/x.jpg", "/media/anh/x.jpg"),
        ("/khong-co-dau/x/y/z/", None),
        ("/quan-tri/", None),
    ],
)
def test_a_target_is_kept_as_the_page_has_it(settings, new, kept):
    settings.SITE_URL = "https://portal.test"
    outcome = put("/cu", new)
    assert (outcome.entry.new if outcome.entry else None) == kept


@pytest.mark.parametrize(
    "tail", ["/evil.vn", "%2f/evil.vn", "%5cevil.vn", "/%09/evil.vn", "/..//evil.vn"]
)
@pytest.mark.parametrize("new", ["/", "https://laocai.gov.vn", "https://laocai.gov.vn/"])
def test_what_follows_an_old_address_never_makes_another_host(client, new, tail):
    assert put("/cu", new, "keep").kind == "new"
    place = client.get(f"/cu/{tail}").get("Location", "/")
    own = place.startswith("/") and not place.startswith(("//", "/\\"))
    assert own or place.startswith("https://laocai.gov.vn/")


def test_the_database_holds_no_other_target():
    for new in ("//evil.vn", "/\\evil.vn", "javascript:x", "http://x.gov.vn/", ""):
        with pytest.raises(IntegrityError), transaction.atomic():
            Redirect.objects.create(old="/cu", new=new)


@pytest.mark.parametrize(
    "path",
    [
        "/" + "x" * 5000,
        "/a" * 300,
        "/%ED%A0%80/x",
        "/%FF%FE",
        "/a%00b",
        "/%2e%2e/%2e%2e/etc",
        "/x?" + "&".join(f"a{n}=1" for n in range(2000)),
        "/x?%ED%A0%80=%FF",
        "/x?a=%00",
        "/'\"><script>alert(1)</script>",
    ],
)
def test_no_address_however_strange_gets_a_500(client, path):
    put("/cu", "/tin-tuc/", "gather")
    client.raise_request_exception = False
    # A page may have an address of one word, so Django first leads to the one with a slash.
    assert client.get(path, follow=True).status_code in (400, 404)


def test_letters_that_no_database_holds_are_not_looked_up(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert finding.target_for("/a\ud800b") == ""
        assert finding.target_for("/a\0b") == ""


def test_an_address_never_leads_to_itself(client):
    Redirect.objects.create(old="/tin-tuc/mat", new="/tin-tuc/mat/")
    assert client.get("/tin-tuc/mat/").status_code == 404


def test_a_line_replaces_another_only_when_asked_to():
    put("/cu", "/tin-tuc/")
    assert put("/cu", "/rss/").says == writing.THERE.format("/tin-tuc/")
    assert put("/cu", "/rss/", replace=True, dry=True).kind == "changed"
    assert table() == {"/cu": "/tin-tuc/"}
    assert put("/cu", "/rss/", replace=True).kind == "changed"
    assert table() == {"/cu": "/rss/"}


def test_ten_thousand_lines_are_written_at_once(django_assert_max_num_queries):
    lines = [Line(f"/cu/bai-{n}.html", "/tin-tuc/", number=n) for n in range(10_000)]
    begun = time.monotonic()
    with django_assert_max_num_queries(20):
        outcomes = writing.write(lines, None)
    assert {outcome.kind for outcome in outcomes} == {"new"}
    assert Redirect.objects.count() == 10_000
    assert time.monotonic() - begun < 60  # some five seconds on a quiet machine
