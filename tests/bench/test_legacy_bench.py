"""Looking for old encodings costs next to nothing where there are none."""

from html import escape
from timeit import repeat

import pytest

from news.text.legacy import convert_html, inspect_html
from news.text.lookalikes import repair
from news.text.richtext import clean, to_text
from tests.legacy import FOREIGN, VIETNAMESE, as_tcvn3

MODERN = "".join(f"<p>{escape(line)}</p>\n" for line in VIETNAMESE * 2)
FRENCH = "".join(f"<p>{escape(line)}</p>\n" for line in FOREIGN[:3] * 30)
OLD = "".join(f"<p>{escape(as_tcvn3(line))}</p>\n" for line in VIETNAMESE * 2)


def fastest(function, text: str) -> float:
    return min(repeat(lambda: function(text), number=3, repeat=5)) / 3


@pytest.mark.bench
def test_inspecting_costs_less_than_cleaning():
    """Measured 0.15 for Vietnamese in Unicode, which is what nearly all documents are."""
    assert len(to_text(MODERN).split()) > 1_000
    assert inspect_html(MODERN) is None
    assert fastest(inspect_html, MODERN) < 0.6 * fastest(clean, MODERN)


@pytest.mark.bench
def test_foreign_and_old_documents_cost_little_more():
    assert inspect_html(FRENCH) is None
    assert inspect_html(OLD)
    assert fastest(inspect_html, FRENCH) < 4 * fastest(clean, FRENCH)
    assert fastest(convert_html, OLD) < 10 * fastest(clean, MODERN)


@pytest.mark.bench
def test_cost_grows_with_the_text_and_no_faster():
    assert fastest(convert_html, OLD * 10) < 14 * fastest(convert_html, OLD)


@pytest.mark.bench
def test_text_without_look_alikes_is_only_searched():
    text = to_text(MODERN)
    assert fastest(repair, text) < 0.2 * fastest(clean, MODERN)
