"""HTTP/1.1 on open connections, split by hand: what measures must cost less than what is measured."""

import asyncio
import re
from typing import cast

HEAD_END = b"\r\n\r\n"
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
CHUNKED = re.compile(rb"\r\ntransfer-encoding: *chunked", re.IGNORECASE)


class Wire(asyncio.Protocol):
    """Gives each message, a request or a response, to `received` as its head and its body."""

    def __init__(self) -> None:
        self._rest = b""
        self.transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        self._rest += data
        while (end := self._rest.find(HEAD_END)) >= 0:
            head, begin = self._rest[:end], end + len(HEAD_END)
            found = _chunks(self._rest, begin) if CHUNKED.search(head) else _body(self._rest, begin, head)
            if found is None:
                return
            body, end = found
            self._rest = self._rest[end:]
            self.received(head, body)

    def received(self, head: bytes, body: bytes) -> None:
        raise NotImplementedError


def _body(data: bytes, begin: int, head: bytes) -> tuple[bytes, int] | None:
    """A body and where it ends; None if some of it is still to come."""
    length = LENGTH.search(head)
    end = begin + (int(length[1]) if length else 0)
    return (data[begin:end], end) if len(data) >= end else None


def _chunks(data: bytes, begin: int) -> tuple[bytes, int] | None:
    body = b""
    while (line := data.find(b"\r\n", begin)) >= 0:
        size = int(data[begin:line], 16)
        begin = line + 2 + size + 2
        if len(data) < begin:
            return None
        if not size:
            return body, begin
        body += data[line + 2 : begin - 2]
    return None
