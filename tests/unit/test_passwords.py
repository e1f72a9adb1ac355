"""Passwords: one form, bounds that cost nothing, and rules that know local favourites."""

import time
import unicodedata

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.exceptions import ValidationError

from accounts import favourites, passwords
from accounts.models import User
from accounts.password_rules import Common, Length, Personal
from accounts.passwords import Argon2, Pbkdf2

VIETNAMESE = "Chiều về bản Phìn Hồ 🌾"
AS_ON_A_MAC = unicodedata.normalize("NFD", VIETNAMESE)


def refused(rule, password, user=None) -> str:
    """The code of the rule's refusal, or "" where it has none."""
    try:
        rule.validate(password, user)
    except ValidationError as error:
        return error.code
    return ""


@pytest.fixture
def personal():
    return Personal("tests.unit.test_passwords.units")


def units(user):
    return ["BTGHU", "Ban Tuyên giáo Huyện uỷ Bảo Thắng"]


@pytest.fixture
def person():
    return User(pk=1, username="hoadt.bt", full_name="Đỗ Thị Hoà", email="hoado@laocai.gov.vn")


def test_a_password_is_the_same_however_its_letters_are_put_together():
    assert VIETNAMESE != AS_ON_A_MAC
    for chosen, typed in ((VIETNAMESE, AS_ON_A_MAC), (AS_ON_A_MAC, VIETNAMESE)):
        assert Argon2().verify(typed, Argon2().encode(chosen, "x" * 22))


def test_blanks_at_the_ends_count():
    hashed = Argon2().encode(" mèo trên mái ", "x" * 22)
    assert Argon2().verify(" mèo trên mái ", hashed)
    assert not Argon2().verify("mèo trên mái", hashed)


def test_hashes_of_before_argon2_still_work_in_either_form():
    for stored in (VIETNAMESE, AS_ON_A_MAC):
        hashed = PBKDF2PasswordHasher().encode(stored, "salt", iterations=1)
        assert Pbkdf2().verify(AS_ON_A_MAC, hashed)
        assert not Pbkdf2().verify(VIETNAMESE + "x", hashed)


@pytest.mark.parametrize("hasher", [Argon2(), Pbkdf2()])
@pytest.mark.parametrize("sign", ["x", "a\u0323\u0302", "\u0302\u0323"])
def test_ten_megabytes_cost_nothing(hasher, sign):
    hashed = hasher.encode("mèo trên mái nhà", "x" * 22)
    began = time.process_time()
    assert not hasher.verify(sign * (10_000_000 // len(sign)), hashed)
    assert time.process_time() - began < 0.05


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("mèo trên ", "password_too_short"),
        (unicodedata.normalize("NFD", "ấ" * 9), "password_too_short"),
        ("mèo trên m", ""),
        ("ấ" * 128, ""),
        (unicodedata.normalize("NFD", "ấ" * 128), ""),
        ("ấ" * 129, "password_too_long"),
        ("😀" * 129, "password_too_long"),
        ("x" * 10_000_000, "password_too_long"),
    ],
)
def test_the_length_is_counted_in_one_form(password, code):
    assert refused(Length(), password) == code
    assert passwords.too_long(password) == (code == "password_too_long")


@pytest.mark.parametrize(
    "password",
    [
        *("matkhau123", "MatKhau@2024", "M@tKh4u2023!", "matkhaaur", "maatjkhaaur99", "mat5kha6u3"),
        *("baothang2023", "BaoThang@123", "bao thang 2023", "ubnd@123456", "laocai2025!!"),
        *("1aocai2023!", "ubndhuyenbaothang", "Lào Cai 2025", "sapa2024@@", "vanban12345"),
        *("anhyeuem1999", "dangcongsan1930", "Đảng uỷ 2025", "P@ssw0rd2024", "admin@123456"),
        *("password123", "2023baothang", "baothang2023laocai", "iloveyou@2024", "football11"),
        unicodedata.normalize("NFD", "Mật khẩu 123"),
    ],
)
def test_favourites_are_known_in_whatever_dress(password):
    assert refused(Common(), password) == "password_too_common"


@pytest.mark.parametrize(
    "password",
    [
        *("0912345678", "02/09/1945!", "aaaaaaaaaaaa", "abababababab", "sdfghjklkjhg"),
        *("zxcvbnm,./zx", "1357913579", "ababcabcab"),
    ],
)
def test_rows_repetitions_and_digits_alone_are_too_simple(password):
    assert refused(Common(), password) in ("password_too_simple", "password_too_common")


@pytest.mark.parametrize(
    "password",
    [
        *("con mèo ngồi trên mái nhà", "hT7#kq9Lm2xZ", "xe đạp xanh đi chợ phiên"),
        *("😀🌾🐃🏔🌧🎋🍚🧺🪵🔥", "kẹo lạc ba cây vàng", "Trời mưa to quá!", VIETNAMESE),
        *("sáng nay Lào Cai mù sương", "my khach nau com lam", "tôi trồng 12 gốc mận"),
    ],
)
def test_a_sentence_of_ones_own_is_taken(password, personal, person):
    assert [refused(rule, password, person) for rule in (Length(), Common(), personal)] == [""] * 3


@pytest.mark.parametrize(
    "password",
    [
        *("hoadt.bt2024", "Hoadt@12345", "dothihoa1990", "Đỗ Thị Hoà 1990", "hoathido!!!"),
        *("hoado@laocai.gov.vn", "btghu@2025!", "BanTuyenGiaoHuyenUyBaoThang", "hoabaothang1990"),
        *("d0th1h0a1990", "DoThiHoaa2000"),
    ],
)
def test_what_everybody_knows_of_a_person_is_no_password(password, personal, person):
    assert refused(personal, password, person) == "password_too_similar"


def test_without_a_person_there_is_nothing_to_be_like(personal):
    assert refused(personal, "dothihoa1990") == ""


def test_the_list_stays_small_and_short_words_make_no_sentence():
    assert len(favourites.stems()) < 20_000
    assert min(len(word) for word in favourites.stems()) >= 2
    assert {"matkhau", "maatjkhaaur", "matkhaaur", "baothang", "ubnd", "ddawngnhaajp"} <= {
        *favourites.stems()
    }


def test_the_rules_speak_vietnamese(personal):
    for rule in (Length(), Common(), personal):
        assert rule.get_help_text().endswith(".")
