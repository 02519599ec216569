"""Quiet hours, and the question which time it is where a person is."""

import re
from zoneinfo import ZoneInfo

from aiogram.types import InlineKeyboardButton

from usecases.people.access import Person
from usecases.people.quiet_hours import MINUTES_OF_DAY, MINUTES_OF_HOUR, QuietHours, zone_of
from views.callbacks import (
    ChooseEndsWait,
    ChooseQuietHours,
    ChooseTimeZone,
    OpenClocks,
    OpenPlaces,
    OpenQuietHours,
    OpenSettings,
    PickQuietEnd,
    PickQuietStart,
    TurnOffQuietHours,
)
from views.language import _, spoken
from views.navigation import SERVICES_PER_PAGE, turning, within
from views.screen import ButtonRow, Screen, button, primary_button
from views.text import bold, fill, lines, paragraphs
from views.time_zones import (
    clock_in,
    clock_shown,
    country,
    likely_zone,
    offsets,
    place,
    zones_at,
)
from views.typed import plain

HOURS_A_ROW = 4
CLOCKS_A_ROW = 4
USUAL = ((22, 7), (23, 8), (0, 9))  # hours
TIME = r"(\d{1,2})(?:[:.](\d{2}))?(?: ?([ap])\.? ?m\.?)?"
TYPED = re.compile(rf"(?:[^\W\d]{{1,5}} )?{TIME}(?: ?[-\u2010–—] ?| [^\W\d]{{1,5}} ){TIME}")
EXAMPLE_HOURS = "22:30\u20117:15"  # a hyphen at which no line breaks
AFTERNOON = {"a": 0, "p": 12}


def page(person: Person, now: int) -> Screen:
    """Quiet hours of somebody whose time is known; else the question for it. `now` in epoch ms."""
    zone = zone_of(person.time_zone) if person.time_zone else None
    if zone is None or person.time_zone is None:
        return ask_time(person.time_zone, now)
    hours = person.quiet_hours
    told = (
        fill(
            _("From {start} to {end}"), start=bold(clock_shown(hours.start)), end=bold(clock_shown(hours.end))
        )
        if hours
        else fill(_("You have no quiet hours."))
    )
    here = _("It is {time} where you are ({place}).").format(
        time=clock_shown(clock_in(zone, now)), place=place(person.time_zone)
    )
    what = _(
        "In quiet hours, news of your orders comes without a sound. Answers to what you do, and messages "
        "about your payments, come as always."
    )
    how = _("Send other hours as text, for example {example}.").format(example=EXAMPLE_HOURS)
    rows = _of_hours(hours, person) if hours else [[_usual(start, end)] for start, end in USUAL]
    return Screen(
        paragraphs(lines("🌙 " + bold(_("Quiet hours")), told, here), what, how),
        [
            *rows,
            [button("🕓 " + _("Another time zone"), OpenClocks())],
            [button("‹ " + _("Settings"), OpenSettings())],
        ],
    )


def _of_hours(hours: QuietHours, person: Person) -> list[ButtonRow]:
    from_, to = _("From {time}"), _("To {time}")
    waits = ((False, _("Final messages without a sound")), (True, _("Final messages afterwards, as one")))
    return [
        [
            button(from_.format(time=clock_shown(hours.start)), PickQuietStart()),
            button(to.format(time=clock_shown(hours.end)), PickQuietEnd()),
        ],
        *(
            [button(("● " if wait is person.ends_wait else "○ ") + label, ChooseEndsWait(wait=wait))]
            for wait, label in waits
        ),
        [button(_("Turn off"), TurnOffQuietHours())],
    ]


def _usual(start: int, end: int) -> InlineKeyboardButton:
    start, end = start * MINUTES_OF_HOUR, end * MINUTES_OF_HOUR
    label = f"{clock_shown(start)} – {clock_shown(end)}"
    return button(label, ChooseQuietHours(start=start, end=end))


def pick_start(hours: QuietHours) -> Screen:
    return _pick(_("When do your quiet hours begin?"), hours, is_start=True)


def pick_end(hours: QuietHours) -> Screen:
    return _pick(_("When do your quiet hours end?"), hours, is_start=False)


def _pick(question: str, hours: QuietHours, *, is_start: bool) -> Screen:
    minutes = range(0, MINUTES_OF_DAY, MINUTES_OF_HOUR)
    buttons = [
        button(
            clock_shown(minute),
            ChooseQuietHours(
                start=minute if is_start else hours.start, end=hours.end if is_start else minute
            ),
        )
        for minute in minutes
    ]
    rows = [buttons[first : first + HOURS_A_ROW] for first in range(0, len(buttons), HOURS_A_ROW)]
    return Screen(lines(bold(question)), [*rows, [button("‹ " + _("Back"), OpenQuietHours())]])


def ask_time(former: str | None, now: int) -> Screen:
    """Ask whether the first guess is right. `former` is a saved time zone that is not known any more."""
    gone = _("Your time zone {name} is not known any more.").format(name=former) if former else None
    guess = likely_zone()
    return ask_whether(guess, now, gone) if guess else clocks(now, gone)


def ask_whether(guess: str, now: int, gone: str | None = None) -> Screen:
    """Ask whether it is as late as in a time zone of the IANA."""
    time = clock_shown(clock_in(ZoneInfo(guess), now))
    return Screen(
        paragraphs(
            lines("🌙 " + bold(_("Quiet hours"))),
            gone,
            _("At night, news can come without a sound. For that I need to know your time."),
            fill(_("Is it {time} where you are?"), time=bold(time)),
        ),
        [
            [primary_button(_("Yes, it is {time}").format(time=time), ChooseTimeZone(zone=guess))],
            [button(_("No, another time"), OpenClocks())],
            [button("‹ " + _("Settings"), OpenSettings())],
        ],
    )


def clocks(now: int, gone: str | None = None) -> Screen:
    """Ask for the time. Each button is a difference to UTC that exists now."""
    minute = now // 60_000
    buttons = [
        button(clock_shown((minute + offset) % MINUTES_OF_DAY), OpenPlaces(offset=offset))
        for offset in offsets(now)
    ]
    rows = [buttons[first : first + CLOCKS_A_ROW] for first in range(0, len(buttons), CLOCKS_A_ROW)]
    return Screen(
        paragraphs(gone, bold(_("What time is it where you are?"))),
        [*rows, [button("‹ " + _("Settings"), OpenSettings())]],
    )


def places(offset: int, number: int, now: int) -> Screen:
    """Ask for a place. Places with the same time today may change their clocks on other days."""
    found = zones_at(offset, now)
    number, pages = within(number, len(found))
    shown = found[number * SERVICES_PER_PAGE :][:SERVICES_PER_PAGE]
    rows = [[button(f"{place(zone)} · {country(zone)}", ChooseTimeZone(zone=zone))] for zone in shown]
    return Screen(
        lines(
            bold(_("Which of these places has your time?")),
            _("Clocks change on different days. So please choose one in your country."),
        ),
        [
            *rows,
            turning(number, pages, lambda page: OpenPlaces(offset=offset, page=page)),
            [button("‹ " + _("Back"), OpenClocks())],
        ],
    )


def not_hours() -> str:
    """Why a typed text was not taken."""
    return _("Send two times, for example {example}. Nothing was changed.").format(example=EXAMPLE_HOURS)


def typed(text: str) -> tuple[int, int] | None:
    """Read "22:30-7:15" or "11 pm to 8" as minutes after midnight; None if these are not two times."""
    found = TYPED.fullmatch(_with_halves(plain(text)))
    match [_minute(*found.groups()[:3]), _minute(*found.groups()[3:])] if found else []:
        case [int(start), int(end)]:
            return start, end
    return None


def _with_halves(text: str) -> str:
    """Put "am" and "pm" for the words of the language, so that "11:00 م" is understood."""
    forms = spoken().day_periods["format"].values()
    for half, word in {
        (half, plain(words[half])) for half in ("am", "pm") for words in forms if half in words
    }:
        text = re.sub(rf"(?<![^\W\d]){re.escape(word)}(?![^\W\d])", half, text)
    return text


def _minute(hour: str, minute: str | None, half: str | None) -> int | None:
    hours, minutes = int(hour), int(minute or 0)
    if half:
        hours = hours % 12 + AFTERNOON[half] if 1 <= hours <= 12 else 99  # noqa: PLR2004 - a clock face
    is_time = (hours < 24 and minutes < 60) or (hours, minutes) == (24, 0)  # noqa: PLR2004 - a day
    return (hours * MINUTES_OF_HOUR + minutes) % MINUTES_OF_DAY if is_time else None
