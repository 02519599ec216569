"""Both engines, and a world to sweep."""

from collections.abc import AsyncIterator

import pytest

from panel import Panel
from storage.database import open_database
from tests.databases import ENGINES
from tests.panel.conftest import Script, client, script
from tests.usecases.records import begin
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
