"""Tells open pages what happens. One WebSocket per tab carries the events of all chats.

A WebSocket, for a browser opens no more than six ordinary connections to one server.
"""

import asyncio

from aiohttp import web

from sandbox.telegram.world import Json, World

FAREWELL = 0.3  # seconds that a page gets to close its end


class Streams:
    def __init__(self, world: World) -> None:
        self._world = world

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """Send `hello` with the run's name, then every event with the number of its chat."""
        socket, events = web.WebSocketResponse(timeout=FAREWELL), asyncio.Queue[Json | None]()
        await socket.prepare(request)
        self._world.watchers.add(events)
        events.put_nowait({"type": "hello", "run": self._world.run})
        writing = asyncio.create_task(_write(socket, events))
        try:
            async for _ in socket:
                pass  # pages say nothing here; the loop ends when one is closed
        finally:
            self._world.watchers.discard(events)
            writing.cancel()
        return socket

    def close(self) -> None:
        for events in self._world.watchers:
            events.put_nowait(None)


async def _write(socket: web.WebSocketResponse, events: asyncio.Queue[Json | None]) -> None:
    try:
        while (event := await events.get()) is not None:
            await socket.send_json(event)
        await socket.close()
    except ConnectionError:
        return  # the page was closed
