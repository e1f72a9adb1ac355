"""A turn is given on, and who waits too long for one is sent away."""

import threading

import pytest

from news.search.turns import Busy, Turns


def test_who_waits_too_long_is_sent_away():
    turns = Turns(1, patience=0.01)
    with turns.one(), pytest.raises(Busy), turns.one():
        pass
    with turns.one():
        pass


def test_a_turn_ends_with_its_block_also_when_that_fails():
    turns = Turns(1, patience=0.01)
    with pytest.raises(ZeroDivisionError), turns.one():
        _ = 1 / 0
    with turns.one():
        pass


def test_who_waits_for_a_quick_one_comes_next():
    turns, order = Turns(1, patience=5), []

    def second():
        with turns.one():
            order.append("second")

    thread = threading.Thread(target=second)
    with turns.one():
        thread.start()
        order.append("first")
    thread.join()
    assert order == ["first", "second"]
