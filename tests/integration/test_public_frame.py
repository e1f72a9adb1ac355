"""What all public pages share: header, footer, headers of the answer, refusals, error pages."""

import gzip
import re

import pytest
from django.test import RequestFactory

from news.site.models import Portal
from news.views import errors
from tests.factories import make_article, make_category, make_image, make_user

pytestmark = pytest.mark.django_db
BADGE_URL = "https://tinnhiemmang.vn/danh-ba-tin-nhiem/baothanglaocaigovvn-1690000000"
HOSTILE = (
    "/tin-tuc/%FF%FE/",
    "/tin-tuc/%E1%BB/",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/tin-tuc/a'--/",
    "/tin-tuc/{{7*7}}/",
    "/tac-gia/x/",
    "/don-vi/%F0%9F%98%80/",
    "/tin-tuc/" + "a" * 3000 + "/",
)


@pytest.fixture
def portal(db):
    """The portal's row, with everything the law asks the footer for."""
    return Portal.objects.update_or_create(
        pk=1,
        defaults={
            "owner": "Ủy ban nhân dân huyện",
            "responsible": "Bà Trần Thị Bình",
            "address": "Thị trấn Phố Lu",
            "phone": "0214 000 000",
            "email": "bbt@example.gov.vn",
        },
    )[0]


def frame(page: str) -> tuple[str, str]:
    """Header and footer of a page, without the mark of the current menu entry."""
    header = re.search(r"<header>.*?</header>", page, re.S)[0]
    footer = re.search(r"<footer class=\"foot\">.*</footer>", page, re.S)[0]
    return re.sub(r' aria-current="[a-z]+"', "", header).replace(" >", ">"), footer


def test_header_and_footer_are_the_same_everywhere(client, portal):
    article = make_article(category=make_category("Kinh tế"))
    addresses = ("/", "/tin-tuc/", article.get_absolute_url(), "/khong-co/")
    frames = {frame(client.get(address).content.decode()) for address in addresses}
    assert len(frames) == 1


def test_the_sign_in_page_says_whose_it_is_and_leads_nowhere_else(client, portal):
    make_article(category=make_category("Kinh tế"))
    page = client.get("/dang-nhap/").content.decode()
    assert "Huyện Bảo Thắng" in page
    assert "Bà Trần Thị Bình" in page
    assert "Menu chính" not in page
    assert "Kinh tế" not in page


def test_the_footer_names_who_answers(client, portal):
    footer = frame(client.get("/").content.decode())[1]
    for words in ("Ủy ban nhân dân huyện", "Bà Trần Thị Bình", "Thị trấn Phố Lu", "0214 000 000"):
        assert words in footer
    assert "mailto:bbt@example.gov.vn" in footer


def test_pages_work_before_the_portal_is_described(client):
    Portal.objects.all().delete()
    assert "Huyện Bảo Thắng" in client.get("/").content.decode()


def test_the_menu_has_top_sections_once_and_marks_the_current(client):
    root = make_category("Tin tức", slug="tin-tuc")
    make_category("Con của tin tức", parent=root)
    make_category("Thông báo")
    make_category("Ẩn", visible=False)
    menu = re.search(r'<nav class="menu".*?</nav>', client.get("/").content.decode(), re.S)[0]
    words = ["Trang chủ", "Tin tức", "Con của tin tức", "Thông báo"]
    words += ["Dịch vụ công trực tuyến", "Sơ đồ cổng"]
    assert re.findall(r">([^<>]+)</a>", menu) == words
    page = client.get("/tin-tuc/thong-bao/").content.decode()
    assert re.search(r'href="/tin-tuc/thong-bao/" aria-current="page"', page)
    page = client.get("/tin-tuc/con-cua-tin-tuc/").content.decode()
    assert re.search(r'class="menu__link" href="/tin-tuc/" aria-current="true"', page)


def test_two_hundred_sections_still_make_one_menu(client):
    for number in range(200):
        make_category(f"Mục {chr(97 + number % 26)}{chr(97 + number // 26)}")
    page = client.get("/").content.decode()
    assert "Thêm 189 chuyên mục" in page
    assert len(page.encode()) < 200_000


def test_the_badge_is_shown_only_for_a_certified_domain(client, portal):
    assert "tinnhiemmang" not in client.get("/").content.decode()
    portal.badge_domain, portal.badge_url = "baothang.laocai.gov.vn", BADGE_URL
    portal.save()
    response = client.get("/")
    assert (
        f'<a href="{BADGE_URL}" title="Chung nhan Tin Nhiem Mang" target="_blank" rel="noopener">'
        '<img src="https://tinnhiemmang.vn/handle_cert?id=baothang.laocai.gov.vn" width="150" '
        'height="57" loading="lazy" alt="Chung nhan Tin Nhiem Mang"></a>'
    ) in response.content.decode()
    assert "https://tinnhiemmang.vn" in response["Content-Security-Policy"]


def test_an_emblem_of_ones_own_takes_the_drawings_place(client, portal):
    portal.emblem = make_image("Biểu trưng")
    portal.save()
    page = client.get("/").content.decode()
    assert f'class="brand__emblem" src="{portal.emblem.file.url}"' in page


def test_public_pages_are_the_same_for_everyone(client, signed_in):
    article = make_article()
    anonymous = client.get(article.get_absolute_url())
    signed_in("editor")
    response = client.get(article.get_absolute_url())
    assert response.content == anonymous.content
    assert "Cookie" not in response.get("Vary", "")
    assert not response.cookies
    assert response["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert "csrfmiddlewaretoken" not in response.content.decode()


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch", "options"])
def test_public_pages_are_read_only(client, method):
    for address in ("/", "/tin-tuc/", "/tin-tuc/bai-1/", "/don-vi/btghu/"):
        assert getattr(client, method)(address).status_code == 405


def test_head_is_answered_like_get(client):
    assert client.head("/").status_code == 200


@pytest.mark.parametrize("address", HOSTILE)
def test_hostile_addresses_are_not_found(client, address):
    assert client.get(address).status_code == 404


def test_unknown_parameters_change_nothing(client):
    assert client.get("/?page=2&a[]=1&%C3%28=x").status_code == 200


def test_nothing_inline_that_the_policy_would_refuse(client):
    article = make_article(cover_id=make_image().pk, cover_alt="Bà con mở đường")
    for address in ("/", "/tin-tuc/", article.get_absolute_url(), "/dang-nhap/", "/khong-co/"):
        page = client.get(address).content.decode()
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:", page)
        scripts = re.findall(r"<script(?![^>]*application/ld\+json)[^>]*>", page)
        assert all("src=" in script for script in scripts)


@pytest.mark.parametrize(
    ("view", "status"),
    [
        (errors.bad_request, 400),
        (errors.permission_denied, 403),
        (errors.page_not_found, 404),
        (errors.csrf_failure, 403),
    ],
)
def test_error_pages_show_the_way_on(view, status):
    response = view(RequestFactory().get("/x/"))
    assert response.status_code == status
    page = response.content.decode()
    assert page.count("<h1") == 1
    assert 'href="/"' in page


def test_the_page_of_our_own_errors_needs_no_database(django_assert_num_queries):
    with django_assert_num_queries(0):
        response = errors.server_error(RequestFactory().get("/x/"))
    assert response.status_code == 500
    assert "Trang đang gặp sự cố" in response.content.decode()


def test_a_form_open_too_long_says_what_to_do(client):
    strict = type(client)(enforce_csrf_checks=True)
    response = strict.post("/dang-nhap/", {"username": make_user().username, "password": "x"})
    assert response.status_code == 403
    assert "Trang đã mở quá lâu" in response.content.decode()


def test_public_pages_travel_compressed_and_those_with_tokens_do_not(client):
    asked = {"HTTP_ACCEPT_ENCODING": "gzip"}
    whole, sent = client.get("/"), client.get("/", **asked)
    assert sent["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in sent["Vary"]
    assert gzip.decompress(sent.content) == whole.content
    assert "Content-Encoding" not in client.get("/dang-nhap/", **asked)
