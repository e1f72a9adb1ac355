"""Every page of an error bears the frame of the portal, also where there is no database."""

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.test import RequestFactory

from news import chrome
from news.pace import Pace
from news.site.models import Portal
from news.views import errors, home, sparing
from tests.factories import make_article

FACTS = {
    "name": "xã Bảo Thắng",
    "parent_name": "tỉnh Lào Cai",
    "owner": "UBND xã Bảo Thắng",
    "responsible": "Bà Nguyễn Thị Nụ",
    "address": "Tổ 7, xã Bảo Thắng",
    "phone": "0214 000 0000",
    "email": "baothang@laocai.example",
}


@pytest.fixture
def portal(db):
    """A portal that has said who it is."""
    Portal.objects.update_or_create(pk=1, defaults=FACTS)


def framed(page: str) -> bool:
    """Whether header and footer say who the portal is, and there is a way home."""
    plain = 'lang="vi"' in page and 'href="/"' in page and 'id="noi-dung"' in page
    return plain and all(value in page for value in FACTS.values())


def test_without_a_database_the_page_says_what_was_last_known(portal, client):
    client.get("/")
    page = errors.server_error(RequestFactory().get("/")).content.decode()
    assert framed(page)
    assert "Trang đang gặp sự cố" in page


def test_the_page_of_a_failure_asks_the_database_nothing(portal, client, django_assert_num_queries):
    client.get("/")
    with django_assert_num_queries(0):
        assert errors.server_error(RequestFactory().get("/")).status_code == 500


def test_a_process_that_never_had_a_database_names_its_address(monkeypatch, settings):
    settings.SITE_URL = "https://baothang.example.vn"
    monkeypatch.setattr(chrome, "_known", {})
    page = errors.server_error(RequestFactory().get("/")).content.decode()
    assert "baothang.example.vn" in page
    assert "Huyện" not in page
    assert "Về trang chủ" in page


@pytest.mark.parametrize("trouble", [OperationalError, InterfaceError])
def test_while_the_database_is_away_the_page_says_so_and_when_to_come_back(
    portal, client, monkeypatch, trouble
):
    def away(*_args, **_kwargs):
        raise trouble

    client.get("/")
    monkeypatch.setattr(home, "render", away)
    client.raise_request_exception = False
    answer = client.get("/")
    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0
    assert framed(answer.text)
    assert "Cơ sở dữ liệu đang tạm ngừng hoặc quá bận" in answer.text
    assert "trình duyệt còn giữ bản đang gõ" in answer.text


def test_a_view_that_fails_gets_that_page(portal, client, monkeypatch):
    def broken(*_args, **_kwargs):
        raise RuntimeError

    client.get("/")
    client.raise_request_exception = False
    monkeypatch.setattr(home, "render", broken)
    answer = client.get("/")
    assert answer.status_code == 500
    assert framed(answer.content.decode())


@pytest.mark.parametrize(
    ("view", "status"),
    [
        (lambda request: errors.bad_request(request, SuspiciousOperation()), 400),
        (lambda request: errors.permission_denied(request, PermissionDenied()), 403),
        (errors.csrf_failure, 403),
        (errors.page_not_found, 404),
    ],
)
def test_other_errors_have_the_same_frame(portal, view, status):
    request = RequestFactory().get("/khong/co/trang/")
    answer = view(request)
    assert answer.status_code == status
    assert framed(answer.content.decode())


def test_who_asks_too_often_reads_it_in_the_same_frame(portal, client, monkeypatch):
    make_article()
    monkeypatch.setattr(sparing, "PACE", Pace(0))
    answer = client.get("/tim-kiem/?q=tin")
    assert answer.status_code == 429
    assert framed(answer.content.decode())


def test_a_search_that_must_wait_reads_it_in_the_same_frame(portal, client, monkeypatch):
    make_article()

    def busy():
        raise sparing.Busy

    monkeypatch.setattr(sparing.TURNS, "one", busy)
    answer = client.get("/tim-kiem/?q=tin")
    assert answer.status_code == 503
    assert framed(answer.content.decode())
