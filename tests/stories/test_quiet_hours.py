"""Quiet hours: news without a sound, final messages afterwards as one, and what is never held."""

import asyncio
import datetime as dt

import pytest

from sandbox.panel.server import PanelServer
from tests.conftest import Bot
from tests.databases import ask
from tests.people import Message, Person
from tests.stories.mass import listed

ENGINES_OF_STORIES = ("sqlite",)

STANDARD = "Pictogram Followers · Standard"


def around_now() -> str:
    """Hours that have begun and go on for a while, in UTC."""
    now = dt.datetime.now(dt.UTC)
    return f"{now - dt.timedelta(hours=1):%H:%M}-{now + dt.timedelta(hours=2):%H:%M}"


async def opens(person: Person) -> Message:
    await person.says("/settings", shows="Settings")
    return await person.taps("Quiet hours")


async def is_quiet(person: Person, *, waits: bool = False) -> None:
    """Set quiet hours that go on now, in Iceland's time, which is UTC all year."""
    await opens(person)
    await person.taps_raw("tz:Atlantic/Reykjavik")
    await person.says(around_now(), shows="From ")
    if waits:
        await person.taps("Final messages afterwards, as one")


async def held(bot: Bot) -> int:
    ((count,),) = await ask(
        bot.settings.database_url,
        "SELECT count(*) FROM outbox WHERE status = 'pending' AND held_until IS NOT NULL",
    )
    return int(count)


async def has_held(bot: Bot, count: int) -> None:
    async with asyncio.timeout(40):
        while await held(bot) < count:
            await asyncio.sleep(0.02)


async def test_the_time_is_asked_for_once_and_hours_are_chosen_by_buttons_and_by_text(alice: Person) -> None:
    asked = await opens(alice)
    assert "Is it " in asked["text"]
    clocks = await alice.taps("No, another time", asked)
    offset = next(label for label in alice.labels(clocks) if ":" in label)
    places = await alice.taps(offset, clocks)
    assert "Which of these places has your time?" in places["text"]
    await alice.taps_raw("tz:Asia/Kolkata")

    shown = await alice.sees("You have no quiet hours.", "(Kolkata)")
    shown = await alice.taps("11:00", shown)
    assert "From 11:00\u202fPM to 8:00\u202fAM" in shown["text"]
    await alice.taps("From 11:00", shown)
    shown = await alice.taps("9:00\u202fPM", alice.chat.messages[shown["message_id"]])
    assert "From 9:00\u202fPM to 8:00\u202fAM" in shown["text"]
    shown = await alice.says("22:30-7:15", shows="From 10:30")
    assert "to 7:15" in shown["text"]
    shown = await alice.taps("Turn off", shown)
    assert "You have no quiet hours." in shown["text"]


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("0:00-0:00", "Quiet hours need a beginning and another end. Nothing was changed."),
        ("25-99", "Send two times, for example 22:30\u20117:15. Nothing was changed."),
    ],
)
async def test_hours_that_are_none_are_said_and_the_old_ones_stay(
    alice: Person, typed: str, why: str
) -> None:
    await opens(alice)
    await alice.taps_raw("tz:Asia/Kolkata")
    await alice.says("22:30-7:15", shows="From 10:30")

    again = await alice.says(typed, shows=why)

    assert "From 10:30\u202fPM to 7:15\u202fAM" in again["text"]


async def test_another_text_is_not_taken_for_hours(alice: Person) -> None:
    await opens(alice)
    await alice.taps_raw("tz:Asia/Kolkata")
    await alice.sees("You have no quiet hours.")

    await alice.says("story views", shows="result for “story views”")
    await opens(alice)
    await alice.says(
        "101 | https://example.com/1 | 1000\n102 | https://example.com/2 | 1000", shows="Review your orders"
    )


async def test_a_time_zone_that_is_gone_is_said_and_the_old_one_stays(alice: Person, bot: Bot) -> None:
    await opens(alice)
    await alice.taps_raw("tz:Asia/Kolkata")
    await alice.says("22:30-7:15", shows="From 10:30")

    assert "This time zone is not known any more." in await alice.taps_raw("tz:Europe/Atlantis")
    await alice.sees("(Kolkata)")
    await ask(
        bot.settings.database_url, "UPDATE users SET time_zone = 'Europe/Atlantis' WHERE telegram_id = 1001"
    )
    gone = await opens(alice)
    assert "Your time zone Europe/Atlantis is not known any more." in gone["text"]
    await alice.taps("Yes, it is", gone)
    await alice.sees("From 10:30", "(London)")


async def test_final_messages_come_without_a_sound(alice: Person, panel: PanelServer) -> None:
    await is_quiet(alice)
    await alice.orders(STANDARD, "https://example.com/p/1", "1k")
    panel.book.end(panel.book.orders[23501], "Completed")

    ended = await _news(alice, "Order 1 · Completed")

    assert ended["message_id"] in alice.chat.silent
    assert "effect_id" not in ended


async def _news(person: Person, text: str) -> Message:
    """Wait for the message beside the card: its one button opens the card."""
    return await person.sees(text, button="Open order")


async def test_final_messages_wait_and_come_as_one(alice: Person, panel: PanelServer, bot: Bot) -> None:
    await is_quiet(alice, waits=True)
    for number in (1, 2, 3):
        await alice.orders(STANDARD, f"https://example.com/p/{number}", "1k")
    for order, end in zip(panel.book.orders.values(), ("Completed", "Partial", "Canceled"), strict=True):
        panel.book.end(order, end)
    await has_held(bot, 3)
    await alice.sees("Order 3 · Canceled")  # the cards are drawn all the same
    await bot.restart(panel)
    assert await held(bot) == 3
    assert alice.count("In your quiet hours") == 0

    await opens(alice)
    await alice.taps("Turn off")

    told = await alice.sees("In your quiet hours", "Completed: 1", "Partial: 1", "Canceled: 1")
    assert told["message_id"] not in alice.chat.silent
    assert not any(
        "Open order" in label for one in alice.chat.messages.values() for label in alice.labels(one)
    )
    assert alice.count("In your quiet hours") == 1
    card = await alice.taps("2 · 1,000", told)
    assert "Order 2 · Partial" in card["text"]
    assert await ask(bot.settings.database_url, "SELECT count(*) FROM outbox WHERE status = 'pending'") == [
        (0,)
    ]


async def test_a_single_one_that_waited_comes_as_it_is(alice: Person, panel: PanelServer, bot: Bot) -> None:
    await is_quiet(alice, waits=True)
    await alice.orders(STANDARD, "https://example.com/p/1", "1k")
    panel.book.end(panel.book.orders[23501], "Completed")
    await has_held(bot, 1)

    await opens(alice)
    await alice.taps("Final messages without a sound")

    ended = await _news(alice, "Order 1 · Completed")
    assert ended["message_id"] in alice.chat.silent


async def test_an_order_in_doubt_and_what_an_operator_decides_have_a_sound(
    alice: Person, olga: Person, panel: PanelServer
) -> None:
    await is_quiet(alice, waits=True)
    review = await alice.reviews(STANDARD, "https://example.com/p/1", "1k")
    panel.faults.switch_on("reset", "add", times=1)
    await alice.taps("Place order", review)
    await alice.sees("Being checked")
    card = await olga.sees("Does the panel have order 1?")
    await olga.taps("Close it as not placed", await olga.taps("No, the panel doesn't have it", card))

    told = await alice.sees("Checked: the panel does not have this order.", button="Open order")
    assert told["message_id"] not in alice.chat.silent


async def test_a_mass_order_ends_with_a_message_and_file_of_its_own(
    alice: Person, panel: PanelServer, bot: Bot
) -> None:
    await is_quiet(alice, waits=True)
    await alice.orders(STANDARD, "https://example.com/single/1", "1k")
    await alice.orders(STANDARD, "https://example.com/single/2", "1k")
    await alice.taps("Place 2", await alice.says(listed(2)))
    await alice.sees("Mass order 1 · 0 of 2 finished", "Pending: 2")
    for order in list(panel.book.orders.values())[1:]:
        panel.book.end(order, "Completed")
    panel.book.end(panel.book.orders[23501], "Canceled")
    await alice.sees("Mass order 1 · 2 of 2 finished")
    await has_held(bot, 3)
    silent = {number for number, one in alice.chat.messages.items() if "finished" in one.get("text", "")}
    assert silent <= alice.chat.silent
    assert alice.count("Mass order 1 is finished") == 0

    await opens(alice)
    await alice.taps("Turn off")

    await alice.sees("In your quiet hours", "Completed: 1", "Canceled: 1")
    await alice.sees("Mass order 1 is finished", "Completed: 2")
    async with asyncio.timeout(40):
        while await held(bot):
            await asyncio.sleep(0.02)


async def test_a_corrected_end_is_not_told_again_in_the_morning(
    alice: Person, panel: PanelServer, bot: Bot
) -> None:
    await is_quiet(alice, waits=True)
    await alice.orders(STANDARD, "https://example.com/p/1", "1k")
    panel.book.end(panel.book.orders[23501], "Completed")
    await has_held(bot, 1)
    url = bot.settings.database_url
    await ask(
        url,
        "INSERT INTO outbox (user_id, event, subject_id, created_at, due_at)"
        " SELECT user_id, 'order_corrected', id, 0, 0 FROM orders",
    )
    await alice.sees("The panel has corrected how this order ended.")

    await opens(alice)
    await alice.taps("Turn off")

    await alice.sees("You have no quiet hours.")
    assert await ask(url, "SELECT status FROM outbox WHERE event = 'order_ended'") == [("dropped",)]
