"""Alice has trouble with an order: the facts first, then a case that the operators answer."""

import asyncio

import aiohttp

from tests.conftest import ALICE, Bot
from tests.databases import ask, run
from tests.people import Person
from tests.stories.support import FOLLOWERS, LINK, PHOTO, asks_to_write, copied, is_noted, opens_case, replies


async def test_alice_writes_olga_replies_and_alice_writes_again(
    alice: Person, olga: Person, bot: Bot
) -> None:
    card = await alice.orders(FOLLOWERS, LINK, "100")

    await opens_case(alice, card, "Nothing <b>has</b> come.")

    news = await olga.sees("Support · order 1", "Alice (ID 1001)", "It is slow", "Nothing <b>has</b> come.")
    assert LINK in news["text"]
    assert FOLLOWERS in news["text"]
    await replies(bot, olga, news, "It begins soon.", shows="Your answer is on its way to Alice.")
    answer = await alice.sees("Support · order 1", "It begins soon.")
    assert "Olga" not in answer["text"]
    await replies(bot, alice, answer, "Thank you.", shows="on its way to support")
    more = await olga.sees("Support · order 1", "Alice (ID 1001)", "Thank you.")
    assert LINK not in more["text"]


async def test_olga_answers_by_a_button_and_closes(alice: Person, olga: Person, bot: Bot) -> None:
    await opens_case(alice, await alice.orders(FOLLOWERS, LINK, "100"))
    news = await olga.sees("Nothing has come.")
    page = await olga.taps("Open cases: 1", await olga.taps("Operator", await olga.says("/start")))
    assert olga.labels(page)[0] == "🛟 Order 1 · Alice · It is slow"

    await olga.taps("Answer", news)
    await olga.sees("Write your answer to Alice, or send a photo.")
    said = await olga.says("It begins soon.")

    assert "Your answer is on its way to Alice." in said["text"]
    answer = await alice.sees("Support · order 1", "It begins soon.")
    await olga.taps("Close the case", news)
    assert olga.toast == "The case is closed."
    assert "Olga · " in (await olga.sees("It is slow", "Closed ", "It begins soon."))["text"]
    assert "Answer" in olga.labels(olga.chat.messages[news["message_id"]])[0]
    told = await alice.sees("Support has closed this case.")
    await replies(bot, alice, answer, "Not solved!", shows="This case of support is closed")
    assert "What is wrong?" in (await alice.taps("Something is wrong", told))["text"]
    health = await olga.taps("Operator", await olga.says("/start"))
    assert not any("Open cases" in label for label in olga.labels(health))


async def test_photos_go_both_ways_and_other_files_are_refused(alice: Person, olga: Person, bot: Bot) -> None:
    await asks_to_write(alice, await alice.orders(FOLLOWERS, LINK, "100"))
    for kind in ("document", "voice"):
        refused = await alice.sends_file(PHOTO, "a.pdf", "application/pdf", as_a=kind)
        assert "Only texts and photos reach support. Your message was not passed on." in refused["text"]
    assert "Only texts and photos" in (await alice.sends("sticker"))["text"]

    said = await alice.sends_file(PHOTO, as_a="photo", caption="Look at this.")

    assert "Your message is on its way to support." in said["text"]
    await olga.sees("Support · order 1", "Look at this.", LINK)
    news = await copied(olga, "Support · order 1")
    assert "Answer" in " ".join(olga.labels(news))
    await is_noted(bot, olga, news)
    await olga.sends_file(PHOTO, as_a="photo", caption="Like this?", reply_to=str(news["message_id"]))
    await alice.sees("Support · order 1", "Like this?")
    answer = await copied(alice, "Support · order 1")
    await is_noted(bot, alice, answer)
    refused = await alice.sends_file(PHOTO, "a.pdf", "application/pdf", reply_to=str(answer["message_id"]))
    assert "Only texts and photos reach support." in refused["text"]
    assert olga.count("Support · order 1") == 1  # its text, beside the photo


async def test_a_photo_that_is_deleted_meanwhile_is_told_of(alice: Person, olga: Person, bot: Bot) -> None:
    await asks_to_write(alice, await alice.orders(FOLLOWERS, LINK, "100"))
    await olga.blocks()
    await alice.sends_file(PHOTO, as_a="photo", caption="Look at this.")
    del alice.chat.messages[alice.written["message_id"]]

    await olga.says("/start")

    await olga.sees("Support · order 1", "Look at this.", LINK)
    gone = await olga.sees("There was a photo, but it could not be passed on.")
    await replies(bot, olga, gone, "Send it again, please.", shows="on its way to Alice")


async def test_a_crash_between_receiving_and_relaying_loses_and_repeats_nothing(
    alice: Person,
    olga: Person,
    bot: Bot,
    http: aiohttp.ClientSession,
) -> None:
    await asks_to_write(alice, await alice.orders(FOLLOWERS, LINK, "100"))
    await olga.blocks()
    await alice.says("Nothing has come.")
    await bot.stop()
    # what a crash leaves that came before the conversation was kept: the question is still asked
    await run(
        bot.settings.database_url,
        'UPDATE conversations SET state = \'support\', data = \'{"order": 1, "reason": "slow"}\''
        f" WHERE user_id = (SELECT id FROM users WHERE telegram_id = {ALICE})",
    )
    async with http.post("/api/updates/redeliver", json={"count": 1, "what": "message"}) as answer:
        answer.raise_for_status()

    await bot.start()

    async with asyncio.timeout(40):
        while alice.count("Your message is on its way to support.") < 2:
            await asyncio.sleep(0.02)
    await olga.says("/start")
    await olga.sees("Support · order 1", "Nothing has come.")
    assert await ask(bot.settings.database_url, "SELECT text FROM case_messages") == [("Nothing has come.",)]
    ((relays,),) = await ask(
        bot.settings.database_url, "SELECT count(*) FROM outbox WHERE event = 'case_message'"
    )
    assert relays == 1
