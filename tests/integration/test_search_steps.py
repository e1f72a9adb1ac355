"""Through how many spans of time words are looked for, by how common they are."""

from datetime import timedelta

import pytest
from django.utils import timezone

from news.search import candidates, common, windows
from news.search.common import Common
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
    monkeypatch.setitem(common._remembered, "common", Common(articles, shares))


def test_rare_words_are_looked_for_in_all_of_time_at_once(archive, monkeypatch):
    knows(monkeypatch, 10_000, xa3=0.001)
    spans = windows.of(timezone.now())
    steps = candidates._steps([candidates.Way("'xa3'", 100)], Narrowing(), spans)
    assert [len(step.spans) for step in steps] == [1]


def test_common_words_are_looked_for_span_by_span(archive, monkeypatch):
    knows(monkeypatch, 1_000_000, xa3=0.9)
    spans = windows.of(timezone.now())
    way = candidates.Way("'xa3'", 100, first=2, further=1)
    steps = list(candidates._steps([way], Narrowing(), spans))
    assert [len(step.spans) for step in steps] == [2, 1]
    assert steps[1].after == candidates.After(0, 0, candidates.FEW - 1)


@pytest.mark.parametrize(("few", "count"), [(5, 5), (6, 8)])
def test_further_back_is_looked_only_where_newer_spans_gave_too_little(
    archive, monkeypatch, few, count
):
    knows(monkeypatch, 1_000_000, **{"cua2": 0.9, "t:cua2": 0.9})
    monkeypatch.setattr(candidates, "FEW", few)
    assert len(ranked(ask("của"), Narrowing()).numbers) == count


def test_by_date_nothing_is_left_out(archive, monkeypatch):
    knows(monkeypatch, 1_000_000, cua2=0.9)
    assert len(newest(ask("của"), Narrowing(), 10).numbers) == 8
