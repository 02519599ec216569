"""The operator, who looks orders in doubt up on the panel's own page, says what is true, and sends broadcasts."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

import aiohttp

from sandbox.panel.server import PanelServer
from tests.long.crash.broadcasts import Broadcasts
from tests.long.crash.records import Records
from tests.long.crash.witness import Witness
from tests.people import NotSeen, Person
from views.operating.callbacks import DenyOrder, DenyRefill, NameOrder, NameRefill

PAUSE = 0.3  # seconds between two looks


class Operator:
    """She knows what is open from `records`, and acts through the chat alone."""

    def __init__(
        self, person: Person, panel: PanelServer, records: Records, broadcasts: Broadcasts | None = None
    ) -> None:
        self.person = person
        self.witness = Witness(person.chat)
        self._panel = panel
        self._records = records
        self._broadcasts = broadcasts

    async def go_on(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            await self._try(self._decide_all)
            await self._try(self._look_after_broadcasts)
            await asyncio.sleep(PAUSE)

    async def _try(self, act: Callable[[], Awaitable[None]]) -> None:
        with contextlib.suppress(NotSeen, aiohttp.ClientError):  # the bot was dead just then
            await act()

    async def _look_after_broadcasts(self) -> None:
        if self._broadcasts:
            await self._broadcasts.go_on(self._records)

    async def _decide_all(self) -> None:
        if not self.person.chat.started:
            await self.person.says("/start")
        in_doubt = "SELECT id, target FROM orders WHERE status = 'unconfirmed'"
        for order_id, link in await self._records.ask(in_doubt) or ():
            await self._decide(order_id, link)
        refills = (
            "SELECT r.id, r.order_id, o.panel_order_id FROM refills r JOIN orders o ON o.id = r.order_id"
            " WHERE r.status = 'unconfirmed'"
        )
        for refill_id, order_id, panel_order_id in await self._records.ask(refills) or ():
            if order_id in self.witness.questions:
                await self._decide_refill(refill_id, panel_order_id)

    async def _decide(self, order_id: int, link: str) -> None:
        """Only after the bot has asked: until then the panel may still be writing the order down."""
        if order_id not in self.witness.questions:
            return
        found = [order.id for order in self._panel.book.orders.values() if order.sent.get("link") == link]
        if found:
            await self.person.taps_raw(NameOrder(order=order_id).pack())
            await self.person.says(str(found[0]))
        else:
            await self.person.taps_raw(DenyOrder(order=order_id).pack())

    async def _decide_refill(self, refill_id: int, panel_order_id: str) -> None:
        named = "SELECT panel_refill_id FROM refills WHERE panel_refill_id <> ''"
        known = {row[0] for row in await self._records.ask(named) or ()}
        found = [
            refill.id
            for refill in self._panel.book.refills.values()
            if str(refill.order.id) == panel_order_id and str(refill.id) not in known
        ]
        if found:
            await self.person.taps_raw(NameRefill(refill=refill_id).pack())
            await self.person.says(str(found[0]))
        else:
            await self.person.taps_raw(DenyRefill(refill=refill_id).pack())
