"""Sort keys put titles and people in the order of a Vietnamese dictionary and staff list."""

import random
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.text.vietnamese import normalise, person_key, title_key

ALPHABET = "a ă â b c d đ e ê f g h i j k l m n o ô ơ p q r s t u ư v w x y z"

TITLES = [
    ["", "!", "1", "a"],
    ALPHABET.split(),
    ALPHABET.upper().split(),
    ["ma", "mà", "mả", "mã", "má", "mạ"],
    ["Chương 2", "Chương 10", "Chương I"],
    ["Bài 2", "Bài 2a", "Bài 10", "Bài 10.000", "Bài ba"],
    ["999 hộ", "1.586 hộ", "2.090 hộ", "1.000.000 hộ"],
    ["da", "dạ", "dẻ", "đá", "e"],
    ["Bà Rịa", "Ba Vì", "Bắc", "Bằng", "Bẩn", "Bể"],
    # Letters of the whole title come before any tone.
    ["bà ba", "bá bà", "ba bán"],
    ["an", "an toàn", "ang"],
    ["ủy ban", "Ủy viên", "ưu tiên"],
    ["hoa", "hoà", "hoá", "họa"],
    ["Dân biết, dân bàn", "“Dân biết” và"],
    ["tổ", "tờ", "tu"],
    ["quả", "quan", "quân", "quận"],
    ["Zalo", "北京"],
]

PEOPLE = [
    ["Trần Bình An", "Lê Văn Bảo", "Lê Trung Thành", "Nguyễn Quang Úy", "Hoàng Yến"],
    # Same given name: family name, then middle name.
    ["Đỗ Văn Bình", "Lê Văn Bình", "Nguyễn Thị Bình", "Nguyễn Văn Bình", "Trần An Bình"],
    # A given name is compared whole, tone too, before any family name.
    ["Trần Văn Bình", "An Văn Bỉnh", "An Văn Bính"],
    ["Phạm Dung", "Phạm Dũng", "An Đức", "Phạm Đức"],
    ["Bảo", "Lê Bảo"],
    ["H’Hen Niê", "Y Phương"],
]


def by_bytes(texts, key):
    return sorted(texts, key=lambda text: key(text).encode())


@pytest.mark.parametrize("expected", TITLES, ids=" < ".join)
def test_titles_follow_the_alphabet(expected):
    shuffled = random.Random(2023).sample(expected, len(expected))  # noqa: S311
    assert by_bytes(shuffled, title_key) == expected


@pytest.mark.parametrize("expected", PEOPLE, ids=" < ".join)
def test_people_follow_their_given_name(expected):
    shuffled = random.Random(2023).sample(expected, len(expected))  # noqa: S311
    assert by_bytes(shuffled, person_key) == expected


@pytest.mark.parametrize("key", [title_key, person_key])
def test_every_vietnamese_letter_differs_from_the_next_in_letters_not_in_tone(key):
    letters = ALPHABET.split()
    for first, second in pairwise(letters):
        assert key(f"{first}\u0323z") < key(f"{second}\u0300a")


@pytest.mark.parametrize("key", [title_key, person_key])
@given(text=st.text(max_size=60))
def test_a_key_depends_on_the_text_alone_and_fits_a_column(key, text):
    result = key(text)
    assert result == key(normalise(text)) == key(unicodedata.normalize("NFD", text))
    # A key is no text: its letters stand without their words, so only its form is asked for.
    assert unicodedata.is_normalized("NFC", result)
    assert len(result) <= 5 * len(normalise(text)) + 10


@pytest.mark.parametrize("key", [title_key, person_key])
@given(first=st.text(max_size=20), second=st.text(max_size=20))
def test_two_texts_share_a_key_only_when_they_are_the_same(key, first, second):
    assert (key(first) == key(second)) == (normalise(first) == normalise(second))


@given(first=st.text(max_size=20), second=st.text(max_size=20))
def test_code_points_and_bytes_agree(first, second):
    one, other = title_key(first), title_key(second)
    assert (one < other) == (one.encode() < other.encode())
