"""All checks are told within seconds, whatever one of them does."""

import threading
import time

import pytest
from django.db import OperationalError

from config.operations.health import telling
from config.operations.health.finding import Check, State, broken, good, look
from config.operations.health.running import Lane, results


def lane(**asks) -> Lane:
    return Lane(*(Check(key, key.title(), ask) for key, ask in asks.items()))


def states(found) -> dict:
    return {result.check.key: result.finding.state for result in found}


@pytest.fixture
def dead():
    """A check that waits for something that never comes, until the test is over."""
    over = threading.Event()

    def wait():
        wait.asked += 1
        over.wait(20)
        return good("back again")

    wait.asked = 0
    yield wait
    over.set()


def test_every_check_is_told_in_its_order():
    lanes = [
        lane(a=lambda: good("1"), b=lambda: look("2", "do")),
        lane(c=lambda: broken("3", "do")),
    ]
    found = results(lanes)
    assert [result.finding.says for result in found] == ["1", "2", "3"]
    assert telling.told(found)["state"] == "broken"


def test_one_that_hangs_is_cut_off_and_takes_no_other_along(dead):
    lanes = [
        lane(first=lambda: good(""), hangs=dead, after=lambda: good("")),
        lane(b=lambda: good("")),
    ]
    began = time.monotonic()
    found = states(results(lanes, seconds=0.2))
    assert time.monotonic() - began < 5
    assert found == {
        "first": State.GOOD,
        "hangs": State.BROKEN,
        "after": State.BROKEN,
        "b": State.GOOD,
    }


def test_one_that_still_hangs_is_not_begun_again_and_not_waited_for(dead):
    hanging = lane(hangs=dead)
    results([hanging], seconds=0.2)
    began = time.monotonic()
    for _ in range(20):
        assert states(results([hanging], seconds=0.2)) == {"hangs": State.BROKEN}
    assert dead.asked == 1
    assert time.monotonic() - began < 2


def test_whoever_asks_at_the_same_time_gets_the_same_turn(dead):
    shared = lane(hangs=dead)
    asking = [threading.Thread(target=results, args=([shared], 0.3)) for _ in range(5)]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join(5)
    assert dead.asked == 1


@pytest.mark.parametrize(
    ("error", "state"),
    [(OperationalError("password"), State.LOOK), (ValueError("secret"), State.BROKEN)],
)
def test_a_check_that_fails_is_told_without_a_word_of_the_failure(error, state):
    def fails():
        raise error

    (result,) = results([lane(fails=fails)])
    assert result.finding.state == state
    assert str(error) not in result.finding.says
    assert result.finding.do


def test_the_lines_of_a_terminal():
    found = results([lane(a=lambda: good("Tốt lắm."), b=lambda: look("Ít chỗ.", "Dọn đĩa."))])
    told = telling.told(found)
    assert list(telling.lines(told)) == [
        "CẦN XEM: 0 hỏng, 1 cần xem, 1 tốt",
        "  tốt      A: Tốt lắm.",
        "  cần xem  B: Ít chỗ.",
        "           → Dọn đĩa.",
    ]
    assert telling.code(told) == 1
