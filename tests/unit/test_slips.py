"""Which syllables a slip may have been, and which of them its neighbours speak for."""

import pytest

from news.text.lexemes import words
from news.text.likeliest import Counts, likeliest
from news.text.slips import MOST, candidates
from news.text.syllables import all_syllables


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        *(("kahi", "khai"), ("sáhc", "sách"), ("vvận", "vận"), ("chốg", "chống")),
        *(("nghiiệp", "nghiệp"), ("chủnq", "chủng"), ("Nươc", "nước"), ("quôốc", "quốc")),
    ],
)
def test_a_slip_may_have_been_the_syllable_beside_it(word, meant):
    assert meant in candidates(word, bare=False)
    assert len(candidates(word, bare=False)) <= MOST


def test_bare_words_have_bare_candidates():
    assert "sach" in candidates("sahc", bare=True)
    assert "lua" in candidates("lwa", bare=True)
    assert all(way.isascii() for way in candidates("lwa", bare=True))


def test_no_syllable_is_a_slip():
    assert not [word for word in all_syllables() if candidates(word, bare=False)]


@pytest.mark.parametrize(
    "word", ["25", "QH15", "a", "", "Facebook", "internet", "x" * 40, "wwwwww", "🙂🙂", "q"]
)
def test_numbers_and_far_words_have_no_candidates(word):
    assert candidates(word, bare=False) == ()


def rows(*phrases: tuple[str, int]) -> Counts:
    forms = [(words(phrase), count) for phrase, count in phrases]
    return Counts(
        (" ".join(w.exact for w in row), " ".join(w.folded for w in row), count)
        for row, count in forms
    )


def test_the_neighbours_choose_and_the_first_wins_where_nothing_speaks():
    counts = rows(("nước sạch", 9), ("nước", 12), ("nược", 1), ("sạch", 9), ("sách", 30))
    places = [words("nược nước"), words("sách sạch")]
    assert [word.text for word in likeliest(places, counts)] == ["nước", "sạch"]
    assert [word.text for word in likeliest([words("ta tá")], rows())] == ["ta"]
    assert likeliest([], rows()) == []


def test_a_bare_word_stands_for_every_word_with_its_letters():
    counts = rows(("nước sạch", 2), ("nuốc sách", 3))
    assert counts.of(*words("nuoc sach")) == 5
    assert counts.of(*words("nước sach")) == 2
    assert counts.of(*words("nước")) == 0
