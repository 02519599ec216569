"""The client of a panel: what can be asked of it and told to it."""

import logging
import random as chance
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from types import TracebackType
from typing import Self

from panel import usual_answers
from panel.batches import Batches
from panel.calls import Calls
from panel.errors import PanelError
from panel.limiter import Limiter
from panel.models import Balance, KnownStatus, Listing, NewOrder, OrderStatus, Outcome, RefillStatus, Service
from panel.outcomes import Observe, nobody
from panel.pages import page_of
from panel.parse_status import balance, order_status, refill_status, refill_statuses, statuses
from panel.parse_written import cancels_written, order_written, refill_written, refills_written
from panel.replies import content
from panel.transport import Transport

log = logging.getLogger("panel")

MOST_PAGES = 200  # of a list of services
LONGEST_CALL = 30.0  # seconds, unless it is told otherwise


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
        timeout: float = LONGEST_CALL,
        connect_timeout: float = 10.0,
        backoff: float = 0.5,
        clock: Callable[[], float] = time.monotonic,
        random: Callable[[], float] = chance.random,
        observe: Observe = nobody,
    ) -> None:
        self._transport = Transport(url, key, connect_timeout=connect_timeout, timeout=timeout)
        limiter = Limiter(calls_per_minute, clock)
        self._calls = Calls(self._transport, limiter, backoff=backoff, random=random, observe=observe)
        self._batches = Batches(self._calls)
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
        return self._calls.down

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
            page = await self._calls.read("services", parameters, partial(page_of, unless=unless))
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
        return await self._calls.read("balance", {}, lambda it: balance(content(it)))

    async def order_status(self, order: str) -> OrderStatus:
        """Raises PanelRefused with Meaning.ORDER where the panel does not know the order."""
        return await self._calls.read("status", {"order": order}, lambda it: order_status(content(it)))

    async def order_statuses(
        self, orders: Sequence[str], unless: Mapping[str, KnownStatus] = usual_answers.NOTHING
    ) -> dict[str, OrderStatus | PanelError]:
        """The status of many orders, 100 a call; an order that the panel does not mention is absent.

        So may be one whose status is still as in `unless`, which saves the work of reading it.
        """
        usual = partial(usual_answers.statuses, known=unless)
        return await self._batches.read("status", "orders", list(orders), statuses, self.order_status, usual)

    async def refill_status(self, refill: str) -> RefillStatus:
        return await self._calls.read(
            "refill_status", {"refill": refill}, lambda it: refill_status(content(it))
        )

    async def refill_statuses(self, refills: Sequence[str]) -> dict[str, RefillStatus | PanelError]:
        """The status of many refills, 100 a call; a refill that the panel does not mention is absent."""
        return await self._batches.read(
            "refill_status", "refills", list(refills), refill_statuses, self.refill_status
        )

    async def room_to_write(self) -> None:
        """Wait until the limit of calls leaves room for a write, so that the next one goes at once."""
        await self._calls.room_to_write()

    async def add_order(self, order: NewOrder) -> Outcome:
        """Order once. Never retried: an answer that is lost may belong to an order that exists."""
        parameters = {str(field): value for field, value in order.parameters.items()}
        parameters = {"service": order.service, **parameters}
        return await self._calls.write("add", parameters, order_written)

    async def refill(self, order: str) -> Outcome:
        """Ask once for a refill; Placed carries the refill's id."""
        return await self._calls.write("refill", {"order": order}, refill_written)

    async def refills(self, orders: Sequence[str]) -> dict[str, Outcome]:
        """Ask once for refills of at most 100 orders."""
        return await self._calls.write_many("refill", list(orders), refills_written)

    async def cancel(self, orders: Sequence[str]) -> dict[str, Outcome]:
        """Ask once to cancel at most 100 orders; Placed means asked for, not done and not refunded."""
        return await self._calls.write_many("cancel", list(orders), cancels_written)

    def _tell_senseless(self, senseless: int) -> None:
        if senseless != self._senseless:
            log.warning("%d services of the panel's list make no sense and are left out", senseless)
        self._senseless = senseless
