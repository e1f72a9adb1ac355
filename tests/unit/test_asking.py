"""Questions as PostgreSQL is asked them."""

import re
from itertools import combinations

import pytest

from news.search import asking, frequencies
from news.text.question import ask


@pytest.fixture(autouse=True)
def forgetful():
    """How common words are is remembered for minutes, longer than a test lives."""
    frequencies.forget()


WORDS = ["mot", "hai", "ba", "bon", "nam", "sau", "bay", "tam"]


def holds(query: str, words: set[str]) -> bool:
    """What a tsquery without phrases says of a text that has these words."""
    known = re.sub(r"'([^']*)'", lambda found: str(found[1] in words), query)
    return eval(known.replace("&", " and ").replace("|", " or "))  # noqa: S307 - made of True, False


@pytest.mark.parametrize(("length", "missing"), [(3, 1), (4, 1), (5, 1), (6, 2), (7, 2), (8, 2)])
def test_nearly_everything_is_all_words_but_one_or_two(length, missing):
    typed = WORDS[:length]
    query = asking.nearly_everything(ask(" ".join(typed)))
    for size in range(length + 1):
        for some in combinations(typed, size):
            assert holds(query, set(some)) == (size >= length - missing)


@pytest.mark.parametrize(
    "typed", ["mot", "mot hai", "mot hai ba bon nam sau bay tam chin", '"a b c"']
)
def test_too_few_words_too_many_and_quotes_are_never_loosened(typed):
    assert asking.nearly_everything(ask(typed)) == ""


@pytest.mark.parametrize(
    ("typed", "pairs"),
    [
        ("dân vận", "'t:dân0_vân5'"),
        ("dan van", "'t:dan_van'"),
        ("dan vận", "'t:dan_van'"),
        ("dân vận kheo", "('t:dân0_vân5' & 't:van_kheo')"),
    ],
)
def test_a_pair_in_a_title_is_exact_or_folded_never_one_of_each(typed, pairs):
    assert asking.phrase_of_title(ask(typed)) == pairs


def test_a_longer_name_is_not_asked_for_beside_a_shorter_one_within_it():
    same = [("BTG", "Ban Tuyên giáo Huyện uỷ", "Ban Tuyên giáo")]
    query = asking.everything(ask("btg", same))
    assert query == "('btg' | ('ban' & 'tuyên0' & 'giao4'))"
