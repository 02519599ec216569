"""How updates reach the bot: by long polling or by webhook, each again until it is confirmed."""

import asyncio
import json
import logging
import re
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import aiohttp

from sandbox.telegram.errors import ApiError, bad_request
from sandbox.telegram.world import Json, World

log = logging.getLogger(__name__)

LONGEST_POLL = 50  # seconds
SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")
PAUSES = (
    0.0,
    1.0,
    2.0,
    4.0,
    8.0,
)  # seconds between attempts of a webhook; Telegram's end at 120
ANSWERS_WITHIN = 60  # seconds


class Updates:
    """`carry_out` gets the call that stands in the answer of a webhook."""

    def __init__(self, world: World, carry_out: Callable[[Json], Awaitable[None]]) -> None:
        self._world = world
        self._carry_out = carry_out
        self._poll: asyncio.Future[None] | None = None
        self._webhook: Json = {}
        self._allowed: set[str] | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._setting = asyncio.Lock()

    async def get_updates(self, given: Json, _: object) -> list[Json]:
        """Hold the call until there is something; a second one at the same time ends the first with 409."""
        if self._webhook:
            raise ApiError(
                409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook first"
            )
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)
        self._allow(given)
        mine = self._poll = asyncio.get_running_loop().create_future()
        self._world.confirm_updates(int(given.get("offset") or 0))
        limit = min(max(int(given.get("limit") or 100), 1), 100)
        try:
            async with asyncio.timeout(min(float(given.get("timeout") or 0), LONGEST_POLL)):
                while not self._wanted(limit):
                    await self._arrival_or_end(mine)
        except TimeoutError:
            return []
        self._world.gave_out()
        return self._wanted(limit)

    def _allow(self, given: Json) -> None:
        """`allowed_updates` holds until it is sent again; an empty list means the usual kinds."""
        kinds = given.get("allowed_updates")
        if kinds is None:
            return
        if not isinstance(kinds, list):
            raise bad_request("can't parse allowed_updates: array expected")
        self._allowed = {str(kind) for kind in kinds} or None

    def _wanted(self, limit: int) -> list[Json]:
        """Waiting updates of the kinds that are wanted; others are thrown away, as Telegram does."""
        if self._allowed is not None:
            self._world.keep_updates(lambda update: bool(self._allowed & update.keys()))  # type: ignore[operator]
        return self._world.waiting_updates(limit)

    async def _arrival_or_end(self, mine: asyncio.Future[None]) -> None:
        arrival: asyncio.Future[Any] = asyncio.ensure_future(self._world.arrived.wait())
        try:
            await asyncio.wait([arrival, mine], return_when=asyncio.FIRST_COMPLETED)
        finally:
            arrival.cancel()
        if mine.done():
            raise ApiError(
                409,
                "Conflict: terminated by other getUpdates request; "
                "make sure that only one bot instance is running",
            )

    async def set_webhook(self, given: Json, _: object) -> bool:
        """Of several calls at the same time the last counts."""
        async with self._setting:
            return await self._set_webhook(given)

    async def _set_webhook(self, given: Json) -> bool:
        url = str(given.get("url", ""))
        if url and {"url": url, "secret": str(given.get("secret_token", ""))} == self._webhook:
            self._allow(given)  # "Webhook is already set": what is being delivered goes on
            return True
        await self.stop()
        if not url:
            return True
        if not url.startswith(("https://", "http://127.0.0.1", "http://localhost")):
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        secret = str(given.get("secret_token", ""))
        if not SECRET.fullmatch(secret):
            raise bad_request("secret token contains unallowed characters")
        self._allow(given)
        self._webhook = {"url": url, "secret": secret}
        if str(given.get("drop_pending_updates", "")).lower() == "true":
            self._world.updates.clear()
        self._start(self._deliver_all())
        return True

    async def delete_webhook(self, given: Json, _: object) -> bool:
        return await self.set_webhook({**given, "url": ""}, None)

    async def get_webhook_info(self, _: Json, __: object) -> Json:
        return {
            "url": self._webhook.get("url", ""),
            "has_custom_certificate": False,
            "pending_update_count": len(self._world.updates),
        }

    async def close(self) -> None:
        """Let go of a call that is held."""
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)
        await self.stop()

    async def stop(self) -> None:
        """Deliver nothing more by webhook; what was not taken waits."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._webhook = {}

    def _start(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _deliver_all(self) -> None:
        """Messages queue by chat, taps by person; queues run side by side."""
        queues: dict[object, asyncio.Task[None]] = {}
        under_way: set[int] = set()
        async with aiohttp.ClientSession() as http:
            while True:
                for update in self._wanted(100):
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
        while not await self._post(http, update):
            await asyncio.sleep(PAUSES[min(attempt, len(PAUSES) - 1)])
            attempt += 1
        self._world.took(update["update_id"])
        under_way.discard(update["update_id"])

    async def _post(self, http: aiohttp.ClientSession, update: Json) -> bool:
        headers = {"Content-Type": "application/json"}
        if self._webhook.get("secret"):
            headers["X-Telegram-Bot-Api-Secret-Token"] = self._webhook["secret"]
        try:
            async with http.post(
                self._webhook["url"],
                data=json.dumps(update),
                headers=headers,
                timeout=aiohttp.ClientTimeout(total=ANSWERS_WITHIN),
            ) as response:
                if not 200 <= response.status < 300:
                    return False
                if response.content_type == "application/json" and (body := await response.read()):
                    await self._carry_out(json.loads(body))
                return True
        except (aiohttp.ClientError, TimeoutError):
            return False


def _queue_of(update: dict[str, Any]) -> object:
    if tap := update.get("callback_query"):
        return "tap", tap["from"]["id"]
    return "chat", update.get("message", {}).get("chat", {}).get("id")
