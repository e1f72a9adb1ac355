"""Every kind of answer gets an A+ of the Observatory, the staff side's and nginx's own too."""

import base64
import hashlib
import http.client
import re
import runpy

import pytest
from django.conf import settings as ours
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.security import SecurityMiddleware
from django.test import Client, RequestFactory

from config import middleware
from news.pace import Pace
from news.views import api, errors, sparing
from tests import staff
from tests.attached import pdf
from tests.factories import (
    PASSWORD,
    make_article,
    make_attachment,
    make_image,
    make_page,
    make_user,
    move,
)
from tests.integration.test_nginx import NAME, NGINX, Nginx
from tests.observatory import Answer, grade, redirection
from tests.pagestore import free_port

TAKEN = ("SECURE_", "SESSION_COOKIE_", "CSRF_COOKIE_", "DEVICE_COOKIE_", "X_FRAME_")
STRICT = "csp-with-no-unsafe-default-src-none"
# The editor reads Word's classes by a <style> element of the pasted text.
EDITORS = "csp-with-unsafe-inline-in-style-src-only"
STATUS = {"gone": 410, "none": 404, "nul": 400}


@pytest.fixture
def in_production(settings, monkeypatch):
    """The settings that speak of https, as they are without a word in the environment."""
    monkeypatch.delenv("HSTS_SECONDS", raising=False)
    monkeypatch.setenv("HTTPS", "1")
    values = runpy.run_path(str(ours.BASE_DIR / "config" / "settings.py"))
    for name in filter(lambda name: name.startswith(TAKEN), values):
        setattr(settings, name, values[name])


@pytest.fixture
def addresses(db, tmp_path, settings):
    """An address of every kind, by its name."""
    writer = make_user("contributor")
    file, picture = make_attachment(writer, pdf()), make_image()
    content = {"attachments": [file.pk]}
    article, gone = make_article(user=writer, **content), make_article()
    move(gone, "withdraw", note="Sai")
    found = {"home": "/", "article": article.get_absolute_url(), "list": "/tin-tuc/"}
    found |= {"page": make_page().get_absolute_url(), "search": "/tim-kiem/?q=a"}
    found |= {"gone": gone.get_absolute_url(), "none": "/khong-co-trang-nay/", "nul": "/%00"}
    found |= {"feed": "/rss/tin-tuc.xml", "map": "/sitemap.xml", "api": "/api/v1/articles/"}
    found |= {"robots": "/robots.txt", "icon": "/favicon.ico", "static": "/static/css/base.css"}
    found |= {"attachment": file.get_absolute_url(), "picture": picture.file.url}
    return found | {"sign-in": "/dang-nhap/", "forgotten": "/quen-mat-khau/"}


def judged(answer, led_to="") -> tuple[str, dict]:
    """The grade of an answer of the test client."""
    headers = {name.lower(): value for name, value in answer.headers.items()}
    cookies = [morsel.OutputString() for morsel in answer.cookies.values()]
    body = b"".join(answer) if answer.streaming else answer.content
    return grade(Answer("testserver", headers, cookies, body.decode("latin-1"), led_to))


def visitor() -> Client:
    return Client(raise_request_exception=False)


def test_every_address_of_readers_gets_the_best_grade(in_production, addresses):
    client = visitor()
    for name, path in addresses.items():
        answer = client.get(path, secure=True)
        led_to = client.get(path)["Location"]
        assert answer.status_code == STATUS.get(name, 200), (name, path)
        assert judged(answer, led_to)[0] == "A+", (name, judged(answer, led_to))


def test_who_comes_unsafely_is_led_to_the_same_host_first(in_production, db):
    answer = visitor().get("/tin-tuc/?a=b")
    assert (answer.status_code, answer["Location"]) == (301, "https://testserver/tin-tuc/?a=b")


def failing(view, status):
    """The page of the portal for an error, as its own middleware hands it out."""
    request = RequestFactory().get("/khong/co/", secure=True)
    carried = middleware.security_headers(view)
    answer = SecurityMiddleware(XFrameOptionsMiddleware(carried))(request)
    assert answer.status_code == status
    return answer


@pytest.mark.parametrize(
    ("view", "status"),
    [
        (errors.bad_request, 400),
        (errors.permission_denied, 403),
        (errors.csrf_failure, 403),
        (errors.server_error, 500),
    ],
)
def test_errors_get_it_too(in_production, db, view, status):
    assert judged(failing(view, status))[0] == "A+"


def test_who_asks_too_often_and_who_must_wait_get_it_too(in_production, db, monkeypatch):
    def busy():
        raise sparing.Busy

    client = visitor()
    monkeypatch.setattr(sparing.TURNS, "one", busy)
    monkeypatch.setattr(api, "PACE", Pace(0))
    for path, status in {"/tim-kiem/?q=tin": 503, "/api/v1/units/": 429}.items():
        answer = client.get(path, secure=True)
        assert answer.status_code == status
        assert judged(answer)[0] == "A+", path


@pytest.mark.parametrize(
    ("path", "policy"),
    [("/dang-nhap/", STRICT), (staff.ARTICLES, STRICT), (staff.ARTICLE_ADD, EDITORS)],
)
def test_signing_in_and_the_staff_side_get_it_with_their_cookies(path, policy, in_production, db):
    """The cookies are set by signing in, and again by each page."""
    user, client = make_user(is_superuser=True), visitor()
    asked = {"username": user.username, "password": PASSWORD}
    answer = client.post("/dang-nhap/", asked, secure=True)
    assert set(client.cookies) >= {"__Host-phien", "__Host-may"}
    if path != "/dang-nhap/":
        answer = client.get(path, secure=True)
    name, found = judged(answer)
    assert name == "A+", found
    assert found["cookies-secure-with-httponly-sessions-and-samesite"] == 5
    assert policy in found


def test_every_page_of_the_staff_side_gets_it(in_production, db):
    client = visitor()
    staff.enter(client, make_user(is_superuser=True))
    for name, path in staff.pages(staff.one_of_each()).items():
        assert judged(client.get(path, secure=True))[0] == "A+", name


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    """nginx before a portal that does not run."""
    if NGINX is None:
        pytest.skip("there is no nginx on this machine")
    found = Nginx(tmp_path_factory.mktemp("nginx"), free_port())
    yield found
    found.process.terminate()
    found.process.wait(20)


OF_NGINX = {
    "the portal is away": (502, "/", {}),
    "a file": (200, "/static/css/base.0123456789ab.css", {}),
    "a picture": (200, "/media/a.png", {}),
    "no file": (404, "/static/none.css", {}),
    "no picture": (404, "/media/none.png", {}),
    "a folder": (403, "/media/", {}),
    "a place of the portal's own": (404, "/tep-rieng/a.pdf", {}),
    "too much": (413, "/", {"method": "POST", "Content-Length": str(26 * 2**20)}),
    "too many headers": (400, "/", {"X": "a" * 20_000}),
    "another method": (405, "/", {"method": "TRACE"}),
    "no part": (416, "/media/a.png", {"Range": "bytes=9-"}),
}


@pytest.mark.parametrize("name", OF_NGINX)
def test_what_nginx_says_by_itself_gets_it(alone, name):
    status, path, given = OF_NGINX[name]
    found, headers, body = alone.get(path, **given)
    assert found == status
    answer = Answer(NAME, headers, body=body.decode())
    assert grade(answer)[0] == "A+", grade(answer)


def test_the_page_without_a_portal_may_have_its_own_styles_and_no_others(alone):
    _, headers, body = alone.get("/")
    style = re.search("<style>(.*?)</style>", body.decode(), re.DOTALL)[1]
    pinned = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{pinned}';" in headers["content-security-policy"]


def test_from_nginx_too_the_way_leads_to_the_same_host(alone):
    there = http.client.HTTPConnection("127.0.0.1", alone.plain, timeout=20)
    there.request("GET", "/", headers={"Host": NAME})
    led_to = there.getresponse().getheader("Location")
    there.close()
    assert redirection(Answer(NAME, {}, led_to=led_to)) == ("redirection-to-https", 0)
