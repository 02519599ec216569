"""A broadcast to 500 people, of whom 20 have blocked the bot, while the program is killed ten times."""

import asyncio
import os
import random
import signal
from collections.abc import Sequence
from pathlib import Path

import aiohttp
import pytest

from sandbox.panel.server import PanelServer
from sandbox.telegram.server import TelegramServer
from sandbox.telegram.world import Chat
from tests.conftest import OLGA, make_settings
from tests.databases import ENGINES, empty_database
from tests.long.crash.nurseries import Nursery, nursery_of
from tests.long.crash.points import POINTS_OF_BROADCASTS
from tests.people import Person
from tests.stories.broadcasts.acts import crowd, got, sends, states, until

pytestmark = pytest.mark.timeout(600)

PEOPLE, BLOCKED, KILLS = 500, 20, 10
IN_A_LIFE = 40  # people who get it before a kill at any moment
LONGEST_LIFE = 60.0


async def live(nursery: Nursery, chats: Sequence[Chat], chance: random.Random) -> None:
    """Start the program, and kill it at a named point or at any moment."""
    before = sum(map(got, chats))
    point = chance.choice((*POINTS_OF_BROADCASTS, "any_moment", "any_moment"))
    child = await nursery.start(point, chance.randint(1, POINTS_OF_BROADCASTS.get(point, 1)))
    wanted = before + chance.randint(1, IN_A_LIFE)
    async with asyncio.timeout(LONGEST_LIFE):
        while await nursery.ended(0.01) is None:
            if point == "any_moment" and sum(map(got, chats)) >= wanted:
                os.kill(child, signal.SIGKILL)
                break
    assert await nursery.ended(LONGEST_LIFE) == -signal.SIGKILL


@pytest.mark.parametrize("engine", ENGINES)
async def test_kills_in_the_middle_send_nothing_twice_and_lose_nobody(
    engine: str, tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    async with (
        empty_database(engine, tmp_path) as url,
        PanelServer(speed=0) as panel,
        TelegramServer(limits=True) as telegram,
        aiohttp.ClientSession(telegram.url) as http,
    ):
        settings = make_settings(panel, telegram, tmp_path, database_url=url)
        environment = {
            "BOT_TOKEN": telegram.token,
            "TELEGRAM_API_URL": telegram.url,
            "PANEL_API_URL": panel.api_url,
            "PANEL_API_KEY": "demo-key",
            "DATABASE_URL": url,
            "ADMIN_IDS": str(OLGA),
            "LOG_LEVEL": "WARNING",
        }
        async with nursery_of("tests.long.crash.real_bot", environment, tmp_path) as nursery:
            olga = Person(http, telegram.world.chats[OLGA])
            child = await nursery.start("never", 1)
            await olga.says("/start")
            chats = await crowd(settings, telegram, PEOPLE)
            for chat in chance.sample(chats, BLOCKED):
                chat.blocked = True
            await sends(olga)
            os.kill(child, signal.SIGKILL)
            assert await nursery.ended(LONGEST_LIFE) == -signal.SIGKILL
            for _ in range(KILLS - 1):
                await live(nursery, chats, chance)
            child = await nursery.start("never", 1)
            await until(settings, "ended", 120)
            await olga.sees("Broadcast: sent")
            os.kill(child, signal.SIGTERM)
            assert await nursery.ended(LONGEST_LIFE) == 0

        found, arrived = await states(settings), sum(map(got, chats)) + got(olga.chat) - 1
        assert max(map(got, chats)) == 1, f"seed {seed}"
        assert found.total() == PEOPLE + 1, f"seed {seed}"
        assert set(found) <= {"sent", "blocked", "unknown"}, f"seed {seed}"
        assert found["sent"] <= arrived <= found["sent"] + found["unknown"], f"seed {seed}"
        assert PEOPLE + 1 - BLOCKED - found["unknown"] <= found["sent"], f"seed {seed}"
        assert found["unknown"] < PEOPLE / 10, f"seed {seed}"
