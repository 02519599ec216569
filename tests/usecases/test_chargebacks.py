"""Telegram takes a payment back while orders of the payer wait, run and have ended."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest

from sandbox.telegram.server import TelegramServer
from storage import invoices, orders
from storage.accounts import Wallet
from storage.engines.open import open_database
from storage.invoices import InvoiceStatus
from storage.orders import Cost, Order, OrderStage
from tests.usecases.paid_orders import corrected, placed
from tests.usecases.shop import LIKES, Shop
from tests.usecases.sweeping import World
from tests.usecases.till import STAR, Till, open_till
from usecases.clock import DAY
from usecases.errors import TooLittleMoney
from usecases.paying.expire_invoices import ExpireInvoices

ALICE = 1
WHOLE = 100 * STAR
PRICE = 2_100  # what 1,000 likes cost


@pytest.fixture
async def till(world: World, telegram: TelegramServer) -> AsyncIterator[Till]:
    async with open_till(world.db, telegram) as till:
        yield till


@pytest.fixture
async def shop(world: World, till: Till) -> Shop:
    shop = Shop(world, costs={"1": Cost("0.0015", 1_500, "USD")})
    await shop.lists(LIKES)
    shop.catalogue.panel_currency = "USD"
    await world.db.execute(
        "UPDATE panel_keys SET balance = 10000000, balance_at = $1, currency = 'USD'", world.now
    )
    return shop


async def stage(till: Till, order: Order) -> OrderStage:
    found = await orders.get(till.db, order.id)
    assert found is not None
    return found.status


async def test_what_waits_fails_what_runs_goes_on_and_what_has_ended_stays_paid(
    till: Till, shop: Shop
) -> None:
    topup = await till.paid()
    ended = await placed(shop)
    await shop.hears(ended, status="Completed", remains="0")
    running = await placed(shop)
    waiting = await shop.confirm(await shop.review())
    assert await till.wallet() == Wallet(WHOLE - 3 * PRICE, PRICE, 0, 0)
    till.books.give_back(till.books.charges[topup.charge_id])

    for _ in range(2):
        await till.reconcile()

    assert [await stage(till, one) for one in (waiting, running, ended)] == [
        OrderStage.FAILED,
        OrderStage.PENDING,
        OrderStage.COMPLETED,
    ]
    assert await till.wallet() == Wallet(0, 0, -2 * PRICE, 0)  # what the two have cost is owed
    with pytest.raises(TooLittleMoney):
        await shop.confirm(await shop.review())


async def test_what_comes_back_of_an_order_pays_the_debt_first(till: Till, shop: Shop) -> None:
    topup = await till.paid()
    order = await placed(shop)
    await shop.hears(order, status="Completed", remains="0")
    till.books.give_back(till.books.charges[topup.charge_id])
    await till.reconcile()
    assert await till.wallet() == Wallet(0, 0, -PRICE, 0)

    await corrected(shop, status="Partial", remains="400")
    assert await till.wallet() == Wallet(0, 0, -PRICE + 840, 0)
    await corrected(shop, status="Canceled", remains="1000")

    assert await till.wallet() == Wallet(0, 0, 0, 0)


async def test_stars_that_were_paid_before_the_bot_was_down_for_a_day_are_credited(till: Till) -> None:
    """Telegram has dropped the update, and the invoice has expired meanwhile."""
    invoice = await till.invoice()
    await till.charge(100, till.payloads.write(invoice, ALICE))
    till.now += DAY + 1
    await ExpireInvoices(db=till.db, clock=till.clock)()
    found = await invoices.get(till.db, invoice.id)
    assert found is not None
    assert found.status is InvoiceStatus.EXPIRED

    for _ in range(2):
        await till.reconcile()

    assert await till.wallet() == Wallet(WHOLE, 0, 0, 0)
    assert await till.events("topup") == [ALICE]
    assert '"again":false' in (await till.payloads_of("topup"))[0].replace(" ", "")


async def test_two_leaders_that_read_the_same_row_take_the_money_once_and_alarm_nobody(
    till: Till, database_url: str, engine: str
) -> None:
    """A leader may learn late that another leads. An SQLite file has one process."""
    topups = [await till.paid(10 + number) for number in range(5)]
    for topup in topups:
        till.books.give_back(till.books.charges[topup.charge_id])
    async with AsyncExitStack() as open_:
        db = till.db if engine == "sqlite" else await open_.enter_async_context(open_database(database_url))

        await asyncio.gather(till.reconcile(), Till(db, till.telegram, till.bot, till.now).reconcile())

    assert await till.wallet() == Wallet(0, 0, 0, 0)
    assert await till.events("charged_back") == [ALICE] * 5
    assert await till.events("alert") == []
