"""How updates reach the bot: by long polling or by webhook, each again until it is confirmed."""

import asyncio
import json
import logging
from typing import Any

import aiohttp

from sandbox.telegram.errors import ApiError, bad_request
from sandbox.telegram.world import Json, World

log = logging.getLogger(__name__)

LONGEST_POLL = 50  # seconds
PAUSES = (
    0.2,
    1.0,
    2.0,
    4.0,
    8.0,
)  # seconds between attempts of a webhook; Telegram's begin at 0 and end at 120
ANSWERS_WITHIN = 60  # seconds


class Updates:
    def __init__(self, world: World) -> None:
        self._world = world
        self._poll: asyncio.Future[None] | None = None
        self._webhook: Json = {}
        self._delivering: asyncio.Task[None] | None = None

    async def get_updates(self, given: Json, _: object) -> list[Json]:
        """Hold the call until there is something; a second one at the same time ends the first with 409."""
        if self._webhook:
            raise ApiError(
                409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook first"
            )
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)
        mine = self._poll = asyncio.get_running_loop().create_future()
        self._world.confirm_updates(int(given.get("offset") or 0))
        limit = min(max(int(given.get("limit") or 100), 1), 100)
        try:
            async with asyncio.timeout(min(float(given.get("timeout") or 0), LONGEST_POLL)):
                while not self._world.waiting_updates(limit):
                    await self._arrival_or_end(mine)
        except TimeoutError:
            return []
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
        url = str(given.get("url", ""))
        await self.stop()
        if not url:
            return True
        if not url.startswith(("https://", "http://127.0.0.1", "http://localhost")):
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        self._webhook = {"url": url, "secret": str(given.get("secret_token", ""))}
        if str(given.get("drop_pending_updates", "")).lower() == "true":
            self._world.updates.clear()
        self._delivering = asyncio.create_task(self._deliver_all())
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
        self._webhook = {}
        if self._delivering is not None:
            self._delivering.cancel()
            await asyncio.gather(self._delivering, return_exceptions=True)
            self._delivering = None

    async def _deliver_all(self) -> None:
        """Messages queue by chat, taps by person; queues run side by side."""
        queues: dict[object, asyncio.Task[None]] = {}
        given_out: set[int] = set()
        async with aiohttp.ClientSession() as http:
            while True:
                for update in self._world.waiting_updates(100):
                    if update["update_id"] in given_out:
                        continue
                    given_out.add(update["update_id"])
                    queue = _queue_of(update)
                    queues[queue] = asyncio.create_task(self._deliver(http, update, queues.get(queue)))
                self._world.arrived.clear()
                await self._world.arrived.wait()

    async def _deliver(
        self, http: aiohttp.ClientSession, update: Json, before: asyncio.Task[None] | None
    ) -> None:
        if before is not None:
            await asyncio.wait({before})
        attempt = 0
        while not await self._post(http, update):
            await asyncio.sleep(PAUSES[min(attempt, len(PAUSES) - 1)])
            attempt += 1
        self._world.updates = type(self._world.updates)(
            entry for entry in self._world.updates if entry[1]["update_id"] != update["update_id"]
        )
        self._world.taken.append(update)

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
                return 200 <= response.status < 300
        except (aiohttp.ClientError, TimeoutError):
            return False


def _queue_of(update: dict[str, Any]) -> object:
    if tap := update.get("callback_query"):
        return "tap", tap["from"]["id"]
    return "chat", update.get("message", {}).get("chat", {}).get("id")
