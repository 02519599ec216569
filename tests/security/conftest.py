"""A house with people and what one of them has, and the bot in it."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from pydantic import SecretStr

from bot.settings import Settings
from sandbox.panel.server import PanelServer
from sandbox.telegram.server import TelegramServer
from tests.conftest import ALICE, BOB, OLGA, Bot
from tests.databases import ask
from tests.security.belongings import Belongings, furnish
from tests.security.rooms import Rooms
from usecases.clock import wall_clock

EVE, DAVE = 1004, 1005
WRITES = {"add", "refill", "cancel"}
"""What the panel is asked to do, not only to tell."""


@pytest.fixture
def mode() -> str:
    return "private"


@pytest.fixture
def quiet(settings: Settings, telegram: TelegramServer, mode: str) -> Settings:
    """Nothing happens by itself but the first look at the catalogue and the balance."""
    for name in ("Eve", "Dave"):
        telegram.world.add_person(name)
    return settings.model_copy(
        update={
            "status_interval": 3_600.0,
            "allowed_ids": frozenset({ALICE, BOB}),
            "admin_ids": frozenset({OLGA}),
            "mode": mode,
            "secret_key": SecretStr("k" * 40),
        }
    )


@pytest.fixture
async def has(quiet: Settings, panel: PanelServer) -> Belongings:
    people = {ALICE: "Alice", BOB: "Bob", OLGA: "Olga", EVE: "Eve", DAVE: "Dave"}
    for number in range(5):
        panel.book.add(
            "demo-key", {"service": "101", "link": f"https://example.com/{number}", "quantity": "50"}
        )
    return await furnish(quiet.database_url, quiet.panel_api_url, people, ALICE)


@pytest.fixture
async def rooms(
    quiet: Settings, has: Belongings, telegram: TelegramServer, panel: PanelServer
) -> AsyncIterator[Rooms]:
    program = Bot(quiet)
    await program.start()
    while not {"services", "balance"} <= {call.action for call in panel.calls if call.answer}:
        await asyncio.sleep(0.01)
    due = f"SELECT id FROM orders WHERE next_check_at < {wall_clock()}"
    while await ask(quiet.database_url, due):  # the first round of the sweep goes on
        await asyncio.sleep(0.02)
    await asyncio.sleep(0.2)  # the bot has the catalogue now, and reads it
    yield Rooms(telegram)
    await program.stop()
