"""The dangerous calls: what each behaviour of a panel means for what was asked of it, over real sockets."""

import asyncio
import json
import socket
import struct
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from panel import Field, Meaning, NewOrder, NotSent, Outcome, Panel, Placed, Refused, Unknown
from panel.parse_written import order_written
from panel.replies import outcome
from panel.transport import Reply
from tests.panel.conftest import KEY, ORDER, Script

NAMES = ["order", "error", "errors", "status", "message", "msg", "success", "data", "charge"]

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


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ({"order": 23501}, Placed("23501")),
        ({"order": "23501"}, Placed("23501")),
        ({"order": "ord_8f-1"}, Placed("ord_8f-1")),
        ({"order": 7, "status": "success", "charge": "0.9"}, Placed("7")),
        ((201, {"order": 7}), Placed("7")),
        ({"error": "Incorrect link"}, Refused(Meaning.LINK, "Incorrect link")),
        ((400, {"error": "neworder.error.link"}), Refused(Meaning.LINK, "neworder.error.link")),
        ({"status": "fail", "message": "Not enough funds on balance"},
         Refused(Meaning.FUNDS, "Not enough funds on balance")),
        ({"success": False, "msg": "no"}, Refused(Meaning.OTHER, "no")),
        ({"errors": ["Bad link"]}, Refused(Meaning.LINK, "Bad link")),
    ],
)  # fmt: skip
async def test_a_clear_answer_is_placed_or_refused(
    script: Script, client: Panel, answer: Any, outcome: Outcome
) -> None:
    script.says(answer)

    assert await client.add_order(ORDER) == outcome
    assert script.sent == [
        {"key": KEY, "action": "add", "service": "1", "link": "https://example.com", "quantity": "100"}
    ]


@pytest.mark.parametrize("answer", [(429, {"error": "slow down"}), (429, "busy"), (429, "")])
async def test_429_is_a_refusal(script: Script, client: Panel, answer: Any) -> None:
    script.says(answer)

    outcome = await client.add_order(ORDER)

    assert isinstance(outcome, Refused)
    assert outcome.meaning is Meaning.RATE_LIMIT


@pytest.mark.parametrize(
    "answer",
    [
        {"order": None}, {"order": 0}, {"order": -1}, {"order": True}, {"order": 1.5}, {"order": ""}, {"order": []},
        {"order": {}}, {"order": 5, "error": "x"}, {"order": None, "error": "x"}, {}, [], [{"order": 5}], "5", 5,
        {"status": "success"}, (500, {"error": "Incorrect link"}), (500, {"order": 5}), (503, "down"),
        (404, "<h1>Not found</h1>"), (403, ""), (400, {"order": 5}), (302, ""), (200, "<html>"), (200, ""),
        (200, '{"order": 23'), (200, '{"data": {"error": "Incorrect link"}'), (200, '{"x": [{"order": 5}'),
        (200, 'Notice: x in y\n{"a": {"error": "no"}'), b"\xff\xfe\x00", (200, "x" * 1_100_000),
        (200, 's": "succ{"error": "in the error handler"}'), (200, '"order": 5}{"error": "no"}'),
        (200, '{"order": 5, "padding": "%s"}' % ("x" * 1_100_000)),
    ],
    ids=lambda answer: repr(answer)[:60],
)  # fmt: skip
async def test_everything_else_is_unknown(script: Script, client: Panel, answer: Any) -> None:
    script.says(answer)

    outcome = await client.add_order(ORDER)

    assert isinstance(outcome, Unknown)
    assert 0 < len(outcome.seen) <= 300
    assert len(script.sent) == 1


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


NOISE = st.sampled_from(["", "\ufeff", "Notice: Undefined index [x] in a.php on line 3\n", " \n", "<br />"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=5), inner, max_size=4),
    max_leaves=8,
)  # fmt: skip


@given(NOISE, st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=4), st.data())
@settings(max_examples=1_500, deadline=None)
def test_whatever_comes_with_an_order_or_breaks_off_is_never_taken_for_a_refusal(
    noise: str, answer: dict[str, Any], data: st.DataObject
) -> None:
    """A refusal means that nothing exists: it needs a whole answer with an error and without an order."""
    whole = json.dumps(answer)
    body = noise + whole[: data.draw(st.integers(0, len(whole)))]

    said = outcome(Reply(200, body.encode(), None), order_written)

    if isinstance(said, Refused):
        assert body.endswith(whole)
        assert "order" not in answer
    if isinstance(said, Placed):
        assert body.endswith(whole)
        assert said.id == str(answer["order"]).strip()
        assert not answer.get("error")
    assert not isinstance(said, NotSent)


@pytest.mark.parametrize("key", [KEY, 'k&y=1+2 %41/ü"#;'])
async def test_everything_that_is_sent_arrives_as_it_was(script: Script, key: str) -> None:
    script.says({"order": 1})
    parameters = {
        Field.LINK: "https://example.com/?a=1&b=ü#;%20+",
        Field.COMMENTS: "a&b=c, ok\r\n👍 100 %\n+1",
    }

    async with Panel(script.url, key) as panel:
        await panel.add_order(NewOrder("1", parameters))

    sent = {str(name): value for name, value in parameters.items()}
    assert script.sent == [{"key": key, "action": "add", "service": "1", **sent}]
