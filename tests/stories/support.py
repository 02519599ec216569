"""What the stories about support have in common."""

import asyncio

from tests.conftest import Bot
from tests.databases import ask, id_of
from tests.people import PATIENCE, Message, Person

FOLLOWERS = "Pictogram Followers · Standard"
LINK = "https://example.com/p/1"
PHOTO = b"\xff\xd8\xff picture"


async def opens_card(person: Person, order: int) -> Message:
    """Open the card of an order in a new message. News of it may come between, without the reference."""
    return await person.says(f"/start o_{order}", shows="Reference")


async def asks_to_write(person: Person, card: Message, reason: str = "It is slow") -> Message:
    """Go from the card of an order to the question for a text; returns it."""
    await person.taps("Something is wrong", card)
    await person.taps(reason)
    question = await person.taps("Write to support")
    assert "Write what is wrong in one message" in question["text"]
    return question


async def opens_case(person: Person, card: Message, text: str = "Nothing has come.") -> Message:
    """Open a case about the order of a card; returns what the bot said."""
    await asks_to_write(person, card)
    return await person.says(text, shows="Your message is on its way to support.")


async def copied(person: Person, caption: str) -> Message:
    """Wait for a photo of the bot with this in its caption."""
    async with asyncio.timeout(40):
        while True:
            for message in person.chat.messages.values():
                is_copy = message["from"]["is_bot"] and "photo" in message
                if is_copy and caption in message.get("caption", ""):
                    return message
            await asyncio.sleep(0.01)


async def replies(bot: Bot, person: Person, message: Message, text: str, *, shows: str) -> Message:
    """Reply to a message about a case, and return what the bot says: what shows this text, among other news."""
    await is_noted(bot, person, message)
    return await person.says(text, shows=shows, reply_to=message["message_id"])


async def is_noted(bot: Bot, person: Person, message: Message) -> None:
    """Wait until the bot has noted which case a message shows, just after it was sent: tests are that fast."""
    noted = f"SELECT 1 FROM case_copies WHERE message_id = {message['message_id']} AND user_id = {id_of(person.id)}"
    async with asyncio.timeout(PATIENCE):
        while not await ask(bot.settings.database_url, noted):
            await asyncio.sleep(0.01)
