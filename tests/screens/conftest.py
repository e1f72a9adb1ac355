"""The browser of the browser tests, and a portal with demonstration content for one long run."""

import os

import pytest
from django.core.management import call_command
from playwright.sync_api import expect, sync_playwright

from config.dev.browser import find_chromium
from news.management.commands import seed_demo
from tests.browser import FLAGS, PATIENCE
from tests.screens.cast import gather
from tests.screens.newspaper import publish


@pytest.fixture(scope="session")
def browser():
    """Chromium as people here have it: its own words, as in a field for a file, are Vietnamese."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=PATIENCE)
    flags = [*FLAGS, "--lang=vi", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=str(find_chromium()), args=flags, env={**os.environ, "LANGUAGE": "vi"}
        )
        yield launched
        launched.close()


@pytest.fixture
def portal(live_server, settings, tmp_path, monkeypatch):
    """The running portal; the passwords of its accounts go nowhere near those of `make run`."""
    monkeypatch.setattr(seed_demo, "ACCOUNTS_FILE", tmp_path / "accounts.txt")
    # Passkeys are offered under the name that the browser sees.
    settings.SITE_URL = live_server.url
    call_command("sync_roles", verbosity=0)
    call_command("seed_demo", verbosity=0)
    gather()
    publish()
    return live_server.url
