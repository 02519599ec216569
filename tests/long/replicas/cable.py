"""The line to PostgreSQL, which can be cut, or go dead without a word; the server itself stays as it is."""

import asyncio
import contextlib
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit, urlunsplit


@dataclass(slots=True)
class Line:
    """One connection: the words of which it has `heard`; `ends` with the next answer, which is lost."""

    heard: bool = False
    ends: bool = False


class Cable:
    """`url` leads through it; `whole` says whether anything passes."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._to = (parts.hostname or "127.0.0.1", parts.port or 5432)
        self._parts = parts
        self._whole = asyncio.Event()
        self._whole.set()
        self._refuses = False
        self._after, self._request = b"", b""
        self._writers: set[asyncio.StreamWriter] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._connect, "127.0.0.1", 0)
        port = self._server.sockets[0].getsockname()[1]
        account = self._parts.netloc.rpartition("@")[0]
        host = f"{account}@127.0.0.1:{port}" if account else f"127.0.0.1:{port}"
        self.url = urlunsplit(self._parts._replace(netloc=host))
        return self

    async def __aexit__(self, *_: object) -> None:
        self.mend()
        self._server.close()
        self._drop()

    def cut(self) -> None:
        """Every connection ends, and no new one comes about."""
        self._refuses = True
        self._drop()

    def lose_answer(self, after: bytes, request: bytes = b"") -> None:
        """Once, with its connection: that to the first such request behind a statement with the words `after`.

        The server does what it was asked for. A statement has its words where it is prepared.
        """
        self._after, self._request = after, request

    def go_dead(self) -> None:
        """Nothing passes, and nobody is told."""
        self._whole.clear()

    def mend(self) -> None:
        self._refuses = False
        self._whole.set()

    def _drop(self) -> None:
        for writer in self._writers:
            writer.transport.abort()

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._refuses:
            writer.transport.abort()
            return
        far_reader, far_writer = await asyncio.open_connection(*self._to)
        self._writers |= {writer, far_writer}
        line = Line()
        await asyncio.gather(self._ask(line, reader, far_writer), self._answer(line, far_reader, writer))
        self._writers -= {writer, far_writer}

    async def _ask(self, line: Line, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(1 << 16):
                await self._whole.wait()
                if line.heard and self._request in data:
                    line.ends = True
                elif self._after and self._after in data:
                    line.heard, self._after = True, b""
                writer.write(data)
                await writer.drain()
        writer.close()

    async def _answer(self, line: Line, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while (data := await reader.read(1 << 16)) and not line.ends:
                await self._whole.wait()
                writer.write(data)
                await writer.drain()
        writer.transport.abort() if line.ends else writer.close()
