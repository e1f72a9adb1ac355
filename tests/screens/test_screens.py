"""`make screenshots`: every screen of the tables is opened in Chromium and kept as a picture.

Not a part of `make test`: whether a picture is good is for a person to say. A screen that cannot
be reached fails the run, after all others are taken. SCREENS="word other" takes those alone that
have one of the words in their name.
"""

import os
from contextlib import ExitStack

import pytest
from django.conf import settings
from django.test import Client
from django.test.utils import override_settings

from accounts.models import SignedIn
from config.dev.environment import VAR
from tests import staff
from tests.screens import newsroom, own, people, readers, sheet, sign_in
from tests.screens.album import Album
from tests.screens.stage import Stage, someone

pytestmark = [pytest.mark.screens, pytest.mark.django_db(transaction=True)]
# The readers' come last: they end with a portal that is not the demonstration's any more.
PARTS = {
    "Đăng nhập": sign_in.SCREENS,
    "Tài khoản của tôi": own.SCREENS,
    "Quản lý tài khoản": people.SCREENS,
    "Toà soạn": newsroom.SCREENS,
    "Trang công dân": readers.SCREENS,
}
SCREENS = [screen for screens in PARTS.values() for screen in screens]
PATIENCE = 20_000
OFFICE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36"


def test_every_screen_is_taken(browser, portal, capsys):
    wanted = os.environ.get("SCREENS", "").split()
    album, failed = Album(VAR / "screenshots", afresh=not wanted), []
    for screen in SCREENS:
        if not wanted or any(word in screen.name for word in wanted):
            try:
                take(album, browser, portal, screen)
            except Exception as error:
                failed.append(f"{screen.name}: {error}")
    written = sheet.write(album.folder, PARTS)
    with capsys.disabled():
        print(f"\n{written}")  # noqa: T201 - where to look
    assert failed == [], "\n\n".join(failed)


def test_no_two_screens_have_one_name():
    names = [screen.name for screen in SCREENS]
    assert len(set(names)) == len(names)


def take(album: Album, browser, portal: str, screen) -> None:
    with ExitStack() as kept:
        kept.enter_context(override_settings(**screen.settings))
        zone = {"locale": "vi-VN", "timezone_id": "Asia/Ho_Chi_Minh"}
        context = browser.new_context(base_url=portal, reduced_motion="reduce", **zone)
        kept.callback(context.close)
        user = someone(screen.role) if screen.role else None
        if user:
            context.add_cookies([session_of(user, portal)])
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        screen.steps(Stage(page, user))
        page.wait_for_load_state("networkidle")
        album.take(page, screen)


def session_of(user, portal: str) -> dict:
    client, name = Client(), settings.SESSION_COOKIE_NAME
    staff.enter(client, user)
    SignedIn.objects.filter(user=user, agent="").update(agent=OFFICE, address="10.20.0.15")
    return {"name": name, "value": client.cookies[name].value, "url": portal}
