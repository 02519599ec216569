"""`python -m benchmarks.rig.stub_panel`: a panel on the second core that answers in 50 ms; prints its port.

It knows every order. One in twenty is further than the records say, one in a hundred of all has ended. It is
as cheap as can be, so that it is never what is waited for; a real panel's answers look the same.
It counts the batches of orders that each key asks for.
"""

import asyncio
import os
import re
import subprocess
import sys
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast
from urllib.parse import unquote_plus

import uvloop

from benchmarks.rig.listing import body

ANSWERS_IN = 0.05  # seconds
CHANGED = 20  # one order in so many
ENDED = 100

BALANCE = b'{"balance":"1000000","currency":"USD"}'
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b"


def charge(number: int) -> int:
    """Micro-units, less than the price: nearly every order has its own."""
    return number % 99_991 * 9


def status(number: int) -> str:
    word, remains = "In progress", 1_000
    if number % CHANGED == 0:
        remains = 400
    if number % ENDED == 0:
        word, remains = "Completed", 0
    amount = charge(number)
    return (
        f'{{"charge":"{amount // 1_000_000}.{amount % 1_000_000:06}","start_count":"{number % 9_000}",'
        f'"status":"{word}","remains":"{remains}","currency":"USD"}}'
    )


def listing(*, changing: bool) -> bytes:
    """10,000 services; where they are changing, one is called otherwise each time."""
    if not listings:
        listings.append(body(10_000))
    if changing:
        listings.append(listings[-1].replace(b'"name": "', b'"name": "New ', 1))
    return listings[-1]


listings: list[bytes] = []
batches: Counter[bytes] = Counter()
KEY = re.compile(rb"key=(\w+)")


class Stub(asyncio.Protocol):
    """Requests come whole or in pieces, one after the other on a connection."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._received = b""

    def data_received(self, data: bytes) -> None:
        self._received += data
        head, found, body = self._received.partition(b"\r\n\r\n")
        if not found:
            return
        length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
        if len(body) < length:
            return
        self._received = b""
        asyncio.get_running_loop().call_later(ANSWERS_IN, self._answer, body)

    def _answer(self, body: bytes) -> None:
        if b"action=services" in body:
            told = listing(changing=b"changing" in body)
            self._transport.write(HEAD % (len(told), told))
            return
        if b"action=balance" in body:
            self._transport.write(HEAD % (len(BALANCE), BALANCE))
            return
        key = KEY.findall(body)[0]
        if b"action=batches" in body:
            count = b"%d" % batches[key]
            self._transport.write(HEAD % (len(count), count))
            return
        batches[key] += 1
        asked = unquote_plus(body.decode().partition("orders=")[2].partition("&")[0]).split(",")
        statuses = "{" + ",".join(f'"{one}":{status(int(one))}' for one in asked) + "}"
        if not self._transport.is_closing():  # whoever asked may have been stopped meanwhile
            self._transport.write(HEAD % (len(statuses), statuses.encode()))


async def serve() -> None:
    server = await asyncio.get_running_loop().create_server(Stub, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


@contextmanager
def stub_panel() -> Iterator[int]:
    """The port of one in a process of its own, on the second core."""
    command = [sys.executable, "-m", "benchmarks.rig.stub_panel"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as stub:
        assert stub.stdout is not None
        try:
            yield int(stub.stdout.readline())
        finally:
            stub.kill()


def batches_asked(port: int, key: str) -> int:
    """How many batches of orders the panel at this port was asked for under a key."""
    form = f"key={key}&action=batches".encode()
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", form) as answer:
        return int(answer.read())


if __name__ == "__main__":
    os.sched_setaffinity(0, {1 % (os.cpu_count() or 1)})
    uvloop.run(serve())
