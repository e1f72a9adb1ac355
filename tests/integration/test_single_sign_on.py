"""Signing in by a province's provider: a real one, in a process of its own, that may also lie."""

import time
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.core.cache import cache
from django.http import HttpResponseRedirect

from accounts.models import AccountEvent, Factor, Identity, User
from accounts.sso import people, provider
from news.rights import role_labels
from tests import factories, oidc_server
from tests.factories import make_user
from tests.sso import GO, sign_in, there
from tests.staff import browser

pytestmark = pytest.mark.django_db
DESK = "/quan-tri/"
LABEL = factories.LABELS


@pytest.fixture
def lan():
    return make_user(username="lan.pt", email="Lan@example.vn")


def inside(client) -> bool:
    return "_auth_user_id" in client.session


def test_without_settings_there_is_no_such_door_and_nobody_is_asked(client, monkeypatch):
    monkeypatch.setattr(requests, "get", lambda *_, **__: 1 / 0)
    assert client.get(GO).status_code == 404
    assert client.get(f"{GO}ve/?code=x&state=y").status_code == 404
    assert "lien-thong" not in client.get("/dang-nhap/").content.decode()


def test_the_sign_in_page_has_a_button_and_asks_nobody_either(client, plan, monkeypatch):
    monkeypatch.setattr(requests, "get", lambda *_, **__: 1 / 0)
    page = client.get("/dang-nhap/?next=/doi-mat-khau/").content.decode()
    assert "Đăng nhập bằng tài khoản của tỉnh" in page
    assert 'href="/dang-nhap/lien-thong/?next=/doi-mat-khau/"' in page


def test_the_way_there_carries_state_nonce_and_pkce(client, plan):
    start = client.get(GO)
    asked = {name: value[0] for name, value in parse_qs(urlsplit(start.url).query).items()}
    assert asked["redirect_uri"] == "http://testserver/dang-nhap/lien-thong/ve/"
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    assert len({asked[name] for name in ("state", "nonce", "code_challenge")}) == 3
    assert client.session["lien-thong"]["verifier"] not in start.url
    assert "no-store" in start["Cache-Control"]


def test_a_verified_address_opens_the_account_and_its_number_from_then_on(client, plan, lan):
    assert sign_in(client, "/doi-mat-khau/").url == "/doi-mat-khau/"
    assert client.session["_auth_user_id"] == str(lan.pk)
    events = list(AccountEvent.objects.order_by("serial").values_list("action", flat=True))
    assert events[:2] == ["sso_linked", "signed_in"]
    assert AccountEvent.objects.get(action="signed_in").after["by"] == "sso"
    plan(claims={"email": "ten-moi@example.vn", "email_verified": False})
    again = browser()
    assert sign_in(again).url == DESK
    assert again.session["_auth_user_id"] == str(lan.pk)
    assert AccountEvent.objects.filter(action="sso_linked").count() == 1


def test_who_has_a_second_factor_is_asked_for_it(client, plan, lan, monkeypatch):
    Factor.objects.create(user=lan, kind="totp", name="Điện thoại")
    monkeypatch.setattr("accounts.signing_in.redirect", HttpResponseRedirect)
    assert sign_in(client)["Location"] == "xac-minh"
    assert not inside(client)
    assert client.session["cho-xac-minh"]["by"] == "sso"


@pytest.mark.parametrize(
    "plan_of_it",
    [
        *({"lie": lie} for lie in ("none", "secret", "other key", "unknown key", "changed")),
        {"lie": "nonsense"},
        {"claims": {"nonce": "khac"}},
        {"claims": {"nonce": None}},
        {"claims": {"aud": "cong-khac"}},
        {"claims": {"aud": None}},
        {"claims": {"aud": [oidc_server.CLIENT, "khac"], "azp": "khac"}},
        {"claims": {"iss": "https://ke-gian.example"}},
        {"claims": {"iss": None}},
        {"claims": {"exp": 1_000_000_000}},
        {"claims": {"exp": None}},
        {"claims": {"iat": 4_000_000_000}},
        {"claims": {"sub": None}},
        {"claims": {"email_verified": False}},
        {"claims": {"email_verified": "false"}},
        {"claims": {"email_verified": None}},
        {"claims": {"email": "khong-ai@example.vn"}},
        {"claims": {"email": None}},
        {"claims": {"email": None}, "userinfo": {"sub": "so-2", "email": "lan@example.vn"}},
        {"claims": {"email": "ｌan@example.vn"}},
        {"broken": "words"},
        {"broken": "/token"},
        {"broken": "/jwks"},
    ],
)
def test_what_proves_nothing_opens_nothing(client, plan, lan, plan_of_it):
    plan(**plan_of_it)
    answer = sign_in(client)
    assert answer.status_code == 403, answer.url
    assert "Không đăng nhập được bằng tài khoản của tỉnh" in answer.content.decode()
    assert not inside(client)
    assert not Identity.objects.exists()
    assert AccountEvent.objects.get().action == "refused"


def test_claims_may_stand_beside_the_token(client, plan, lan):
    beside = {"email": "lan@example.vn", "email_verified": True}
    plan(claims={"email": None, "email_verified": None}, userinfo=beside)
    assert sign_in(client).url == DESK


@pytest.mark.parametrize("state", ["", "khac", "é", None])
def test_a_wrong_state_opens_nothing(client, plan, lan, state):
    query = parse_qs(urlsplit(there(client)).query)
    sent = {"code": query["code"][0]} | ({} if state is None else {"state": state})
    answer = client.get(f"{GO}ve/", sent)
    assert answer.status_code == 400
    assert "Hãy bắt đầu lại" in answer.content.decode()
    assert not inside(client)


def test_a_way_back_in_another_browser_opens_nothing(client, plan, lan):
    path, stranger = there(client), browser()
    assert stranger.get(path).status_code == 400
    assert not inside(stranger)


def test_a_way_back_is_gone_once(client, plan, lan):
    path = there(client)
    assert client.get(path).status_code == 302
    client.post("/dang-xuat/")
    assert client.get(path).status_code == 400


def test_a_way_back_is_good_for_ten_minutes(client, plan, lan, monkeypatch):
    path, now = there(client), time.time()
    monkeypatch.setattr("accounts.sso.views.time.time", lambda: now + 601)
    assert client.get(path).status_code == 400


def test_who_gives_up_there_is_told_so(client, plan):
    query = parse_qs(urlsplit(there(client)).query)
    answer = client.get(f"{GO}ve/", {"error": "access_denied", "state": query["state"][0]})
    assert answer.status_code == 403
    assert "Bạn chưa đăng nhập bằng tài khoản của tỉnh" in answer.content.decode()


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil", "/\t/x", "/dang-nhap/"])
def test_the_way_leads_to_this_portal_only(client, plan, lan, target):
    assert sign_in(client, target).url == DESK


@pytest.mark.parametrize("linked", [True, False])
@pytest.mark.parametrize("role", ["account_admin", "system_admin", "superuser", "locked"])
def test_administrators_and_the_locked_do_not_come_in_this_way(client, plan, lan, role, linked):
    if linked:
        Identity.objects.create(user=lan, issuer=provider.settings.OIDC_ISSUER, subject="so-1")
    if role in LABEL:
        factories.assign(lan, role)
    User.objects.filter(pk=lan.pk).update(
        is_superuser=role == "superuser", is_active=role != "locked"
    )
    assert sign_in(client).status_code == 403
    assert not inside(client)
    assert Identity.objects.exists() == linked


def test_an_address_of_two_accounts_opens_neither(client, plan, lan):
    make_user(email="lan@example.vn")
    assert sign_in(client).status_code == 403


def test_an_account_that_is_linked_is_not_linked_with_somebody_else(client, plan, lan):
    sign_in(client)
    plan(claims={"sub": "so-2"})
    assert sign_in(browser()).status_code == 403
    assert Identity.objects.get().subject == "so-1"


def test_roles_follow_the_groups_and_what_an_administrator_gave_stays(client, plan, lan, settings):
    settings.OIDC_ROLES = {"bien-tap": "editor", "duyet": "approver", "gui": "contributor"}
    factories.assign(lan, "contributor")
    for groups, expected in (
        (["bien-tap", "gui", "nguoi-la", 7], ["editor", "contributor"]),
        (["duyet"], ["approver", "contributor"]),
        ("bien-tap", ["editor", "contributor"]),
        (None, ["contributor"]),
    ):
        plan(claims={"groups": groups})
        assert sign_in(browser()).status_code == 302
        found = role_labels(User.objects.get(pk=lan.pk))
        assert found == sorted(LABEL[key] for key in expected)
    events = AccountEvent.objects.filter(action__in=("role_given", "role_taken"))
    told = list(events.order_by("serial").values_list("action", "note"))
    given, taken = (("role_given", people.NOTE), ("role_taken", people.NOTE))
    assert told == [given, taken, given, taken, given, taken]


def test_no_group_ever_makes_an_administrator(client, plan, lan, settings):
    settings.OIDC_ROLES = {
        "a": "account_admin",
        "b": "system_admin",
        "c": "superuser",
        "d": "editor",
    }
    plan(claims={"groups": ["a", "b", "c", "d"]})
    assert sign_in(client).url == DESK
    user = User.objects.get(pk=lan.pk)
    assert role_labels(user) == [LABEL["editor"]]
    assert not user.is_superuser


def test_without_a_table_of_roles_groups_change_nothing(client, plan, lan):
    factories.assign(lan, "editor")
    plan(claims={"groups": []})
    sign_in(client)
    assert role_labels(User.objects.get(pk=lan.pk)) == [LABEL["editor"]]


def new(**claims) -> dict:
    return {"email": "moi@example.vn", "groups": ["bien-tap"], "name": "Người Mới", **claims}


def test_accounts_are_made_only_where_wanted(client, plan, settings):
    settings.OIDC_ROLES = {"bien-tap": "editor"}
    plan(claims=new(preferred_username="Moi.NV"))
    assert sign_in(browser()).status_code == 403
    settings.OIDC_CREATE = True
    assert sign_in(client).url == DESK
    user = User.objects.get()
    assert (user.username, user.full_name) == ("moi.nv", "Người Mới")
    assert not user.has_usable_password()
    assert role_labels(user) == [LABEL["editor"]]
    assert AccountEvent.objects.filter(action="created", subject=user).exists()


@pytest.mark.parametrize(
    "claims",
    [
        new(groups=["khac"]),
        new(email_verified=False),
        new(email="khong phai thu"),
        new(email="KHOA@example.vn"),
        new(email="quan-tri@example.vn"),
    ],
)
def test_no_account_is_made_of_what_gives_no_role_or_belongs_to_somebody(plan, settings, claims):
    make_user(email="khoa@example.vn", is_active=False)
    make_user("system_admin", email="quan-tri@example.vn")
    settings.OIDC_ROLES, settings.OIDC_CREATE = {"bien-tap": "editor"}, True
    plan(claims=claims)
    assert sign_in(browser()).status_code == 403
    assert User.objects.count() == 2


def test_a_user_name_that_is_taken_gets_a_number(plan, settings):
    make_user(username="moi")
    settings.OIDC_ROLES, settings.OIDC_CREATE = {"bien-tap": "editor"}, True
    plan(claims=new(preferred_username="MOI"))
    assert sign_in(browser()).status_code == 302
    assert User.objects.get(email="moi@example.vn").username == "moi2"


@pytest.mark.parametrize(
    "plan_of_it",
    [
        {"broken": "/.well-known/openid-configuration"},
        {"issuer": "https://ke-gian.example"},
        {"about": {"token_endpoint": "ftp://ke-gian.example"}},
        {"about": {"jwks_uri": None}},
    ],
)
def test_a_provider_that_is_away_leaves_the_other_door(client, plan, lan, plan_of_it):
    plan(**plan_of_it)
    answer = client.get(GO)
    assert answer.status_code == 503
    page = answer.content.decode()
    assert "Bạn vẫn đăng nhập được bằng mật khẩu" in page
    assert 'href="/dang-nhap/"' in page
    words = {"username": "lan.pt", "password": factories.PASSWORD}
    assert client.post("/dang-nhap/", words).status_code == 302


def test_a_provider_that_nobody_runs_is_away(client, plan, settings):
    settings.OIDC_ISSUER = "http://127.0.0.1:9"
    began = time.monotonic()
    assert client.get(GO).status_code == 503
    assert time.monotonic() - began < sum(provider.TIMEOUT)


def test_it_goes_away_between_there_and_back(client, plan, lan, settings):
    path = there(client)
    cache.clear()
    settings.OIDC_ISSUER = "http://127.0.0.1:9"
    assert client.get(path).status_code == 503
    assert not inside(client)


def test_who_is_in_goes_straight_on(client, plan, lan):
    client.force_login(lan)
    assert client.get(GO, {"next": "/doi-mat-khau/"}).url == "/doi-mat-khau/"


@pytest.mark.parametrize("path", [GO, f"{GO}ve/"])
def test_only_looking_is_allowed(plan, path):
    assert browser().post(path).status_code == 405
