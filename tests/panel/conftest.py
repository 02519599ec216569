"""A server that answers whatever a test has put down, over a real socket."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web

from panel import Field, NewOrder, Panel

KEY = "canary-key-0123456789"
ORDER = NewOrder("1", {Field.LINK: "https://example.com", Field.QUANTITY: "100"})


class Script:
    """Answers in turn; the last one again and again. Keeps what was sent."""

    def __init__(self) -> None:
        self.answers: list[web.Response | Any] = []
        self.sent: list[dict[str, str]] = []
        self.url = ""

    def says(self, *answers: Any) -> None:
        """Each a Response, bytes or text to send as it is, or a value to send as JSON."""
        self.answers = list(answers)

    async def receive(self, request: web.Request) -> web.Response:
        self.sent.append({name: str(value) for name, value in (await request.post()).items()})
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if callable(answer):
            answer = answer(self.sent[-1])
        if isinstance(answer, web.Response):
            return answer
        if isinstance(answer, tuple):
            status, body = answer
            return web.Response(status=status, text=body if isinstance(body, str) else json.dumps(body))
        if isinstance(answer, bytes):
            return web.Response(body=answer, content_type="text/html")
        return web.json_response(answer)


@pytest.fixture
async def script() -> AsyncIterator[Script]:
    script = Script()
    app = web.Application()
    app.router.add_post("/api/v2", script.receive)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = site._server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
    script.url = f"http://127.0.0.1:{port}/api/v2"
    yield script
    await runner.cleanup()


@pytest.fixture
async def client(script: Script) -> AsyncIterator[Panel]:
    async with Panel(script.url, KEY, calls_per_minute=10_000, backoff=0.001, timeout=2) as panel:
        yield panel
