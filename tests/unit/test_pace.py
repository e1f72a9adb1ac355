"""How often one place may do what needs no account."""

from news import pace
from news.pace import Pace


class Clock:
    """A clock that stands until a test moves it."""

    now = 0.0

    def __call__(self):
        return self.now


def test_the_first_ones_of_a_span_are_allowed_and_the_next_is_not():
    limit = Pace(3, clock=Clock())
    assert [limit.allows("203.0.113.9") for _ in range(4)] == [True, True, True, False]


def test_another_place_has_a_count_of_its_own():
    limit = Pace(1, clock=Clock())
    assert limit.allows("203.0.113.9")
    assert limit.allows("203.0.113.10")
    assert limit.allows(None)
    assert not limit.allows(None)


def test_one_household_with_many_addresses_of_ipv6_is_one_place():
    limit = Pace(1, clock=Clock())
    assert limit.allows("2001:db8::1")
    assert not limit.allows("2001:db8::ffff")
    assert limit.allows("2001:db8:0:1::1")


def test_a_new_span_begins_anew_and_has_forgotten_the_places():
    clock = Clock()
    limit = Pace(1, seconds=60, clock=clock)
    limit.allows("203.0.113.9")
    before = set(limit._counts)
    clock.now = 60
    assert limit.allows("203.0.113.9")
    assert before.isdisjoint(limit._counts), "the same place must not be recognisable"


def test_no_address_is_kept_as_it_is():
    limit = Pace(1, clock=Clock())
    limit.allows("203.0.113.9")
    assert not any(b"203" in place for place in limit._counts)


def test_a_flood_from_everywhere_fills_no_memory(monkeypatch):
    monkeypatch.setattr(pace, "PLACES", 10)
    limit = Pace(5, clock=Clock())
    for number in range(200):
        limit.allows(f"203.0.113.{number}")
    assert len(limit._counts) <= 11
