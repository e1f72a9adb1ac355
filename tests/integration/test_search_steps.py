"""Through how many spans of time words are looked for, by how common they are."""

from datetime import timedelta

import pytest
from django.utils import timezone

from news.search import candidates, frequencies, query, windows
from news.search.frequencies import Common
from news.search.query import Narrowing, newest, ranked
from news.text.question import ask
from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive(monkeypatch):
    """Eight articles in three spans, the newest five of them in the first two."""
    windows.forget()
    monkeypatch.setattr(windows, "NEAR", 2)
    monkeypatch.setattr(windows, "FAR", 4)
    for months in range(8):
        at = timezone.now() - timedelta(days=40 * months + 1)
        make_article(title=f"Bài {months}", body="<p>của</p>", at=at)
    assert len(windows.of(timezone.now())) == 3
    yield
    windows.forget()


def knows(monkeypatch, articles: int, **shares: float) -> None:
    monkeypatch.setitem(frequencies._remembered, "common", Common(articles, shares))


def test_rare_words_are_looked_for_in_all_of_time_at_once(archive, monkeypatch):
    knows(monkeypatch, 10_000, xa3=0.001)
    spans = windows.of(timezone.now())
    steps = candidates._steps([candidates.Way("'xa3'", 100)], Narrowing(), spans)
    assert [len(step.spans) for step in steps] == [1]


def test_common_words_are_looked_for_by_what_the_newest_span_gives(archive, monkeypatch):
    knows(monkeypatch, 1_000_000, xa3=0.9)
    first, *rest = windows.of(timezone.now())
    steps = list(candidates._steps([candidates.Way("'xa3'", 100)], Narrowing(), [first, *rest]))
    assert [step.spans for step in steps] == [[first], rest[:1], [windows.Window(first.since)]]
    assert [step.after for step in steps[1:]] == [(0, 5, 29), (0, 0, 4)]


@pytest.mark.parametrize(("some", "count"), [(3, 5), (4, 8)])
def test_all_that_is_older_is_looked_through_where_the_newest_span_gave_too_little(
    archive, monkeypatch, some, count
):
    knows(monkeypatch, 1_000_000, **{"cua2": 0.9, "t:cua2": 0.9})
    monkeypatch.setattr(candidates, "SOME", some)
    assert len(ranked(ask("của"), Narrowing()).numbers) == count


def test_what_the_newest_span_gave_may_be_enough_and_is_not_said_to_be_all(archive, monkeypatch):
    knows(monkeypatch, 1_000_000, **{"cua2": 0.9, "t:cua2": 0.9})
    for limit in ("SOME", "ENOUGH"):
        monkeypatch.setattr(candidates, limit, 2)
    monkeypatch.setattr(query, "FEW", 1)
    found = ranked(ask("của"), Narrowing())
    assert len(found.numbers) == 3
    assert found.more


def test_by_date_nothing_is_left_out(archive, monkeypatch):
    knows(monkeypatch, 1_000_000, cua2=0.9)
    assert len(newest(ask("của"), Narrowing(), 10).numbers) == 8
