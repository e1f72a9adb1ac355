"""A real browser against the real site; skipped, loudly, where no Chromium is to be found."""

import time

import pytest
from django.conf import settings
from django.test import Client

from tests import factories, staff
from tests.browser import PATIENCE
from tests.e2e.writing import AREA, NOTE_VIOLATIONS


@pytest.fixture
def new_page(browser, live_server):
    """A function that opens a page of a fresh visitor, at a width; script errors fail the test."""
    troubles, contexts = [], []

    def open_page(width=1280, **options):
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 900},
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            **options,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: troubles.append(f"{page.url}: {error}"))
        page.on("console", lambda message: _note(troubles, page, message))
        page.on("request", lambda request: _note_foreign(troubles, live_server, request))
        return page

    yield open_page
    for context in contexts:
        _leave(context)
    assert troubles == []


@pytest.fixture
def sign_in(new_page, live_server):
    """A function that returns a page on the desk of a user of factories.make_user.

    Their session is made here, which takes a moment; the form is `sign_in_by_form`.
    """

    def go(user, **options):
        page, client, name = new_page(**options), Client(), settings.SESSION_COOKIE_NAME
        client.force_login(user)
        session = {"name": name, "value": client.cookies[name].value, "url": live_server.url}
        page.context.add_cookies([session])
        page.goto("/quan-tri/")
        return page

    return go


@pytest.fixture
def sign_in_by_form(new_page):
    """The same the way people do it, with name and password."""

    def go(user, **options):
        page = new_page(**options)
        page.goto("/dang-nhap/")
        page.get_by_label("Tên đăng nhập").fill(user.username)
        page.get_by_label("Mật khẩu", exact=True).fill(factories.PASSWORD)
        page.get_by_role("button", name="Đăng nhập", exact=True).click()
        page.wait_for_url("**/quan-tri/**")
        return page

    return go


@pytest.fixture
def open_form(sign_in):
    """A function that opens an article's form (a new one's by default) with its editor ready."""

    def go(user=None, path=staff.ARTICLE_ADD, **options):
        page = sign_in(user or factories.make_user("contributor"), **options)
        page.add_init_script(NOTE_VIOLATIONS)
        page.goto(path)
        page.wait_for_selector(AREA)
        return page

    return go


def _leave(context) -> None:
    """Close the pages; an article's form may be telling the server that it is still open, and the
    tables are emptied next."""
    forms = any("/quan-tri/news/article/" in page.url for page in context.pages)
    context.close()
    if forms:
        time.sleep(0.5)


def _note(troubles, page, message) -> None:
    """A violated policy or a script's complaint; a refused form (4xx) is no trouble."""
    if message.type == "error" and "Failed to load resource" not in message.text:
        troubles.append(f"{page.url}: {message.text}")


def _note_foreign(troubles, live_server, request) -> None:
    if not request.url.startswith((live_server.url, "data:", "blob:")):
        troubles.append(f"request to a foreign host: {request.url}")
