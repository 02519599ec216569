"""People who tap: Telegram's side of a webhook. Each taps again when the last tap was answered for."""

import asyncio
import itertools
import json
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from benchmarks.rig.telegram_stub import Call, Message, TelegramStub
from benchmarks.rig.wire import Wire

SECRET = "a-secret-that-is-only-known-here"  # noqa: S105 - of a Telegram that is invented
PATH = "/telegram"
FIRST_PERSON = 1001
PATIENCE = 30.0  # seconds that one tap may take
ANSWERED, DRAWN, SENT, RETURNED = "answerCallbackQuery", "editMessageText", "sendMessage", "200"
DECIDED, FOUND = "answerPreCheckoutQuery", "answerInlineQuery"
TAPPED = frozenset({ANSWERED, DRAWN, RETURNED})
WROTE = frozenset({SENT, RETURNED})
PAYS = frozenset({DECIDED, RETURNED})
RETIRED = "editMessageReplyMarkup"  # what a new menu does to the old one, or does not


class WrongAnswer(AssertionError):
    """A bot did something else than what is measured."""


@dataclass(frozen=True, slots=True)
class Window:
    """`took` has the seconds from each tap to its page."""

    taps: int
    wall: float
    took: list[float]

    @property
    def p99(self) -> float:
        return sorted(self.took)[int(len(self.took) * 0.99)]


class _Webhook(Wire):
    """A connection to the bot's webhook; the responses go to its person."""

    def __init__(self, person: "Person") -> None:
        super().__init__()
        self._person = person

    def received(self, head: bytes, body: bytes) -> None:
        self._person.returned(head, body)

    def connection_lost(self, exc: Exception | None) -> None:
        self._person.lost(exc)


@dataclass(slots=True, eq=False)
class Person:
    """Has one chat with the bot; `missing` is what is still to come after the last tap.

    `came_at` has the moments at which it came, `found` the results of the last inline query (JSON).
    """

    id: int
    stub: TelegramStub
    chance: random.Random
    wire: _Webhook | None = None
    missing: set[str] = field(default_factory=set)
    done: asyncio.Future[None] | None = None
    taps: int = 0
    language: str = "en"
    came_at: dict[str, float] = field(default_factory=dict)
    found: bytes = b""

    async def sends(self, port: int, number: int, content: str) -> None:
        """Deliver an update."""
        if self.wire is None or self.wire.transport.is_closing():
            loop = asyncio.get_running_loop()
            _, self.wire = await loop.create_connection(lambda: _Webhook(self), "127.0.0.1", port)
        body = f'{{"update_id":{number},{content}}}'
        self.wire.transport.write(
            f"POST {PATH} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n"
            f"X-Telegram-Bot-Api-Secret-Token: {SECRET}\r\nAccept-Encoding: gzip, deflate\r\n"
            f"Content-Length: {len(body)}\r\nConnection: keep-alive\r\n\r\n{body}".encode()
        )

    def expects(self, expected: frozenset[str]) -> None:
        """From now on all this has to come, once each, and nothing else may."""
        self.missing, self.done = set(expected), asyncio.get_running_loop().create_future()

    async def sees(self) -> None:
        """Return when all that is expected has come."""
        assert self.done is not None
        patience = asyncio.get_running_loop().call_later(PATIENCE, self._fail, "nothing more came")
        await self.done
        patience.cancel()

    def called(self, call: Call) -> None:
        if call.method == FOUND:
            self.found = bytes(call.results)
        if call.error_message:
            self._fail(f"the payment was refused: {call.error_message}")
        if call.method != RETIRED:
            self._came(call.method)

    def returned(self, head: bytes, body: bytes) -> None:
        if not head.startswith(b"HTTP/1.1 200"):
            self._fail(f"the webhook said {head[:40]!r}")
        if b'"method"' in body:
            self.stub.take_reply(body)
        self._came(RETURNED)

    def lost(self, reason: Exception | None) -> None:
        if self.missing:
            self._fail(f"the connection was lost: {reason}")

    def _came(self, what: str) -> None:
        if what not in self.missing:
            self._fail(f"{what} came, expected {sorted(self.missing)}")
            return
        self.missing.remove(what)
        self.came_at[what] = time.perf_counter()
        if not self.missing and self.done is not None and not self.done.done():
            self.done.set_result(None)

    def _fail(self, what: str) -> None:
        if self.done is not None and not self.done.done():
            self.done.set_exception(WrongAnswer(f"person {self.id}: {what}; missing {sorted(self.missing)}"))


Choose = Callable[[Message, Person], str]
"""Which button of a message somebody taps; raises WrongAnswer if it is not the page that was to come."""


class People:
    """All who talk with one bot, on connections of their own."""

    def __init__(self, number: int, stub: TelegramStub, port: int) -> None:
        self._stub = stub
        self._port = port
        self.numbers = itertools.count(time.time_ns() // 1_000_000)  # higher than those of a life before
        self.all = [Person(FIRST_PERSON + one, stub, random.Random(one)) for one in range(number)]
        self._by_id = {person.id: person for person in self.all}
        stub.called = self._called

    @staticmethod
    def ids(number: int) -> str:
        return ",".join(str(FIRST_PERSON + one) for one in range(number))

    async def begin(self, text: str = "/start") -> None:
        """Everybody writes `text` and gets a message."""
        await asyncio.gather(*(self.write(person, text) for person in self.all))

    def leave(self) -> None:
        """Close the connections; ask for nothing more."""
        for person in self.all:
            person.missing.clear()
            if person.wire is not None:
                person.wire.transport.close()

    async def see(self, data: str, words: str) -> None:
        """Somebody taps a button of their message again and again until its page has the words."""
        somebody = self.all[0]
        while words not in self._stub.messages[somebody.id].text:
            await self.tap_button(somebody, data)

    async def write(self, person: Person, text: str) -> float:
        """Seconds until the bot answered."""
        command = f',"entities":[{{"type":"bot_command","offset":0,"length":{len(text)}}}]'
        content = (
            f'"message":{{"message_id":1000000,"from":{sender(person)},"chat":{chat(person)},'
            f'"date":1780315200,"text":{json.dumps(text)}{command if text.startswith("/") else ""}}}'
        )
        return await self.deliver(person, next(self.numbers), content, WROTE, SENT)

    async def browse(self, taps: int, choose: Choose, who: Sequence[Person] = ()) -> Window:
        """Tap `taps` times in all. `who` tap side by side; without them everybody does."""
        left = iter(range(taps))  # shared: whoever is ready takes the next
        took: list[float] = []
        started = time.perf_counter()
        await asyncio.gather(*(self._keep_tapping(one, left, choose, took) for one in who or self.all))
        return Window(taps, time.perf_counter() - started, took)

    async def _keep_tapping(
        self, person: Person, left: Iterator[int], choose: Choose, took: list[float]
    ) -> None:
        for _ in left:
            data = choose(self._stub.messages[person.id], person)
            person.taps += 1
            took.append(await self.tap_button(person, data))

    async def tap_button(
        self, person: Person, data: str, expected: frozenset[str] = TAPPED, what: str = DRAWN
    ) -> float:
        """Seconds until `what` came: the page, usually. All that is `expected` has to come."""
        number = next(self.numbers)
        content = (
            f'"callback_query":{{"id":"{person.id}.{number}","from":{sender(person)},"message":'
            f'{self._stub.messages[person.id].json},"chat_instance":"-3814205936841207391","data":"{data}"}}'
        )
        return await self.deliver(person, number, content, expected, what)

    async def ask_to_pay(self, person: Person, payload: str, stars: int) -> float:
        """Seconds until the bot said that the payment may be made."""
        number = next(self.numbers)
        content = (
            f'"pre_checkout_query":{{"id":"{person.id}.{number}","from":{sender(person)},"currency":"XTR",'
            f'"total_amount":{stars},"invoice_payload":"{payload}"}}'
        )
        return await self.deliver(person, number, content, PAYS, DECIDED)

    async def deliver(
        self, person: Person, number: int, content: str, expected: frozenset[str], what: str
    ) -> float:
        """Deliver an update and wait for all that is expected; seconds until `what` of it came."""
        person.expects(expected)
        started = time.perf_counter()
        await person.sends(self._port, number, content)
        await person.sees()
        return person.came_at[what] - started

    def _called(self, call: Call) -> None:
        query = call.callback_query_id or call.pre_checkout_query_id or call.inline_query_id
        of = query.partition(".")[0] if query else call.chat_id
        self._by_id[int(of)].called(call)


def sender(person: Person) -> str:
    return (
        f'{{"id":{person.id},"is_bot":false,"first_name":"Alice","username":"alice{person.id}",'
        f'"language_code":"{person.language}"}}'
    )


def chat(person: Person) -> str:
    return f'{{"id":{person.id},"first_name":"Alice","username":"alice{person.id}","type":"private"}}'
