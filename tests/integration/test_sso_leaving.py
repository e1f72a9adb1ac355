"""Signing out of a session that the province's provider began: there too, and back to us only."""

from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.core.cache import cache

from accounts.models import AccountEvent, SignedIn
from accounts.sso import leaving
from tests import factors
from tests.factories import PASSWORD, make_user
from tests.sso import sign_in
from tests.staff import browser

pytestmark = pytest.mark.django_db
OUT, DONE = "/dang-xuat/", "/dang-nhap/lien-thong/da-ra/"
HOME = "/#da-dang-xuat"


@pytest.fixture
def lan():
    return make_user(username="lan.pt", email="lan@example.vn")


@pytest.fixture
def announced(plan, running):
    """A provider that says where to sign out."""
    plan(about={"end_session_endpoint": f"{running}/logout"})
    return f"{running}/logout"


def asked(address: str) -> dict:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def out_here(client) -> bool:
    """Whether the session is over, whatever became of the provider's."""
    events = AccountEvent.objects.filter(action="signed_out").count()
    ends = set(SignedIn.objects.values_list("ended_by", flat=True))
    return (events, ends) == (1, {"signed_out"}) and not factors.is_in(client)


def test_the_provider_is_told_and_sends_people_back(client, announced, lan):
    sign_in(client)
    answer = client.post(OUT)
    assert answer.url.startswith(f"{announced}?")
    query = asked(answer.url)
    assert query["post_logout_redirect_uri"] == f"http://testserver{DONE}"
    assert out_here(client)
    # It takes the token for one of its own.
    home = requests.get(answer.url, allow_redirects=False, timeout=5)
    assert (home.status_code, home.headers["Location"]) == (302, f"http://testserver{DONE}")
    assert client.get(DONE).url == HOME


def test_so_it_is_after_a_second_step(client, announced, lan):
    secret = factors.give_app(lan)
    sign_in(client)
    factors.enter(client, factors.code(secret))
    query = asked(client.post(OUT).url)
    assert query["id_token_hint"].count(".") == 2


def test_who_came_by_password_stays_here(client, announced, lan, monkeypatch):
    client.post("/dang-nhap/", {"username": "lan.pt", "password": PASSWORD})
    monkeypatch.setattr(requests, "get", lambda *_, **__: 1 / 0)
    cache.clear()
    assert client.post(OUT).url == HOME
    assert out_here(client)


def test_a_provider_that_announces_nothing_is_left_alone(client, plan, lan):
    sign_in(client)
    assert client.post(OUT).url == HOME
    assert out_here(client)


@pytest.mark.parametrize(
    "place", ["https://ke-gian.example/out", "javascript:alert(1)", "", 7, ["x"], "http://[", None]
)
def test_another_place_than_the_issuers_is_not_gone_to(client, plan, lan, place):
    plan(about={"end_session_endpoint": place})
    sign_in(client)
    assert client.post(OUT).url == HOME
    assert out_here(client)


def test_nobody_is_kept_in_by_a_provider_that_is_away(client, announced, lan, settings):
    sign_in(client)
    cache.clear()
    settings.OIDC_ISSUER = "http://127.0.0.1:9"
    assert client.post(OUT).url == HOME
    assert out_here(client)


def test_a_long_token_is_left_out(client, announced, lan, monkeypatch):
    monkeypatch.setattr(leaving, "LONGEST", 10)
    sign_in(client)
    query = asked(client.post(OUT).url)
    assert set(query) == {"client_id", "post_logout_redirect_uri"}


def test_looking_signs_nobody_out(client, announced, lan):
    sign_in(client)
    assert client.get(OUT).status_code == 405
    assert client.get(DONE).url == HOME
    assert factors.is_in(client)


@pytest.mark.parametrize("query", ["?next=//ke-gian.example", "?state=x", "?url=https://x.example"])
def test_the_way_back_leads_to_the_front_page_only(client, query):
    assert client.get(DONE + query).url == HOME
    assert browser().post(DONE).status_code == 405


def test_browsers_may_follow_the_form_there_from_staff_pages_only(client, announced, running, lan):
    sign_in(client)
    staff_page = client.get("/quan-tri/")["Content-Security-Policy"]
    assert f"form-action 'self' {running};" in staff_page
    assert running not in client.get("/")["Content-Security-Policy"]
