"""`check --deploy` names every setting that would betray something, and is silent otherwise."""

import django.conf
import pytest

from config.operations import deployed

SOUND = {
    "SITE_URL": "https://abc.gov.vn",
    "ALLOWED_HOSTS": ["abc.gov.vn"],
    "SECURE_SSL_REDIRECT": True,
    "SERVE_MEDIA": False,
    "EMAIL_HOST_PASSWORD": "",
    "SECURE_PROXY_SSL_HEADER": None,
}
FAR = {"HOST": "db.abc.vn", "PASSWORD": "x", "OPTIONS": {"sslmode": "verify-full"}}
MAIL = {"EMAIL_HOST": "mail.abc.vn", "EMAIL_HOST_PASSWORD": "x", "EMAIL_USE_SSL": False}


@pytest.fixture
def base(monkeypatch):
    """A function that puts another database into the settings."""
    return lambda there: monkeypatch.setitem(django.conf.settings.DATABASES, "default", there)


def heard(settings, **values) -> list[str]:
    """The numbers of what is said of these settings."""
    for name, value in {**SOUND, **values}.items():
        setattr(settings, name, value)
    return [message.id.removeprefix("operations.") for message in deployed.complaints()]


def test_of_sound_settings_nothing_is_said(settings, base):
    assert heard(settings) == []
    base(FAR)
    assert heard(settings) == []
    assert heard(settings, **MAIL | {"EMAIL_USE_TLS": True}) == []


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({"SITE_URL": "http://abc.gov.vn"}, ["E001"]),
        ({"ALLOWED_HOSTS": ["*"]}, ["E002"]),
        ({"ALLOWED_HOSTS": ["khac.gov.vn"]}, ["E003"]),
        ({"SERVE_MEDIA": True}, ["W004"]),
        ({"SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https")}, ["W005"]),
        (MAIL | {"EMAIL_USE_TLS": False}, ["W008"]),
    ],
)
def test_each_weakness_is_named(settings, values, found):
    assert heard(settings, TRUSTED_PROXIES=[], **values) == found


@pytest.mark.parametrize(
    ("there", "found"), [({"PASSWORD": ""}, ["E006"]), ({"OPTIONS": {}}, ["W007"])]
)
def test_a_database_far_away_needs_a_password_and_a_sealed_line(
    settings, base, monkeypatch, there, found
):
    for name in deployed.ELSEWHERE:
        monkeypatch.delenv(name, raising=False)
    base({**FAR, **there})
    assert heard(settings) == found


@pytest.mark.parametrize("host", ["", "/run/postgresql", "localhost", "127.0.0.1", "::1"])
def test_a_database_on_this_machine_may_know_us_without_a_password(settings, base, host):
    base({"HOST": host, "PASSWORD": "", "OPTIONS": {}})
    assert heard(settings) == []
