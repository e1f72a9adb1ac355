"""What is kept of an address without a page, what its page offers, how a flood is bounded."""

from datetime import timedelta

import pytest
from django.utils import timezone

from news import due
from news.addresses import missing
from news.addresses.models import Missed
from news.models import State
from tests.factories import make_article, make_category

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh(monkeypatch):
    """An allowance that no test before has used up."""
    monkeypatch.setattr(missing, "allowance", missing.Allowance(missing.MOST_A_MINUTE))


def rows() -> dict[str, int]:
    return dict(Missed.objects.values_list("path", "count"))


def test_a_miss_is_counted_once_for_all_its_forms(client):
    for path in ("/Tin-C%C5%A9/bai-1.html", "/tin-cũ/bai-1/", "/tin-cũ/bai-1?ho-ten=An"):
        assert client.get(path).status_code == 404
    assert rows() == {"/tin-cũ/bai-1": 3}


def test_nothing_of_the_reader_is_kept(client):
    client.get(
        "/tin-cu/?cccd=012345678901",
        headers={"user-agent": "Trình duyệt", "referer": "https://mail.example/thu?ai=An"},
        REMOTE_ADDR="203.0.113.9",
    )
    row = Missed.objects.values().get()
    text = " ".join(map(str, row.values()))
    assert not [word for word in ("0123", "Trình", "An", "203.0", "mail") if word in text]
    assert set(row) == {"id", "path", "count", "first_at", "last_at", "led_from", "ignored", "gone"}


@pytest.mark.parametrize(
    ("referer", "kept"),
    [
        ("http://testserver/tin-tuc/bai-1/?q=rieng", "/tin-tuc/bai-1/"),
        ("https://evil.vn/x", ""),
        ("http://testserver/quan-tri/news/article/", ""),
        ("http://testserver/xem-duyet/bi-mat/", ""),
        ("http://[x", ""),
        ("x" * 9000, ""),
    ],
)
def test_only_a_page_of_ours_is_named_as_the_one_that_leads_there(client, referer, kept):
    assert client.get("/tin-cu/", headers={"referer": referer}).status_code == 404
    assert Missed.objects.get().led_from == kept


@pytest.mark.parametrize(
    "path",
    [
        *("/wp-login.php", "/.env", "/a/.git/config", "/xmlrpc.php", "/wp-content/x.js"),
        *("/cgi-bin/luci", "/vendor/phpunit/x", "/backup.zip", "/admin/", "/.well-known/x"),
        *("/favicon.png", "/apple-touch-icon-precomposed.png", "/xem-duyet/abc/"),
        *("/quen-mat-khau/MQ/abc/x/", "/tin-tuc", "/" + "a" * 300),
    ],
)
def test_noise_secrets_and_what_is_there_with_a_slash_are_not_noted(client, path):
    assert client.get(path).status_code in (301, 404)
    assert rows() == {}


def test_only_reading_counts(client):
    assert client.post("/tin-cu/a/b/").status_code == 404
    assert rows() == {}


def test_a_flood_is_answered_without_writing(client, django_assert_max_num_queries):
    for number in range(missing.MOST_A_MINUTE + 20):
        assert client.get(f"/x{number}/").status_code == 404
    assert Missed.objects.count() == missing.MOST_A_MINUTE
    with django_assert_max_num_queries(2):
        client.get("/con/x/y/")


def test_a_full_table_lets_go_of_what_is_rare_and_old(monkeypatch):
    monkeypatch.setattr(missing, "MOST_ROWS", 10)
    old = timezone.now() - timedelta(days=1)
    for number in range(10):
        Missed.objects.create(path=f"/{number}", count=1 + (number > 2), last_at=old)
    Missed.objects.filter(path="/0").update(ignored=True)
    missing._count("/moi", "")
    assert set(rows()) == {"/0", *(f"/{number}" for number in range(3, 10))}
    missing._count("/moi", "")
    missing._count("/9", "")
    assert (rows()["/moi"], rows()["/9"]) == (1, 3)


@pytest.mark.django_db(transaction=True)
def test_a_failing_note_never_costs_the_reader_the_page(client, monkeypatch, caplog):
    sql = "INSERT INTO {table} (khong_co) VALUES (%s, %s, %s, %s, %s, %s, %s)"
    monkeypatch.setattr(missing, "NOTE", sql)
    assert client.get("/tin-cu/").status_code == 404
    assert "could not be noted" in caplog.text


def test_the_clock_removes_what_nobody_asks_for_any_more():
    Missed.objects.create(path="/cu", last_at=timezone.now() - missing.KEPT - timedelta(days=1))
    Missed.objects.create(path="/moi")
    due.old_things()
    assert rows() == {"/moi": 1}


def test_the_page_names_articles_by_the_words_of_the_address(client, django_assert_max_num_queries):
    make_article(title="Bảo Thắng mở đường liên thôn Nậm Trang")
    make_article(State.DRAFT, title="Bảo Thắng mở đường liên thôn Bí Mật")
    client.get("/lan-dau/tien-cua/may-nay.html")
    with django_assert_max_num_queries(6):
        assert client.get("/tin-tuc/bao-thang-mo-duong-lien-thon-99999/").status_code == 404
    with django_assert_max_num_queries(5):
        answer = client.get("/news/xa-hoi/bao-thang-mo-duong-lien-thon-nam-trang-123.html")
    page = answer.content.decode()
    assert answer.status_code == 404
    assert "Có phải bạn tìm bài này?" in page
    assert "mở đường liên thôn Nậm Trang" in page
    assert "Bí Mật" not in page
    assert '<meta name="robots" content="noindex">' in page


def test_a_number_alone_names_nothing(client):
    article = make_article(title="Bảo Thắng mở đường")
    page = client.get(f"/chi-tiet/{article.pk}.html").content.decode()
    assert "Có phải bạn tìm" not in page


def test_the_page_names_a_section_that_is_nearly_right(client):
    make_category("Xây dựng Đảng")
    make_category("Kín", slug="xay-dung-dan", visible=False)
    page = client.get("/tin-tuc/xay-dung-dangs/").content.decode()
    assert "Hoặc chuyên mục:" in page
    assert "xay-dung-dan/" not in page


def test_a_withdrawn_article_leads_on_to_its_like_and_tells_nothing_itself(client):
    gone = make_article(State.WITHDRAWN, title="Bảo Thắng mở đường liên thôn")
    kept = make_article(title="Bảo Thắng mở đường liên thôn, đợt hai")
    page = client.get(gone.get_absolute_url())
    assert page.status_code == 410
    assert kept.title in page.content.decode()
    assert '<meta name="robots" content="noindex">' in page.content.decode()
