"""Leftovers of Telex and VNI typing: every syllable comes back, and nothing else is touched."""

import unicodedata

import pytest

from news.text.keystrokes import read
from news.text.lexemes import forms
from news.text.question import loose_words
from news.text.syllables import all_syllables, is_syllable

TELEX = {"â": "aa", "ê": "ee", "ô": "oo", "ă": "aw", "ơ": "ow", "ư": "uw", "đ": "dd"}
VNI = {"â": "a6", "ê": "e6", "ô": "o6", "ă": "a8", "ơ": "o7", "ư": "u7", "đ": "d9"}
TONES = "\u0300\u0309\u0303\u0301\u0323"
NAMES = "Sùng A Páo H'Mông Giàng Thào Vàng Seo Lùng Kpă Ksor Niê Rơ Châm Alăng Zơrâm Bríu Mlô Đăk"
FOREIGN = "Facebook Google online email covid internet data photo video marketing Zalo Samsung"
SHORTENED = "UBND HĐND MTTQ BTGHU TTHC QR OCOP BHYT H5N1 QH15 NĐ25 K15 lop10 2025 12a5"


def typed(syllable: str, keys: dict, tones: str, tone_last: bool) -> str:
    """How the keys of a syllable are pressed, its tone last or right after its vowel."""
    letters, tone = [], ""
    for letter in syllable:
        marks = unicodedata.normalize("NFD", letter)
        mark = next((mark for mark in marks if mark in TONES), "")
        pressed = unicodedata.normalize("NFC", marks.replace(mark, "") if mark else marks)
        tone = tones[TONES.index(mark)] if mark else tone
        letters.append(keys.get(pressed, pressed) + ("" if tone_last or not mark else tone))
    return "".join(letters) + (tone if tone_last else "")


def pressed_ways(syllable: str) -> set[str]:
    ways = {
        typed(syllable, keys, tones, last)
        for keys, tones in ((TELEX, "frxsj"), (VNI, "23415"))
        for last in (True, False)
    }
    # One key for both horns.
    return ways | {way.replace("uwow", "uow").replace("u7o7", "uo7") for way in ways}


def says(reading, syllable: str) -> bool:
    """Whether it is the syllable; programs read the doubled letter of "xoong" as a hat too."""
    if reading is None:
        return False
    (exact, bare), (wanted, folded) = forms(reading.text), forms(syllable)
    return exact == wanted or ("oo" in folded and folded.replace("oo", "o") == bare)


def test_every_syllable_comes_back_from_its_keys():
    wrong = []
    for syllable in all_syllables():
        for way in pressed_ways(syllable) - {syllable}:
            reading = read(way)
            # "xoong" is a word of its own, and so are a few others that keys happen to spell.
            if is_syllable(way) and not (reading and reading.rare):
                continue
            if not says(reading, syllable):
                wrong.append((syllable, way, reading))
    assert wrong == []


def test_no_syllable_is_read_as_another_one():
    touched = [word for word in all_syllables() if read(word) and not read(word).rare]
    assert touched == []
    assert not any(read(word).sure for word in all_syllables() if read(word))


@pytest.mark.parametrize("word", f"{NAMES} {FOREIGN} {SHORTENED}".replace("'", " ").split())
def test_names_foreign_words_and_abbreviations_stand_for_themselves(word):
    assert read(word) is None


@pytest.mark.parametrize("word", ["bus", "test", "taxi", "visa", "teen", "town", "U17", "A1", "TW"])
def test_what_may_be_a_word_of_its_own_is_not_sure(word):
    assert not read(word).sure


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        *(("uyr", "uỷ"), ("nhaan", "nhân"), ("daan", "dân"), ("DDảng", "Đảng"), ("bo65", "bộ")),
        *(("uy3", "uỷ"), ("nha6n", "nhân"), ("nguowif", "người"), ("HOOIJ", "HỘI")),
        *(("ngươif", "người"), ("trangw", "trăng"), ("dduowcj", "được"), ("thuowr", "thuở")),
    ],
)
def test_a_word_keeps_its_capitals_and_what_was_turned_already(word, meant):
    assert read(word).text == meant


@pytest.mark.parametrize("word", ["a" * 12, "uo" * 6, "w" * 12, "d" * 40, "9" * 9, "", "ỗ" * 12])
def test_strange_words_are_given_up(word):
    assert read(word) is None


def test_quotes_numbers_and_dates_are_left_alone():
    words = loose_words('uyr “daan vaanj” 25-NQ/TW ngày 3/6/2013 bo65 "nhaan')
    assert [word.text for word in words] == ["uyr", "bo65", "nhaan"]
