"""Look-alike letters become Latin ones where the word proves the slip, and nowhere else."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.text.lookalikes import repair
from tests.legacy import FOREIGN, VIETNAMESE, as_vni

# Cyrillic and Greek letters are written as escapes, for nobody could see them here.
REPAIRED = [
    ("ho\u00e0 b\u0456nh", "hoà binh"),
    ("h\u043eà bình", "hoà bình"),
    ("Vi\u1ec7t N\u0430m", "Việt Nam"),
    ("\u0412à con huy\u1ec7n", "Bà con huyện"),
    ("c\u043eng viec", "cong viec"),
    ("m\u0430 trận", "ma trận"),
    ("\u03bdà", "và"),
    ("kh\u03bfan", "khoan"),
    ("h\u043e\u0300a", "hòa"),
    ("n\u04d1m", "năm"),
    ("Faceb\u043e\u043ek, C\u041eVID, UB\u039dD", "Facebook, COVID, UBND"),
    ("\uff34in t\u1ee9c", "Tin tức"),
    ("\u00d0\u1ea3ng u\u1ef7, \u0189oàn", "Đảng uỷ, Đoàn"),
    ("N\u00d0-CP, Q\u00d0-UBND, H\u00d0ND", "NĐ-CP, QĐ-UBND, HĐND"),
    ("Trường \u00d0H, BC\u00d0", "Trường ĐH, BCĐ"),
    ("\u00f0ược", "được"),
    ("\u00d0ắkLắk", "ĐắkLắk"),
    ("\u00d0inh Van Minh", "Đinh Van Minh"),
    ("d\u0335ảng, D\u0336oàn", "đảng, Đoàn"),
    ("n\u01cem tháng", "năm tháng"),
]
LEFT = [
    "",
    "“dân biết” – ‘dân bàn’… 3,5 % K´Bảo K’Ho",
    "\u0441\u043e",  # wholly Cyrillic, though every letter looks Latin
    "\u043d\u0430\u0440\u043e\u0434 \u0438 \u043f\u0430\u0440\u0442\u0438\u044f",
    "c\u0442\u0440\u0430\u043d\u0430, \u041c\u043ec\u043a\u0432\u0430",  # a Latin c in Russian
    "\u0442\u043e\u0432\u0430 c\u0430 \u0445\u043e\u0440\u0430",
    "\u03bf \u03bb\u03b1\u03cc\u03c2",
    "E = h\u03bd, x\u03bd, sin\u03bd, 2\u03c0\u03bd, a\u03bf(n), \u03b1x + \u03b2y",
    "\uff2e\uff28\uff2b",
    "H\u2082O, CO\u2082, \u0421\u041e\u2082",
    "Guðrún, það, VEÐUR, SIGURÐSSON",
    "GUÐ",
    "Ðe cyning wæs on Ðære byrig",
    "nǐ hǎo, mǎn",
    "Příliš žluťoučký, MĚSTO",
]


@pytest.mark.parametrize(("text", "expected"), REPAIRED)
def test_a_slip_is_put_right(text, expected):
    assert repair(text) == expected
    assert repair(f"Nhân dân {text}.") == f"Nhân dân {expected}."
    apart = repair(unicodedata.normalize("NFD", text))
    assert unicodedata.normalize("NFC", apart) == expected


@pytest.mark.parametrize("text", LEFT)
def test_what_is_meant_stays(text):
    assert repair(text) == text


@pytest.mark.parametrize("line", [*VIETNAMESE, *FOREIGN])
def test_sound_texts_keep_every_character(line):
    assert repair(line) == line
    assert repair(line.upper()) == line.upper()
    assert repair(unicodedata.normalize("NFD", line)) == unicodedata.normalize("NFD", line)
    assert repair(as_vni(line)) == as_vni(line)


SLIPS = dict(zip("aeopcyx", "\u0430\u0435\u043e\u0440\u0441\u0443\u0445", strict=True))


@given(st.sampled_from(VIETNAMESE), st.sets(st.integers(0, 99), max_size=12))
def test_slips_in_marked_words_are_put_right(line, places):
    words = line.split()
    for at in places:
        word = words[at % len(words)]
        if not word.isascii() and word.islower() and word.isalpha():
            words[at % len(words)] = "".join(SLIPS.get(char, char) for char in word)
    assert repair(" ".join(words)) == " ".join(line.split())


MIXED = st.text("aonđĐÐðɖǎdþ \u043e\u0430\u0441\u03bd\u03bf\u039d\uff34\u0335\u030c\u0301ạNHB-=")


@given(MIXED | st.text(max_size=40))
def test_once_is_enough(text):
    assert repair(repair(text)) == repair(text)
    composed = unicodedata.normalize("NFC", text)
    assert unicodedata.is_normalized("NFC", repair(composed))
