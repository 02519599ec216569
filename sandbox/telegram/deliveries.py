"""Delivers updates to a webhook as Telegram does, and keeps the last error."""

import asyncio
import ipaddress
import json
import re
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from sandbox.local import LOOPBACK
from sandbox.telegram.errors import bad_request
from sandbox.telegram.world import Json, World

PORTS = (443, 80, 88, 8443)
UNKNOWN = re.compile(r"[^.]+|.*\.(?:local|internal|lan|home\.arpa)")  # hosts that no public server knows
PAUSES = (
    0.0,
    1.0,
    2.0,
    4.0,
    8.0,
)  # seconds between attempts; Telegram's end at 120
ANSWERS_WITHIN = 60  # seconds


def check_address(url: str) -> None:
    """Refuse the address of a webhook that Telegram refuses.

    A loopback address is taken with any scheme and port, which Telegram never does: there the tests run the
    bot. What is reached through the loopback is this machine, so nothing outside can be meant by it.
    """
    try:
        parts = urlsplit(url if "://" in url else f"https://{url}")
        host, port = parts.hostname or "", parts.port or 443
    except ValueError:
        raise bad_request("invalid webhook URL specified") from None
    if not host or parts.scheme not in ("http", "https"):
        raise bad_request("invalid webhook URL specified")
    if host in LOOPBACK:
        return
    if parts.scheme != "https":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if port not in PORTS:
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
    _check_host(host)


def _check_host(host: str) -> None:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        if UNKNOWN.fullmatch(host):
            raise bad_request("bad webhook: Failed to resolve host: Name or service not known") from None
        return
    if address.version == 6:
        raise bad_request("bad webhook: IPv6-only addresses are not allowed")
    if not address.is_global:
        raise bad_request(f"bad webhook: IP address {address} is reserved")


class Deliveries:
    """Messages queue by chat, taps and pre-checkout queries by person; queues run side by side.

    `carry_out` gets the call that stands in the answer of a webhook.
    """

    def __init__(self, world: World, carry_out: Callable[[Json], Awaitable[None]]) -> None:
        self._world = world
        self._carry_out = carry_out
        self._tasks: set[asyncio.Task[None]] = set()
        self._url = ""
        self._secret = ""
        self.last_error: Json = {}

    def begin(self, url: str, secret: str) -> None:
        self._url, self._secret = url, secret
        self.last_error = {}
        self._start(self._deliver_all())

    async def end(self) -> None:
        """Stop the deliveries. The updates that are left wait."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self.last_error = {}

    def _start(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _deliver_all(self) -> None:
        queues: dict[object, asyncio.Task[None]] = {}
        under_way: set[int] = set()
        async with aiohttp.ClientSession() as http:
            while True:
                for update in self._world.waiting_updates(100):
                    if update["update_id"] not in under_way:
                        under_way.add(update["update_id"])
                        queue = _queue_of(update)
                        queues[queue] = self._start(self._deliver(http, update, queues.get(queue), under_way))
                self._world.arrived.clear()
                await self._world.arrived.wait()

    async def _deliver(
        self,
        http: aiohttp.ClientSession,
        update: Json,
        before: asyncio.Task[None] | None,
        under_way: set[int],
    ) -> None:
        if before is not None:
            await asyncio.wait({before})
        attempt = 0
        while complaint := await self._post(http, update):
            self.last_error = {"last_error_date": int(self._world.wall()), "last_error_message": complaint}
            await asyncio.sleep(PAUSES[min(attempt, len(PAUSES) - 1)])
            attempt += 1
        self._world.took(update["update_id"])
        under_way.discard(update["update_id"])

    async def _post(self, http: aiohttp.ClientSession, update: Json) -> str:
        """Deliver once. Returns the error in Telegram's words, or None."""
        headers = {"Content-Type": "application/json"}
        if self._secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = self._secret
        timeout = aiohttp.ClientTimeout(total=ANSWERS_WITHIN)
        try:
            async with http.post(
                self._url, data=json.dumps(update), headers=headers, timeout=timeout, allow_redirects=False
            ) as response:
                if not 200 <= response.status < 300:
                    return f"Wrong response from the webhook: {response.status} {response.reason}"
                await self._take_reply(response)
                return ""
        except aiohttp.ClientConnectorError:
            return "Connection refused"
        except TimeoutError:
            return "Read timeout expired"
        except aiohttp.ClientError:
            return "Connection reset by peer"

    async def _take_reply(self, response: aiohttp.ClientResponse) -> None:
        """Carry out the call in an answer, if it has one."""
        if response.content_type != "application/json":
            return
        try:
            call = json.loads(await response.read())
        except ValueError:
            return
        if isinstance(call, dict):
            await self._carry_out(call)


def _queue_of(update: dict[str, Any]) -> object:
    for kind in ("callback_query", "pre_checkout_query"):
        if query := update.get(kind):
            return kind, query["from"]["id"]
    content = next((value for value in update.values() if isinstance(value, dict)), {})
    return "chat", content.get("chat", {}).get("id")
