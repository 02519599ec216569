"""The hours of the day in which a person wants no sound."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from storage.users import User
from usecases.clock import MINUTE, SECOND

MINUTES_OF_DAY = 24 * 60
MINUTES_OF_HOUR = 60


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From `start` to `end`, in minutes after midnight in a time zone of the IANA.

    They may go over midnight.
    """

    start: int
    end: int
    time_zone: str

    def over_at(self, now: int) -> int | None:
        """Return when they are over (epoch ms); None if it is not quiet at `now` (epoch ms).

        An hour that is skipped or repeated when the clocks change belongs to them as the clock on the wall
        shows it. In a time zone that is not known any more it is never quiet.
        """
        zone = zone_of(self.time_zone)
        if zone is None:
            return None
        there = dt.datetime.fromtimestamp(now / SECOND, zone)
        minute = _minute_of(there)
        if not self._are_at(minute):
            return None
        day = there.date() + dt.timedelta(days=int(self.end <= minute))
        end = dt.time(*divmod(self.end, MINUTES_OF_HOUR), tzinfo=zone, fold=there.fold)
        over_at = round(dt.datetime.combine(day, end).timestamp()) * SECOND
        while over_at - MINUTE > now and not self._are_at(_minute_in(zone, over_at - MINUTE)):
            over_at -= MINUTE  # the end is in an hour that is skipped: they are over when it is
        return over_at

    def _are_at(self, minute: int) -> bool:
        return (minute - self.start) % MINUTES_OF_DAY < (self.end - self.start) % MINUTES_OF_DAY


def _minute_in(zone: ZoneInfo, now: int) -> int:
    return _minute_of(dt.datetime.fromtimestamp(now / SECOND, zone))


def _minute_of(there: dt.datetime) -> int:
    return there.hour * MINUTES_OF_HOUR + there.minute


def zone_of(name: str) -> ZoneInfo | None:
    """Return a time zone of the IANA by its name, None if there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # the last for the name of a folder
        return None


def quiet_hours_of(user: User) -> QuietHours | None:
    if user.time_zone is None or user.quiet_from is None or user.quiet_to is None:
        return None
    return QuietHours(user.quiet_from, user.quiet_to, user.time_zone)
