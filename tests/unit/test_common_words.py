"""How far the index walks for a query, by what PostgreSQL knows of its words."""

import pytest

from news.search import asking, frequencies
from news.search.frequencies import Common
from news.text.question import ask

SHARES = {"xa": 0.9, "cua": 0.8, "dan": 0.4, "van": 0.3, "kheo": 0.1}


@pytest.fixture
def known(monkeypatch):
    monkeypatch.setitem(frequencies._remembered, "common", Common(10_000, SHARES))


@pytest.mark.parametrize(
    ("query", "walked", "found"),
    [
        ("'xa'", 0.9, 0.9),
        ("('xa' & 'kheo')", 0.1, 0.09),
        ("('van' | 'kheo')", 0.4, 0.4),
        ("('cua' | 'xa')", 1, 1),
        ("(('van' | 'kheo') & 'dan')", 0.4, 0.16),
        ("'dan' <-> 'van'", 0.3, 0.12),
        ("'nowhere'", 0.1, 0.1),
        ("'it''s'", 0.1, 0.1),
        ("'t:xa'", 0.18, 0.18),
    ],
)
def test_the_rarest_word_leads_and_alternatives_add_up(query, walked, found):
    walk = Common(10_000, SHARES).walk(query)
    assert (walk.walked, walk.found) == pytest.approx((walked, found))


@pytest.mark.parametrize("one", [Common(), Common(10_000), Common(999, SHARES)])
def test_without_statistics_or_among_few_articles_nothing_is_said(one):
    assert one.walk("'xa'") is None


def test_the_rarest_word_comes_first(known):
    assert asking.everything(ask("xa van kheo")) == "('kheo' & 'van' & 'xa')"


def test_without_statistics_words_stand_as_typed():
    frequencies.forget()
    assert asking.everything(ask("xa van kheo")) == "('xa' & 'van' & 'kheo')"


def test_of_many_words_the_commonest_may_be_missing_beside_another(known):
    query = asking.nearly_everything(ask("cua dan van kheo mot hai"))
    assert "'cua'" not in query
    assert "'kheo'" in query


@pytest.mark.parametrize(("typed", "looked"), [("kheo", True), ("xa", False)])
def test_what_was_typed_is_looked_for_alone_only_beside_a_commoner_name(known, typed, looked):
    assert bool(asking.as_typed(ask(typed, [("kheo", "xa")]))) is looked
