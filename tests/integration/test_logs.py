"""The log: every request findable by its number, and nobody's secret in any line."""

import io
import json
import logging

import pytest
from django.conf import settings as configured
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection

from accounts import resetting
from config import pages
from config.operations.logs import observing
from config.operations.logs.formats import Json
from news import review
from news.models import State
from news.views import home
from tests import factories, health, staff
from tests import pagestore as stores
from tests.factories import make_article

pytestmark = pytest.mark.django_db


class Written(io.StringIO):
    """What was logged as JSON."""

    @property
    def lines(self) -> list[dict]:
        return [json.loads(line) for line in self.getvalue().splitlines()]

    def of(self, logger: str) -> list[dict]:
        return [line for line in self.lines if line["logger"] == logger]


@pytest.fixture
def log():
    """Every line of every logger, as it is written in production."""
    stream = Written()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Json(configured.SECRETS))
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.setLevel(level)
    root.removeHandler(handler)


def test_each_request_has_a_line_with_who_and_what_and_how_long(log, client, signed_in):
    user = signed_in("system_admin")
    answer = client.get("/quan-tri/")
    (line,) = log.of("portal.request")
    assert line["request"] == answer["X-Request-Id"]
    assert (line["method"], line["path"], line["status"]) == ("GET", "/quan-tri/", 200)
    assert (line["user"], line["view"]) == (user.pk, "admin:index")
    assert line["ms"] >= line["db_ms"] > 0
    assert line["queries"] > 2


def test_nobody_is_asked_who_they_are_for_the_logs_sake(log, client, django_assert_num_queries):
    client.cookies[configured.SESSION_COOKIE_NAME] = "x" * 32
    with django_assert_num_queries(0):
        client.get("/suc-khoe/chi-tiet/")
    assert "user" not in log.of("portal.request")[0]


@pytest.mark.parametrize(
    ("sender", "given", "taken"),
    [
        ("10.0.0.5", "abcdef0123456789", True),
        ("10.0.0.6", "abcdef0123456789", False),
        ("", "abcdef0123456789", False),
        ("10.0.0.5", "a b", False),
        ("10.0.0.5", "x" * 65, False),
        ("10.0.0.5", "abcdefgh\r\nX: y", False),
        ("10.0.0.5", "ẵẵẵẵẵẵẵẵẵẵ", False),
    ],
)
def test_a_number_is_taken_from_a_proxy_of_ours_only(settings, rf, sender, given, taken):
    settings.TRUSTED_PROXIES = ["10.0.0.5"]
    seen = []
    asked = rf.get("/", REMOTE_ADDR=sender, HTTP_X_REQUEST_ID=given)
    answer = observing.observed(lambda request: seen.append(request) or home.home(request))(asked)
    assert (answer["X-Request-Id"] == given) == taken
    assert seen[0].request_id == answer["X-Request-Id"]


def test_without_proxies_of_ours_no_number_is_taken(settings, client):
    settings.TRUSTED_PROXIES = []
    assert (
        client.get("/", HTTP_X_REQUEST_ID="abcdef0123456789")["X-Request-Id"] != "abcdef0123456789"
    )


def test_two_requests_have_two_numbers_and_nothing_is_left_behind(log, client):
    numbers = {client.get("/robots.txt")["X-Request-Id"] for _ in range(5)}
    assert len(numbers) == 5
    logging.getLogger("news").warning("between requests")
    assert "request" not in log.of("news")[0]


def test_the_page_of_a_failure_names_what_the_log_names(log, client, monkeypatch):
    def broken(*_args, **_kwargs):
        raise RuntimeError("hỏng")

    client.raise_request_exception = False
    monkeypatch.setattr(home, "render", broken)
    answer = client.get("/")
    number = answer["X-Request-Id"]
    assert answer.status_code == 500
    assert f"<strong>Mã sự cố</strong>: <code>{number}</code>" in answer.content.decode()
    (line,) = log.of("django.request")
    assert (line["request"], line["view"]) == (number, "home")
    assert "RuntimeError: hỏng" in line["traceback"]


def test_a_kept_page_has_no_number_and_the_log_has_that_of_the_proxy(
    log, settings, tmp_path, monkeypatch
):
    settings.TRUSTED_PROXIES = ["192.0.2.1"]
    # Django would take the test's transaction for one that was left open.
    monkeypatch.setattr(connection, "close_if_unusable_or_obsolete", lambda: None)
    make_article()
    django, counters = WSGIHandler(), stores.trusted(tmp_path, monkeypatch)
    site = stores.small(django, tmp_path, counters, pages.rules())
    answers = [_asked(site, "/tin-tuc/", "abcdef0123456789") for _ in range(2)]
    assert [answer.state for answer in answers] == ["miss", "hit"]
    assert not [answer for answer in answers if "x-request-id" in answer.headers]
    assert answers[0].body == answers[1].body == _asked(django, "/tin-tuc/", "").body
    assert _asked(site, "/dang-nhap/", "").headers["x-request-id"]
    assert log.of("portal.request")[0]["request"] == "abcdef0123456789"


def _asked(application, path: str, number: str):
    given = stores.environ(path, **({"HTTP_X_REQUEST_ID": number} if number else {}))
    return stores.ask(application, given)


def test_a_slow_statement_is_told_with_its_page_and_without_what_was_typed(log, client, settings):
    settings.SLOW_QUERY_MS = 0.001
    client.get("/tim-kiem/", {"q": "benhnhanxyz"})
    found = log.of("portal.slow")
    assert found[0]["view"] == "search"
    assert "SELECT" in found[0]["sql"]
    assert found[0]["ms"] >= 0
    assert "benhnhanxyz" not in log.getvalue()


def test_no_statement_is_told_where_nobody_wants_it(log, client, settings):
    settings.SLOW_QUERY_MS = 0
    client.get("/")
    assert log.of("portal.slow") == []


def test_a_long_statement_is_cut(log, settings, client, monkeypatch):
    def long(request):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT 1 -- {'x' * 5000}")
        return home.home(request)

    settings.SLOW_QUERY_MS = 0.0001
    observing.observed(long)(client.get("/").wsgi_request)
    assert max(len(line["sql"]) for line in log.of("portal.slow")) < 1100


SECRETS = {
    "password": "MatKhau!cua.toi.928374",
    "wrong password": "Sai!mat.khau.5566778",
    "health token": "mot-ma-rat-dai-va-khong-ai-doan-duoc-0123",
    "cookie": "banhquy0987654321abcdef",
    "searched": "benh-nguoi-doc-tim-4711",
    "staff searched": "noi-bo-tim-4712",
    "oidc code": "oidc-code-55443322",
    "one-time code": "MOTLAN-99887766",
    "csrf": "csrfgia1234567890abcdef",
    "api key": "Zm9vYmFyOmJhelF1eA",
}


def test_no_secret_of_anybody_stands_in_any_line(log, client, settings):
    settings.SLOW_QUERY_MS = 0.001
    health.token(settings)
    user = factories.make_user("publisher", username="lan.pt")
    user.set_password(SECRETS["password"])
    user.save()
    article = make_article(State.PENDING)
    shared, reset = review.make(article, user, 3), resetting.link_parts(user)
    secrets = {*SECRETS.values(), shared.token, *map(str, reset[1:])}
    _drive(staff.browser(), shared.token, reset)
    text = log.getvalue()
    assert len(log.of("portal.request")) > 15
    assert len(log.of("portal.slow")) > 15
    assert "/xem-duyet/…/" in text
    told = [line for line in text.splitlines() if any(secret in line for secret in secrets)]
    assert told == []


def _drive(client, token: str, reset) -> None:
    """What citizens, staff and strangers send, with their secrets in every place they have."""
    s = SECRETS
    link = f"/xem-duyet/{token}/"
    for path in (link, f"{link}quyet-dinh/", f"{link}x/", link[:-1]):
        client.get(path, HTTP_REFERER=f"http://testserver{link}")
        client.post(path, {"name": s["password"]})
    way = "/quen-mat-khau/{}/{}/".format(*reset)
    client.get(way)
    client.post(way, {"new_password1": s["password"], "new_password2": s["wrong password"]})
    for word in ("password", "wrong password"):
        client.post("/dang-nhap/", {"username": "lan.pt", "password": s[word]})
    client.post("/ma-mot-lan/", {"username": "lan.pt", "code": s["one-time code"]})
    client.get("/tim-kiem/", {"q": s["searched"]}, HTTP_COOKIE=f"phien={s['cookie']}")
    client.get("/tim-kiem/goi-y/", {"q": s["searched"]})
    client.get(f"/khong-co/?q={s['searched']}&\x00=1")
    client.get("/quan-tri/news/article/", {"q": s["staff searched"]})
    client.get("/dang-nhap/lien-thong/ve/", {"code": s["oidc code"], "state": s["csrf"]})
    client.get("/suc-khoe/chi-tiet/", HTTP_AUTHORIZATION=f"Bearer {s['health token']}")
    client.get("/", HTTP_AUTHORIZATION=f"Basic {s['api key']}", HTTP_HOST="evil.example")
    strict = staff.browser(enforce_csrf_checks=True)
    strict.post("/dang-nhap/", {"csrfmiddlewaretoken": s["csrf"], "password": s["password"]})
