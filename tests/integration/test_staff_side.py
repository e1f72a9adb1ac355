"""The staff side shut to other addresses, and under a host name of its own."""

import pytest
from django.conf import settings as configured

from tests import staff
from tests.factories import PASSWORD, make_article, make_user

pytestmark = pytest.mark.django_db
INSIDE, OUTSIDE = "10.1.2.3", "203.0.113.9"
DOORS = ["/quan-tri/", "/quan-tri", "/quan-tri/news/article/", "/dang-nhap/", "/dang-nhap"]
DOORS += [
    "/quan-tri/news/article",
    "/quen-mat-khau/",
    "/dang-xuat/",
    "/doi-mat-khau/",
    "/tai-khoan/",
    "/tai-khoan/phien/",
    "/%2Fdang-nhap/",
]
STAFF_HOST, PUBLIC_HOST = "quan-tri.abc.vn", "abc.vn"


@pytest.fixture
def ranges(settings):
    settings.STAFF_ADDRESSES = ["10.0.0.0/8", "2001:db8::/32"]


@pytest.fixture
def hosts(settings):
    settings.STAFF_HOST, settings.SITE_URL = STAFF_HOST, f"http://{PUBLIC_HOST}"
    settings.ALLOWED_HOSTS = [STAFF_HOST, PUBLIC_HOST]


def first_of(path: str) -> str:
    """The first word of a path, as the test client decodes it."""
    return path.replace("%2F", "").strip("/").partition("/")[0]


def said(response, path: str) -> tuple:
    """All that an answer says, but for the words that were asked for."""
    status, headers, content, cookies = told(response)
    headers.pop("Content-Length", None)
    for between in (" ", "%20"):
        content = content.replace(first_of(path).replace("-", between).encode(), b"...")
    return status, headers, content, cookies


def told(response) -> tuple:
    """All that an answer says; the number of the request is another one each time."""
    own = ("Location", "X-Request-Id")
    headers = {name: value for name, value in response.items() if name not in own}
    return response.status_code, headers, response.content, dict(response.cookies)


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "OPTIONS"])
@pytest.mark.parametrize("door", DOORS)
@pytest.mark.usefixtures("ranges")
def test_from_elsewhere_a_door_is_a_page_that_does_not_exist(door, method):
    client = staff.browser(make_user("publisher"), REMOTE_ADDR=OUTSIDE)
    like = door.replace(first_of(door), "-".join("khong" for _ in first_of(door).split("-")))
    unknown = client.generic(method, like)
    assert unknown.status_code in (301, 404)
    assert said(client.generic(method, door), door) == said(unknown, like)


@pytest.mark.parametrize("address", [INSIDE, "2001:db8::5"])
@pytest.mark.usefixtures("ranges")
def test_inside_everything_works(address):
    user, client = make_user("editor"), staff.browser(REMOTE_ADDR=address)
    words = {"username": user.username, "password": PASSWORD}
    assert client.post("/dang-nhap/", words).status_code == 302
    assert client.get("/quan-tri/").status_code == 200


@pytest.mark.usefixtures("ranges")
def test_a_forged_header_does_not_lead_inside():
    client = staff.browser(REMOTE_ADDR=OUTSIDE)
    headers = {"x-forwarded-for": INSIDE, "x-real-ip": INSIDE}
    assert client.get("/dang-nhap/", headers=headers).status_code == 404


@pytest.mark.parametrize("address", ["", "unix:", "::ffff:203.0.113.9"])
@pytest.mark.usefixtures("ranges")
def test_an_address_that_is_not_known_is_not_inside(address):
    assert staff.browser(REMOTE_ADDR=address).get("/dang-nhap/").status_code == 404


@pytest.mark.usefixtures("ranges")
def test_citizens_read_from_everywhere():
    path = make_article("published").get_absolute_url()
    for address in ("/", path, "/suc-khoe/"):
        assert staff.browser(REMOTE_ADDR=OUTSIDE).get(address).status_code == 200


@pytest.mark.usefixtures("hosts")
def test_each_host_name_answers_its_own_and_leads_to_the_other():
    article = make_article("published").get_absolute_url()
    client = staff.browser(make_user("editor"))

    def at(host, path):
        return client.get(path, headers={"host": host})

    assert at(STAFF_HOST, "/quan-tri/").status_code == 200
    assert at(PUBLIC_HOST, article).status_code == 200
    door = at(PUBLIC_HOST, "/dang-nhap/?next=/quan-tri/")
    assert (door.status_code, door.url) == (
        302,
        f"http://{STAFF_HOST}/dang-nhap/?next=/quan-tri/",
    )
    read = at(STAFF_HOST, f"{article}?a=1")
    assert (read.status_code, read.url) == (301, f"http://{PUBLIC_HOST}{article}?a=1")
    assert at(f"{PUBLIC_HOST}:8080", "/quan-tri/").url == f"http://{STAFF_HOST}:8080/quan-tri/"
    assert at("evil.example", "/quan-tri/").status_code == 400
    for host in (STAFF_HOST, PUBLIC_HOST):
        assert at(host, "/suc-khoe/").status_code == 200
        assert at(host, "/media/khong-co.jpg").status_code == 404


@pytest.mark.usefixtures("hosts")
def test_a_form_is_not_sent_on_to_the_other_name():
    client, user = staff.browser(), make_user("editor")
    words = {"username": user.username, "password": PASSWORD}
    sent = client.post("/dang-nhap/", words, headers={"host": PUBLIC_HOST})
    assert sent.status_code == 404
    assert configured.SESSION_COOKIE_NAME not in client.cookies


@pytest.mark.usefixtures("hosts", "ranges")
def test_with_both_nobody_outside_learns_the_other_name():
    client = staff.browser(REMOTE_ADDR=OUTSIDE)
    for host in (PUBLIC_HOST, STAFF_HOST):
        answer = client.get("/dang-nhap/", headers={"host": host})
        assert (answer.status_code, STAFF_HOST in answer.text) == (404, False)


@pytest.mark.usefixtures("hosts")
def test_signing_out_may_lead_to_the_front_page_of_the_other_name():
    policy = staff.browser().get("/dang-nhap/", headers={"host": STAFF_HOST})
    assert f"form-action 'self' http://{PUBLIC_HOST};" in policy["Content-Security-Policy"]
