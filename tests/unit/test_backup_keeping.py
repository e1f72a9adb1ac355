"""Which backups stay after a year of nights."""

from datetime import UTC, datetime, timedelta

import pytest

from config.operations.backup.keeping import Policy, staying
from config.operations.backup.store import moment_of, named
from config.operations.backup.trouble import Trouble, told

NOON = datetime(2026, 11, 26, 5, tzinfo=UTC)


def nights(count: int) -> list[str]:
    return [named(NOON - timedelta(days=day)) for day in range(count)]


def test_a_name_tells_its_moment():
    moment = datetime(2026, 11, 26, 20, 16, 38, 123456, tzinfo=UTC)
    assert named(moment) == "2026-11-26T201638.123Z"
    assert moment_of(named(moment)) == moment.replace(microsecond=123000)


def test_of_a_year_of_nights_days_weeks_and_months_stay():
    stay = staying(nights(400), Policy(days=7, weeks=5, months=12))
    assert set(nights(7)) <= stay
    months = {moment_of(name).strftime("%Y-%m") for name in stay}
    assert len(months) == 12
    weeks = {moment_of(name).isocalendar()[:2] for name in stay if name >= nights(30)[-1]}
    assert len(weeks) == 5
    assert len(stay) <= 7 + 5 + 12


def test_the_newest_of_a_day_stands_for_it():
    hours = [named(NOON - timedelta(hours=hour)) for hour in range(8)]
    yesterday = named(NOON - timedelta(days=1))
    assert staying([*hours, yesterday], Policy(2, 0, 0)) == {*hours[:3], yesterday}


def test_a_day_is_one_of_vietnam():
    late, early = datetime(2026, 11, 25, 16, 59, tzinfo=UTC), datetime(2026, 11, 25, 17, tzinfo=UTC)
    more = [named(early + timedelta(minutes=minute)) for minute in (1, 2)]
    found = staying([named(late), named(early), *more], Policy(2, 0, 0))
    assert found == {named(late), named(early), *more}


def test_the_newest_always_stay():
    assert staying(nights(9), Policy(0, 0, 0)) == set(nights(3))
    assert staying([], Policy(7, 5, 12)) == set()


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (28, "đã đầy"),
        (122, "đã đầy"),
        (13, "Không có quyền"),
        (30, "Không có quyền"),
        (5, "Lỗi khi"),
    ],
)
def test_what_the_system_refuses_is_said_in_words(number, words, tmp_path):
    with pytest.raises(Trouble, match=words), told(tmp_path):
        raise OSError(number, "x", str(tmp_path / "tệp"))
