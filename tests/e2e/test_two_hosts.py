"""The staff side under a host name of its own, in a browser: what each name shows and keeps.

Chromium takes every name below "localhost" for this machine.
"""

from dataclasses import dataclass

import pytest
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from tests.browser import PATIENCE
from tests.e2e.windows import follow
from tests.factories import PASSWORD, make_article, make_user

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
STAFF_NAME, PUBLIC_NAME = "bien-tap.localhost", "cong.localhost"
STAFF_PAGES = ["/quan-tri/", "/quan-tri/news/article/", "/tai-khoan/", "/doi-mat-khau/"]
# What a form sends from the page it stands on.
SEND = """async fields => {
  const answer = await fetch("/dang-nhap/", {method: "POST", body: new URLSearchParams(fields)});
  return answer.status;
}"""


@dataclass(frozen=True)
class Portal:
    """One portal and its two addresses."""

    public: str
    staff: str


@pytest.fixture
def portal(transactional_db, settings):
    """A server of its own: a portal with one name for both leaves a part of itself out."""
    settings.ALLOWED_HOSTS = ["localhost", STAFF_NAME, PUBLIC_NAME]
    settings.STAFF_HOST = STAFF_NAME
    server = LiveServer("localhost")
    port = server.thread.port
    settings.SITE_URL = f"http://{PUBLIC_NAME}:{port}"
    yield Portal(settings.SITE_URL, f"http://{STAFF_NAME}:{port}")
    server.stop()


@pytest.fixture
def visitor(browser):
    """A page of a fresh visitor; a script's complaint or a violated policy fails the test."""
    context, troubles = browser.new_context(locale="vi-VN"), []
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda message: _note(troubles, message))
    yield page
    context.close()
    assert troubles == []


def _note(troubles: list, message) -> None:
    if message.type == "error" and "Failed to load resource" not in message.text:
        troubles.append(message.text)


def sign_in(page, user) -> None:
    """Fill in the form that is shown."""
    page.get_by_label("Tên đăng nhập").fill(user.username)
    page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
    follow(page, page.get_by_role("button", name="Đăng nhập", exact=True))


def kept(page, place: str) -> dict[str, str]:
    """The cookies that go to an address: names and the domains that set them."""
    return {each["name"]: each["domain"] for each in page.context.cookies(place)}


def test_the_way_from_the_front_page_in_and_out_again(portal, visitor):
    user = make_user("editor", full_name="Trần Thị Bình")
    visitor.goto(portal.public)
    follow(visitor, visitor.get_by_role("link", name="Đăng nhập", exact=True))
    assert visitor.url.startswith(f"{portal.staff}/dang-nhap/")
    sign_in(visitor, user)
    assert visitor.url == f"{portal.staff}/quan-tri/"
    expect(visitor.get_by_role("heading", name="Chào Bình")).to_be_visible()
    follow(visitor, visitor.get_by_role("button", name="Đăng xuất"))
    visitor.wait_for_url(f"{portal.public}/**")
    expect(visitor.get_by_text("Bạn đã đăng xuất.")).to_be_visible()
    visitor.goto(f"{portal.staff}/quan-tri/")
    assert visitor.url.startswith(f"{portal.staff}/dang-nhap/")


def test_cookies_belong_to_the_staffs_name_alone(portal, visitor):
    article = make_article()
    visitor.goto(f"{portal.staff}/dang-nhap/")
    sign_in(visitor, make_user("editor"))
    here = kept(visitor, portal.staff)
    # The session, the form's token and the known device; the domain has no dot before it.
    assert len(here) == 3
    assert set(here.values()) == {STAFF_NAME}
    for path in ("/", article.get_absolute_url()):
        with visitor.expect_request(portal.public + path) as sent:
            visitor.goto(portal.public + path)
        assert "cookie" not in sent.value.all_headers()
        assert kept(visitor, portal.public) == {}
    assert kept(visitor, portal.staff) == here


@pytest.mark.parametrize("path", STAFF_PAGES)
def test_under_the_citizens_name_no_staff_page_is_shown(portal, visitor, path):
    visitor.goto(f"{portal.staff}/dang-nhap/")
    sign_in(visitor, make_user("editor"))
    answer = visitor.goto(portal.public + path)
    # The browser was led to the other name, where it has a session.
    assert visitor.url == portal.staff + path
    first = answer.request.redirected_from
    assert (first.url, first.response().status) == (portal.public + path, 302)


def test_nobody_signs_in_under_the_citizens_name(portal, visitor):
    user = make_user("editor")
    visitor.goto(portal.public)
    fields = {"username": user.username, "password": PASSWORD}
    assert visitor.evaluate(SEND, fields) == 404
    assert kept(visitor, portal.public) == {}
    assert not user.sessions.exists()
    assert not user.account_events.exists()


def test_under_the_staffs_name_no_article_is_read(portal, visitor):
    article = make_article()
    visitor.goto(portal.staff + article.get_absolute_url())
    assert visitor.url == portal.public + article.get_absolute_url()
    expect(visitor.get_by_role("heading", name=article.title, level=1)).to_be_visible()
