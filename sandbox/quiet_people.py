"""People of the demo who only get broadcasts: they start the bot, and the page does not show them."""

import asyncio

from sandbox.telegram.world import World

QUIET_IDS = range(5_001, 10_001)
FIRST_NAMES = (
    "Ada", "Ben", "Carla", "Dan", "Eva", "Finn", "Gina", "Hugo", "Ida", "Jon",
    "Kira", "Leo", "Mia", "Nils", "Ora", "Paul", "Rosa", "Sam", "Tess", "Vera",
)  # fmt: skip
PAUSE = 0.07  # seconds between two of them: the bot answers each, and Telegram takes 30 messages a second
ONE_BLOCKS = 25  # one of so many has blocked the bot since


async def add_quiet_people(world: World, count: int) -> None:
    """Let so many start the bot, one after another."""
    for place, number in enumerate(QUIET_IDS[:count]):
        name = f"{FIRST_NAMES[place % len(FIRST_NAMES)]} {place + 1}"
        person = world.add_person(name, f"quiet{number}", number=number, is_quiet=True)
        chat = world.chats[number]
        chat.started = True
        command = {"text": "/start", "entities": [{"type": "bot_command", "offset": 0, "length": 6}]}
        world.put_update({"message": world.put_message(chat, command, person)})
        await asyncio.sleep(PAUSE)


def block_some(world: World, count: int) -> None:
    """Let some of them block the bot. It learns that when Telegram refuses its next message."""
    for number in QUIET_IDS[:count:ONE_BLOCKS]:
        world.chats[number].blocked = True
