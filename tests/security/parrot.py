"""A panel and a Telegram that repeat what they were told, secrets and all, in every way there is."""

import html
import json
from base64 import b64encode
from collections import deque
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from urllib.parse import quote, quote_plus

from aiohttp import web

from sandbox.panel.book import Key
from sandbox.panel.server import PanelServer
from sandbox.telegram.errors import ApiError
from sandbox.telegram.messages import Method
from sandbox.telegram.server import TelegramServer

Reply = Callable[[], web.Response]


def echoes(secret: str) -> list[Reply]:
    """Answers of a panel that has the key in them."""
    php = json.dumps({"error": f"Invalid API key {secret}"}).replace("/", "\\/")
    away = f"https://elsewhere.example/{quote(secret, safe='')}/{quote(secret)}?key={quote_plus(secret)}"
    escaped = "".join(f"\\u{ord(sign):04x}" for sign in secret)
    mixed = escaped[: len(escaped) // 12 * 6] + json.dumps(secret[len(escaped) // 12 :])[1:-1]
    in_percent = "".join(f"%{byte:02X}" for byte in secret.encode())
    return [
        lambda: web.json_response({"error": f"Invalid API key {secret}"}),
        lambda: web.Response(text=php, content_type="application/json"),
        lambda: web.json_response({"strange": {"key": secret}, "also": [secret]}),
        lambda: web.json_response({"error": "x" * 170 + secret}),
        lambda: web.json_response({"error": f"Basic {b64encode(f'user:{secret}'.encode()).decode()}"}),
        lambda: web.json_response({"message": f"Array ( [key] => {secret} )", "status": "fail"}, status=403),
        lambda: web.Response(text=f"<p>Bad key {html.escape(secret)}</p>", content_type="text/html"),
        lambda: web.Response(text=f"Notice: key={quote_plus(secret)} in index.php", status=500),
        lambda: web.Response(text=f"slow down, {secret}", status=429),
        lambda: web.Response(status=302, headers={"Location": away}),
        lambda: web.Response(status=307, headers={"Location": f"//{quote(secret, safe='')}.example/"}),
        lambda: web.Response(status=301, headers={"Location": "http://[broken"}),
        lambda: web.Response(body=secret.encode(), headers={"Content-Encoding": "gzip"}),
        lambda: web.json_response({"balance": "5", "currency": secret}),
        lambda: web.Response(text=f'{{"strange": "{escaped}"}}', content_type="application/json"),
        lambda: web.Response(text=f'{{"error": "No, {mixed}"}}', content_type="application/json"),
        lambda: web.json_response({"error": f"{in_percent} {secret.encode().hex()} {secret.upper()}"}),
    ]


class Parrot(PanelServer):
    """Gives the answers that were put down for an action first, then its own."""

    def __init__(self, key: str) -> None:
        super().__init__(speed=0)
        self.book.keys[key] = Key("canary", Decimal(1_000))
        self.says: dict[str, deque[Reply]] = {}

    async def _receive(self, request: web.Request) -> web.StreamResponse:
        waiting = self.says.get(str((await request.post()).get("action")))
        return waiting.popleft()() if waiting else await super()._receive(request)

    @property
    def is_done(self) -> bool:
        return not any(self.says.values())


class Repeater:
    """Has Telegram refuse calls with what the bot said to it."""

    def __init__(self, telegram: TelegramServer, *secrets: str) -> None:
        self._telegram = telegram
        self._secrets = secrets
        self._waiting: set[str] = set()

    def refuse(self, *methods: str) -> None:
        """Refuse the next call of each method."""
        for method in methods:
            self._waiting.add(method)
            self._telegram._methods[method] = self._once(method, self._telegram._methods[method])

    @property
    def is_done(self) -> bool:
        return not self._waiting

    def _once(self, method: str, own: Method) -> Method:
        async def refuse(_: Any, __: Any) -> Any:
            self._telegram._methods[method] = own
            self._waiting.discard(method)
            url = f"{self._telegram.url}/bot{self._secrets[0]}/{method}"
            raise ApiError(400, f"Bad Request: POST {url} {self._secrets}")

        return refuse
