"""`make test`: one failure hides no other, and a missing browser counts where nobody looks."""

from contextlib import nullcontext

import pytest

from config.dev import test as make_test
from config.dev.console import Failure


@pytest.fixture
def outcome(monkeypatch):
    """A run whose checks, tests and browser end as told; the names of what is reported."""

    def run(*, checks=(), pytest_passes=True, browser="/usr/bin/chromium", ci=""):
        monkeypatch.setenv("CI", ci)
        monkeypatch.setattr(make_test, "ensure_chromium", lambda: browser)
        monkeypatch.setattr(make_test, "lent_database", lambda: nullcontext("postgresql://"))
        monkeypatch.setattr(make_test, "failing_checks", lambda url: list(checks))
        monkeypatch.setattr(make_test, "_pytest_passes", lambda *arguments: pytest_passes)
        try:
            make_test.test()
        except Failure as failure:
            return str(failure)
        return ""

    return run


def test_all_well(outcome):
    assert outcome() == ""


def test_everything_that_failed_is_named(outcome):
    assert outcome(checks=["djlint"], pytest_passes=False) == "KHÔNG ĐẠT: djlint, pytest"


def test_without_a_browser_a_person_is_told_and_not_failed(outcome, capsys):
    assert outcome(browser=None) == ""
    assert "KHÔNG CÓ TRÌNH DUYỆT" in capsys.readouterr().err


def test_no_pictures_without_a_browser(monkeypatch):
    monkeypatch.setattr(make_test, "ensure_chromium", lambda: None)
    with pytest.raises(Failure, match="KHÔNG CÓ TRÌNH DUYỆT"):
        make_test.screenshots()


def test_without_a_browser_ci_fails(outcome):
    assert outcome(browser=None, ci="true") == "KHÔNG ĐẠT: kiểm thử trên trình duyệt"
