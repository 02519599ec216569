"""The panel answers about an order that another leader took to be in doubt: the money follows the answer."""

import asyncio
import json

import pytest

from panel import Meaning, NotSent, Outcome, Placed, Refused
from storage import orders, submissions
from storage.accounts import Wallet
from storage.orders import Order, OrderStage
from tests.usecases.paid_orders import (
    ALICE,
    MONEY,
    OLGA,
    PETRA,
    PRICE,
    events,
    now,
    placed,
    shop,
    submit_order,
    wallet,
)
from tests.usecases.shop import Shop
from tests.usecases.test_money_at_risk import decide, in_doubt, other_process
from usecases.errors import AlreadyDecided
from views.operating import decisions

__all__ = ["shop"]  # a fixture

REFUSED = Refused(Meaning.LINK, "Incorrect link")
NEVER_SENT = NotSent("held up")


async def asked(shop: Shop) -> Order:
    """An order in doubt, about which the operators were asked."""
    order = await in_doubt(shop)
    assert await submissions.keep_evidence(shop.world.db, order.id, {"candidates": []})
    return order


async def alerts(shop: Shop) -> list[tuple[int, str, str]]:
    rows = await shop.world.db.fetch_all(
        "SELECT user_id, payload FROM outbox WHERE event = 'alert' ORDER BY user_id, id"
    )
    told = [(user_id, json.loads(payload)) for user_id, payload in rows]
    return [(user_id, one["condition"], one["detail"]) for user_id, one in told]


async def test_a_late_yes_takes_the_price_and_says_so(shop: Shop) -> None:
    order = await asked(shop)

    for _ in range(2):
        await submit_order(shop)._end(order, Placed("902"))

    assert ((await now(shop, order)).status, (await now(shop, order)).panel_order_id) == (
        OrderStage.PENDING,
        "902",
    )
    assert await wallet(shop.world) == Wallet(MONEY - PRICE, 0, 0, 0)
    assert await alerts(shop) == [(who, f"placed_late:{order.id}", "902") for who in (PETRA, OLGA)]
    assert await events(shop.world, "order_decided") == [ALICE]
    card = decisions.decision(await decide(shop).question(order.id))
    assert "There is nothing to decide." in card.text
    with pytest.raises(AlreadyDecided):
        await decide(shop).order_does_not_exist(order.id, OLGA)
    assert await submissions.undecided(shop.world.db) == []


@pytest.mark.parametrize("outcome", [REFUSED, NEVER_SENT])
async def test_a_late_no_gives_the_price_back_and_says_so(shop: Shop, outcome: Outcome) -> None:
    order = await asked(shop)

    for _ in range(2):
        await submit_order(shop)._end(order, outcome)

    assert (await now(shop, order)).status is OrderStage.FAILED
    assert await wallet(shop.world) == Wallet(MONEY, 0, 0, 0)
    assert [name for _, name, _ in await alerts(shop)] == [f"failed_late:{order.id}"] * 2
    assert await events(shop.world, "order_decided") == [ALICE]


async def test_operators_who_were_not_asked_are_not_told(shop: Shop) -> None:
    order = await in_doubt(shop)

    await submit_order(shop)._end(order, Placed("902"))

    assert await wallet(shop.world) == Wallet(MONEY - PRICE, 0, 0, 0)
    assert await alerts(shop) == []


async def test_a_late_number_that_another_order_has_leaves_the_order_in_doubt(shop: Shop) -> None:
    first = await placed(shop)
    second = await asked(shop)

    await submit_order(shop)._end(second, Placed(first.panel_order_id or ""))

    assert (await now(shop, second)).status is OrderStage.UNCONFIRMED
    assert await wallet(shop.world) == Wallet(MONEY - 2 * PRICE, PRICE, 0, 0)
    whose = f"the panel gave the number {first.panel_order_id}, which order {first.id} here has"
    assert await alerts(shop) == [(who, f"late_answer:{second.id}", whose) for who in (PETRA, OLGA)]
    await decide(shop).order_does_not_exist(second.id, OLGA)
    assert await wallet(shop.world) == Wallet(MONEY - PRICE, 0, 0, 0)


async def test_of_a_decision_and_a_late_answer_at_the_same_moment_one_counts(
    shop: Shop, database_url: str, engine: str
) -> None:
    order = await asked(shop)

    async with other_process(shop, database_url, engine) as other:
        decided, _ = await asyncio.gather(
            decide(other).order_does_not_exist(order.id, OLGA),
            submit_order(shop)._end(order, Placed("902")),
            return_exceptions=True,
        )

    found = await orders.get(shop.world.db, order.id)
    assert found is not None
    if isinstance(decided, AlreadyDecided):
        assert (found.status, await wallet(shop.world)) == (
            OrderStage.PENDING,
            Wallet(MONEY - PRICE, 0, 0, 0),
        )
        assert [name for _, name, _ in await alerts(shop)] == [f"placed_late:{order.id}"] * 2
    else:
        assert (found.status, await wallet(shop.world)) == (OrderStage.FAILED, Wallet(MONEY, 0, 0, 0))
        assert [name for _, name, _ in await alerts(shop)] == [f"exists_after_all:{order.id}"] * 2
