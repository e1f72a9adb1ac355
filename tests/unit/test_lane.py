"""A lane begins so much at a time, and the rest in the order in which it came."""

from functools import partial

from news.pagestore.lane import Lane


def test_so_many_begin_at_once_and_the_others_in_their_order():
    lane, begun = Lane(2), []
    for name in "abcd":
        lane.enter(partial(begun.append, name))
    assert begun == ["a", "b"]
    lane.leave()
    assert begun == ["a", "b", "c"]
    lane.leave()
    lane.leave()
    assert begun == ["a", "b", "c", "d"]


def test_a_lane_that_emptied_is_free_again():
    lane, begun = Lane(1), []
    for name in "abc":
        lane.enter(partial(begun.append, name))
        lane.leave()
    assert begun == ["a", "b", "c"]
