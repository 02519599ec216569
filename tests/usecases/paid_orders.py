"""A shop in which Alice has money, and what becomes of her orders."""

from collections.abc import AsyncIterator

import pytest

from storage import accounts, audit, orders, refund_questions, transfers
from storage.accounts import AccountKind, Wallet
from storage.orders import Cost, Order
from storage.transfers import TransferKind
from tests.usecases.shop import LIKES, PACK, Shop
from tests.usecases.sweeping import World
from usecases.alerting.tell_refusals import TellRefusals
from usecases.paying.decide_refunds import DecideRefunds
from usecases.submitting.submit_order import SubmitOrder
from usecases.tracking.look_again import LookAgain
from usecases.wakeup import WakeUp

ALICE, PETRA, OLGA = 1, 8, 9
MONEY = 10_000_000
PRICE = 2_100  # what 1,000 likes cost
COST = Cost("0.0015", 1_500, "USD")


@pytest.fixture
async def shop(world: World) -> AsyncIterator[Shop]:
    shop = Shop(world, costs={"1": COST, "3": COST})
    await shop.lists(LIKES, PACK)
    shop.catalogue.panel_currency = "USD"
    await world.db.execute(
        "UPDATE panel_keys SET balance = 10000000, balance_at = $1, currency = 'USD'", world.now
    )
    await world.db.execute("UPDATE users SET role = 'operator' WHERE id IN (8, 9)")
    await accounts.open_house(world.db, "USD")
    await accounts.open_for(world.db, ALICE)
    await credit(world, MONEY)
    yield shop
    assert await audit.differences(world.db) == []


async def credit(world: World, amount: int) -> None:
    await transfers.add(
        world.db,
        key=f"credit:{amount}:{world.now}",
        kind=TransferKind.CREDIT,
        giver=AccountKind.CREDIT,
        taker=AccountKind.WALLET,
        user_id=ALICE,
        amount=amount,
        actor=OLGA,
        reason="for the test",
        now=world.now,
    )


async def wallet(world: World) -> Wallet:
    return await accounts.of_user(world.db, ALICE)


def submit_order(shop: Shop) -> SubmitOrder:
    access = shop.alert._access
    tell = TellRefusals(access=access, wake_balance_check=WakeUp(), clock=shop.world.clock)
    world = shop.world
    return SubmitOrder(
        db=world.db, panel=world.client, alert=shop.alert, tell_refusals=tell, clock=world.clock
    )


async def send(shop: Shop, *answers: object) -> None:
    shop.world.script.says(*answers)
    await submit_order(shop).next(1)


async def placed(shop: Shop, service: str = "1") -> Order:
    order = await shop.confirm(await shop.review(service))
    await send(shop, {"order": 700 + order.id})
    return await now(shop, order)


async def now(shop: Shop, order: Order) -> Order:
    found = await orders.get(shop.world.db, order.id)
    assert found is not None
    return found


async def events(world: World, event: str) -> list[int]:
    rows = await world.db.fetch_all("SELECT user_id FROM outbox WHERE event = $1 ORDER BY id", event)
    return [row[0] for row in rows]


async def asked(shop: Shop, order: Order) -> int:
    """The id of the newest question about an order's money."""
    question = await refund_questions.of_order(shop.world.db, order.id)
    assert question is not None
    return question.id


def decide_refunds(shop: Shop) -> DecideRefunds:
    world = shop.world
    return DecideRefunds(db=world.db, alert=shop.alert, wake_sender=WakeUp(), clock=world.clock)


async def corrected(shop: Shop, **answer: str) -> None:
    """The panel is asked again for all orders that have ended, at the next time at which it is asked."""
    world = shop.world
    ((at,),) = await world.db.fetch_all("SELECT look_again_at FROM orders")
    world.now = max(world.now, at)
    ((number,),) = await world.db.fetch_all("SELECT panel_order_id FROM orders")
    world.script.says({number: answer})
    await LookAgain(
        db=world.db,
        panel=world.client,
        panel_key_id=1,
        alert=shop.alert,
        wake_sender=WakeUp(),
        clock=world.clock,
    )()


async def drain(shop: Shop, leave: int) -> None:
    """Take everything but so much out of Alice's wallet."""
    world = shop.world
    await transfers.add(
        world.db,
        key="debit:drain",
        kind=TransferKind.DEBIT,
        giver=AccountKind.WALLET,
        taker=AccountKind.CREDIT,
        user_id=ALICE,
        amount=MONEY - leave,
        actor=OLGA,
        reason="for the test",
        now=world.now,
    )
