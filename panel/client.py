"""The client of a panel: reads are tried again, writes never."""

import asyncio
import logging
import random as chance
import time
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from functools import partial
from types import TracebackType
from typing import Any, Self, TypeVar

from panel import usual_answers
from panel.answers import seen
from panel.errors import (
    Meaning,
    PanelError,
    PanelNotUnderstood,
    PanelRedirected,
    PanelRefused,
    PanelUnreachable,
)
from panel.limiter import Limiter
from panel.models import (
    Balance,
    Listing,
    NewOrder,
    NotSent,
    OrderStatus,
    Outcome,
    RefillStatus,
    Service,
    Unknown,
)
from panel.outcomes import Observe, nobody, word
from panel.pages import page_of
from panel.parse_status import balance, order_status, refill_status, refill_statuses, statuses
from panel.parse_written import cancels_written, order_written, refill_written, refills_written
from panel.replies import content, outcome
from panel.transport import MEGABYTE, NothingSent, Reply, Transport

log = logging.getLogger("panel")

T = TypeVar("T")

BATCH = 100  # ids that a panel takes in one call
FINE = 200  # the HTTP status of an answer that need not be looked at twice
ATTEMPTS = 3  # of a read
MOST_PATIENCE = 30.0  # seconds that a Retry-After is waited for
MOST_PAGES = 200  # of a list of services
LARGE = MEGABYTE // 4
LARGEST_READ = 32 * MEGABYTE
LARGEST_WRITE = 1 * MEGABYTE


class Panel:
    """One account on one panel.

    `timeout` and `connect_timeout` in seconds, of one call; `clock` counts seconds, `random` gives 0..1 for
    the jitter between attempts; `observe` hears what every call came to. Raises ValueError for a URL that is
    not https (loopback excepted).
    """

    def __init__(
        self,
        url: str,
        key: str,
        *,
        calls_per_minute: int = 60,
        timeout: float = 30.0,
        connect_timeout: float = 10.0,
        backoff: float = 0.5,
        clock: Callable[[], float] = time.monotonic,
        random: Callable[[], float] = chance.random,
        observe: Observe = nobody,
    ) -> None:
        self._transport = Transport(url, key, connect_timeout=connect_timeout, timeout=timeout)
        self._limiter = Limiter(calls_per_minute, clock)
        self._backoff = backoff
        self._random = random
        self._observe = observe
        self._down = False
        self._one_by_one: set[str] = set()  # actions of which the panel takes no batch
        self._senseless = 0  # services that could not be read, when they were last told

    async def __aenter__(self) -> Self:
        await self._transport.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        await self._transport.close()

    @property
    def down(self) -> bool:
        """Whether the last call went without an answer that could be understood."""
        return self._down

    async def services(self) -> tuple[Service, ...]:
        """Everything the panel lists, in its order; entries that make no sense are left out and counted.

        Raises PanelError, as all reads do.
        """
        listing = await self.listing()
        return listing.services if listing else ()

    async def listing(self, unless: bytes | None = None) -> Listing | None:
        """As `services`, with a digest of the answer; None where that is `unless`: nothing has changed."""
        found: dict[str, Service] = {}
        digests = []
        offset = senseless = 0
        for _ in range(MOST_PAGES):
            parameters = {"offset": str(offset)} if offset else {}
            page = await self._read("services", parameters, partial(page_of, unless=unless))
            if page is None:
                return None
            known = len(found)
            for one in page.services:
                found.setdefault(one.id, one)
            digests.append(page.digest)
            senseless += page.senseless
            if not page.goes_on or len(found) == known:
                break
            offset += len(page.services) + page.senseless
        self._tell_senseless(senseless)
        digest = b"".join(digests)
        return None if digest == unless else Listing(tuple(found.values()), digest)

    async def balance(self) -> Balance:
        return await self._read("balance", {}, lambda it: balance(content(it)))

    async def order_status(self, order: str) -> OrderStatus:
        """Raises PanelRefused with Meaning.ORDER where the panel does not know the order."""
        return await self._read("status", {"order": order}, lambda it: order_status(content(it)))

    async def order_statuses(self, orders: Sequence[str]) -> dict[str, OrderStatus | PanelError]:
        """The status of many orders, 100 a call; an order that the panel does not mention is absent."""
        return await self._many(
            "status", "orders", list(orders), statuses, self.order_status, usual_answers.statuses
        )

    async def refill_status(self, refill: str) -> RefillStatus:
        return await self._read("refill_status", {"refill": refill}, lambda it: refill_status(content(it)))

    async def refill_statuses(self, refills: Sequence[str]) -> dict[str, RefillStatus | PanelError]:
        """The status of many refills, 100 a call; a refill that the panel does not mention is absent."""
        return await self._many(
            "refill_status", "refills", list(refills), refill_statuses, self.refill_status
        )

    async def add_order(self, order: NewOrder) -> Outcome:
        """Order once. Never retried: an answer that is lost may belong to an order that exists."""
        parameters = {str(field): value for field, value in order.parameters.items()}
        parameters = {"service": order.service, **parameters}
        return await self._watched("add", self._write("add", parameters, order_written))

    async def refill(self, order: str) -> Outcome:
        """Ask once for a refill; Placed carries the refill's id."""
        return await self._watched("refill", self._write("refill", {"order": order}, refill_written))

    async def refills(self, orders: Sequence[str]) -> dict[str, Outcome]:
        """Ask once for refills of at most 100 orders."""
        return await self._write_many("refill", list(orders), refills_written)

    async def cancel(self, orders: Sequence[str]) -> dict[str, Outcome]:
        """Ask once to cancel at most 100 orders; Placed means asked for, not done and not refunded."""
        return await self._write_many("cancel", list(orders), cancels_written)

    async def _many(
        self,
        action: str,
        name: str,
        ids: list[str],
        understand: Callable[[object, list[str]], Mapping[str, T | PanelError] | None],
        ask_one: Callable[[str], Awaitable[T]],
        usual: Callable[[bytes, list[str]], Mapping[str, T] | None] | None = None,
    ) -> dict[str, T | PanelError]:
        told: dict[str, T | PanelError] = {}
        for start in range(0, len(ids), BATCH):
            batch = ids[start : start + BATCH]
            answers = None
            if len(batch) > 1 and action not in self._one_by_one:
                answers = await self._batch(action, name, batch, understand, usual)
            if answers is None:
                answers = await self._singly(batch, ask_one)
                if len(batch) > 1:
                    self._one_by_one.add(action)
            told.update(answers)
        return told

    async def _batch(
        self,
        action: str,
        name: str,
        ids: list[str],
        understand: Callable[[object, list[str]], Mapping[str, T | PanelError] | None],
        usual: Callable[[bytes, list[str]], Mapping[str, T] | None] | None,
    ) -> Mapping[str, T | PanelError] | None:
        """Ask for many at once; None where the panel may not know batches: asked singly it will tell."""

        def understood(reply: Reply) -> Mapping[str, T | PanelError] | None:
            quick = usual(reply.body, ids) if usual is not None and reply.status == FINE else None
            return quick or understand(content(reply), ids)

        try:
            return await self._read(action, {name: ",".join(ids)}, understood)
        except PanelRefused as error:
            if error.meaning is Meaning.RATE_LIMIT:
                raise
            return None

    async def _singly(
        self, ids: list[str], ask_one: Callable[[str], Awaitable[T]]
    ) -> dict[str, T | PanelError]:
        told: dict[str, T | PanelError] = {}
        for one in ids:
            try:
                told[one] = await ask_one(one)
            except PanelRefused as error:
                if error.meaning in (Meaning.KEY, Meaning.RATE_LIMIT):
                    raise
                told[one] = error
            except PanelNotUnderstood as error:
                told[one] = error
        return told

    async def _read(self, action: str, parameters: Mapping[str, str], understand: Callable[[Reply], T]) -> T:
        """Ask until there is an answer, a few times; waits as long as the panel says, up to 30 s."""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return await self._watched(action, self._read_once(action, parameters, understand))
            except _Later as later:
                if attempt == ATTEMPTS:
                    raise later.error from None
                pause = self._backoff * 2 ** (attempt - 1) * (0.5 + self._random())
                await asyncio.sleep(min(max(pause, later.seconds or 0.0), MOST_PATIENCE))
        raise AssertionError  # the last attempt returns or raises

    async def _read_once(
        self, action: str, parameters: Mapping[str, str], understand: Callable[[Reply], T]
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
        except PanelUnreachable as error:
            self._is_down(error)
            raise _Later(error, None) from None
        except (PanelNotUnderstood, PanelRedirected) as error:
            self._is_down(error)
            raise
        self._is_up()
        return result

    async def _write(
        self, action: str, parameters: Mapping[str, str], understand: Callable[[object], Outcome]
    ) -> Outcome:
        """Send once on a fresh connection, so that a connection that fails proves that nothing was sent."""
        await self._limiter.write()
        try:
            reply = await self._transport.post(
                {**parameters, "action": action}, fresh=True, limit=LARGEST_WRITE
            )
        except NothingSent as error:
            self._is_down(error)
            return NotSent(str(error))
        except PanelError as error:
            self._is_down(error)
            return Unknown(str(error))
        return outcome(reply, understand)

    async def _write_many(
        self,
        action: str,
        orders: list[str],
        understand: Callable[[object, list[str]], dict[str, Outcome]],
    ) -> dict[str, Outcome]:
        if len(orders) > BATCH:
            raise ValueError("at most 100 orders in one call")
        told: dict[str, Outcome] = {}

        def keep(answer: object) -> Outcome:
            told.update(understand(answer, orders))
            return Unknown(seen(answer))

        whole = await self._write(action, {"orders": ",".join(orders)}, keep)
        self._observe(action, word(told or whole))
        return told or dict.fromkeys(orders, whole)

    async def _watched(self, action: str, call: Coroutine[Any, Any, T]) -> T:
        try:
            result = await call
        except (PanelError, _Later) as error:
            self._observe(action, word(error.error if isinstance(error, _Later) else error))
            raise
        self._observe(action, word(result))
        return result

    def _is_down(self, error: PanelError) -> None:
        if not self._down:
            log.warning("the panel is down: %s", error)
        self._down = True

    def _is_up(self) -> None:
        if self._down:
            log.info("the panel is back")
        self._down = False

    def _tell_senseless(self, senseless: int) -> None:
        if senseless != self._senseless:
            log.warning("%d services of the panel's list make no sense and are left out", senseless)
        self._senseless = senseless


async def _beside(understand: Callable[[Reply], T], reply: Reply) -> T:
    """Read an answer; a large one in a thread, so that nobody waits for it meanwhile."""
    if len(reply.body) < LARGE:
        return understand(reply)
    return await asyncio.to_thread(understand, reply)


class _Later(Exception):
    """A read that may be tried again, after so many seconds where the panel said."""

    def __init__(self, error: PanelError, seconds: float | None) -> None:
        self.error = error
        self.seconds = seconds
