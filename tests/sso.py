"""A portal with a province's provider, which runs in a process of its own, and the way there."""

import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests
from django.core.cache import cache

from tests import factories, oidc_server

GO = "/dang-nhap/lien-thong/"


@pytest.fixture(scope="module")
def running():
    """The provider's address, while its process runs."""
    server = Path(oidc_server.__file__)
    command = [sys.executable, server]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
        process.kill()


@pytest.fixture
def plan(running, settings, db):
    """A function that tells the provider what to answer; the portal is set up for it."""
    factories.sync()
    settings.OIDC_ISSUER = running
    settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = oidc_server.CLIENT, oidc_server.SECRET
    settings.OIDC_NAME = "tài khoản của tỉnh"
    settings.OIDC_ROLES, settings.OIDC_CREATE = {}, False

    def order(**plan):
        cache.clear()
        requests.post(f"{running}/control", json=plan, timeout=5)

    order()
    yield order
    cache.clear()


def there(client, target="") -> str:
    """Go to the provider and come back with a code; return the path it sends the browser to."""
    start = client.get(GO, {"next": target})
    assert start.status_code == 302, start.content
    answer = requests.get(start.url, allow_redirects=False, timeout=5)
    place = urlsplit(answer.headers["Location"])
    return f"{place.path}?{place.query}"


def sign_in(client, target=""):
    return client.get(there(client, target))
