"""Listens at ports, with a bounded number of connections."""

import asyncio
import logging
import os
from typing import Any

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

log = logging.getLogger(__name__)

MOST_CONNECTIONS = 256  # to one port; Telegram opens 100 at most
SILENT = 75.0  # seconds that a connection may stay idle


class PortUnusable(Exception):
    """The port is in use, or the host is not an address of this machine."""

    def __init__(self, setting: str, host: str, port: int, error: OSError) -> None:
        reason = os.strerror(error.errno) if error.errno else "the host is not known"
        super().__init__(f"{setting}: cannot listen at {host}:{port}: {reason}")


def runner_of(app: web.Application, shutdown_timeout: float) -> web.AppRunner:
    """Return a runner. Open requests get `shutdown_timeout` seconds to end at the shutdown."""
    return web.AppRunner(
        app,
        access_log=None,
        logger=Complaints(logging.getLogger("aiohttp.server")),
        shutdown_timeout=shutdown_timeout,
        keepalive_timeout=SILENT,
    )


class Complaints(logging.LoggerAdapter[logging.Logger]):
    """aiohttp's log of failed requests. Logs malformed HTTP once only, because anybody can send it."""

    _is_said = False

    def exception(self, msg: object, *args: object, exc_info: Any = True, **others: Any) -> None:
        if not isinstance(exc_info, HttpProcessingError):
            super().exception(msg, *args, exc_info=exc_info, **others)
        elif not self._is_said:
            self._is_said = True
            log.warning(
                "what came to a port was no HTTP, or a request that could hide another; it was refused (%d)",
                exc_info.code,
            )


async def listen(runner: web.AppRunner, host: str, port: int, setting: str) -> int:
    """Listen and return the port. For port 0 the system chooses one. Raises PortUnusable."""
    try:
        await BoundedSite(runner, host, port).start()
    except OSError as error:
        raise PortUnusable(setting, host, port, error) from None
    return int(runner.addresses[-1][1])


class BoundedSite(web.TCPSite):
    """Listens with at most `MOST_CONNECTIONS` open connections."""

    async def start(self) -> None:
        await web.BaseSite.start(self)
        server = self._runner.server
        if server is None:
            raise RuntimeError("set the runner up first")
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(Door(server), self._host, self._port)


class Door:
    """Makes room for a new connection by closing the oldest idle one. Logs this once."""

    def __init__(self, server: web.Server) -> None:
        self._server = server
        self._is_said = False

    def __call__(self) -> asyncio.Protocol:
        if len(self._server.connections) >= MOST_CONNECTIONS and not self._made_room():
            return Closed()
        return self._server()

    def _made_room(self) -> bool:
        if not self._is_said:
            self._is_said = True
            log.warning("%d connections are open; those that ask for nothing are closed", MOST_CONNECTIONS)
        idle = (
            one
            for one in self._server.connections
            if one.transport is not None and one._current_request is None  # noqa: SLF001 - aiohttp tells it nowhere else
        )
        oldest = next(idle, None)
        if oldest is not None:
            oldest.force_close()
        return oldest is not None


class Closed(asyncio.Protocol):
    """Aborts a connection that has no room."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if isinstance(transport, asyncio.Transport):
            transport.abort()
