"""The client of a panel, with a method for each call."""

import random as chance
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from types import TracebackType
from typing import Self

from panel.errors import PanelError
from panel.http.batches import Batches
from panel.http.calls import Calls
from panel.http.limiter import Limiter
from panel.http.outcomes import Observe, nobody
from panel.http.replies import content
from panel.http.transport import Transport
from panel.listing import Listings
from panel.models import Balance, KnownStatus, Listing, NewOrder, OrderStatus, Outcome, RefillStatus, Service
from panel.parsing import usual_answers
from panel.parsing.balances import balance
from panel.parsing.statuses import order_status, refill_status, refill_statuses, statuses
from panel.parsing.writes import cancels_written, order_written, refill_written, refills_written

LONGEST_CALL = 30.0  # seconds, by default


class Panel:
    """One account on one panel; `proxy` is a URL as in `panel.http.proxies`.

    `timeout` and `connect_timeout` are seconds of one call. `backoff` is in seconds, `clock` counts seconds,
    and `random` returns 0..1 for the jitter between attempts. `observe` gets the outcome of each call;
    `explain` words an error for the log. Raises ValueError for a URL that is not https (loopback excepted).
    """

    def __init__(
        self,
        url: str,
        key: str,
        *,
        proxy: str | None = None,
        calls_per_minute: int = 60,
        timeout: float = LONGEST_CALL,
        connect_timeout: float = 10.0,
        backoff: float = 0.5,
        clock: Callable[[], float] = time.monotonic,
        random: Callable[[], float] = chance.random,
        observe: Observe = nobody,
        explain: Callable[[PanelError], str] = str,
    ) -> None:
        self._transport = Transport(url, key, proxy=proxy, connect_timeout=connect_timeout, timeout=timeout)
        limiter = Limiter(calls_per_minute, clock)
        self._calls = Calls(
            self._transport, limiter, backoff=backoff, random=random, observe=observe, explain=explain
        )
        self._batches = Batches(self._calls, clock)
        self._listings = Listings(self._calls)

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
        """Whether the last call had no answer that could be understood."""
        return self._calls.down

    async def services(self) -> tuple[Service, ...]:
        """Return all services, in the panel's order, without entries that make no sense.

        Raises PanelError, as all reads do.
        """
        listing = await self.listing()
        return listing.services if listing else ()

    async def listing(self, unless: bytes | None = None) -> Listing | None:
        """As `services`, with a fingerprint of the answer; None if it is `unless`: nothing has changed."""
        return await self._listings.read(unless)

    async def balance(self) -> Balance:
        return await self._calls.read("balance", {}, lambda it: balance(content(it)))

    async def order_status(self, order: str) -> OrderStatus:
        """Raises PanelRefused with Meaning.ORDER if the panel does not know the order."""
        return await self._calls.read("status", {"order": order}, lambda it: order_status(content(it), order))

    async def order_statuses(
        self, orders: Sequence[str], unless: Mapping[str, KnownStatus] = usual_answers.NO_STATUSES
    ) -> dict[str, OrderStatus | PanelError]:
        """Return the status of many orders, 100 a call. An order that the panel omits is absent.

        An order whose status is as in `unless` may be absent too, which saves the work of reading it.
        """
        usual = partial(usual_answers.statuses, known=unless)
        return await self._batches.read("status", "orders", list(orders), statuses, self.order_status, usual)

    async def refill_status(self, refill: str) -> RefillStatus:
        return await self._calls.read(
            "refill_status", {"refill": refill}, lambda it: refill_status(content(it), refill)
        )

    async def refill_statuses(self, refills: Sequence[str]) -> dict[str, RefillStatus | PanelError]:
        """Return the status of many refills, 100 a call. A refill that the panel omits is absent."""
        return await self._batches.read(
            "refill_status", "refills", list(refills), refill_statuses, self.refill_status
        )

    async def room_to_write(self) -> None:
        """Wait until the rate limit allows a write at once."""
        await self._calls.room_to_write()

    async def add_order(self, order: NewOrder) -> Outcome:
        """Order once. Never retried: the order may exist although its answer was lost."""
        parameters = {str(field): value for field, value in order.parameters.items()}
        quantity = {"quantity": str(order.quantity)} if order.quantity is not None else {}
        parameters = {"service": order.service, **quantity, **parameters}
        return await self._calls.write("add", parameters, order_written)

    async def refill(self, order: str) -> Outcome:
        """Ask once for a refill; Placed has the refill's id, or the order's id if the panel tells none."""
        understand = partial(refill_written, order=order)
        return await self._calls.write("refill", {"order": order}, understand)

    async def refills(self, orders: Sequence[str]) -> dict[str, Outcome]:
        """Ask once for refills of at most 100 orders."""
        return await self._calls.write_many("refill", list(orders), refills_written)

    async def cancel(self, orders: Sequence[str]) -> dict[str, Outcome]:
        """Ask once to cancel at most 100 orders. Placed means asked for, not canceled or refunded.

        A single id is sent as `order` and as `orders`, because panels read one of the two.
        """
        return await self._calls.write_many("cancel", list(orders), cancels_written)
