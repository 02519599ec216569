"""One walk through a panel, call by call: what each dialect answers is compared with what real panels do."""

from collections.abc import AsyncIterator
from decimal import Decimal
from typing import Any

import aiohttp

from sandbox.panel.book import Order
from sandbox.panel.server import PanelServer

DEFAULT, DEAR, PACKAGE, AUTO_LIKES, COMMENTS, DRIP = 101, 102, 105, 111, 113, 107
"""Services of the catalogue by their own ids: plain, one whose rate is 1,234.5, a package, a subscription,
custom comments, one with drip-feed."""


class Walk:
    """Steps by name, each with the answer's HTTP status and body as text."""

    def __init__(self, panel: PanelServer) -> None:
        self.panel = panel
        self.seen: dict[str, str] = {}
        self._session = aiohttp.ClientSession()
        self._links = 0

    async def asks(self, step: str, action: str, key: str = "demo-key", **parameters: Any) -> str:
        form = {"key": key, "action": action, **{name: str(value) for name, value in parameters.items()}}
        async with self._session.post(self.panel.api_url, data=form) as answer:
            self.seen[step] = f"{answer.status} {await answer.text(encoding='utf-8')}"
        return self.seen[step]

    async def adds(self, step: str, service: int, **parameters: Any) -> Order | None:
        """Order on a link of its own unless one is given; the order that the panel took, if it took one."""
        self._links += 1
        orders = self.panel.book.orders
        last, wish = len(orders), {"link": f"https://e.com/{self._links}", "quantity": 1000, **parameters}
        await self.asks(
            step, "add", service=self.id_of(service), **{n: v for n, v in wish.items() if v is not None}
        )
        if len(orders) == last:
            return None
        order = list(orders.values())[-1]
        order.starts_after, order.takes, order.ends_as, order.start_count = 1, 10, "Completed", 3572
        return order

    def id_of(self, service: int) -> Any:
        """As the dialect lists it."""
        dialect, book = self.panel.dialect, self.panel.book
        rows = dialect.services([dialect.service(one) for one in book.services.values()])
        rows = rows["services"] if isinstance(rows, dict) and "services" in rows else rows
        listed = list(rows.values()) if isinstance(rows, dict) else rows
        return listed[list(book.services).index(service)]["service"]

    def number(self, order: Order) -> Any:
        return self.panel.dialect.number(order)

    def waits(self, seconds: float) -> None:
        self.panel.book.clock.advance(seconds)

    async def close(self) -> None:
        await self._session.close()


async def walked(panel: PanelServer) -> AsyncIterator[dict[str, str]]:
    """Everything a client may do, once; the clock stands still between the steps."""
    panel.book.services[DEAR].rate = Decimal("1234.5")
    walk = Walk(panel)
    try:
        for part in (_account, _orders, _life, _refills, _cancels, _ends, _too_many):
            await part(walk)
            walk.waits(100)
        yield walk.seen
    finally:
        await walk.close()


async def _account(walk: Walk) -> None:
    await walk.asks("services", "services")
    await walk.asks("services from 100", "services", offset=100)
    await walk.asks("balance", "balance")
    await walk.asks("balance of poor", "balance", key="poor-key")
    await walk.asks("wrong key", "balance", key="nobody")
    await walk.asks("no key", "balance", key="")


async def _orders(walk: Walk) -> None:
    await walk.adds("add", DEFAULT, link="https://e.com/same")
    await walk.adds("add again", DEFAULT, link="https://e.com/same")
    await walk.adds("add too few", DEFAULT, quantity=10)
    await walk.adds("add too many", DEFAULT, quantity=20_000)
    await walk.adds("add odd number", DEFAULT, quantity=1001)
    await walk.adds("add much on a link", DEFAULT, quantity=5010)
    await walk.adds("add bad link", DEFAULT, link="example")
    await walk.asks("add bad service", "add", service="9999", link="https://e.com/x", quantity=1000)
    await walk.adds("add without funds", DEFAULT, key="poor-key")
    await walk.adds("add runs without drip-feed", DEFAULT, runs=2, interval=10)
    await walk.adds("add package", PACKAGE, quantity=None)
    words = await walk.adds("add comments", COMMENTS, quantity=5, comments="one + one\n2\n3\n4\n5")
    walk.seen["comments"] = words.sent["comments"] if words else ""
    await walk.adds("add drip-feed at 7", DRIP, quantity=100, runs=5, interval=7)
    await walk.adds("add drip-feed of too many", DRIP, quantity=15_000, runs=5, interval=10)


async def _life(walk: Walk) -> None:
    order = await walk.adds("add first", DEFAULT)
    assert order is not None
    number = walk.number(order)
    await walk.asks("status at once", "status", order=number)
    walk.waits(5)
    await walk.asks("batch at first", "status", orders=f"{number},99")
    await walk.asks("batch", "status", orders=f"{number},99")
    await walk.asks("batch of unknown", "status", orders="98,99")
    await walk.asks("status on its way", "status", order=number)
    await walk.asks("status unknown", "status", order=99)
    drip = await walk.adds("add drip-feed", DRIP, quantity=100, runs=5, interval=10)
    likes = await walk.adds(
        "add subscription",
        AUTO_LIKES,
        link=None,
        quantity=None,
        username="a",
        min=20,
        max=30,
        posts=0,
        delay=5,
    )
    walk.waits(3)
    for step, one in (("status of drip-feed", drip), ("status of subscription", likes)):
        assert one is not None
        await walk.asks(step, "status", order=walk.number(one))


async def _refills(walk: Walk) -> None:
    order = await walk.adds("add second", DEFAULT)
    assert order is not None
    number = walk.number(order)
    await walk.asks("refill too early", "refill", order=number)
    walk.waits(30)
    await walk.asks("status at its end", "status", order=number)
    await walk.asks("refill", "refill", order=number)
    refill = list(walk.panel.book.refills.values())[-1]
    refill.ends_as = "Rejected"
    asked = walk.panel.dialect.refill_id(refill)
    await walk.asks("refill again", "refill", order=number)
    await walk.asks("status while refilled", "status", order=number)
    await walk.asks("refill status", "refill_status", refill=asked)
    walk.waits(5)
    await walk.asks("refill status on its way", "refill_status", refill=asked)
    await walk.asks("refill while on its way", "refill", order=number)
    walk.waits(60)
    await walk.asks("refill status at its end", "refill_status", refill=asked)
    await walk.asks("refill status unknown", "refill_status", refill=9)
    await walk.asks("refill on the same day", "refill", order=number)
    await walk.asks("refills", "refill", orders=f"{number},99")


async def _cancels(walk: Walk) -> None:
    order = await walk.adds("add third", DEFAULT)
    assert order is not None
    number = walk.number(order)
    walk.waits(3)
    await walk.asks("cancel by orders", "cancel", orders=number)
    order.cancel_asked = None
    await walk.asks("cancel by order", "cancel", order=number)
    order.cancel_asked = None
    await walk.asks("cancel", "cancel", orders=number, order=number)
    await walk.asks("cancel again", "cancel", orders=number, order=number)
    await walk.asks("status when cancel is asked", "status", order=number)


async def _ends(walk: Walk) -> None:
    for end in ("Partial", "Canceled", "Failed"):
        order = await walk.adds(f"add for {end}", DEFAULT)
        assert order is not None
        order.ends_as = end
        walk.waits(30)
        await walk.asks(f"status {end}", "status", order=walk.number(order))
    await walk.asks("balance at last", "balance")


async def _too_many(walk: Walk) -> None:
    for _ in range(125):
        await walk.asks("call too many", "balance")
    for _ in range(35):
        await walk.asks("wrong key too often", "balance", key="nobody")
    await walk.asks("right key at a closed door", "balance")
