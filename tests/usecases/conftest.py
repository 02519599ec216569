"""Both engines, a world to sweep, and a shop in it."""

from collections.abc import AsyncIterator

import pytest

from panel import Panel
from storage import panel_keys
from storage.engines.open import open_database
from tests.databases import ENGINES
from tests.panel.conftest import Script, client, script
from tests.usecases.records import begin
from tests.usecases.shop import LIKES, PACK, VIEWS, Shop
from tests.usecases.sweeping import SAME, World

__all__ = ["client", "script"]  # fixtures


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
async def world(database_url: str, script: Script, client: Panel) -> AsyncIterator[World]:
    async with open_database(database_url) as db:
        await begin(db)
        script.says(lambda sent: dict.fromkeys(sent["orders"].split(","), SAME) if "orders" in sent else SAME)
        yield World(db, script, client)


@pytest.fixture
async def shop(world: World) -> Shop:
    await panel_keys.keep_balance(world.db, 1, 12_000_000, "USD", world.now)
    shop = Shop(world)
    await shop.lists(LIKES, VIEWS, PACK)
    return shop
