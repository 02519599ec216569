"""Time zones, as people find theirs: by the time on their clock, then by a place."""

import datetime as dt
from functools import cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import get_global
from babel.dates import format_time, get_timezone_location

from usecases.people.quiet_hours import MINUTES_OF_DAY, MINUTES_OF_HOUR, zone_of
from views.language import locale_of, spoken, spoken_code

LIKELY = {
    "ar": "Asia/Riyadh", "en": "Europe/London", "es": "Europe/Madrid", "hi": "Asia/Kolkata",
    "id": "Asia/Jakarta", "pt-br": "America/Sao_Paulo", "ru": "Europe/Moscow", "tr": "Europe/Istanbul",
}  # fmt: skip
"""The time zone of the most people who speak a language; the first guess."""


def likely_zone() -> str | None:
    """Return the time zone of the most people who speak the spoken language; None without a guess."""
    guess = LIKELY.get(spoken_code())
    return guess if guess and zone_of(guess) else None


@cache
def zones() -> tuple[str, ...]:
    """Return CLDR's time zones of all countries that are known here, each once."""
    listed = get_global("territory_zones").items()
    named = {zone for territory, those in listed if territory.isalpha() for zone in those}
    return tuple(sorted(zone for zone in named if not zone.startswith("Etc/") and zone_of(zone) is not None))


def clock_shown(minute: int) -> str:
    """Format a time of the day, in minutes after midnight: "14:00", "2:00 PM"."""
    return str(format_time(dt.time(*divmod(minute, MINUTES_OF_HOUR)), "short", locale=spoken()))


def clock_in(zone: ZoneInfo, now: int) -> int:
    """Return the time of the day in a zone at `now` (epoch ms), in minutes after midnight."""
    there = dt.datetime.fromtimestamp(now / 1_000, zone)
    return there.hour * MINUTES_OF_HOUR + there.minute


def offsets(now: int) -> list[int]:
    """Return the differences to UTC that exist anywhere at `now` (epoch ms), in minutes from 0 to a day.

    Places with the same time of the day have the same difference here, whatever day it is there.
    """
    return sorted({offset_of(zone, now) for zone in zones()})


def offset_of(name: str, now: int) -> int:
    """Return the difference of a known zone to UTC at `now` (epoch ms), as in `offsets`."""
    there = dt.datetime.fromtimestamp(now / 1_000, ZoneInfo(name))
    return round((there.utcoffset() or dt.timedelta()).total_seconds() / 60) % MINUTES_OF_DAY


def zones_at(offset: int, now: int) -> list[str]:
    """Return the zones of one of the `offsets`, by country: those with the language first."""
    territories = _territories(spoken_code())
    home = {zone for territory in territories for zone in get_global("territory_zones").get(territory, ())}
    found = [zone for zone in zones() if offset_of(zone, now) == offset]
    return sorted(
        found, key=lambda zone: (zone != likely_zone(), zone not in home, country(zone), place(zone))
    )


@cache
def _territories(language: str) -> frozenset[str]:
    """Return the countries in which a language is official."""
    code = locale_of(language).language
    return frozenset(
        territory
        for territory, languages in get_global("territory_languages").items()
        if (languages.get(code) or {}).get("official_status")
    )


def country(zone: str) -> str:
    """Return the country of a zone, in the spoken language."""
    territory = get_global("zone_territories").get(zone, "")
    return str(spoken().territories.get(territory, territory))


def place(zone: str) -> str:
    """Return the city after which a zone is named, in the spoken language."""
    return _place(zone, spoken_code())


@cache
def _place(zone: str, language: str) -> str:
    locale: Locale = locale_of(language)
    return str(get_timezone_location(ZoneInfo(zone), locale=locale, return_city=True))
