"""Times of the day as people type them, and the places of a time."""

import pytest

from tests.views.gallery.records import NOW
from usecases.people.quiet_hours import zone_of
from views.language import languages, speaking
from views.quiet_hours import EXAMPLE_HOURS, clocks, typed
from views.time_zones import clock_shown, likely_zone, offset_of, offsets, place, zones, zones_at


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("22:30-7:15", (1_350, 435)),
        ("22.30 – 7.15", (1_350, 435)),
        ("23-8", (1_380, 480)),
        (EXAMPLE_HOURS, (1_350, 435)),
        ("from 11 pm to 8 am", (1_380, 480)),
        ("12 am - 12 pm", (0, 720)),
        ("с 23 до 8", (1_380, 480)),
        ("٢٣:٠٠-٠٨:٠٠", (1_380, 480)),
        ("0:00-24:00", (0, 0)),
        ("13pm-8", None),
        ("25-8", None),
        ("23:60-8", None),
        ("23", None),
        ("23-8-9", None),
        ("at night", None),
        ("", None),
        ("1000", None),
        ("followers 1000", None),
        ("1012", None),
        ("followers 10-20 real", None),
        ("https://t.me/abc/12/7", None),
        ("10 likes 5 comments", None),
    ],
)
def test_two_times_are_read(text: str, hours: tuple[int, int] | None) -> None:
    assert typed(text) == hours


@pytest.mark.parametrize("code", languages())
def test_the_times_that_the_bot_shows_can_be_typed(code: str) -> None:
    with speaking(code):
        for minute in range(0, 1_440, 30):
            assert typed(f"{clock_shown(minute)} - {clock_shown(0)}") == (minute, 0)


def test_every_time_on_earth_leads_to_places_that_have_it() -> None:
    shown = [zone for offset in offsets(NOW) for zone in zones_at(offset, NOW)]

    assert len(shown) == len(zones()) > 300
    assert set(shown) == set(zones())
    assert all(zone_of(zone) for zone in shown)


@pytest.mark.parametrize("code", languages())
def test_each_time_of_the_day_has_one_button(code: str) -> None:
    with speaking(code):
        labels = [button.text for row in clocks(NOW).rows[:-1] for button in row]

    assert len(set(labels)) == len(labels) > 30


@pytest.mark.parametrize("code", languages())
def test_the_first_guess_is_a_place_with_a_name_and_comes_first(code: str) -> None:
    with speaking(code):
        guess = likely_zone()
        assert guess is not None
        assert place(guess)
        assert zones_at(offset_of(guess, NOW), NOW)[0] == guess
