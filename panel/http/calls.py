"""Single calls to a panel: reads are retried, writes never."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Mapping
from typing import Any, TypeVar

from panel.errors import (
    BalanceUnreadable,
    Meaning,
    PanelError,
    PanelNotUnderstood,
    PanelRedirected,
    PanelRefused,
    PanelUnreachable,
)
from panel.http.limiter import Limiter
from panel.http.outcomes import Observe, word
from panel.http.replies import outcome
from panel.http.transport import MEGABYTE, NothingSent, PanelReply, Transport
from panel.models import NotSent, Outcome, Unknown

log = logging.getLogger("panel")

T = TypeVar("T")

MAX_IDS_PER_CALL = 100  # ids that a panel takes in one call
ATTEMPTS = 3  # of a read
MAX_RETRY_AFTER_S = 30.0  # the longest wait for a Retry-After
LARGE_ANSWER_BYTES = MEGABYTE // 4
LARGEST_READ = 32 * MEGABYTE
LARGEST_WRITE = 1 * MEGABYTE


class Calls:
    """Makes calls within the rate limit, reports their outcomes to `observe`, and notes if the panel is down.

    `backoff` (seconds) is the pause before a read's second attempt; `random` returns 0..1 for the jitter.
    """

    def __init__(
        self,
        transport: Transport,
        limiter: Limiter,
        *,
        backoff: float,
        random: Callable[[], float],
        observe: Observe,
        explain: Callable[[PanelError], str],
    ) -> None:
        self._transport = transport
        self._limiter = limiter
        self._backoff = backoff
        self._random = random
        self._observe = observe
        self._explain = explain
        self.down = False

    async def read(
        self, action: str, parameters: Mapping[str, str], understand: Callable[[PanelReply], T]
    ) -> T:
        """Ask up to 3 times, with backoff, or with the panel's Retry-After up to 30 s. Raises PanelError."""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return await self._watched(action, self._read_once(action, parameters, understand))
            except _Later as later:
                if attempt == ATTEMPTS:
                    raise later.error from None
                pause = self._backoff * 2 ** (attempt - 1) * (0.5 + self._random())
                await asyncio.sleep(min(max(pause, later.seconds or 0.0), MAX_RETRY_AFTER_S))
        raise AssertionError  # the last attempt returns or raises

    async def room_to_write(self) -> None:
        await self._limiter.room()

    async def write(
        self, action: str, parameters: Mapping[str, str], understand: Callable[[object], Outcome]
    ) -> Outcome:
        told = _outcome(await self._send(action, parameters), understand)
        self._observe(action, word(told))
        return told

    async def write_many(
        self,
        action: str,
        orders: list[str],
        understand: Callable[[object, list[str]], dict[str, Outcome]],
    ) -> dict[str, Outcome]:
        """Make one write for at most 100 orders. A single id is sent as `order` and as `orders`."""
        if len(orders) > MAX_IDS_PER_CALL:
            raise ValueError("at most 100 orders in one call")
        single = {"order": orders[0]} if len(orders) == 1 else {}
        sent = await self._send(action, {**single, "orders": ",".join(orders)})
        told = {order: _outcome(sent, _of(order, understand, orders)) for order in orders}
        self._observe(action, word(told[orders[0]] if len(orders) == 1 else told))
        return told

    async def _read_once(
        self, action: str, parameters: Mapping[str, str], understand: Callable[[PanelReply], T]
    ) -> T:
        await self._limiter.read()
        try:
            reply = await self._transport.post(
                {**parameters, "action": action}, fresh=False, limit=LARGEST_READ
            )
            result = await _beside(understand, reply)
        except PanelRefused as error:
            self._is_up()
            if error.meaning is Meaning.RATE_LIMIT:
                raise _Later(error, reply.retry_after) from None
            raise
        except BalanceUnreadable:  # the panel answers
            self._is_up()
            raise
        except PanelUnreachable as error:
            self._is_down(error)
            raise _Later(error, None) from None
        except (PanelNotUnderstood, PanelRedirected) as error:
            self._is_down(error)
            raise
        self._is_up()
        return result

    async def _send(self, action: str, parameters: Mapping[str, str]) -> PanelReply | NotSent | Unknown:
        """Send once on a fresh connection. If the connection fails, nothing was sent."""
        await self._limiter.write()
        try:
            return await self._transport.post(
                {**parameters, "action": action}, fresh=True, limit=LARGEST_WRITE
            )
        except NothingSent as error:
            self._is_down(error)
            return NotSent(str(error))
        except PanelError as error:
            self._is_down(error)
            return Unknown(str(error))

    async def _watched(self, action: str, call: Coroutine[Any, Any, T]) -> T:
        try:
            result = await call
        except (PanelError, _Later) as error:
            self._observe(action, word(error.error if isinstance(error, _Later) else error))
            raise
        self._observe(action, word(result))
        return result

    def _is_down(self, error: PanelError) -> None:
        if not self.down:
            log.warning("the panel is down: %s", self._explain(error))
        self.down = True

    def _is_up(self) -> None:
        if self.down:
            log.info("the panel is back")
        self.down = False


def _outcome(sent: PanelReply | NotSent | Unknown, understand: Callable[[object], Outcome]) -> Outcome:
    return outcome(sent, understand) if isinstance(sent, PanelReply) else sent


def _of(
    order: str, understand: Callable[[object, list[str]], dict[str, Outcome]], orders: list[str]
) -> Callable[[object], Outcome]:
    """Return a function that reads the outcome of one order from an answer about several."""
    return lambda answer: understand(answer, orders)[order]


async def _beside(understand: Callable[[PanelReply], T], reply: PanelReply) -> T:
    """Read an answer; a large one in a thread, so that the event loop is free."""
    if len(reply.body) < LARGE_ANSWER_BYTES:
        return understand(reply)
    return await asyncio.to_thread(understand, reply)


class _Later(Exception):
    """A read that may be retried; `seconds` is the panel's Retry-After, None if it gave none."""

    def __init__(self, error: PanelError, seconds: float | None) -> None:
        self.error = error
        self.seconds = seconds
