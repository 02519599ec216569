"""What an operator can send, and how they see it before: texts, pictures, albums, with buttons."""

import asyncio
import datetime as dt

import pytest

from bot.settings import Settings
from sandbox.telegram.server import TelegramServer
from tests.databases import ask, id_of
from tests.people import Person
from tests.stories.broadcasts.acts import begins, crowd, drafts, got, sends, states, status, until

ENGINES_OF_STORIES = ("sqlite",)

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
PICTURES = (("a.png", PNG, "image/png"), ("b.png", PNG, "image/png"), ("c.mp4", b"video", "video/mp4"))


async def album(olga: Person) -> None:
    """Send an album of three, and look at its preview."""
    await begins(olga)
    await olga.sends_album(*PICTURES, caption="Look at this.")
    shown = await olga.sees("An album: 3 parts so far.")
    await olga.taps("Preview", shown)
    await olga.sees("This is what people will see")


async def test_a_picture_with_its_caption_is_copied(alice: Person, olga: Person, settings: Settings) -> None:
    await begins(olga)
    await olga.sends_file(PNG, "a.png", "image/png", as_a="photo", caption="Look at this.")
    draft = await olga.sees("This is what people will see")
    assert olga.chat.messages[draft["message_id"] - 1]["caption"] == "Look at this."
    await olga.taps("Who gets it?")
    await olga.taps("Send to", await olga.taps("Everybody"))

    await until(settings, "ended")
    (picture,) = [message for message in alice.chat.messages.values() if "photo" in message]
    assert picture["caption"] == "Look at this."
    assert alice.labels(picture) == ["🔕 Mute news"]


async def test_an_album_stays_one_and_its_buttons_follow(
    alice: Person, olga: Person, settings: Settings
) -> None:
    await album(olga)
    await olga.taps("Who gets it?")
    await olga.taps("Send to", await olga.taps("Everybody"))

    await until(settings, "ended")
    parts = [message for message in alice.chat.messages.values() if "media_group_id" in message]
    assert [("photo" in part, "video" in part) for part in parts] == [
        (True, False),
        (True, False),
        (False, True),
    ]
    assert len({part["media_group_id"] for part in parts}) == 1
    assert parts[0]["caption"] == "Look at this."
    await alice.sees("This was news.", button="Mute news")


async def test_a_part_that_comes_late_joins_its_album(olga: Person, telegram: TelegramServer) -> None:
    await album(olga)
    late = telegram.world.put_message(
        olga.chat,
        {
            "photo": next(one["photo"] for one in olga.chat.messages.values() if "photo" in one),
            "media_group_id": next(
                one["media_group_id"]
                for one in olga.chat.messages.values()
                if "media_group_id" in one and not one["from"]["is_bot"]
            ),
        },
        telegram.world.people[olga.id],
    )
    telegram.world.put_update({"message": late})
    await olga.sees("An album: 4 parts so far.")


async def test_another_message_takes_the_place_of_the_draft(olga: Person, settings: Settings) -> None:
    await drafts(olga, "First words.")
    await olga.says("Better words.", shows="This is what people will see")
    await olga.taps("Who gets it?")
    await olga.taps("Send to", await olga.taps("Everybody"))

    await until(settings, "ended")
    rows = await ask(settings.database_url, "SELECT status FROM broadcasts ORDER BY id")
    assert rows == [("dropped",), ("ended",)]


async def test_a_button_opens_a_service_in_a_new_message(
    alice: Person, olga: Person, settings: Settings
) -> None:
    await drafts(olga)
    await olga.taps("Add a service button")
    await olga.says("no such", shows="This service is not offered any more.")
    await olga.says("101", shows="This is what people will see")
    await olga.taps("Who gets it?")
    await olga.taps("Send to", await olga.taps("Everybody"))
    await until(settings, "ended")
    (news,) = [one for one in alice.chat.messages.values() if one.get("text") == "We have news."]

    card = await alice.taps("See the service", news)

    assert alice.chat.messages[news["message_id"]]["text"] == "We have news."
    assert "Pictogram Followers · Standard" in alice.shown, card


async def test_what_cannot_be_copied_is_said(olga: Person, telegram: TelegramServer) -> None:
    await begins(olga)
    dice = {"dice": {"emoji": "🎲", "value": 3}}
    message = telegram.world.put_message(olga.chat, dice, telegram.world.people[olga.id])
    telegram.world.put_update({"message": message})

    await olga.sees("Telegram does not let bots send a message of this kind on.")
    await olga.says("Words instead.", shows="This is what people will see")


async def test_news_is_muted_under_a_broadcast_and_wanted_again_in_the_settings(
    alice: Person, olga: Person, settings: Settings
) -> None:
    await sends(olga)
    await until(settings, "ended")
    (news,) = [one for one in alice.chat.messages.values() if one.get("text") == "We have news."]
    await alice.taps("Mute news", news)
    assert "You won't get news any more." in alice.toast
    await drafts(olga, "More news.")
    segments = await olga.taps("Who gets it?")
    assert "Everybody · 1" in olga.labels(segments)

    await olga.taps("Back", segments)
    await olga.taps("Service message")
    shown = await olga.sees("This is what people will see")
    assert "● Service message" in olga.labels(shown)
    assert "Everybody · 2" in olga.labels(await olga.taps("Who gets it?"))

    settings_shown = await alice.says("/settings", shows="Settings")
    changed = await alice.taps("News: off", settings_shown)
    assert "📣 News: on" in alice.labels(changed)


@pytest.mark.parametrize("kind", ["News", "Service message"])
async def test_news_comes_without_a_sound_in_quiet_hours_and_a_service_message_does_not(
    alice: Person, olga: Person, settings: Settings, kind: str
) -> None:
    around_now = dt.datetime.now(dt.UTC)
    start, end = ((around_now.hour + hours) % 24 * 60 for hours in (-2, 2))
    await ask(
        settings.database_url,
        f"UPDATE users SET time_zone = 'Atlantic/Reykjavik', quiet_from = {start}, quiet_to = {end}"
        f" WHERE id = {id_of(alice.id)}",
    )
    await drafts(olga)
    if kind == "Service message":
        await olga.taps(kind)
    await olga.taps("Who gets it?")
    await olga.taps("Send to", await olga.taps("Everybody"))

    await until(settings, "ended")
    (news,) = [one for one in alice.chat.messages.values() if one.get("text") == "We have news."]
    assert (news["message_id"] in alice.chat.silent) == (kind == "News")


async def test_there_are_two_service_messages_a_week(olga: Person, settings: Settings) -> None:
    for _ in range(2):
        await drafts(olga)
        await olga.taps("Service message")
        await olga.sees("This is what people will see")
        await olga.taps("Who gets it?")
        await olga.taps("Send to", await olga.taps("Everybody"))
        await until(settings, "ended")
        await olga.sees("Broadcast: sent")
    await drafts(olga)
    assert "2 service messages" in await olga.taps_raw(olga.data_of("Service message", olga.newest))

    a_week = 7 * 86_400_000
    await ask(settings.database_url, f"UPDATE broadcasts SET started_at = started_at - {a_week}")
    await olga.taps("Service message")
    assert "● Service message" in olga.labels(olga.newest)


async def test_a_large_audience_is_confirmed_by_typing_its_number(
    olga: Person, settings: Settings, telegram: TelegramServer
) -> None:
    await crowd(settings, telegram, 1_000)
    await drafts(olga)
    await olga.taps("Who gets it?")
    asked = await olga.taps("Everybody")
    assert "Type 1,001 to confirm." in asked["text"]
    assert not any("Send to" in label for label in olga.labels(asked))
    data = olga.data_of("Who gets it?", await olga.taps("Back", await olga.taps("Back", asked)))
    forged = data.replace("bcg:", "bcz:") + ":1001:00000000"
    assert "out of date" in await olga.taps_raw(forged)
    await olga.taps("Everybody", await olga.taps("Who gets it?"))
    await olga.says("100", shows="That is not the number.")
    assert await status(settings) == "draft"

    await olga.says("1 001", shows="Sending to 1,001 people…")

    await olga.taps("Stop", await olga.sees("Broadcast: sending"))
    await olga.taps("Stop it for good")
    await until(settings, "stopped")
    found = await states(settings)
    assert found.total() == 1_001
    assert found["skipped"] > 900


@pytest.mark.parametrize("left", [True, False])
async def test_who_mutes_or_leaves_after_the_snapshot_gets_nothing(
    alice: Person, olga: Person, settings: Settings, telegram: TelegramServer, *, left: bool
) -> None:
    chats = await crowd(settings, telegram, 40)
    card = await sends(olga)
    await olga.taps_raw(olga.data_of("Pause", card), card["message_id"])
    await until(settings, "paused")
    await asyncio.sleep(0.2)
    waiting = [at for at, chat in enumerate(chats) if not got(chat)]
    change = "role = NULL, removed_at = 1" if left else "news_muted_at = 1"
    await ask(settings.database_url, f"UPDATE users SET {change} WHERE id = {id_of(chats[waiting[-1]].id)}")
    await olga.taps_raw(olga.data_of("Pause", card).replace("bcw", "bcc"), card["message_id"])

    await until(settings, "ended")
    assert got(chats[waiting[-1]]) == 0
    assert await states(settings) == {"sent": 41, "skipped": 1}
