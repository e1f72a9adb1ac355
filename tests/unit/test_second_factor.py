"""Codes of apps against the vectors of the standard, recovery codes, and secrets at rest."""

import base64

import pytest
from django.conf import settings as django_settings
from hypothesis import given
from hypothesis import strategies as st

from accounts.factors import recovery, sealing, totp
from accounts.models import User
from news.text import qr

# RFC 6238, appendix B, SHA-1: the time and the eight digits, of which ours are the last six.
RFC_SECRET = base64.b32encode(b"12345678901234567890").decode()
VECTORS = [
    (59, "94287082"),
    (1111111109, "07081804"),
    (1111111111, "14050471"),
    (1234567890, "89005924"),
    (2000000000, "69279037"),
    (20000000000, "65353130"),
]


@pytest.mark.parametrize(("now", "digits"), VECTORS)
def test_the_codes_are_those_of_the_standard(now, digits):
    assert totp.code_at(RFC_SECRET, now // 30) == digits[-6:]
    assert totp.step_of(RFC_SECRET, digits[-6:], now) == now // 30


@pytest.mark.parametrize(("drift", "taken"), [(-2, False), (-1, True), (0, True), (1, True)])
def test_a_clock_may_be_one_step_wrong(drift, taken):
    now = 1_800_000_015
    code = totp.code_at(RFC_SECRET, now // 30 + drift)
    assert (totp.step_of(RFC_SECRET, code, now) is not None) == taken
    late = totp.code_at(RFC_SECRET, now // 30 + 2)
    assert totp.step_of(RFC_SECRET, late, now) is None


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("123456", "123456"),
        (" 123 456 ", "123456"),
        ("１２３４５６", "123456"),
        ("12345", ""),
        ("1234567", ""),
        ("12345a", ""),
        ("١٢٣٤٥٦", ""),
        ("-12345", ""),
        ("", ""),
        ("½½½", ""),
    ],
)
def test_digits_are_read_in_any_spacing_and_nothing_else_is(typed, digits):
    assert totp.digits_of(typed) == digits


@given(st.text())
def test_whatever_is_typed_is_read_or_refused(typed):
    assert len(totp.digits_of(typed)) in (0, totp.DIGITS)
    assert len(recovery.letters_of(typed)) in (0, recovery.LENGTH)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("cghk-lmnp-qrtv", "CGHKLMNPQRTV"),
        ("CGHK LMNP QRTV", "CGHKLMNPQRTV"),
        ("CGHKLMNPQRT", ""),
        ("CGHKLMNPQRTA", ""),
        ("", ""),
    ],
)
def test_a_recovery_code_is_read_in_any_writing(typed, code):
    assert recovery.letters_of(typed) == code


def test_a_vietnamese_keyboard_changes_no_recovery_code():
    """Telex makes signs of vowels, of dd and of w; VNI of figures after vowels and after d."""
    assert not set("AEIOUYDW") & set(recovery.ALPHABET)
    assert not set("01O") & set(recovery.ALPHABET)


def test_a_secret_at_rest_is_unreadable_and_comes_back():
    sealed = sealing.seal(RFC_SECRET)
    assert RFC_SECRET not in sealed
    assert sealing.seal(RFC_SECRET) != sealed
    assert sealing.opened(sealed) == RFC_SECRET


def test_a_former_key_still_opens_and_a_foreign_one_does_not(settings):
    sealed, former = sealing.seal(RFC_SECRET), django_settings.SECRET_KEY
    settings.SECRET_KEY = "khoá mới, " + "0123456789abcdefghij" * 3
    assert sealing.opened(sealed) is None
    settings.SECRET_KEY_FALLBACKS = [former]
    assert sealing.opened(sealed) == RFC_SECRET
    assert sealing.opened("junk") is None


def test_the_symbol_is_a_square_of_runs_with_a_quiet_border():
    symbol = totp.symbol(User(username="toan"), RFC_SECRET)
    assert symbol.path.startswith(f"M{qr.QUIET_ZONE} {qr.QUIET_ZONE}h7v1h-7z")
    assert 30 < symbol.side < 80
    assert len(symbol.path) < 12_000


def test_the_secret_is_typed_in_groups_of_four():
    assert totp.grouped("ABCDEFGH") == "ABCD EFGH"
    assert len(totp.new_secret()) == 32
