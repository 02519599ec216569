"""Quiet hours: over midnight, when the clocks change, and in time zones that are gone."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from usecases.clock import HOUR, MINUTE
from usecases.people.quiet_hours import MINUTES_OF_DAY, QuietHours, zone_of

MADRID = "Europe/Madrid"


def at(zone: str, *moment: int, fold: int = 0) -> int:
    """A time (year to minute) on the clock of a place, in epoch milliseconds."""
    year, month, day, hour, minute = moment
    there = dt.datetime(year, month, day, hour, minute, tzinfo=ZoneInfo(zone), fold=fold)
    return round(there.timestamp()) * 1_000


@pytest.mark.parametrize(
    ("start", "end", "hour", "minute", "over"),
    [
        (23 * 60, 7 * 60, 22, 59, None),
        (23 * 60, 7 * 60, 23, 0, (2026, 1, 11, 7, 0)),
        (23 * 60, 7 * 60, 0, 0, (2026, 1, 10, 7, 0)),
        (23 * 60, 7 * 60, 6, 59, (2026, 1, 10, 7, 0)),
        (23 * 60, 7 * 60, 7, 0, None),
        (13 * 60, 15 * 60 + 30, 15, 29, (2026, 1, 10, 15, 30)),
        (13 * 60, 15 * 60 + 30, 15, 30, None),
        (0, 1_439, 12, 0, (2026, 1, 10, 23, 59)),
        (60, 0, 0, 30, None),
        (60, 0, 23, 30, (2026, 1, 11, 0, 0)),
    ],
)
def test_they_begin_and_end_as_the_clock_on_the_wall_says(
    start: int, end: int, hour: int, minute: int, over: tuple[int, ...] | None
) -> None:
    now = at(MADRID, 2026, 1, 10, hour, minute)

    assert QuietHours(start, end, MADRID).over_at(now) == (at(MADRID, *over) if over else None)


def test_the_night_in_which_an_hour_is_skipped_ends_at_the_same_time_of_the_clock() -> None:
    night = QuietHours(23 * 60, 7 * 60, MADRID)
    evening = at(MADRID, 2026, 3, 28, 23, 30)

    over_at = night.over_at(evening)

    assert over_at == at(MADRID, 2026, 3, 29, 7, 0)
    assert over_at - evening == 6.5 * HOUR


def test_an_end_in_the_skipped_hour_comes_when_the_hour_is_skipped() -> None:
    night = QuietHours(23 * 60, 2 * 60 + 30, MADRID)

    assert night.over_at(at(MADRID, 2026, 3, 29, 1, 59)) == at(MADRID, 2026, 3, 29, 3, 0)


def test_in_the_repeated_hour_each_of_the_two_has_its_own_end() -> None:
    night = QuietHours(23 * 60, 2 * 60 + 30, MADRID)

    assert night.over_at(at(MADRID, 2026, 10, 25, 2, 10)) == at(MADRID, 2026, 10, 25, 2, 30)
    second = at(MADRID, 2026, 10, 25, 2, 10, fold=1)
    assert night.over_at(second) == at(MADRID, 2026, 10, 25, 2, 30, fold=1)


@given(
    start=some.integers(0, MINUTES_OF_DAY - 1),
    length=some.integers(1, MINUTES_OF_DAY - 1),
    now=some.integers(1_700_000_000_000, 1_900_000_000_000),
    zone=some.sampled_from(
        [MADRID, "Asia/Kolkata", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo"]
    ),
)
def test_they_are_over_after_now_and_within_little_more_than_a_day(
    start: int, length: int, now: int, zone: str
) -> None:
    hours = QuietHours(start, (start + length) % MINUTES_OF_DAY, zone)

    over_at = hours.over_at(now)

    assert over_at is None or now < over_at <= now + 25 * HOUR
    assert over_at is None or hours.over_at(max(now, over_at - MINUTE)) is not None


@pytest.mark.parametrize(
    "name", ["Europe/Atlantis", "", "../etc/passwd", "America", "x" * 300, "Europe/Mad\0rid"]
)
def test_it_is_never_quiet_in_a_time_zone_that_is_gone(name: str) -> None:
    assert zone_of(name) is None
    assert QuietHours(0, 1_439, name).over_at(at(MADRID, 2026, 1, 10, 12, 0)) is None
