"""The balance of the panel account, day by day, beside what the orders should have cost: real panels, honest or not."""

import json
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pytest

from panel import Panel
from panel.service_types import Field
from sandbox.panel.corrections import Correction, correct
from sandbox.panel.server import PanelServer
from storage import accounts, balance_comparisons, conditions, orders, panel_keys, panel_moves, transfers
from storage.accounts import AccountKind
from storage.balance_comparisons import BalanceComparison
from storage.database import Database
from storage.engines.open import open_database
from storage.orders import Order, OrderStage
from storage.transfers import TransferKind
from tests.panel.conftest import Script
from tests.usecases.records import begin
from tests.usecases.shop import Shop
from tests.usecases.submitters import submit_order
from tests.usecases.sweeping import World
from usecases.browsing.catalogue import Catalogue
from usecases.clock import DAY, HOUR, MINUTE, SECOND
from usecases.operating.compare_balance import BALANCE_DIFFERS, CompareBalance, is_alarming, is_explained
from usecases.operating.view_account import ViewAccount
from usecases.operating.watch_panel import WatchPanel
from usecases.pricing.quote import review_of
from usecases.submitting.decide import Decide
from usecases.tracking.look_again import LookAgain
from usecases.wakeup import WakeUp
from views.operating import alerts, overview
from views.operating import balance_comparisons as views

FOLLOWERS, DRIP_FEED = "101", "103"
"""0.90 and 1.15 for 1,000 units."""


@dataclass
class Bot:
    """What orders at a panel of the sandbox and compares; a test moves the clock. Alice's id is 1."""

    shop: Shop
    panel: PanelServer
    links: int = 0
    compare: CompareBalance = field(init=False)

    def __post_init__(self) -> None:
        self.compare = self.comparing(1)

    def comparing(self, panel_key_id: int) -> CompareBalance:
        given: dict[str, Any] = {"db": self.db, "alert": self.shop.alert, "clock": self.world.clock}
        given["catalogue"] = Catalogue(panel_key_id)
        return CompareBalance(watch_panel=WatchPanel(panel=self.world.client, **given), **given)

    @property
    def world(self) -> World:
        return self.shop.world

    @property
    def db(self) -> Database:
        return self.world.db

    async def orders(self, service: str = FOLLOWERS, quantity: int = 1_000, runs: int | None = None) -> Order:
        """Order something and send it to the panel."""
        self.links += 1
        self.world.now += MINUTE
        answers = {Field.LINK: f"https://example.com/{self.links}", Field.QUANTITY: str(quantity)}
        if runs:
            answers |= {Field.RUNS: str(runs), Field.INTERVAL: "60"}
        step = await self.shop.drafts.start(1, service)
        for name, text in answers.items():
            step = await self.shop.drafts.answer(step.draft.id, 1, name, text)
        order = await self.shop.place(step.draft.id, 1, review_of(step.draft), None)
        await submit_order(self.db, self.world.client, self.world.clock).next(1)
        return await self.now(order)

    async def now(self, order: Order) -> Order:
        found = await orders.get(self.db, order.id)
        assert found is not None
        return found

    async def ends(self, order: Order, state: str, delivered: int = 0) -> None:
        """Let the panel end an order, and hear of it."""
        at_panel = self.panel.book.orders[int(order.panel_order_id or 0)]
        at_panel.delivered = delivered
        self.panel.book.end(at_panel, state)
        await self.world.sweep(later=10 * MINUTE)

    def tops_up(self, amount: str) -> None:
        self.panel.book.keys["demo-key"].balance += Decimal(amount)

    async def next_day(self) -> BalanceComparison:
        """Compare on the next day, and return the comparison."""
        self.world.now = (self.world.now // DAY + 1) * DAY + MINUTE
        await self.compare()
        found = await balance_comparisons.last(self.db, 1)
        assert found is not None
        assert found.read_at == self.world.now, "nothing was compared"
        return found

    async def alerts(self) -> list[dict[str, Any]]:
        rows = await self.db.fetch_all(
            "SELECT payload FROM outbox WHERE event = 'alert' AND user_id = 9 ORDER BY id"
        )
        return [one for (text,) in rows if (one := json.loads(text))["condition"] == BALANCE_DIFFERS]

    async def screen(self) -> str:
        view = ViewAccount(db=self.db, catalogue=self.shop.catalogue, clock=self.world.clock)
        assert views.page(await view.comparisons()).text
        return str(overview.health(await view.health(), [], [], 0).text)


Opens = Callable[..., AbstractAsyncContextManager[Bot]]


@pytest.fixture
def opened(database_url: str) -> Opens:
    """A bot at a panel that speaks a dialect, with the first reading of the balance made."""

    @asynccontextmanager
    async def open_bot(
        dialect: str = "plain", costs: dict[str, orders.Cost] | None = None
    ) -> AsyncIterator[Bot]:
        async with (
            PanelServer(speed=0, dialect=dialect) as panel,
            Panel(panel.api_url, "demo-key", calls_per_minute=10_000, backoff=0.001, timeout=2) as client,
            open_database(database_url) as db,
        ):
            await begin(db)
            world = World(db, Script(), client)
            shop = Shop(world, costs=costs or {})
            await shop.refresh()
            bot = Bot(shop, panel)
            shop.catalogue.panel_currency = "USD"
            await bot.compare()
            yield bot

    return open_bot


async def test_a_panel_that_takes_and_gives_back_what_it_should_makes_no_difference(opened: Opens) -> None:
    async with opened() as bot:
        first = await balance_comparisons.last(bot.db, 1)
        assert first is not None
        assert (first.since, first.expected, first.changed) == (None, None, None)
        assert "explain" not in await bot.screen()
        await bot.orders()
        canceled, partial = await bot.orders(quantity=2_000), await bot.orders(quantity=1_000)
        await bot.ends(canceled, "Canceled")
        await bot.ends(partial, "Partial", delivered=250)
        await bot.orders(DRIP_FEED, quantity=100, runs=3)

        it = await bot.next_day()

        assert it.expected == it.changed == -(900_000 + 225_000 + 345_000)
        assert (it.difference, it.unclear, is_explained(it)) == (0, 0, True)
        assert "Feb 10: as the orders explain" in await bot.screen()
        assert await bot.alerts() == []


async def test_a_panel_that_cancels_without_paying_back_is_seen(opened: Opens) -> None:
    async with opened("rounded-rates") as bot:
        assert not bot.panel.book.pays_back
        for _ in range(2):
            await bot.ends(await bot.orders(), "Canceled")

        it = await bot.next_day()

        assert (it.expected, it.changed, it.difference) == (0, -1_800_000, -1_800_000)
        assert "Feb 10: $1.80 less is left than the orders explain" in await bot.screen()
        (alert,) = await bot.alerts()
        assert alert["detail"] == "-1800000 USD"
        assert "Difference: <b>−$1.80</b>" in alerts.alert(alert).text


async def test_a_panel_that_ignores_runs_took_less_and_alerts_nobody(opened: Opens) -> None:
    async with opened("other-currency") as bot:
        await bot.orders(DRIP_FEED, quantity=1_000, runs=3)

        it = await bot.next_day()

        assert (it.expected, it.changed) == (-3_450_000, -1_150_000)
        assert "$2.30 more is left than the orders explain" in await bot.screen()
        assert "topped up" not in await bot.screen()
        assert await bot.alerts() == []


async def test_a_panel_that_charges_for_single_units_is_seen(opened: Opens) -> None:
    async with opened("per-piece") as bot:
        await bot.orders(quantity=2_000)

        it = await bot.next_day()

        assert (it.expected, it.changed) == (-1_800, -1_800_000)
        assert len(await bot.alerts()) == 1


async def test_a_top_up_is_said_as_that(opened: Opens) -> None:
    async with opened() as bot:
        await bot.orders()
        bot.tops_up("50")

        it = await bot.next_day()

        assert (it.expected, it.changed, it.difference) == (-900_000, 49_100_000, 50_000_000)
        assert "Feb 10: topped up by about $50.00" in await bot.screen()
        assert await bot.alerts() == []


async def test_days_on_which_the_balance_cannot_be_read_are_compared_together(opened: Opens) -> None:
    async with opened() as bot:
        first = bot.world.now
        await bot.orders()
        fault = bot.panel.faults.switch_on("wrong_types", "balance")
        for _ in range(2):
            with pytest.raises(AssertionError, match="nothing was compared"):
                await bot.next_day()
        await bot.orders()
        bot.panel.faults.switch_off(fault.id)

        it = await bot.next_day()

        assert (it.since, it.expected, it.difference) == (first, -1_800_000, 0)
        assert "Feb 10 to Feb 13: as the orders explain" in await bot.screen()


@pytest.mark.parametrize(
    "answer", [{"balance": "a lot", "currency": "USD"}, {"balance": None}, {"error": "No"}]
)
async def test_a_balance_that_is_no_number_compares_nothing(world: World, answer: dict[str, Any]) -> None:
    shop = Shop(world)
    given: dict[str, Any] = {
        "db": world.db,
        "catalogue": shop.catalogue,
        "alert": shop.alert,
        "clock": world.clock,
    }
    world.script.says(answer)

    await CompareBalance(watch_panel=WatchPanel(panel=world.client, **given), **given)()

    assert await balance_comparisons.last(world.db, 1) is None


async def test_another_panel_begins_anew(opened: Opens) -> None:
    async with opened() as bot:
        await bot.orders()
        other = await panel_keys.of_operator(bot.db, "https://other.example/api/v2")

        await bot.comparing(other.id)()

        first = await balance_comparisons.last(bot.db, other.id)
        assert first is not None
        assert (first.since, first.costs) == (None, 0)
        bot.world.now += DAY
        await bot.comparing(other.id)()
        second = await balance_comparisons.last(bot.db, other.id)
        assert second is not None
        assert (second.expected, second.changed) == (0, 0)


async def test_a_panel_at_a_new_address_begins_anew(opened: Opens) -> None:
    async with opened() as bot:
        await bot.orders()
        other = await panel_keys.of_operator(bot.db, "https://other.example/api/v2")
        await bot.comparing(other.id)()

        async with bot.db.transaction() as transaction:
            await panel_moves.move(transaction, 1, other.id)
        bot.world.now += MINUTE
        await bot.comparing(other.id)()

        again = await balance_comparisons.last(bot.db, other.id)
        assert again is not None
        assert (again.since, again.costs) == (None, 900_000)
        assert await balance_comparisons.last(bot.db, 1) is None


async def test_another_currency_begins_anew(opened: Opens) -> None:
    async with opened() as bot:
        bot.panel.book.keys["demo-key"].currency = "EUR"

        it = await bot.next_day()

        assert (it.since, it.currency, it.costs) == (None, "EUR", 0)


async def test_a_day_is_compared_once(opened: Opens) -> None:
    async with opened() as bot:
        await bot.next_day()
        calls = len(bot.panel.calls)
        for _ in range(3):
            bot.world.now += HOUR
            await bot.compare()
        bot.world.now -= DAY  # a clock that was set back
        await bot.compare()

        assert len(bot.panel.calls) == calls
        assert len(await balance_comparisons.newest(bot.db, 1, 10)) == 1


async def test_operators_are_told_once_until_the_orders_explain_the_balance_again(
    opened: Opens, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    async with opened() as bot:
        for _ in range(2):
            bot.tops_up("-5.4321")
            await bot.next_day()
        assert len(await bot.alerts()) == 1
        bot.tops_up("20")  # hides whatever else there was: it ends nothing
        await bot.next_day()
        assert await conditions.stands(bot.db, BALANCE_DIFFERS)

        await bot.next_day()

        assert not await conditions.stands(bot.db, BALANCE_DIFFERS)
        assert "lasted" in (await bot.alerts())[-1]
    assert "5.43" not in caplog.text
    assert "5432" not in caplog.text


@pytest.mark.parametrize(
    ("spent", "seen"),
    [("0.01", "explained"), ("0.03", "shown"), ("0.99", "shown"), ("1.01", "told")],
)
async def test_a_little_is_rounding_and_much_is_told(opened: Opens, spent: str, seen: str) -> None:
    async with opened() as bot:
        bot.tops_up(f"-{spent}")

        it = await bot.next_day()

        assert is_explained(it) is (seen == "explained")
        assert is_alarming(it) is (seen == "told")


async def test_a_difference_is_weighed_against_what_the_orders_cost(opened: Opens) -> None:
    async with opened() as bot:
        for _ in range(5):
            await bot.orders(quantity=10_000)
        bot.tops_up("-2.20")  # of 45.00: less than a twentieth

        it = await bot.next_day()

        assert (it.expected, it.difference) == (-45_000_000, -2_200_000)
        assert not is_explained(it)
        assert not is_alarming(it)


@pytest.mark.parametrize("fault", ["lost_answer", "reset"])
async def test_an_order_in_doubt_is_named_as_unclear(opened: Opens, fault: str) -> None:
    """The panel took it, or not: nobody can tell, and nobody is alerted."""
    async with opened() as bot:
        bot.panel.faults.switch_on(fault, "add", times=1)
        order = await bot.orders(quantity=5_000)
        assert order.status is OrderStage.UNCONFIRMED

        it = await bot.next_day()

        assert it.difference == (0 if fault == "lost_answer" else 4_500_000)
        assert it.unclear == 4_500_000
        assert is_explained(it)
        assert "(unclear orders: $4.50)" in await bot.screen()
        assert (await bot.next_day()).unclear == 0
        bot.world.now += MINUTE
        await Decide(
            db=bot.db, panel=bot.world.client, panel_key_id=1, wake_sweep=WakeUp(), wake_sender=WakeUp(),
            clock=bot.world.clock,
        ).order_does_not_exist(order.id, 9)  # fmt: skip

        it = await bot.next_day()
        assert (it.expected, it.changed, it.unclear) == (4_500_000, 0, 4_500_000)
        assert is_explained(it)


async def test_nothing_is_compared_while_an_order_is_on_its_way(opened: Opens) -> None:
    async with opened() as bot:
        bot.world.now += DAY
        await bot.orders()
        await bot.compare()
        assert await balance_comparisons.newest(bot.db, 1, 1) == []

        bot.world.now += 10 * SECOND
        await bot.compare()

        (it,) = await balance_comparisons.newest(bot.db, 1, 1)
        assert it.difference == 0


async def test_in_a_shop_the_cost_counts_and_late_corrections_count_too(opened: Opens) -> None:
    cost = orders.Cost("0.45", 450_000, "USD")
    async with opened(costs={FOLLOWERS: cost}) as bot:
        bot.panel.book.services[int(FOLLOWERS)].rate = Decimal("0.45")  # the price stays 0.90
        await bot.db.execute("UPDATE users SET role = 'operator' WHERE id IN (8, 9)")
        await accounts.open_house(bot.db, "USD")
        await accounts.open_for(bot.db, 1)
        await transfers.add(
            bot.db, key="credit:1", kind=TransferKind.CREDIT, giver=AccountKind.CREDIT, taker=AccountKind.WALLET,
            user_id=1, amount=50_000_000, actor=9, reason="for the test", happened_at=0, now=0,
        )  # fmt: skip
        order = await bot.orders()
        await bot.ends(order, "Completed")
        assert order.price == 900_000
        assert (await bot.next_day()).expected == -450_000

        correct(bot.panel.book, bot.panel.book.orders[int(order.panel_order_id or 0)], Correction("Canceled"))
        await LookAgain(
            db=bot.db, panel=bot.world.client, panel_key_id=1, alert=bot.shop.alert, wake_sender=WakeUp(),
            clock=bot.world.clock,
        )()  # fmt: skip
        bot.world.now += MINUTE

        it = await bot.next_day()
        assert (it.expected, it.changed) == (450_000, 450_000)
