"""Other websites are asked at night: after how many a link counts as dead, and how politely."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from news.links import guard, judging, outside
from news.links.asking import Answer, Manner
from news.links.models import Address, Host, Link
from tests import link_server
from tests.factories import make_user
from tests.link_server import NAME
from tests.linked import linked

pytestmark = pytest.mark.django_db
HERE = ZoneInfo("Asia/Ho_Chi_Minh")
NIGHT = datetime(2027, 3, 10, 2, 0, tzinfo=HERE)


@pytest.fixture(scope="module")
def elsewhere():
    with link_server.running() as server:
        yield server


@pytest.fixture
def clock(monkeypatch):
    """A function that lets it be another moment; it is night to begin with."""

    def set_to(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment.astimezone(ZoneInfo("UTC")))

    set_to(NIGHT)
    return set_to


@pytest.fixture
def quick(monkeypatch):
    """No host needs a rest."""
    monkeypatch.setattr(outside, "PAUSE", timedelta(0))


def places(host: str, port: int) -> list[str]:
    return ["127.0.0.1"] if host.endswith(NAME) else guard.public_places(host, port)


def ask_all() -> int:
    return outside.work(Manner(places=places, ports=None, wait=2.0), 20)


def outer(url: str) -> Address:
    linked(url)
    return Address.objects.get(url=url)


def nights(address, count, clock, begin=0):
    """Ask on so many nights in a row; return after which of them it counted as dead."""
    dead = []
    for night in range(begin, begin + count):
        clock(NIGHT + timedelta(days=night))
        ask_all()
        address.refresh_from_db()
        dead.append(address.broken_at is not None)
    return dead


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("404", [False, True, True]),
        ("410", [False, True, True]),
        ("500", [False, False, False, False, True]),
        ("babble", [False, False, False, False, True]),
        ("resting", [False] * 6),
        ("busy", [False] * 6),
        ("403", [False] * 6),
        ("999", [False] * 6),
        ("200", [False] * 6),
    ],
)
def test_how_many_nights_it_takes(elsewhere, clock, quick, monkeypatch, path, expected):
    monkeypatch.setattr(judging, "AGAIN_WELL", timedelta(hours=23))
    Host.objects.create(name="tra-loi.vn", answered_at=NIGHT + timedelta(days=30))
    address = outer(elsewhere.url(path))
    assert nights(address, len(expected), clock) == expected


def test_silence_counts_only_where_somebody_answered(elsewhere, clock, quick):
    """Otherwise it is our own network that is down."""
    address = outer(elsewhere.url("babble"))
    assert nights(address, 6, clock) == [False] * 6
    assert address.nights == 0


def test_a_night_that_went_well_begins_the_count_anew(elsewhere, clock, quick):
    address = outer(elsewhere.url("404"))
    nights(address, 1, clock)
    Address.objects.update(url=elsewhere.url("200"))
    nights(address, 1, clock, begin=1)
    assert (address.nights, address.failing_at) == (0, None)


def test_what_leads_somewhere_again_is_no_longer_let_be(elsewhere, clock, quick):
    address = outer(elsewhere.url("404"))
    nights(address, 2, clock)
    Link.objects.update(let_be_by=make_user("editor"), let_be_at=timezone.now())
    Address.objects.update(url=elsewhere.url("200"))
    nights(address, 1, clock, begin=2)
    assert address.broken_at is None
    assert Link.objects.get().let_be_at is None


def test_an_address_of_a_house_is_told_at_once_and_not_asked(clock, quick):
    address = outer("http://192.168.1.10/tin")
    assert nights(address, 1, clock) == [True]
    assert address.detail == guard.INTERNAL


def test_each_is_asked_once_a_night_and_a_good_one_once_a_week(elsewhere, clock, quick):
    elsewhere.asked.clear()
    outer(elsewhere.url("200"))
    ask_all()
    ask_all()
    clock(NIGHT + timedelta(days=1))
    ask_all()
    assert len(elsewhere.asked) == 1


def test_by_day_nobody_is_asked(elsewhere, clock, quick):
    outer(elsewhere.url("200"))
    clock(NIGHT.replace(hour=9))
    assert ask_all() == 0


def test_a_host_rests_after_a_question_and_as_long_as_it_wishes(elsewhere, clock):
    outer(elsewhere.url("busy/7200"))
    Address.objects.create(url=elsewhere.url("200"), host=NAME, inside=False)
    manner = Manner(places=places, ports=None)
    assert outside.work(manner, 0.3) == 1
    rest = Host.objects.get().rest_until - timezone.now()
    assert rest == timedelta(hours=2)


@pytest.mark.parametrize(
    ("wish", "hours"),
    [
        ("3600", 1),
        ("9" * 40, 24),
        ("Wed, 10 Mar 2027 00:00:00 GMT", 5),
        ("-5", 0),
        ("x", 0),
        ("", 0),
        ("٣", 0),
        ("Wed, 10 Mar 99999 00:00:00 GMT", 0),
    ],
)
def test_wishes_are_read_with_care(clock, wish, hours):
    found = outside._wished(Answer(429, retry_after=wish))
    assert found == (timedelta(hours=hours) if hours else outside.PAUSE)


def test_a_night_has_an_end(elsewhere, clock, quick, monkeypatch):
    monkeypatch.setattr(outside, "MOST_A_NIGHT", 2)
    linked(*(elsewhere.url(f"20{number}") for number in range(4)))
    assert ask_all() == 2
    clock(NIGHT + timedelta(days=1))
    assert ask_all() == 2
    assert not Address.objects.filter(checked_at=None).exists()


def test_what_a_killed_worker_took_is_asked_later(elsewhere, clock, quick):
    address = outer(elsewhere.url("200"))
    assert outside._taken() == address
    assert ask_all() == 0
    clock(NIGHT + outside.LEASE)
    assert ask_all() == 1


def test_the_clock_queues_one_task_at_night_and_only_where_it_may(elsewhere, clock, settings):
    outer(elsewhere.url("200"))
    assert outside.ask() == 0
    settings.LINK_CHECKS = True
    assert (outside.ask(), outside.ask()) == (1, 0)
    assert DBTaskResult.objects.get().priority == outside.LAST
    DBTaskResult.objects.all().delete()
    clock(NIGHT.replace(hour=12))
    assert outside.ask() == 0


def test_the_task_asks_nobody_of_our_own_house(elsewhere, clock, settings, work):
    """As it is in earnest, with the test's server under its own address."""
    settings.LINK_CHECKS = True
    url = elsewhere.url("200", host="127.0.0.1")
    address = outer(url)
    elsewhere.asked.clear()
    call_command("tick", verbosity=0)
    work()
    address.refresh_from_db()
    assert address.checked_at is not None
    assert elsewhere.asked == []
