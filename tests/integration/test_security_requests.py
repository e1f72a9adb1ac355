"""What every request must bring and every answer carries: tokens, cookies, headers, addresses."""

import runpy

import pytest
from django.conf import settings

from config.middleware import EDITOR_POLICY, PUBLIC_POLICY
from tests import staff
from tests.factories import PASSWORD, make_article, make_draft, make_user

pytestmark = pytest.mark.django_db

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "media-src 'self'; font-src 'self'; connect-src 'self'; manifest-src 'self'; "
    "frame-src https://www.youtube-nocookie.com https://player.vimeo.com; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
DOORS = ["/dang-nhap/", "/dang-xuat/", "/doi-mat-khau/", "/xac-minh/"]
DOORS += ["/dang-nhap/khoa-truy-cap/", "/xac-minh/khoa-truy-cap/"]
ELSEWHERE = [
    *("//evil.example", "https://evil.example/", "https:evil.example", "\\\\evil.example"),
    *("/\\evil.example", "javascript:alert(1)", "///evil.example", "http:///evil.example"),
    *("\t//evil.example", " //evil.example", "data:text/html,x", "/\t/evil.example"),
    *("https://testserver@evil.example/", "//testserver.evil.example", "evil.example"),
    *(
        "/\n/evil.example",
        "%2F%2Fevil.example",
        "admin:index",
        "https://testserver:99@evil.example",
    ),
]


def strict(user):
    """A browser that checks the token, unlike the test client by default."""
    return staff.browser(user, enforce_csrf_checks=True)


def test_every_form_of_the_staff_side_asks_for_its_token():
    client = strict(make_user(is_superuser=True))
    for path in [*staff.pages(staff.one_of_each()).values(), *DOORS]:
        if path in ("/quan-tri/login/", "/quan-tri/logout/", "/quan-tri/password_change/"):
            continue
        assert client.post(path, {"a": "b"}).status_code == 403, path


def test_without_a_token_nothing_happens():
    user = make_user("contributor")
    article = make_draft(user)
    before = staff.stored()
    for path in (staff.change(article), staff.ARTICLE_ADD, staff.PREVIEW):
        answer = strict(user).post(path, staff.posted(article, title="Giả mạo", _move="submit"))
        assert answer.status_code == 403
        assert "Giả mạo" not in answer.text
    assert staff.stored() == before


def test_a_token_of_another_visitor_is_refused():
    user = make_user("contributor")
    token = strict(make_user("contributor")).get(staff.ARTICLE_ADD).context["csrf_token"]
    data = staff.posted(csrfmiddlewaretoken=str(token))
    assert strict(user).post(staff.ARTICLE_ADD, data).status_code == 403


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://testserver.evil.example"]
)
def test_a_form_from_another_site_is_refused(origin):
    client = strict(make_user("contributor"))
    token = str(client.get(staff.ARTICLE_ADD).context["csrf_token"])
    data = staff.posted(csrfmiddlewaretoken=token)
    assert client.post(staff.ARTICLE_ADD, data, headers={"origin": origin}).status_code == 403
    assert client.post(staff.ARTICLE_ADD, data).status_code == 302


@pytest.mark.parametrize("method", ["get", "head", "put", "delete", "options"])
def test_signing_out_takes_a_form(method):
    client = staff.browser(make_user("editor"))
    assert getattr(client, method)("/dang-xuat/").status_code == 405
    assert getattr(client, method)("/quan-tri/logout/").status_code in (307, 405)
    assert client.get("/quan-tri/").status_code == 200


def test_signing_out_ends_the_session():
    client = staff.browser(make_user("editor"))
    session = client.session.session_key
    assert client.post("/dang-xuat/").status_code == 302
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    assert client.get("/quan-tri/").status_code == 302


def test_signing_in_changes_the_session_number():
    user, client = make_user("editor"), staff.browser()
    session = client.session
    session["x"] = 1
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    client.post("/dang-nhap/", {"username": user.username, "password": PASSWORD})
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != session.session_key


@pytest.mark.parametrize("target", ELSEWHERE)
def test_signing_in_leads_nowhere_else(target):
    user = make_user("editor")
    data = {"username": user.username, "password": PASSWORD, "next": target}
    for path in ("/dang-nhap/", "/quan-tri/login/"):
        client = staff.browser()
        client.get(path, {"next": target})
        landed = client.post("/dang-nhap/", data)
        assert landed.headers.get("Location") == "/quan-tri/", target
        again = client.get(path, {"next": target}, follow=True)
        assert all(
            place.startswith(("/quan-tri/", "/dang-nhap/")) for place, _ in again.redirect_chain
        )


def test_signing_in_leads_back_to_where_one_was_going():
    user, client = make_user("editor"), staff.browser()
    path = "/quan-tri/news/article/?state__exact=draft"
    first = client.get(path, follow=True)
    data = {"username": user.username, "password": PASSWORD, "next": first.context["next"]}
    assert client.post("/dang-nhap/", data)["Location"] == path


@pytest.mark.parametrize("https", ["1", "0"])
def test_cookies_are_closed_to_scripts_and_other_sites(https, monkeypatch):
    monkeypatch.setenv("HTTPS", https)
    values = runpy.run_path(str(settings.BASE_DIR / "config" / "settings.py"))
    secure = https == "1"
    for kind in ("SESSION", "CSRF"):
        assert values[f"{kind}_COOKIE_HTTPONLY"]
        assert values[f"{kind}_COOKIE_SECURE"] == secure
        assert values[f"{kind}_COOKIE_NAME"].startswith("__Host-") == secure
        assert values.get(f"{kind}_COOKIE_SAMESITE", "Lax") in ("Lax", "Strict")
        assert values.get(f"{kind}_COOKIE_DOMAIN") is None
    assert values["DEVICE_COOKIE_NAME"].startswith("__Host-") == secure


def test_the_session_cookie_as_it_is_sent():
    user, client = make_user("editor"), staff.browser()
    client.post("/dang-nhap/", {"username": user.username, "password": PASSWORD})
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")


def test_every_answer_of_the_staff_side_carries_the_policy_and_stays_out_of_frames():
    client = staff.browser(make_user(is_superuser=True))
    for name, path in staff.pages(staff.one_of_each()).items():
        answer = client.get(path)
        editor = name in ("news_article_add", "news_article_change")
        assert (answer["Content-Security-Policy"] == POLICY) != editor, name
        assert answer["X-Frame-Options"] == "DENY", name
        assert answer["X-Content-Type-Options"] == "nosniff", name
        assert answer["Referrer-Policy"] == "same-origin", name
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin", name


def test_the_editor_may_have_styles_but_no_script_and_no_attribute_that_acts():
    policy = staff.browser(make_user("contributor")).get(staff.ARTICLE_ADD)[
        "Content-Security-Policy"
    ]
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules == EDITOR_POLICY
    assert {name for name in rules if rules[name] != PUBLIC_POLICY.get(name)} == {
        *("style-src", "frame-src")
    }
    assert (rules["script-src"], rules["frame-src"]) == ("'self'", "'none'")
    assert not {"script-src-attr", "script-src-elem"} & rules.keys()


def test_refusals_carry_the_policy_too():
    client = staff.browser(make_user())
    for path in ("/quan-tri/khong-co/", staff.ARTICLES, "/quan-tri/?q=%00"):
        answer = client.get(path)
        assert answer.status_code in (400, 403, 404)
        assert answer["Content-Security-Policy"] == POLICY, path


def test_nothing_private_is_kept_by_a_cache():
    client = staff.browser(make_user(is_superuser=True))
    pages = staff.pages(staff.one_of_each())
    for name in ("login", "jsi18n", "password_change", "password_change_done"):
        del pages[name]
    for path in [*pages.values(), "/dang-nhap/", "/doi-mat-khau/"]:
        answer = client.get(path)
        rules = answer.headers.get("Cache-Control", "")
        told = answer.status_code not in (403, 404)
        assert not told or {"no-store", "private"} <= set(rules.split(", ")), path


def test_a_preview_and_a_refused_form_are_kept_by_no_cache():
    user = make_user("contributor")
    client, article = staff.browser(user), make_draft(user)
    answers = [
        client.post(staff.PREVIEW, staff.posted()),
        client.get(staff.address(article, "preview")),
        client.post(staff.change(article), {}),
        client.get(staff.PICTURES),
    ]
    assert all("no-store" in answer["Cache-Control"] for answer in answers)


def test_public_pages_say_nothing_of_who_is_signed_in():
    article = make_article()
    path = article.get_absolute_url()
    user = make_user("editor", full_name="Nguyễn Thị Riêng")
    answer = staff.browser(user).get(path)
    assert "Nguyễn Thị Riêng" not in answer.text
    assert answer.content == staff.browser().get(path).content
    assert not answer.cookies


def test_a_refusal_names_nobody_to_a_cache():
    answer = staff.browser(make_user(full_name="Nguyễn Thị Riêng")).get(staff.ARTICLES)
    assert answer.status_code == 403
    assert "Nguyễn Thị Riêng" not in answer.text or "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize(
    "host", ["evil.example", "testserver.evil.example", "testserver:99@x", "a b"]
)
def test_another_host_name_is_refused(host):
    assert staff.browser().get("/dang-nhap/", headers={"host": host}).status_code == 400
