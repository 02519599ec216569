"""The calls that change something at a panel: what it means when their connection misbehaves."""

import asyncio
import socket
import struct

import pytest

from panel import NotSent, Panel, Unknown
from tests.panel.conftest import KEY, ORDER, Script
from tests.panel.writing import each_write, place, server


@each_write
async def test_a_refused_connection_is_not_sent(write: str) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/api/v2"

    assert isinstance(await place(url, write), NotSent)


@each_write
async def test_a_name_that_does_not_resolve_is_not_sent(write: str) -> None:
    assert isinstance(await place("https://panel.invalid/api/v2", write), NotSent)


@each_write
async def test_a_failing_tls_handshake_is_not_sent(write: str) -> None:
    async def hang_up(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 this is not TLS\r\n\r\n")
        await writer.drain()

    async with server(hang_up) as (url, _):
        assert isinstance(await place(url.replace("http:", "https:"), write), NotSent)


@each_write
async def test_a_connection_that_does_not_come_about_in_time_is_not_sent(write: str) -> None:
    with socket.socket() as full:  # a backlog that is full lets connections hang
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        port = full.getsockname()[1]
        crowd = []
        for _ in range(8):
            one = socket.socket()
            one.setblocking(False)
            one.connect_ex(("127.0.0.1", port))
            crowd.append(one)
        outcome = await place(f"http://127.0.0.1:{port}/api/v2", write)
        for one in crowd:
            one.close()

    assert isinstance(outcome, NotSent)


@each_write
async def test_a_panel_that_never_answers_leaves_it_unknown(write: str) -> None:
    async def wait(_: asyncio.StreamReader, __: asyncio.StreamWriter) -> None:
        await asyncio.sleep(5)

    async with server(wait) as (url, seen):
        outcome = await place(url, write)
        assert isinstance(outcome, Unknown)
        assert len(seen) == 1


@each_write
async def test_a_reset_after_sending_leaves_it_unknown(write: str) -> None:
    async def reset(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        raw = writer.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()

    async with server(reset) as (url, seen):
        assert isinstance(await place(url, write), Unknown)
        assert len(seen) == 1


@each_write
@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"order": 5',
        b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"ord',
        b"this is not HTTP\r\n\r\n",
        b"HTTP/1.1 301 Moved\r\nLocation: https://elsewhere.example/\r\nContent-Length: 0\r\n\r\n",
    ],
    ids=["closed", "cut body", "cut chunk", "no HTTP", "redirect"],
)
async def test_an_answer_that_breaks_off_or_leads_away_leaves_it_unknown(answer: bytes, write: str) -> None:
    async def speak(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(answer)
        await writer.drain()
        writer.close()

    async with server(speak) as (url, seen):
        assert isinstance(await place(url, write), Unknown)
        assert len(seen) == 1


async def test_a_redirect_is_reported_not_followed() -> None:
    async def speak(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 302 Found\r\nLocation: https://user@elsewhere.example/api?key=1\r\n\r\n")
        await writer.drain()
        writer.close()

    async with server(speak) as (url, _):
        outcome = await place(url)

    assert isinstance(outcome, Unknown)
    assert "https://elsewhere.example/api" in outcome.seen


async def test_a_cancelled_order_is_not_reported_as_anything(script: Script) -> None:
    async def wait(_: asyncio.StreamReader, __: asyncio.StreamWriter) -> None:
        await asyncio.sleep(5)

    async with server(wait) as (url, seen), Panel(url, KEY) as panel:
        task = asyncio.create_task(panel.add_order(ORDER))
        while not seen:
            await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
