"""What a panel says it took is compared with what an order costs there, which in a shop is not its price."""

from typing import Any

import pytest

from storage import submissions
from storage.orders import Order, OrderStage
from tests.usecases.records import reserve
from tests.usecases.sweeping import World
from tests.views.gallery.records import ORDINARY
from usecases.pricing.cost import cost_currency, cost_rate, costs_in_other_currency, expected_cost
from usecases.submitting.failures_of_writes import Failure
from usecases.tracking import figures
from usecases.tracking.view_orders import ViewOrders
from views.orders import order_card


class OrderWithCost(Order, frozen=True):
    """An order of a shop, once the table has these columns."""

    cost_rate: str | None = None
    cost: int | None = None
    cost_currency: str | None = None


def order(status: OrderStage = OrderStage.COMPLETED, **given: Any) -> OrderWithCost:
    """An order of 1,000 at 1.35 USD that costs 0.80 EUR."""
    usual = ORDINARY.order(status)
    fields = {name: getattr(usual, name) for name in Order.__struct_fields__}
    shop = {"price": 1_350_000, "rate": "1.35", "cost": 800_000, "cost_rate": "0.80", "cost_currency": "EUR"}
    return OrderWithCost(**{**fields, **shop, **given})


def test_an_order_without_a_cost_costs_its_price() -> None:
    private = ORDINARY.order()

    assert (expected_cost(private), cost_rate(private), cost_currency(private)) == (900_000, "0.9", "USD")
    assert expected_cost(order(cost=None)) == 1_350_000


def test_an_order_of_a_shop_costs_what_the_panel_lists() -> None:
    shop = order()

    assert (expected_cost(shop), cost_rate(shop), cost_currency(shop)) == (800_000, "0.80", "EUR")
    assert costs_in_other_currency(shop, "USD")
    assert not costs_in_other_currency(shop, "EUR")


@pytest.mark.parametrize(
    ("charge", "currency", "believed"),
    [(800_000, "EUR", 800_000), (800_000, None, 800_000), (1_350_000, "EUR", None), (800_000, "USD", None)],
)
def test_a_charge_is_believed_if_it_agrees_with_the_cost(
    charge: int, currency: str | None, believed: int | None
) -> None:
    assert figures.believed_charge(order(charge=charge, charge_currency=currency)) == believed


def test_three_times_the_cost_is_dear_though_the_price_is_nearly_that() -> None:
    assert figures.is_dear(order(charge=2_400_000, charge_currency="EUR"))
    assert not figures.is_dear(order(charge=2_300_000, charge_currency="EUR"))
    assert not figures.is_dear(order(charge=4_050_000, charge_currency="USD"))


def test_what_comes_back_to_a_customer_is_a_part_of_the_price() -> None:
    partial = order(OrderStage.PARTIAL, remains=500, charge=400_000, charge_currency="EUR")

    assert figures.comes_back(partial) == 675_000
    assert figures.believed_charge(partial) == 400_000


async def test_a_customers_card_in_a_shop_has_no_figure_and_no_word_of_the_panel(world: World) -> None:
    await reserve(world.db, 1)
    await world.db.execute("UPDATE orders SET status = 'submitting' WHERE id = 1")
    await submissions.begin(world.db, 1, None, world.now)
    told = "Not enough funds on balance: this costs $0.80"
    await submissions.end(world.db, 1, submissions.SubmissionOutcome.REFUSED, told, world.now)
    await world.db.execute(
        "UPDATE orders SET status = 'failed', failure = 'funds', charge = 800000 WHERE id = 1"
    )

    def view(*, is_shop: bool) -> ViewOrders:
        return ViewOrders(db=world.db, panel_key_id=1, clock=world.clock, is_shop=is_shop)

    card = await view(is_shop=True).card(1, 1)
    private = await view(is_shop=False).card(1, 1)
    assert (card.charge, card.order.charge, card.failure) == (None, None, Failure("later", ""))
    assert private.failure is not None
    assert private.failure.words == told
    text = order_card.card(card).text
    assert "funds" not in text
    assert "money" not in text
