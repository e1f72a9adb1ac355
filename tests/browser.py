"""Chromium, one for all tests of a process: Playwright cannot be started twice in it."""

import os

import pytest
from playwright.sync_api import expect, sync_playwright

from config.dev.browser import MISSING, find_chromium

# Milliseconds: a machine that tests two pages at once may be slow to show one.
PATIENCE = 15_000
FLAGS = [
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
]


@pytest.fixture(scope="session")
def browser():
    """Chromium, started once."""
    path = find_chromium()
    if path is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(MISSING)
    # Playwright keeps an event loop running, which Django takes for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=PATIENCE)
    flags = FLAGS + (["--no-sandbox"] if os.geteuid() == 0 else [])
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(path), args=flags)
        yield chromium
        chromium.close()
