"""What operators do in the stories of broadcasts, and what the tables say afterwards."""

import asyncio
from collections import Counter

from bot.settings import Settings
from sandbox.telegram.server import TelegramServer
from sandbox.telegram.world import Chat, World
from tests.databases import ask, run
from tests.people import Message, Person

FIRST = 5_000
"""The Telegram id of the first person of the crowd."""


async def crowd(settings: Settings, telegram: TelegramServer, count: int) -> list[Chat]:
    """Let in so many people, who have started the bot."""
    chats = add_crowd(telegram.world, count)
    await let_crowd_in(settings.database_url, count)
    return chats


def add_crowd(world: World, count: int) -> list[Chat]:
    """Add so many people to Telegram; the bot does not know them yet."""
    numbers = [
        world.add_person(f"Person {number}", number=number).id for number in range(FIRST, FIRST + count)
    ]
    chats = [world.chats[number] for number in numbers]
    for chat in chats:
        chat.started = True
    return chats


async def let_crowd_in(url: str, count: int) -> None:
    """Write the people of a crowd into the bot's database. Who blocks the bot early is there already."""
    rows = ", ".join(
        f"({number}, {number}, 'Person {number}', 0, 'customer')" for number in range(FIRST, FIRST + count)
    )
    await run(
        url,
        f"INSERT INTO users (id, telegram_id, name, created_at, role) VALUES {rows} ON CONFLICT DO NOTHING;"
        f"UPDATE users SET role = 'customer' WHERE telegram_id BETWEEN {FIRST} AND {FIRST + count - 1}",
    )


async def begins(olga: Person) -> Message:
    """Open the place where a broadcast begins."""
    await olga.says("/start")
    await olga.taps("Operator")
    return await olga.taps("Broadcast")


async def drafts(olga: Person, text: str = "We have news.") -> Message:
    """Send the message of a broadcast, and look at its preview."""
    await begins(olga)
    return await olga.says(text, shows="This is what people will see")


async def sends(olga: Person, segment: str = "Everybody", text: str = "We have news.") -> Message:
    """Send a broadcast to a segment; returns its first card, or the last one of a short broadcast."""
    await drafts(olga, text)
    await olga.taps("Who gets it?")
    asked = await olga.taps(segment)
    await olga.taps("Send to", asked)
    return await olga.sees("Broadcast: sen", "Sent: ")


def got(chat: Chat, text: str = "We have news.") -> int:
    """How often a chat got a broadcast."""
    return sum(
        message["from"]["is_bot"] and text in (message.get("text") or message.get("caption") or "")
        for message in chat.messages.values()
    )


async def states(settings: Settings) -> Counter[str]:
    rows = await ask(settings.database_url, "SELECT status, count(*) FROM broadcast_people GROUP BY status")
    return Counter({str(status): int(count) for status, count in rows})


async def status(settings: Settings) -> str:
    """The state of the newest broadcast."""
    rows = await ask(settings.database_url, "SELECT status FROM broadcasts ORDER BY id DESC LIMIT 1")
    return str(rows[0][0]) if rows else ""


async def until(settings: Settings, wanted: str, seconds: float = 60) -> None:
    """Wait until the newest broadcast is in a state."""
    async with asyncio.timeout(seconds):
        while await status(settings) != wanted:
            await asyncio.sleep(0.02)
