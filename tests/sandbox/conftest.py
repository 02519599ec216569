"""Asks the sandbox's panel as any client of the API does."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import aiohttp
import pytest

from sandbox.panel.server import PanelServer

Ask = Callable[..., Awaitable[Any]]


@pytest.fixture
async def ask(panel: PanelServer) -> AsyncIterator[Ask]:
    async with aiohttp.ClientSession() as session:

        async def call(action: str, key: str = "demo-key", **parameters: Any) -> Any:
            form = {"key": key, "action": action, **{name: str(value) for name, value in parameters.items()}}
            async with session.post(panel.api_url, data=form) as answer:
                return await answer.json()

        yield call


@pytest.fixture
async def control(panel: PanelServer) -> AsyncIterator[aiohttp.ClientSession]:
    """The panel's page and its controls, as `control.post("/sandbox/…")`."""
    async with aiohttp.ClientSession(panel.url) as session:
        yield session
