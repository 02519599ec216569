"""What sells, on a world's database and panel: services, reviews, orders and what the panel says of them."""

from dataclasses import dataclass, field
from typing import Any

from panel.service_types import Field
from storage import order_progress, orders, submissions
from storage.drafts import Draft
from tests.usecases.sweeping import World
from usecases.alerting.alert_operators import AlertOperators
from usecases.browsing.catalogue import Catalogue
from usecases.browsing.refresh_catalogue import RefreshCatalogue
from usecases.clock import MINUTE
from usecases.errors import ServiceHeld
from usecases.operating.decide_holds import DecideHolds
from usecases.ordering.draft_orders import DraftOrders
from usecases.ordering.place_order import PlaceOrder
from usecases.people.access import Access
from usecases.pricing.quote import review_of
from usecases.tracking.hold_services import HoldServices
from usecases.wakeup import WakeUp

LIKES = {
    "service": 1,
    "name": "Likes",
    "type": "Default",
    "category": "C",
    "rate": "0.0021",
    "min": 10,
    "max": 90_000,
}
VIEWS = {**LIKES, "service": 2, "name": "Views", "rate": "0.004"}
PACK = {**LIKES, "service": 3, "name": "Pack", "type": "Package", "rate": "3.00"}


@dataclass
class Shop:
    """What sells, wired on a world's database and panel."""

    world: World
    catalogue: Catalogue = field(default_factory=lambda: Catalogue(1))
    costs: dict[str, orders.Cost] = field(default_factory=dict)
    """By service: what the panel takes for an order that a wallet pays for. Others are paid from the panel."""

    def __post_init__(self) -> None:
        world = self.world
        access = Access(db=world.db, admin_ids=[8, 9], allowed_ids=[1], clock=world.clock)
        self.alert = AlertOperators(db=world.db, access=access, clock=world.clock)
        self.refresh = RefreshCatalogue(
            db=world.db, panel=world.client, catalogue=self.catalogue, alert=self.alert, clock=world.clock
        )
        self.drafts = DraftOrders(db=world.db, catalogue=self.catalogue, clock=world.clock)
        self.place = PlaceOrder(
            db=world.db,
            draft_orders=self.drafts,
            cost_of=lambda draft: self.costs.get(draft.service_id),
            alert=self.alert,
            wake_submitter=WakeUp(),
            wake_sender=WakeUp(),
            clock=world.clock,
        )
        self.decide = DecideHolds(
            db=world.db, panel_key_id=1, reprice=self.refresh.reprice, clock=world.clock
        )
        self.hold = HoldServices(db=world.db, alert=self.alert, clock=world.clock)

    async def lists(self, *services: dict[str, Any]) -> None:
        self.world.script.says(list(services))
        await self.refresh()

    async def review(self, service: str = "1", quantity: int = 1_000) -> Draft:
        step = await self.drafts.start(1, service)
        for name, text in ((Field.LINK, "https://example.com/p"), (Field.QUANTITY, str(quantity))):
            step = await self.drafts.answer(step.draft.id, 1, name, text)
        return step.draft

    async def confirm(self, draft: Draft) -> orders.Order:
        return await self.place(draft.id, 1, review_of(draft), None)

    async def order(self, service: str = "1", balance: int | None = None) -> orders.Order:
        """Placed at the panel, under our own number."""
        order = await self.confirm(await self.review(service))
        await order_progress.begin_submitting(self.world.db, order.id)
        await submissions.begin(self.world.db, order.id, balance, self.world.now)
        await submissions.end(
            self.world.db, order.id, submissions.SubmissionOutcome.PLACED, "", self.world.now
        )
        placed = await order_progress.place(self.world.db, order.id, str(order.id), self.world.now, 1)
        assert placed is not None
        return placed

    async def hears(self, order: orders.Order, **figures: Any) -> None:
        answer = {"status": "In progress", "remains": "1000", "currency": "USD", **figures}
        others = {"status": "Pending"}

        def told(sent: dict[str, str]) -> dict[str, Any]:
            asked = sent.get("orders", "").split(",")
            return {one: answer if one == str(order.id) else others for one in asked} if asked[0] else answer

        self.world.script.says(told)
        self.world.now += MINUTE
        await order_progress.ask_soon(self.world.db, order.id, 1, self.world.now)
        await self.world.sweep(later=1)

    async def alerts(self) -> list[Any]:
        sql = "SELECT user_id, subject_id FROM outbox WHERE event = 'hold' ORDER BY user_id"
        return await self.world.db.fetch_all(sql)

    async def is_sold(self, service: str) -> bool:
        try:
            await self.review(service)
        except ServiceHeld:
            return False
        return True
