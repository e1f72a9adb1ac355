"""Looking for old encodings costs next to nothing where there are none."""

from html import escape
from timeit import repeat

import nh3
import pytest

from news.text.legacy import convert_html, inspect_html
from news.text.lookalikes import repair
from tests.legacy import FOREIGN, VIETNAMESE, as_tcvn3

MODERN = "".join(f"<p>{escape(line)}</p>\n" for line in VIETNAMESE * 2)
FRENCH = "".join(f"<p>{escape(line)}</p>\n" for line in FOREIGN[:3] * 30)
OLD = "".join(f"<p>{escape(as_tcvn3(line))}</p>\n" for line in VIETNAMESE * 2)


def fastest(function, text: str) -> float:
    return min(repeat(lambda: function(text), number=3, repeat=5)) / 3


@pytest.mark.bench
def test_inspecting_a_modern_document_costs_little_more_than_a_bare_pass():
    """Measured 7: nh3 needs 0.1 ms for 1,400 words, looking for old encodings 0.7 ms."""
    assert len(MODERN.split()) > 1_000
    assert inspect_html(MODERN) is None
    assert fastest(inspect_html, MODERN) < 25 * fastest(nh3.clean, MODERN)


@pytest.mark.bench
def test_words_are_weighed_only_where_there_may_be_something():
    """Measured 0.05: French takes 10 to 15 ms, for each of its words has to be looked at."""
    assert inspect_html(FRENCH) is None
    assert inspect_html(OLD)
    for html in (FRENCH, OLD):
        assert fastest(inspect_html, MODERN) < 0.2 * fastest(inspect_html, html)


@pytest.mark.bench
def test_cost_grows_with_the_text_and_no_faster():
    assert fastest(convert_html, OLD * 10) < 14 * fastest(convert_html, OLD)


@pytest.mark.bench
def test_text_without_look_alikes_is_only_searched():
    text = " ".join(VIETNAMESE * 2)
    assert fastest(repair, text) < 5 * fastest(nh3.clean, MODERN)
