"""Gives updates to the bot by long polling or by webhook, again until they are confirmed."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import Any

from sandbox.telegram.deliveries import Deliveries, check_address
from sandbox.telegram.errors import ApiError, bad_request
from sandbox.telegram.fields import is_true
from sandbox.telegram.world import Json, World

LONGEST_POLL = 50  # seconds
LONGEST_SECRET = 256
SECRET = re.compile(r"[A-Za-z0-9_-]*")


class Updates:
    """Holds polls, and delivers updates to a webhook if one is set."""

    def __init__(self, world: World, carry_out: Callable[[Json], Awaitable[None]]) -> None:
        self._world = world
        self._poll: asyncio.Future[None] | None = None
        self._webhook = ""
        self._secret = ""
        self._deliveries = Deliveries(world, carry_out)
        self._setting = asyncio.Lock()

    async def get_updates(self, given: Json, _: object) -> list[Json]:
        """Hold the call until there is an update. A second call at the same time ends the first with 409."""
        if self._webhook:
            raise ApiError(
                409,
                "Conflict: can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first",
            )
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)
        self._allow(given)
        mine = self._poll = asyncio.get_running_loop().create_future()
        self._world.confirm_updates(int(given.get("offset") or 0))
        limit = min(max(int(given.get("limit") or 100), 1), 100)
        try:
            async with asyncio.timeout(min(float(given.get("timeout") or 0), LONGEST_POLL)):
                while not self._world.waiting_updates(limit):
                    await self._arrival_or_end(mine)
        except TimeoutError:
            return []
        self._world.gave_out()
        return self._world.waiting_updates(limit)

    def _allow(self, given: Json) -> None:
        """`allowed_updates` holds until it is sent again; an empty list means the usual kinds."""
        kinds = given.get("allowed_updates")
        if kinds is None:
            return
        if not isinstance(kinds, list):
            raise bad_request("can't parse allowed_updates: array expected")
        self._world.allowed = frozenset(map(str, kinds)) or None

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
        """The last of several simultaneous calls counts."""
        async with self._setting:
            return await self._set_webhook(given)

    async def _set_webhook(self, given: Json) -> bool:
        url, secret = str(given.get("url", "")), str(given.get("secret_token", ""))
        if url and (url, secret) == (self._webhook, self._secret):
            self._allow(given)  # "Webhook is already set": what is being delivered goes on
            return True
        if url:
            check_address(url)
            _check_secret(secret)
        self._allow(given)
        await self._deliveries.end()
        if is_true(given, "drop_pending_updates"):
            self._world.updates.clear()
        self._webhook, self._secret = url, secret
        if url:
            self._deliveries.begin(url, secret)
        return True

    async def delete_webhook(self, given: Json, _: object) -> bool:
        return await self.set_webhook({**given, "url": ""}, None)

    async def get_webhook_info(self, _: Json, __: object) -> Json:
        info: Json = {
            "url": self._webhook,
            "has_custom_certificate": False,
            "pending_update_count": len(self._world.updates),
        }
        if self._webhook:
            info |= {"max_connections": 40, "ip_address": "127.0.0.1", **self._deliveries.last_error}
        if self._world.allowed is not None:
            info["allowed_updates"] = sorted(self._world.allowed)
        return info

    async def close(self) -> None:
        """End a held call."""
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)
        await self._deliveries.end()


def _check_secret(secret: str) -> None:
    if len(secret) > LONGEST_SECRET:
        raise bad_request("secret token is too long")
    if not SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
