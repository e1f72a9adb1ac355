"""Settings that would be dangerous stop the portal before it starts."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOUND = {
    "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz-0123456789abcdefg",
    "DATABASE_URL": "postgresql://postgres@/x",
    "MEDIA_ROOT": "/srv/media",
    "ATTACHMENTS_ROOT": "/srv/attachments",
}


def complaint(**values) -> str:
    """What a start with these values says on the error channel."""
    environment = {**os.environ, **SOUND, **values}
    command = [sys.executable, "-c", "import config.settings"]
    done = subprocess.run(  # noqa: S603
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    return done.stderr


def test_sound_values_are_taken():
    assert complaint() == ""


@pytest.mark.parametrize("folder", ["/srv/media", "/srv/media/tep", "/srv/x/../media/tep"])
def test_attachments_never_lie_where_everybody_reads(folder):
    assert "ATTACHMENTS_ROOT lies in MEDIA_ROOT" in complaint(ATTACHMENTS_ROOT=folder)


def test_a_weak_key_is_refused():
    assert "SECRET_KEY is weak" in complaint(SECRET_KEY="x" * 60)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"SECRET_KEY_FALLBACKS": f"{SOUND['SECRET_KEY']},short"}, "SECRET_KEY_FALLBACKS is weak"),
        ({"SECURITY_CONTACT": "an@abc.vn"}, "SECURITY_CONTACT begins with"),
        ({"SECURITY_CONTACT": "mailto:a\nExpires: x"}, "SECURITY_CONTACT begins with"),
        ({"DEBUG": "1", "HTTPS": "1"}, "DEBUG=1 shows settings to everybody"),
        (
            {
                "OIDC_ISSUER": "https://sso.example",
                "OIDC_CLIENT_ID": "cong",
                "OIDC_CLIENT_SECRET": "bi-mat",
                "HTTPS": "1",
            },
            "OIDC_CLIENT_SECRET is weak",
        ),
    ],
)
def test_what_would_betray_a_secret_stops_the_start(values, words):
    assert words in complaint(**values)


def test_a_form_of_the_log_that_there_is_none_of_stops_the_start():
    assert "LOG_FORMAT is one of: line, json." in complaint(LOG_FORMAT="xml")


@pytest.mark.parametrize("name", ["STAFF_ADDRESSES", "TRUSTED_PROXIES"])
@pytest.mark.parametrize("text", ["10.0.0.1/8", "10.0.0", "abc", "10.0.0.0/8;10.1.0.0/16"])
def test_a_range_that_is_none_stops_the_start_and_is_named(name, text):
    assert f"{name}: '{text}' is no address" in complaint(**{name: f"10.0.0.0/8,{text}"})


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"STAFF_HOST": "qt.abc.vn", "ALLOWED_HOSTS": "abc.vn"}, "one of ALLOWED_HOSTS"),
        ({"STAFF_HOST": "https://abc.vn", "ALLOWED_HOSTS": "abc.vn"}, "a host name alone"),
        (
            {"STAFF_HOST": "ABC.vn", "ALLOWED_HOSTS": "abc.vn", "SITE_URL": "https://abc.vn"},
            "another name than that of SITE_URL",
        ),
        ({"SESSION_IDLE_MINUTES": "2"}, "SESSION_IDLE_MINUTES is at least 5"),
        ({"SESSION_IDLE_MINUTES": "90", "SESSION_HOURS": "1"}, "no longer than SESSION_HOURS"),
        ({"SESSION_HOURS": "48"}, "at most 24"),
    ],
)
def test_a_staff_side_that_could_not_work_stops_the_start(values, words):
    assert words in complaint(**values)


def test_a_staff_side_of_its_own_is_taken():
    values = {"STAFF_HOST": "qt.abc.vn", "ALLOWED_HOSTS": "abc.vn,qt.abc.vn"}
    assert complaint(**values, STAFF_ADDRESSES="10.0.0.0/8,2001:db8::/32") == ""
