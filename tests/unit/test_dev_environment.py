"""var/dev.env: what settings read from it, who may read it, and what outlives a start."""

import stat

import environ
import pytest

from config.dev import environment
from config.dev.web import Address

LOCAL = Address("127.0.0.1", 8000)
URL = "postgresql://postgres@:5432/%2Ftmp%2Fa%20b/congthongtin"


@pytest.fixture
def path(tmp_path):
    folder = tmp_path / "cổng 'tt' của tôi"
    folder.mkdir()
    return folder / "dev.env"


@pytest.fixture
def read(path, monkeypatch):
    """What django-environ makes of the file, without touching this process's environment."""

    def reader():
        monkeypatch.setattr(environ.Env, "ENVIRON", {})
        environ.Env.read_env(path)
        return environ.Env.ENVIRON

    return reader


def test_settings_read_what_was_written(path, read):
    environment.write(URL, LOCAL, path)
    values = read()
    assert values.pop("SECRET_KEY")
    assert values == {
        "DATABASE_URL": URL,
        "PG_BIN": "",
        "DEBUG": "0",
        "HTTPS": "0",
        "SERVE_MEDIA": "1",
        "COLLECTED_STATIC": "0",
        "SITE_URL": "http://127.0.0.1:8000",
        "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]",
        "MEDIA_ROOT": str(path.parent / "media"),
        "EMAIL_URL": "consolemail://",
        "LINK_CHECKS": "0",
    }


def test_the_secret_key_is_strong_and_kept_while_the_rest_follows_the_start(path, read):
    environment.write(URL, LOCAL, path)
    first = read()
    environment.write(URL, Address("127.0.0.1", 8080), path)
    second = read()
    assert second["SITE_URL"] == "http://127.0.0.1:8080"
    assert first["SECRET_KEY"] == second["SECRET_KEY"]
    assert len(first["SECRET_KEY"]) >= 50


def test_every_checkout_gets_its_own_key(tmp_path):
    keys = {environment.kept_secret_key(tmp_path / name) for name in ("a", "b")}
    assert len(keys) == 2


def test_only_its_owner_may_read_it_even_when_it_was_open_before(path):
    path.write_text("SECRET_KEY=\n")
    path.chmod(0o644)
    environment.write(URL, LOCAL, path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_named_host_may_be_asked_for(path):
    assert "10.0.0.7" in environment.allowed_hosts(Address("10.0.0.7", 8000))
    assert "[fd00::1]" in environment.allowed_hosts(Address("fd00::1", 8000))


def test_on_every_interface_the_machine_answers_to_its_own_names(monkeypatch):
    monkeypatch.setattr(environment, "_address_in_the_network", lambda: "192.168.1.20")
    monkeypatch.setattr(environment.socket, "gethostname", lambda: "May-Ban")
    names = environment.allowed_hosts(Address("0.0.0.0", 8000))  # noqa: S104
    assert names == ["localhost", "127.0.0.1", "[::1]", "may-ban", "192.168.1.20"]
