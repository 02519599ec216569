"""Small real proxies: HTTP CONNECT and SOCKS5, which can refuse, hang and break."""

import asyncio
import base64
import struct
from contextlib import suppress
from typing import Self

USER, PASSWORD = "olga", "p4ss:w@rd/of the proxy"
LOGIN = "olga:p4ss%3Aw%40rd%2Fof%20the%20proxy"
BASIC = base64.b64encode(f"{USER}:{PASSWORD}".encode())
ANY, BY_PASSWORD, NONE = 0, 2, 255  # SOCKS5's methods of signing in: RFC 1928
NOT_ALLOWED = 2  # RFC 1928, 6: by the ruleset

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Refused(Exception):
    """The client gets what is in it, and nothing else."""


class Proxy:
    """`behaves`: "well", "refuses", "says_502", "hangs", "closes", "cuts_request", "cuts_answer".

    `opened` has where tunnels lead, `passed` how many bytes went to there.
    """

    def __init__(self, scheme: str, behaves: str = "well", *, asks: bool = False) -> None:
        self.behaves = behaves
        self.opened: list[tuple[str, int]] = []
        self.passed = 0
        self.port = 0
        self._scheme = scheme
        self._asks = asks
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def url(self) -> str:
        return f"{self._scheme}://{f'{LOGIN}@' if self._asks else ''}127.0.0.1:{self.port}"

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._receive, "127.0.0.1", 0)
        self.port = int(self._server.sockets[0].getsockname()[1])
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _receive(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(self._serve(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        handshake = self._by_connect if self._scheme == "http" else self._by_socks
        with suppress(OSError, asyncio.IncompleteReadError):
            try:
                if self.behaves == "hangs":
                    await asyncio.sleep(60)
                host, port, welcome = await handshake(reader, writer)
                if self.behaves != "closes":
                    await self._tunnel((reader, writer), host, port, welcome)
            except Refused as refusal:
                writer.write(refusal.args[0])
                await writer.drain()
            finally:
                writer.close()

    async def _by_connect(
        self, reader: asyncio.StreamReader, _: asyncio.StreamWriter
    ) -> tuple[str, int, bytes]:
        head = await reader.readuntil(b"\r\n\r\n")
        host, _colon, port = head.split()[1].decode().rpartition(":")
        if self.behaves == "refuses" or (self._asks and b"Basic " + BASIC not in head):
            raise Refused(b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n")
        if self.behaves == "says_502":
            raise Refused(b"HTTP/1.1 502 Bad Gateway\r\n\r\n<html>no way</html>")
        return host, int(port), b"HTTP/1.1 200 Connection established\r\n\r\n"

    async def _by_socks(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> tuple[str, int, bytes]:
        _version, count = await reader.readexactly(2)
        methods = await reader.readexactly(count)
        wanted = BY_PASSWORD if self._asks else ANY
        if wanted not in methods or self.behaves == "refuses":
            raise Refused(bytes((5, NONE)))
        writer.write(bytes((5, wanted)))
        if self._asks:
            await self._sign_in(reader, writer)
        _version, _command, _, kind = await reader.readexactly(4)
        host = await _host(reader, kind)
        (port,) = struct.unpack("!H", await reader.readexactly(2))
        if self.behaves == "says_502":
            raise Refused(bytes((5, NOT_ALLOWED, 0, 1)) + bytes(6))
        return host, port, bytes((5, 0, 0, 1)) + bytes(6)

    async def _sign_in(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        _version, length = await reader.readexactly(2)
        user = await reader.readexactly(length)
        password = await reader.readexactly((await reader.readexactly(1))[0])
        if (user.decode(), password.decode()) != (USER, PASSWORD):
            raise Refused(bytes((1, 1)))
        writer.write(bytes((1, 0)))

    async def _tunnel(self, client: Streams, host: str, port: int, welcome: bytes) -> None:
        there = await asyncio.open_connection(host.strip("[]"), port)
        self.opened.append((host, port))
        client[1].write(welcome)
        await client[1].drain()
        try:
            if self.behaves == "cuts_request":
                await client[0].read(65_536)
                return
            back = asyncio.ensure_future(_pump(there[0], client[1], self.behaves == "cuts_answer"))
            while data := await client[0].read(65_536):
                self.passed += len(data)
                there[1].write(data)
                if self.behaves == "cuts_answer":
                    break
            await back
        finally:
            there[1].close()


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, cuts: bool) -> None:  # noqa: FBT001 - see Proxy
    while data := await reader.read(65_536):
        if cuts:
            return
        writer.write(data)


async def _host(reader: asyncio.StreamReader, kind: int) -> str:
    if kind == 3:  # a name
        return (await reader.readexactly((await reader.readexactly(1))[0])).decode()
    return ".".join(map(str, await reader.readexactly(4)))
