"""The panel's HTTP server: the API with its faults, and the page with its controls."""

import asyncio
import itertools
import json
import random
import time
from typing import Any, Self
from urllib.parse import parse_qsl

from aiohttp import web
from aiohttp.http_exceptions import BadHttpMessage

from sandbox.faults import Fault, Faults
from sandbox.local import local_only
from sandbox.panel.api import Api
from sandbox.panel.book import Book, Clock, Key
from sandbox.panel.catalogue import services as catalogue
from sandbox.panel.control import Control
from sandbox.panel.dialects import named
from sandbox.panel.dialects.dialect import Answer, Dialect
from sandbox.panel.state import Call, PanelState
from sandbox.sockets import reset

KINDS = (
    "slow",
    "no_answer",
    "lost_answer",
    "reset",
    "http_500",
    "http_502",
    "html",
    "garbage",
    "wrong_types",
    "rate_limit",
    "wrong_key",
    "no_funds",
    "redirect",
)

HELD = 600.0  # seconds that a call without an answer is held
LARGEST = 4 << 20
MAINTENANCE = "<!doctype html><title>Maintenance</title><h1>We will be back soon</h1>"

ANSWERS: dict[str, Any] = {
    "wrong_key": {"error": "Invalid API key"},
    "no_funds": {"error": "neworder.error.not_enough_funds"},
    "rate_limit": {"error": "Too many requests"},
    "wrong_types": {"order": None, "status": 7, "balance": [], "services": 5},
}


class PanelServer:
    """`async with PanelServer() as panel`: `panel.api_url` is the endpoint, `panel.url` its page.

    Raises ValueError for a dialect that there is not.
    """

    def __init__(
        self, *, services: int = 0, speed: float = 1.0, seed: int = 1, dialect: str = Dialect.name
    ) -> None:
        chance = random.Random(seed)
        speaks = named(dialect)
        listed = catalogue(max(services, speaks.least_services), seed)
        self.book = Book(services=listed, clock=Clock(speed), chance=chance, pays_back=speaks.pays_back)
        self.book.keys["demo-key"] = Key("demo-key", speaks.balance_at_first, speaks.currency)
        self.book.keys["poor-key"] = Key("poor-key", speaks.balance_of_poor, speaks.currency)
        self.dialect = speaks(self.book)
        self.faults = Faults(KINDS, chance)
        self._state = PanelState(self.book, self.dialect, self.faults)
        self.calls = self._state.calls
        self._numbers = itertools.count(1)
        self.api = Api(self.book, self.dialect)
        self._runner: web.AppRunner | None = None
        self._closing = asyncio.Event()
        self.url = ""

    @property
    def down(self) -> bool:
        return self._state.down

    @down.setter
    def down(self, down: bool) -> None:
        self._state.down = down

    @property
    def api_url(self) -> str:
        return f"{self.url}/api/v2"

    async def start(self, port: int = 0, host: str = "127.0.0.1") -> None:
        app = web.Application(client_max_size=LARGEST, middlewares=[local_only(open_paths=("/api/v2",))])
        app.router.add_post("/api/v2", self._receive)
        Control(self._state, self.api.actions).add_routes(app)
        self._closing.clear()
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        self._closing.set()
        if self._runner is not None:
            await self._runner.cleanup()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def _receive(self, request: web.Request) -> web.StreamResponse:
        if self.down:
            reset(request)
            return web.Response()
        sent = await _fields(request, keeps_plus=self.dialect.keeps_plus)
        action, key = sent.get("action", ""), sent.get("key", "")
        fault = self.faults.strike(action)
        name = self.book.keys[key].name if key in self.book.keys else "unknown"
        shown = {field: value for field, value in sent.items() if field not in ("key", "action")}
        call = Call(next(self._numbers), time.time(), action, name, shown, fault.kind if fault else None)
        self.calls.append(call)
        if fault is not None and fault.kind == "slow":
            await self._hold(fault.seconds)
        elif fault is not None:
            return await self._misbehave(request, sent, fault, call)
        return _written(self._answer(sent, call))

    def _answer(self, sent: dict[str, str], call: Call) -> Answer:
        answer = self.api.answer(sent)
        call.answer = answer.body
        return answer

    async def _misbehave(
        self, request: web.Request, sent: dict[str, str], fault: Fault, call: Call
    ) -> web.StreamResponse:
        if (answer := _wrong_answer(fault.kind)) is not None:
            return answer
        if fault.kind == "no_answer":
            await self._hold(HELD)
        elif fault.kind == "lost_answer":
            self._answer(sent, call)
        reset(request)
        return web.Response()

    async def _hold(self, seconds: float) -> None:
        """Hold a call until the time is over or the server stops."""
        try:
            async with asyncio.timeout(seconds):
                await self._closing.wait()
        except TimeoutError:
            return


async def _fields(request: web.Request, *, keeps_plus: bool) -> dict[str, str]:
    """Return the form of a request. A malformed one is empty."""
    try:
        if keeps_plus:
            return dict(parse_qsl((await request.text()).replace("+", "%2B"), keep_blank_values=True))
        return {name: str(value) for name, value in (await request.post()).items()}
    except (ValueError, BadHttpMessage):
        return {}


def _written(answer: Answer) -> web.Response:
    text = answer.before + json.dumps(answer.body)
    return web.Response(text=text, status=answer.status, content_type=answer.content_type)


def _wrong_answer(kind: str) -> web.Response | None:
    """Return the response of a fault. None if it sends nothing."""
    match kind:
        case "http_500" | "http_502":
            return web.Response(status=int(kind[-3:]), text=MAINTENANCE, content_type="text/html")
        case "html":
            return web.Response(text=MAINTENANCE, content_type="text/html")
        case "garbage":
            return web.Response(text='{"order": 12', content_type="application/json")
        case "redirect":
            return web.Response(status=302, headers={"Location": "https://elsewhere.example/api/v2"})
        case "rate_limit":
            return web.json_response(ANSWERS[kind], status=429, headers={"Retry-After": "1"})
        case _:
            return web.json_response(ANSWERS[kind]) if kind in ANSWERS else None
