"""A shop on a world's database and panel, with an operator's use cases."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from panel.service_types import Field
from storage import panel_keys
from storage.drafts import Draft
from storage.price_rules import RuleKey, RuleLevel
from tests.usecases.sweeping import World
from usecases.alerting.alert_operators import AlertOperators
from usecases.browsing.catalogue import Catalogue
from usecases.browsing.refresh_catalogue import RefreshCatalogue
from usecases.browsing.selling import Selling
from usecases.operating.change_prices import ChangePrices
from usecases.operating.confirm_prices import ConfirmPrices
from usecases.operating.decide_holds import DecideHolds
from usecases.operating.manage_groups import ManageGroups
from usecases.operating.plan_prices import PriceChange, PriceWish
from usecases.operating.watch_prices import WatchPrices
from usecases.ordering.draft_orders import DraftOrders
from usecases.people.access import Access
from usecases.pricing.terms import ShopTerms
from usecases.wakeup import WakeUp

ALL = RuleKey(RuleLevel.ALL, "", None)
PETRA, OLGA = 8, 9


def percent(value: str, key: RuleKey = ALL) -> PriceWish:
    return PriceWish(PriceChange.PERCENT, key, Decimal(value))


UNDO = PriceWish(PriceChange.UNDO, ALL)


@dataclass
class ResellerShop:
    """What sells at prices of its own; `currency` is the panel's."""

    world: World
    terms: ShopTerms = field(default_factory=lambda: ShopTerms("USD"))

    def __post_init__(self) -> None:
        world = self.world
        access = Access(db=world.db, admin_ids=[PETRA, OLGA], allowed_ids=[1], clock=world.clock)
        self.alert = AlertOperators(db=world.db, access=access, clock=world.clock)
        self.catalogue = Catalogue(1, Selling(db=world.db, terms=self.terms))
        self.refresh = RefreshCatalogue(
            db=world.db, panel=world.client, catalogue=self.catalogue, alert=self.alert, clock=world.clock
        )
        self.drafts = DraftOrders(db=world.db, catalogue=self.catalogue, clock=world.clock)
        self.watch = WatchPrices(
            db=world.db,
            catalogue=self.catalogue,
            alert=self.alert,
            wake_sender=WakeUp(),
            clock=world.clock,
        )
        given: dict[str, Any] = {"db": world.db, "catalogue": self.catalogue, "clock": world.clock}
        self.change = ChangePrices(**given, watch_prices=self.watch)
        self.confirm = ConfirmPrices(**given, watch_prices=self.watch)
        self.groups = ManageGroups(**given)
        self.holds = DecideHolds(db=world.db, panel_key_id=1, reprice=self.refresh.reprice, clock=world.clock)

    async def lists(self, *services: dict[str, Any]) -> None:
        self.world.script.says(list(services))
        await self.refresh()

    async def has_currency(self, currency: str) -> None:
        await panel_keys.keep_balance(self.world.db, 1, 12_000_000, currency, self.world.now)
        self.catalogue.panel_currency = currency
        await self.watch()

    async def opens(self) -> None:
        """An operator confirms the prices."""
        found = await self.confirm.check()
        assert found is not None
        await self.confirm(found.fingerprint, OLGA)

    async def saves(self, wish: PriceWish, operator: int = OLGA) -> None:
        plan = await self.change.plan(wish)
        await self.change.save(wish, plan.book.version, plan.book.panel_currency, operator)

    def rate(self, service: str = "1", group_id: int | None = None) -> str | None:
        found = self.catalogue.shelves_of(group_id).by_id.get(service)
        return found.rate if found else None

    async def review(self, service: str = "1", quantity: int = 1_000, user: int = 1) -> Draft:
        step = await self.drafts.start(user, service)
        for name, text in ((Field.LINK, "https://example.com/p"), (Field.QUANTITY, str(quantity))):
            step = await self.drafts.answer(step.draft.id, user, name, text)
        return step.draft
