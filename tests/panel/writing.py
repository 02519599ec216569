"""The calls that change something at a panel, and a panel that behaves as a test says, over real sockets."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from panel import Outcome, Panel
from tests.panel.conftest import KEY, ORDER

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def server(serve: Serve) -> Any:
    """A panel that behaves as `serve` says; yields its URL and how many requests reached it."""
    seen: list[bytes] = []
    connections: list[asyncio.StreamWriter] = []

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connections.append(writer)
        seen.append(await reader.read(65_536))
        await serve(reader, writer)

    listening = await asyncio.start_server(handle, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}/api/v2", seen
    finally:
        for writer in connections:
            writer.close()
        listening.close()


async def cancel(panel: Panel) -> Outcome:
    return (await panel.cancel(["5"]))["5"]


WRITES: dict[str, Callable[[Panel], Awaitable[Outcome]]] = {
    "add": lambda panel: panel.add_order(ORDER),
    "refill": lambda panel: panel.refill("5"),
    "cancel": cancel,
}
each_write = pytest.mark.parametrize("write", WRITES)


async def place(url: str, write: str = "add") -> Outcome:
    async with Panel(url, KEY, timeout=0.5, connect_timeout=0.3) as panel:
        return await WRITES[write](panel)
