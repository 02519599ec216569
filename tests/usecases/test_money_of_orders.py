"""The price of an order that a wallet pays for: kept aside, taken, given back."""

import pytest

from storage import accounts, orders
from storage.accounts import Wallet
from storage.database import Constraint
from storage.orders import OrderStage
from tests.usecases.paid_orders import (
    COST,
    MONEY,
    OLGA,
    PRICE,
    credit,
    drain,
    events,
    now,
    placed,
    send,
    shop,
    wallet,
)
from tests.usecases.shop import Shop
from usecases.errors import NotTakenNow, TooLittleMoney
from usecases.pricing.quote import review_of
from usecases.submitting.decide import Decide
from usecases.wakeup import WakeUp

__all__ = ["shop"]  # a fixture


async def test_a_confirm_holds_the_price_and_a_placed_order_takes_it(shop: Shop) -> None:
    order = await shop.confirm(await shop.review())
    assert await wallet(shop.world) == Wallet(MONEY - PRICE, PRICE, 0, 0)
    assert (order.price, order.cost, order.cost_rate, order.cost_currency) == (PRICE, 1_500, "0.0015", "USD")

    await send(shop, {"order": 7})

    assert (await now(shop, order)).status is OrderStage.PENDING
    assert await wallet(shop.world) == Wallet(MONEY - PRICE, 0, 0, 0)


@pytest.mark.parametrize("answer", [{"error": "Not enough funds on balance"}, {"error": "Incorrect link"}])
async def test_a_refused_order_gives_its_price_back(shop: Shop, answer: dict[str, str]) -> None:
    order = await shop.confirm(await shop.review())

    await send(shop, answer)

    assert (await now(shop, order)).status is OrderStage.FAILED
    assert await wallet(shop.world) == Wallet(MONEY, 0, 0, 0)


async def test_too_little_money_orders_nothing_and_keeps_the_review(shop: Shop) -> None:
    await shop.world.db.execute("DELETE FROM outbox")
    draft = await shop.review(quantity=90_000)
    await drain(shop, leave=180_000)

    with pytest.raises(TooLittleMoney) as told:
        await shop.confirm(draft)

    assert (told.value.step.draft.price, told.value.wallet.balance) == (189_000, 180_000)
    assert await shop.world.db.fetch_all("SELECT id FROM orders") == []
    assert await events(shop.world, "order_card") == []
    await credit(shop.world, 9_000)
    assert (await shop.confirm(draft)).price == 189_000


async def test_somebody_without_a_wallet_is_told_that_it_is_empty(shop: Shop) -> None:
    await shop.world.db.execute(
        "INSERT INTO users (id, telegram_id, name, created_at) VALUES (2, 2, 'Bob', 0)"
    )
    draft = await shop.review()
    await shop.world.db.execute("UPDATE drafts SET user_id = 2")

    with pytest.raises(TooLittleMoney) as told:
        await shop.place(draft.id, 2, review_of(draft), None)

    assert told.value.wallet == accounts.NO_WALLET


async def test_of_orders_that_the_panel_can_pay_for_once_one_is_taken(shop: Shop) -> None:
    await shop.world.db.execute("UPDATE panel_keys SET balance = 2999, balance_at = $1", shop.world.now)
    await shop.confirm(await shop.review())
    second = await shop.review()

    with pytest.raises(NotTakenNow):
        await shop.confirm(second)

    assert await wallet(shop.world) == Wallet(MONEY - PRICE, PRICE, 0, 0)
    assert len(await events(shop.world, "alert")) == 2  # each operator, once
    with pytest.raises(NotTakenNow):
        await shop.confirm(second)
    assert len(await events(shop.world, "alert")) == 2


async def test_a_balance_that_is_not_known_stops_nothing(shop: Shop) -> None:
    await shop.world.db.execute("UPDATE panel_keys SET balance = NULL, balance_at = NULL")

    assert (await shop.confirm(await shop.review())).price == PRICE


async def test_an_order_in_doubt_keeps_its_price_aside_until_an_operator_decides(shop: Shop) -> None:
    first, second = [await shop.confirm(await shop.review()) for _ in range(2)]
    for _ in range(2):
        await send(shop, "<html>502</html>")
    assert (await now(shop, first)).status is OrderStage.UNCONFIRMED
    assert await wallet(shop.world) == Wallet(MONEY - 2 * PRICE, 2 * PRICE, 0, 0)
    world = shop.world
    decide = Decide(
        db=world.db,
        panel=world.client,
        panel_key_id=1,
        wake_sweep=WakeUp(),
        wake_sender=WakeUp(),
        clock=world.clock,
    )

    await decide.order_does_not_exist(first.id, OLGA)
    assert await wallet(world) == Wallet(MONEY - PRICE, PRICE, 0, 0)
    world.script.says({"status": "Pending"})
    await decide.order_exists(second.id, "901", OLGA)

    assert await wallet(world) == Wallet(MONEY - PRICE, 0, 0, 0)


async def test_an_order_of_the_panel_account_moves_no_money(shop: Shop) -> None:
    shop.costs.clear()
    order = await placed(shop)
    await shop.hears(order, status="Canceled")

    assert await wallet(shop.world) == Wallet(MONEY, 0, 0, 0)
    assert (await now(shop, order)).refunded == 0


async def test_an_order_without_its_reserve_is_not_kept(shop: Shop) -> None:
    draft = await shop.review()
    request = orders.Request(
        service_name="x", service_type="default", refillable=False, cancelable=False, target="", parameters={}
    )

    async def order_without_money() -> None:
        async with shop.world.db.transaction() as transaction:
            await transaction.execute("UPDATE drafts SET status = 'claimed' WHERE id = $1", draft.id)
            await orders.reserve(transaction, draft, request, None, 0, COST)

    with pytest.raises(Constraint):
        await order_without_money()
