"""An update that fails in an unforeseen way: the person and the operator are told, and it goes on."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from bot.telegram.reading import READERS
from sandbox.panel.server import PanelServer
from sandbox.telegram.files import document, new_file
from sandbox.telegram.server import TelegramServer
from tests.conftest import Bot
from tests.databases import ask
from tests.people import Person
from tests.stories.mass import listed

ENGINES_OF_STORIES = ("sqlite",)

FOLLOWERS = "Pictogram Followers · Standard"
COMMENTS = "Pictogram Comments · Your words"
LINE = "Something went wrong, and nothing was ordered or charged."
ALERT = "An update from Telegram could not be handled and was set aside"
ORIGIN_WITHOUT_A_NAME = {"type": "hidden_user", "date": 1_500_000_000}


async def breaks(bot: Bot, table: str) -> None:
    """Take a table away, so that whatever needs it fails."""
    await ask(bot.settings.database_url, f"ALTER TABLE {table} RENAME TO {table}_away")


async def mends(bot: Bot, table: str) -> None:
    await ask(bot.settings.database_url, f"ALTER TABLE {table}_away RENAME TO {table}")


async def taps_order(alice: Person) -> None:
    await alice.taps_raw("d:101")


async def answers(alice: Person) -> None:
    await alice.writes("https://example.com/p/1")


async def sends_a_file(alice: Person) -> None:
    await alice.sends_file(b"https://example.com/p/1")


async def sends_a_command(alice: Person) -> None:
    await alice.writes("/orders")


async def edits(alice: Person) -> None:
    await alice.edits(alice.written, "other words")


@pytest.mark.parametrize(
    ("table", "acts", "kind"),
    [
        ("drafts", taps_order, "tap"),
        ("drafts", answers, "text"),
        ("drafts", sends_a_file, "file"),
        ("orders", sends_a_command, "command"),
        ("conversations", edits, "edited_message"),
    ],
)
async def test_who_sent_it_and_the_operator_are_told_and_the_next_update_goes_on(
    alice: Person, olga: Person, bot: Bot, table: str, acts: Callable[[Person], Awaitable[Any]], kind: str
) -> None:
    await alice.opens_service(FOLLOWERS)
    await alice.taps("Order")
    await breaks(bot, table)

    await acts(alice)

    if kind == "tap":
        assert alice.toast.startswith(LINE)
    else:
        await alice.sees(LINE)
    alert = await olga.sees(ALERT, kind)
    assert "example.com" not in alert["text"]
    assert table not in alert["text"]
    *_, (raw, reason) = await ask(  # what came just before may have been under way, and fails too
        bot.settings.database_url,
        "SELECT raw, set_aside_because FROM inbox WHERE set_aside_because <> '' ORDER BY update_id",
    )
    assert raw == ""
    assert reason in alert["text"]
    await mends(bot, table)
    assert "How it works" in (await alice.says("/help"))["text"]


async def test_a_confirm_that_fails_does_not_say_that_nothing_was_ordered(
    alice: Person, bot: Bot, panel: PanelServer
) -> None:
    review = await alice.reviews(FOLLOWERS, "example.com/p/1", "1k")
    await breaks(bot, "drafts")

    await alice.taps("Place order", review)

    assert alice.toast.startswith("Something went wrong. Look at My orders")
    await mends(bot, "drafts")
    assert not panel.book.orders
    await alice.taps("Place order", review)
    await alice.sees("Reference")


async def test_a_confirm_of_a_list_that_fails_after_it_has_ordered_does_not_say_otherwise(
    alice: Person, bot: Bot, panel: PanelServer
) -> None:
    review = await alice.says(listed(3))
    await breaks(bot, "former_cards")  # it is read when the screen is drawn, after the commit

    toast = await alice.taps_raw(alice.data_of("Place 3", review), review["message_id"])

    assert toast.startswith("Something went wrong. Look at My orders")
    assert await ask(bot.settings.database_url, "SELECT count(*) FROM orders") == [(3,)]
    await mends(bot, "former_cards")
    await alice.sees("Mass order 1 · 0 of 3 finished", "Pending: 3")
    assert len(panel.book.orders) == 3


async def test_failures_one_after_the_other_are_told_in_one_line_to_each(
    alice: Person, olga: Person, bot: Bot
) -> None:
    await breaks(bot, "orders")

    for _ in range(4):
        await alice.writes("/orders")
    await alice.says("/help")

    await olga.sees(ALERT)
    await olga.says("/help")
    assert alice.count(LINE) == 1
    assert olga.count(ALERT) == 1


async def test_a_failure_that_cannot_be_told_is_not_a_second_one(
    alice: Person, olga: Person, bot: Bot, telegram: TelegramServer
) -> None:
    await breaks(bot, "orders")
    telegram.faults.switch_on("http_500", "sendMessage", times=1)

    await alice.writes("/orders")

    await olga.sees(ALERT)
    assert "How it works" in (await alice.says("/help"))["text"]


async def test_what_cannot_be_parsed_is_answered_where_it_came_from(
    alice: Person, olga: Person, telegram: TelegramServer
) -> None:
    telegram.world.put_update(
        {
            "message": {
                "message_id": "not a number", "date": 1, "chat": alice.chat.as_chat(),
                "from": telegram.world.people[alice.id].as_user(), "text": "secret words",
            }
        }
    )  # fmt: skip

    await alice.sees(LINE)
    alert = await olga.sees(ALERT, "text, ValidationError")
    assert "secret words" not in alert["text"]


@pytest.mark.skipif(not READERS, reason="aiogram by itself refuses a message with any odd field")
async def test_a_file_is_read_whatever_else_its_message_carries(
    alice: Person, telegram: TelegramServer
) -> None:
    await alice.opens_service(COMMENTS)
    await alice.taps("Order")
    await alice.says("example.com/p/1")
    file = new_file("list.txt", b"one\ntwo", "text/plain")
    telegram.world.files[file.id] = file
    odd = {"forward_origin": ORIGIN_WITHOUT_A_NAME, "photo": "odd", "quote": 5}

    forwarded = telegram.world.put_message(
        alice.chat, {"document": document(file), **odd}, telegram.world.people[alice.id]
    )
    telegram.world.put_update({"message": forwarded})

    await alice.sees("That's 2 lines; you need 5 to 1,500.")
    assert alice.count(LINE) == 0
