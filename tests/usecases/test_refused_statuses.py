"""What the panel says and the database refuses is told to the operators once, and once when it is over."""

import json
import logging

import pytest

from storage import conditions
from storage.orders import OrderStage
from tests.usecases.paid_orders import OLGA, PETRA, PRICE, now, placed, shop
from tests.usecases.shop import Shop
from tests.usecases.test_money_at_risk import fill, look_again, says_of_all, spill
from usecases.alerting.end_conditions import EndConditions
from usecases.clock import HOUR

__all__ = ["shop"]  # a fixture


async def alerts(shop: Shop) -> list[tuple[int, str, str]]:
    """To whom, about what, and whether it begins or is over."""
    rows = await shop.world.db.fetch_all(
        "SELECT user_id, payload FROM outbox WHERE event = 'alert' ORDER BY id"
    )
    told = [(user_id, json.loads(payload)) for user_id, payload in rows]
    return [
        (user_id, str(one["condition"]), "over" if "lasted" in one else "begins") for user_id, one in told
    ]


def in_the_log(caplog: pytest.LogCaptureFixture) -> int:
    return sum("cannot be recorded" in record.message for record in caplog.records)


async def test_a_status_that_is_refused_is_told_once_and_when_it_is_recorded(
    shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    order = await placed(shop)
    await fill(shop.world)
    says_of_all(shop, "Canceled")

    for _ in range(5):
        await shop.world.sweep(later=HOUR)

    name = f"status_refused:{order.id}"
    assert (await now(shop, order)).status is OrderStage.PENDING
    assert await alerts(shop) == [(who, name, "begins") for who in (PETRA, OLGA)]
    assert in_the_log(caplog) == 1
    (noted,) = await conditions.current(shop.world.db)
    assert noted.detail.startswith("Canceled: ")
    await spill(shop.world)
    await shop.world.sweep(later=HOUR)
    assert (await now(shop, order)).refunded == PRICE
    assert (await alerts(shop))[2:] == [(who, name, "over") for who in (PETRA, OLGA)]


async def test_a_correction_that_is_refused_is_told_once_and_when_it_is_recorded(shop: Shop) -> None:
    order = await placed(shop)
    says_of_all(shop, "Completed")
    await shop.world.sweep(later=HOUR)
    await fill(shop.world)
    canceled = {str(order.panel_order_id): "Canceled"}

    for _ in range(3):
        await look_again(shop, canceled)

    name = f"status_refused:{order.id}"
    begun = [(PETRA, name, "begins"), (OLGA, name, "begins")]
    assert await alerts(shop) == begun
    await spill(shop.world)
    await look_again(shop, canceled)
    assert (await now(shop, order)).refunded == PRICE
    assert await alerts(shop) == [*begun, (PETRA, name, "over"), (OLGA, name, "over")]


async def test_a_refused_correction_is_over_when_the_order_is_asked_for_no_more(shop: Shop) -> None:
    order = await placed(shop)
    says_of_all(shop, "Completed")
    await shop.world.sweep(later=HOUR)
    await fill(shop.world)
    await look_again(shop, {str(order.panel_order_id): "Canceled"})
    end = EndConditions(db=shop.world.db, alert=shop.alert)

    await end()
    assert await conditions.stands(shop.world.db, f"status_refused:{order.id}")
    await shop.world.db.execute("UPDATE orders SET look_again_at = NULL")
    await end()

    assert await conditions.current(shop.world.db) == []
    await spill(shop.world)
