"""What support does not take, and whom it tells: wrong replies, edits, limits, blocks, forged buttons."""

import asyncio
import json

import pytest

from sandbox.telegram.server import TelegramServer
from tests.conftest import ALICE, OLGA, Bot
from tests.databases import ask, id_of
from tests.people import Message, Person
from tests.stories.broadcasts.acts import sends
from tests.stories.support import (
    FOLLOWERS,
    LINK,
    PHOTO,
    asks_to_write,
    copied,
    opens_card,
    opens_case,
    replies,
)
from tests.stories.test_export import documents
from tests.stories.test_people import comes_in

ENGINES_OF_STORIES = ("sqlite",)

OUT_OF_DATE = "This menu is out of date. Here is a fresh one."
NO_CASE = "That message shows no case of support, so your text went to nobody."
EDITS = "I can't see edits: what was passed on stays as it was."


async def written(bot: Bot) -> list[str]:
    return [
        text for (text,) in await ask(bot.settings.database_url, "SELECT text FROM case_messages ORDER BY id")
    ]


@pytest.fixture
async def card(alice: Person, olga: Person) -> Message:
    """The card of Alice's order 1."""
    return await alice.orders(FOLLOWERS, LINK, "100")


async def test_olga_is_told_that_her_reply_was_to_no_case(
    alice: Person, olga: Person, bot: Bot, card: Message
) -> None:
    await opens_case(alice, card)
    await olga.sees("Nothing has come.")
    health = await olga.taps("Operator", await olga.says("/start"))

    await olga.says("It begins soon.", reply_to=health["message_id"], shows=NO_CASE)

    question = await olga.taps("Find an order", health)
    await olga.says(
        "77", reply_to=question["message_id"], shows="There is no order 77"
    )  # she answers the question
    menu = await alice.says("/start")
    await alice.says("xyzzy", reply_to=menu["message_id"], shows="No results for")
    assert await written(bot) == ["Nothing has come."]


async def test_edits_are_not_passed_on_and_it_is_said(
    alice: Person, olga: Person, bot: Bot, card: Message
) -> None:
    await opens_case(alice, card)
    text = alice.written
    news = await olga.sees("Nothing has come.")
    await alice.edits(text, "Everything has come.")
    await alice.sees(EDITS)
    await replies(bot, olga, news, "It begins soon.", shows="on its way")
    await olga.edits(olga.written, "It never begins.")
    await olga.sees(EDITS)
    assert await written(bot) == ["Nothing has come.", "It begins soon."]


async def test_olga_is_told_that_alice_has_blocked_the_bot_and_alice_reads_it_later(
    alice: Person, olga: Person, card: Message, bot: Bot
) -> None:
    await opens_case(alice, card)
    news = await olga.sees("Nothing has come.")
    await alice.blocks()
    await replies(bot, olga, news, "It begins soon.", shows="on its way")
    await olga.sees("Your answer is on its way to Alice.")
    told = await olga.sees("Alice has blocked the bot, and gets your answer", "It begins soon.")

    await replies(
        bot,
        olga,
        told,
        "It has begun.",
        shows="Alice has blocked the bot, and gets your answer when they come back.",
    )

    await alice.says("/start")
    await alice.sees("It begins soon.")
    await alice.sees("It has begun.")


async def test_olga_is_told_of_a_block_that_another_message_has_met(
    alice: Person, olga: Person, bot: Bot, card: Message
) -> None:
    await opens_case(alice, card)
    await olga.sees("Nothing has come.")
    await puts_an_answer_off(bot)
    await alice.blocks()

    await ask(
        bot.settings.database_url,
        f"INSERT INTO outbox (user_id, event, created_at, due_at) VALUES ({id_of(alice.id)}, 'let_in', 0, 0)",
    )

    await olga.sees("Alice has blocked the bot, and gets your answer", "It begins soon.")


async def test_olga_is_told_of_a_block_that_a_broadcast_has_met(
    alice: Person, olga: Person, bot: Bot, card: Message
) -> None:
    await opens_case(alice, card)
    await olga.sees("Nothing has come.")
    await puts_an_answer_off(bot)
    await alice.blocks()

    await sends(olga)

    await olga.sees("Alice has blocked the bot, and gets your answer", "It begins soon.")


async def puts_an_answer_off(bot: Bot) -> None:
    """Let an answer of Olga's to case 1 wait for half an hour, as after an error of Telegram's."""
    await ask(
        bot.settings.database_url,
        f"""
        INSERT INTO case_messages (case_id, author_id, is_answer, text, has_photo, message_id, update_id,
            written_at)
        SELECT id, {id_of(OLGA)}, 1, 'It begins soon.', 0, 7, 7, opened_at FROM cases
        """,
    )
    await ask(
        bot.settings.database_url,
        f"""
        INSERT INTO outbox (user_id, event, subject_id, created_at, due_at)
        SELECT {id_of(ALICE)}, 'case_answer', id, written_at, written_at + 1800000 FROM case_messages
        WHERE is_answer = 1
        """,
    )


async def test_the_twenty_first_message_of_a_day_is_refused(
    alice: Person, olga: Person, bot: Bot, card: Message
) -> None:
    await opens_case(alice, card)
    await ask(
        bot.settings.database_url,
        """
        WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 18)
        INSERT INTO case_messages (case_id, author_id, is_answer, text, has_photo, message_id, update_id,
            written_at)
        SELECT case_id, author_id, 0, 'again', 0, -n, 0, written_at - 3600000 FROM case_messages, numbers
        """,
    )
    news = await olga.sees("Nothing has come.")
    await replies(bot, olga, news, "It begins soon.", shows="on its way")  # an answer does not count
    answer = await alice.sees("It begins soon.")
    await replies(bot, alice, answer, "The twentieth.", shows="on its way")

    refused = await replies(
        bot,
        alice,
        answer,
        "The twenty-first.",
        shows="You wrote 20 messages to support within a day, which is the most.",
    )

    assert "write again in 23 hours" in refused["text"]
    assert "The twenty-first." not in await written(bot)
    await ask(bot.settings.database_url, "UPDATE case_messages SET written_at = written_at - 86400000")
    await replies(bot, alice, answer, "The next day.", shows="on its way")


async def test_two_operators_answer_at_once_and_both_answers_go(
    alice: Person, olga: Person, petra: Person, card: Message, bot: Bot
) -> None:
    await opens_case(alice, card)
    hers = await petra.sees("Nothing has come.")
    news = await olga.sees("Nothing has come.")

    await asyncio.gather(
        replies(bot, olga, news, "It begins soon.", shows="on its way"),
        replies(bot, petra, hers, "It has begun.", shows="on its way"),
    )

    await alice.sees("It begins soon.")
    await alice.sees("It has begun.")
    await olga.sees("Petra answered:", "It has begun.")
    await petra.sees("Olga answered:", "It begins soon.")
    await olga.taps("Close the case", news)
    await petra.sees("Olga has closed the case.")
    await replies(bot, petra, hers, "Anything else?", shows="This case of support is closed")
    await petra.taps("Close the case", hers)
    assert petra.toast == "The case was closed before."


async def test_buttons_that_are_not_theirs_do_nothing(
    alice: Person, olga: Person, bob: Person, bot: Bot, card: Message
) -> None:
    await comes_in(bob, olga)
    await opens_case(alice, card)
    news = await olga.sees("Nothing has come.")
    for label in ("Answer", "Close the case", "Open the case"):
        forged = olga.data_of(label, news)
        assert await alice.taps_raw(forged) == await bob.taps_raw(forged) == OUT_OF_DATE
    assert await alice.taps_raw("cs:0") == OUT_OF_DATE
    for data in ("sc:1", "sm:1", "sx:1"):
        assert "There is no such case of support" in await bob.taps_raw(data)
    for data in ("sw:1", "sf:1:slow", "st:1:slow"):
        assert await bob.taps_raw(data) == "There is no such order."
    assert await ask(bot.settings.database_url, "SELECT closed_at FROM cases") == [(None,)]


async def test_who_operates_no_more_answers_no_case(
    alice: Person, olga: Person, petra: Person, bot: Bot, card: Message
) -> None:
    await opens_case(alice, card)
    news = await petra.sees("Nothing has come.")
    await ask(bot.settings.database_url, f"UPDATE users SET role = 'customer' WHERE id = {id_of(petra.id)}")

    await petra.says("xyzzy", reply_to=news["message_id"], shows="No results for")

    assert await written(bot) == ["Nothing has come."]


async def test_one_case_an_order_and_three_a_person(
    alice: Person, olga: Person, bot: Bot, card: Message
) -> None:
    await opens_case(alice, card)
    shown = await alice.taps("Something is wrong", await opens_card(alice, 1))
    assert "Support · order 1" in shown["text"]
    assert "Nothing has come." in shown["text"]
    cards = [card] + [await alice.orders(FOLLOWERS, f"{LINK}{place}", "100") for place in range(3)]
    for one in cards[1:3]:
        await opens_case(alice, one)
    await asks_to_write(alice, cards[3])

    refused = await alice.says("Nothing has come.")

    assert "You have 3 open cases of support, which is the most. Close one first" in refused["text"]
    assert len(await written(bot)) == 3
    await alice.taps("Close the case", await alice.taps("Something is wrong", await opens_card(alice, 1)))
    assert alice.toast == "The case is closed."
    await olga.sees("Alice, whose case it is, has closed it.")
    await opens_case(alice, await opens_card(alice, 4))


async def test_other_texts_are_taken_as_ever_while_a_case_is_open(
    alice: Person, olga: Person, bot: Bot, card: Message
) -> None:
    await opens_case(alice, card)
    assert "No results for" in (await alice.says("xyzzy"))["text"]
    await replies(bot, olga, await olga.sees("Nothing has come."), "It begins soon.", shows="on its way")
    answer = await alice.sees("It begins soon.")
    assert "No results for" in (await alice.says("xyzzy"))["text"]
    await alice.opens_service(FOLLOWERS)
    await alice.taps("Order")
    await alice.answers(LINK)

    await replies(bot, alice, answer, "Still nothing.", shows="on its way")

    assert "Review your order" in (await alice.says("100"))["text"]  # the question still stands
    await alice.taps("Write more", answer)
    await alice.sees("Write your message, or send a photo.")
    assert "on its way" in (await alice.says("Really nothing."))["text"]
    assert await written(bot) == ["Nothing has come.", "It begins soon.", "Still nothing.", "Really nothing."]


async def test_an_album_and_a_long_text_go_whole_to_one_case(
    alice: Person, olga: Person, bot: Bot, card: Message
) -> None:
    await asks_to_write(alice, card)
    said = await alice.sends_file(PHOTO, as_a="photo", caption="One", album="a")
    for name in ("Two", "Three"):
        await alice.posts_file(PHOTO, as_a="photo", caption=name, album="a")
    for name in ("One", "Two", "Three"):
        await olga.sees("Support · order 1", name)
    await copied(olga, "Support · order 1")
    assert alice.shown == said["text"]  # it is said once
    await alice.taps("Write more", said)
    text = "\n".join(f"Line {number} of what has happened to my order" for number in range(150))
    await alice.says(text)
    await olga.sees("Line 149 of what has happened")
    pieces = (await written(bot))[3:]
    assert len(pieces) == 2
    assert "\n".join(pieces) == text


async def test_a_case_about_no_order(alice: Person, olga: Person, bot: Bot) -> None:
    page = await alice.taps("Support", await alice.says("/help"))
    await alice.taps("Write to support", page)
    await alice.sees("Write your question in one message")
    await alice.says("Do you have gift cards?")
    news = await olga.sees("Support · case 1", "Something else", "Do you have gift cards?")
    await replies(bot, olga, news, "No.", shows="on its way")
    await alice.sees("Support · case 1", "No.")
    page = await alice.taps("Support", await alice.says("/help"))
    assert alice.labels(page)[0] == "🛟 Support · case 1"
    assert not any("Write" in label for label in alice.labels(page))
    shown = await alice.taps("Support · case 1", page)
    assert "Do you have gift cards?" in shown["text"]
    await olga.taps("Open the case", news)
    await olga.sees("Something else", "Opened", "Olga · ", "Alice · ")


async def test_who_is_forgotten_takes_the_texts_along_and_olga_is_told(
    bob: Person, olga: Person, bot: Bot
) -> None:
    await comes_in(bob, olga)
    await bob.taps("Support", await bob.says("/help"))
    await bob.taps("Write to support")
    await bob.sees("Write your question in one message")
    await bob.says("My secret question")
    news = await olga.sees("My secret question")
    await replies(bot, olga, news, "My secret answer", shows="on its way")
    await bob.sees("My secret answer")
    await bob.taps("Delete my data", await bob.says("/privacy"))
    await bob.taps("Delete my data", await bob.sees("Delete your data?"))
    await bob.sees("Your data is deleted.")

    assert await written(bot) == []
    gone = "There is no such case of support, or the person has deleted their data."
    await replies(bot, olga, news, "Are you there?", shows=gone)
    assert "Open cases" not in " ".join(olga.labels(await olga.taps("Operator", await olga.says("/start"))))


async def test_the_list_of_open_cases_has_pages(alice: Person, olga: Person, bot: Bot, card: Message) -> None:
    await opens_case(alice, card)
    await ask(
        bot.settings.database_url,
        """
        WITH RECURSIVE numbers (n) AS (SELECT 1001 UNION ALL SELECT n + 1 FROM numbers WHERE n < 1009)
        INSERT INTO users (id, telegram_id, name, created_at) SELECT n, n + 100000, 'Person ' || n, 0 FROM numbers
        """,
    )
    await ask(
        bot.settings.database_url,
        "INSERT INTO cases (user_id, reason, opened_at) SELECT id, 'other', 0 FROM users WHERE telegram_id > 100000",
    )
    page = await olga.taps("Open cases: 10", await olga.taps("Operator", await olga.says("/start")))
    assert len([label for label in olga.labels(page) if "🛟" in label]) == 8

    page = await olga.taps("›", page)

    assert len([label for label in olga.labels(page) if "🛟" in label]) == 2
    opened = await olga.taps("Person 1009", page)
    assert "The messages of this case were deleted." in opened["text"]


async def test_the_export_has_the_own_cases_and_no_others(
    alice: Person, olga: Person, telegram: TelegramServer, card: Message, bot: Bot
) -> None:
    await opens_case(olga, await olga.orders(FOLLOWERS, f"{LINK}0", "100"), "Of Olga herself.")
    await opens_case(alice, card)
    await replies(
        bot,
        olga,
        await olga.sees("Support · order 1", "Nothing has come."),
        "It begins soon.",
        shows="on its way",
    )
    await alice.sees("It begins soon.")

    await alice.says("/export")

    told = json.loads((await documents(alice, telegram, 2))["data.json"])
    (case,) = told["support_cases"]
    assert (case["order"], case["reason"], case["closed_at"]) == (1, "slow", None)
    assert [(one["by"], one["text"]) for one in case["messages"]] == [
        ("you", "Nothing has come."),
        ("support", "It begins soon."),
    ]
