"""The money of orders where something goes wrong: late answers, bad luck, decisions at the same moment."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest

from panel import NotSent, Placed
from storage import accounts, closing, orders, refund_questions, transfers
from storage.accounts import AccountKind, Wallet
from storage.database import DatabaseError
from storage.engines.open import open_database
from storage.orders import OrderStage
from storage.transfers import TransferKind
from tests.usecases.paid_orders import (
    ALICE,
    MONEY,
    OLGA,
    PETRA,
    PRICE,
    asked,
    corrected,
    decide_refunds,
    drain,
    events,
    now,
    placed,
    send,
    shop,
    submit_order,
    wallet,
)
from tests.usecases.shop import Shop
from tests.usecases.submitters import alerting
from tests.usecases.sweeping import World
from usecases.alerting.tell_other_panels import TellOfOtherPanels
from usecases.clock import HOUR
from usecases.errors import AlreadyDecided
from usecases.operating.end_orders import EndOrders
from usecases.operating.watch_panel import WatchPanel
from usecases.paying.open_books import open_books
from usecases.people.access import Access
from usecases.people.forget_people import ForgetPeople, NotForgotten
from usecases.submitting.close_former_panels import CloseFormerPanels
from usecases.submitting.decide import Decide
from usecases.tracking.look_again import LookAgain
from usecases.wakeup import WakeUp
from views import notifications
from views.text import money

__all__ = ["shop"]  # a fixture

MOST = 9_000_000_000_000_000
"""What an account holds at most: a wallet with so much makes the database refuse any refund."""


async def fill(world: World) -> None:
    """Fill Alice's wallet to the brim."""
    money = await wallet(world)
    await transfers.add(
        world.db,
        key="gift:brim",
        kind=TransferKind.GIFT,
        giver=AccountKind.GIFTS,
        taker=AccountKind.WALLET,
        user_id=ALICE,
        amount=MOST - money.balance,
        now=world.now,
    )


async def spill(world: World) -> None:
    await transfers.add(
        world.db,
        key="gift_reversal:brim",
        kind=TransferKind.GIFT_REVERSAL,
        giver=AccountKind.WALLET,
        taker=AccountKind.GIFTS,
        user_id=ALICE,
        amount=MOST - MONEY,
        now=world.now,
    )


def says_of_all(shop: Shop, word: str) -> None:
    def answer(sent: dict[str, str]) -> dict[str, Any]:
        asked = sent.get("orders", "")
        return {one: {"status": word} for one in asked.split(",")} if asked else {"status": word}

    shop.world.script.says(answer)


async def in_doubt(shop: Shop) -> orders.Order:
    order = await shop.confirm(await shop.review())
    await send(shop, "<html>502</html>")
    return await now(shop, order)


def decide(shop: Shop) -> Decide:
    world = shop.world
    return Decide(
        db=world.db,
        panel=world.client,
        panel_key_id=1,
        wake_sweep=WakeUp(),
        wake_sender=WakeUp(),
        clock=world.clock,
    )


async def test_an_order_that_was_decided_to_exist_and_was_never_placed_is_refunded_in_full(
    shop: Shop,
) -> None:
    order = await in_doubt(shop)
    shop.world.script.says({"status": "Pending"})
    await decide(shop).order_exists(order.id, "901", OLGA)
    assert await wallet(shop.world) == Wallet(MONEY - PRICE, 0, 0, 0)

    for _ in range(2):
        await submit_order(shop)._end(order, NotSent("held up"))

    assert await wallet(shop.world) == Wallet(MONEY, 0, 0, 0)
    assert await events(shop.world, "refund_decided") == [ALICE]


async def test_an_order_that_exists_after_all_is_not_taken_again(shop: Shop) -> None:
    order = await in_doubt(shop)
    await decide(shop).order_does_not_exist(order.id, OLGA)

    await submit_order(shop)._end(order, Placed("902"))

    assert (await now(shop, order)).status is OrderStage.FAILED
    assert await wallet(shop.world) == Wallet(MONEY, 0, 0, 0)


async def test_a_number_that_another_order_has_keeps_the_price_aside(shop: Shop) -> None:
    first = await placed(shop)
    second = await shop.confirm(await shop.review())

    await send(shop, {"order": first.panel_order_id})

    assert (await now(shop, second)).status is OrderStage.UNCONFIRMED
    assert await wallet(shop.world) == Wallet(MONEY - 2 * PRICE, PRICE, 0, 0)
    await decide(shop).order_does_not_exist(second.id, OLGA)
    assert await wallet(shop.world) == Wallet(MONEY - PRICE, 0, 0, 0)


async def test_an_order_that_cannot_be_recorded_does_not_stop_the_others(shop: Shop) -> None:
    bad = await placed(shop)
    shop.costs.clear()
    good = await placed(shop)
    await fill(shop.world)

    says_of_all(shop, "Canceled")
    await shop.world.sweep(later=HOUR)

    assert (await now(shop, good)).status is OrderStage.CANCELED
    assert (await now(shop, bad)).status is OrderStage.PENDING
    await spill(shop.world)
    await shop.world.sweep(later=HOUR)
    assert (await now(shop, bad)).refunded == PRICE


async def test_a_correction_that_cannot_be_recorded_does_not_stop_the_others(shop: Shop) -> None:
    bad = await placed(shop)
    good = await placed(shop)
    says_of_all(shop, "Completed")
    await shop.world.sweep(later=HOUR)
    await fill(shop.world)

    await look_again(shop, {str(bad.panel_order_id): "Canceled", str(good.panel_order_id): "Completed"})
    looks = await shop.world.db.fetch_all("SELECT look_again_at FROM orders ORDER BY id")
    assert min(at for (at,) in looks) > shop.world.now

    await spill(shop.world)
    await look_again(shop, {str(bad.panel_order_id): "Canceled", str(good.panel_order_id): "Canceled"})
    assert (await now(shop, bad)).refunded == (await now(shop, good)).refunded == PRICE


async def look_again(shop: Shop, words: dict[str, str]) -> None:
    world = shop.world
    rows = await world.db.fetch_all("SELECT look_again_at FROM orders")
    world.now = max(world.now, *(at for (at,) in rows if at is not None))
    world.script.says({number: {"status": word} for number, word in words.items()})
    await LookAgain(
        db=world.db,
        panel=world.client,
        panel_key_id=1,
        alert=shop.alert,
        wake_sender=WakeUp(),
        clock=world.clock,
    )()


async def test_a_part_that_the_panel_tells_later_is_given_back(shop: Shop) -> None:
    order = await placed(shop)
    await shop.hears(order, status="Partial", remains=None)
    assert [one.doubt for one in await refund_questions.open_ones(shop.world.db)] == ["no_proportion"]

    await corrected(shop, status="Partial", remains="400")

    assert (await now(shop, order)).refunded == 840
    assert await refund_questions.open_ones(shop.world.db) == []


@pytest.mark.parametrize("is_corrected", [False, True])
async def test_what_remained_before_the_end_is_no_proportion(shop: Shop, *, is_corrected: bool) -> None:
    order = await placed(shop)
    await shop.hears(order, status="In progress", remains="900")

    if is_corrected:
        await shop.hears(order, status="Completed", remains="900")
        await corrected(shop, status="Partial")
    else:
        await shop.hears(order, status="Partial", remains=None)

    assert (await now(shop, order)).refunded == 0
    assert [one.doubt for one in await refund_questions.open_ones(shop.world.db)] == ["no_proportion"]


async def test_a_question_that_the_panel_answered_and_raises_again_is_asked_again(shop: Shop) -> None:
    order = await placed(shop)
    await shop.hears(order, status="Partial", remains="0")
    await corrected(shop, status="Completed", remains="0")
    assert await refund_questions.open_ones(shop.world.db) == []

    await corrected(shop, status="Partial", remains="0")

    assert [one.doubt for one in await refund_questions.open_ones(shop.world.db)] == ["no_proportion"]
    assert await events(shop.world, "refund_question") == [PETRA, OLGA] * 2


async def test_two_operators_and_the_panel_at_the_same_moment_give_back_once(shop: Shop) -> None:
    order = await placed(shop)
    await shop.hears(order, status="Partial", remains="0")
    decide, question = decide_refunds(shop), await asked(shop, order)
    shop.world.now += HOUR

    ends = await asyncio.gather(
        decide.give_back(question, PRICE, OLGA),
        decide.give_back(question, PRICE, PETRA),
        look_again(shop, {str(order.panel_order_id): "Canceled"}),
        return_exceptions=True,
    )

    assert [end for end in ends if isinstance(end, Exception) and not isinstance(end, AlreadyDecided)] == []
    assert (await now(shop, order)).refunded == PRICE
    assert await wallet(shop.world) == Wallet(MONEY, 0, 0, 0)


async def test_an_order_that_was_ended_by_hand_is_asked_for_again(shop: Shop) -> None:
    order = await placed(shop)
    await shop.world.db.execute("UPDATE orders SET missing_since = 1")
    end = EndOrders(db=shop.world.db, alert=shop.alert, wake_sender=WakeUp(), clock=shop.world.clock)
    await end(order.id, OrderStage.COMPLETED, OLGA)

    await corrected(shop, status="Canceled")

    assert [one.doubt for one in await refund_questions.open_ones(shop.world.db)] == ["by_hand"]


async def test_the_orders_of_a_former_panel_keep_no_money_unasked(shop: Shop) -> None:
    world = shop.world
    under_way = await placed(shop)
    in_question = await in_doubt(shop)
    waiting = await shop.confirm(await shop.review())
    await world.db.execute("INSERT INTO panel_keys (id, url) VALUES (5, 'https://other.example')")
    tell = TellOfOtherPanels(db=world.db, alert=alerting(world.db, world.clock), panel_key_id=5)

    await CloseFormerPanels(db=world.db, tell=tell, wake_sender=WakeUp(), panel_key_id=5, clock=world.clock)(
        1, OLGA
    )

    for order in (in_question, waiting):
        assert (await now(shop, order)).status is OrderStage.FAILED
    closed = notifications.ended(
        await now(shop, under_way), await refund_questions.of_order(world.db, under_way.id)
    ).text
    assert "The operator was asked" in closed
    lost = notifications.decided(await now(shop, in_question)).text
    assert f"{money(PRICE, 'USD')}</b> is back in your wallet." in lost
    assert "charged for it" not in lost
    assert "to the money" not in closed
    assert await wallet(world) == Wallet(MONEY - PRICE, 0, 0, 0)
    assert await decide_refunds(shop).give_back(await asked(shop, under_way), PRICE, OLGA) == PRICE
    assert await closing.left_at(world.db, 1) == closing.Left(0, 0, 0, 0)


async def test_a_balance_counts_as_of_when_it_was_asked_for(shop: Shop) -> None:
    """An order that is placed while the panel is asked may be missing in what the panel answers."""
    asked_at = shop.world.now

    def answer(_: object) -> dict[str, str]:
        shop.world.now += 500
        return {"balance": "10.00", "currency": "USD"}

    shop.world.script.says(answer)
    world = shop.world
    await WatchPanel(
        db=world.db, panel=world.client, catalogue=shop.catalogue, alert=shop.alert, clock=world.clock
    )()

    assert await world.db.fetch_one("SELECT balance_at FROM panel_keys") == (asked_at,)


async def test_the_currency_stays_while_only_the_house_has_money(shop: Shop) -> None:
    await drain(shop, leave=PRICE)
    await placed(shop)
    assert await accounts.with_money(shop.world.db) == 0

    with pytest.raises(DatabaseError, match="hold money"):
        await open_books(shop.world.db, "EUR")


async def test_accounts_that_are_opened_twice_at_once_are_there_once(shop: Shop) -> None:
    await asyncio.gather(*(accounts.open_for(shop.world.db, PETRA) for _ in range(5)))

    assert await accounts.of_user(shop.world.db, PETRA) == Wallet(0, 0, 0, 0)


async def test_a_person_with_money_or_with_an_order_that_may_be_corrected_is_not_forgotten(
    shop: Shop,
) -> None:
    world = shop.world
    forget = ForgetPeople(
        db=world.db,
        access=Access(db=world.db, admin_ids=[OLGA], allowed_ids=[], clock=world.clock),
        clock=world.clock,
    )
    kept = await forget(ALICE)
    assert isinstance(kept, NotForgotten)
    assert kept.wallet is not None

    await drain(shop, leave=PRICE)
    order = await placed(shop)
    await shop.hears(order, status="Completed", remains="0")
    kept = await forget(ALICE)
    assert isinstance(kept, NotForgotten)
    assert kept.settled_at is not None

    await world.db.execute("UPDATE orders SET look_again_at = NULL")
    assert not isinstance(await forget(ALICE), NotForgotten)


async def test_of_two_confirms_that_the_wallet_pays_for_once_one_is_told_that_money_lacks(
    shop: Shop, database_url: str, engine: str
) -> None:
    await drain(shop, leave=2 * PRICE - 1)
    drafts = [await shop.review() for _ in range(2)]

    async with other_process(shop, database_url, engine) as other:
        ends = await asyncio.gather(shop.confirm(drafts[0]), other.confirm(drafts[1]), return_exceptions=True)

    assert sorted(type(end).__name__ for end in ends) == ["Order", "TooLittleMoney"]
    assert await wallet(shop.world) == Wallet(PRICE - 1, PRICE, 0, 0)


@asynccontextmanager
async def other_process(shop: Shop, url: str, engine: str) -> AsyncIterator[Shop]:
    """A shop on connections of its own. An SQLite file has one process."""
    if engine == "sqlite":
        yield shop
        return
    async with open_database(url) as db:
        yield Shop(replace(shop.world, db=db), catalogue=shop.catalogue, costs=shop.costs)


async def test_of_forty_confirms_that_the_panel_account_pays_for_once_one_is_taken(shop: Shop) -> None:
    await shop.world.db.execute("UPDATE panel_keys SET balance = 2999, balance_at = $1", shop.world.now)
    drafts = [await shop.review() for _ in range(40)]

    ends = await asyncio.gather(*map(shop.confirm, drafts), return_exceptions=True)

    assert Counter(type(end).__name__ for end in ends) == {"Order": 1, "NotTakenNow": 39}
    assert await wallet(shop.world) == Wallet(MONEY - PRICE, PRICE, 0, 0)
