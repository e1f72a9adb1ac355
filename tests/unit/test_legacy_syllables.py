"""Which words Vietnamese could spell: the ground on which detection stands."""

import re
import unicodedata

import pytest

from news.text.syllables import OWN_LETTERS, is_syllable
from tests.legacy import VIETNAMESE

GOOD = (
    "a ạ ừ ý yêu yến oan uỷ ủy quốc quý quyển quýt quả giếng gì gìn già giữa nghiêng nghỉ ghế kẻ "
    "kỳ khuya khuỷu thuở thuế xoong ngoằn ngoèo hoà hòa hoá thuý thúy đường được tuyết chuyện "
    "huỳnh rượu bướu phở trường Đảng ĐẢNG Đắk Lắk Pin loắt choắt huơ tuýp xoáy"
)
TYPED_SO = "qúy gía tóan"
BAD = (
    "for und für très años cat tap ot mat\u0303 kà cế ngè gê ghà ngha quo yan iêu "
    "hoăn\u0323g ươ f w já z hello thiên\u0301 b đ ng UBND HĐND"
)


@pytest.mark.parametrize("word", f"{GOOD} {TYPED_SO}".split())
def test_what_could_be_vietnamese(word):
    assert is_syllable(word)
    assert is_syllable(unicodedata.normalize("NFD", word))
    assert is_syllable(word.upper())


@pytest.mark.parametrize("word", ["", " ", "1", "hoà bình", *BAD.split()])
def test_what_could_not(word):
    assert not is_syllable(word)


def test_every_word_of_the_texts_is_a_syllable_but_for_names_and_signs():
    words = {word for line in VIETNAMESE for word in re.findall(r"[^\W\d_]+", line)}
    odd = {word for word in words if not is_syllable(word)}
    assert odd <= {"m²", "km", "NĐ", "CP", "Shan"}


def test_stops_bear_two_tones_only():
    assert [is_syllable(word) for word in ("mát", "mạt", "mat", "màt", "mảt", "mãt")] == [
        *(True, True, False, False, False, False)
    ]


def test_own_letters_are_those_beyond_latin_1():
    letters = "ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
    for letter in letters + letters.upper():
        assert bool(re.fullmatch(OWN_LETTERS, letter)) == (ord(letter) > 0xFF)
