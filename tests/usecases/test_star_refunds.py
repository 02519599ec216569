"""Stars go back whole, for money that is free, and once; the money leaves the wallet first."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest

from sandbox.telegram.server import TelegramServer
from storage import credit_lines, star_refunds, topups, transfers
from storage.accounts import AccountKind, Wallet
from storage.database import Queries
from storage.engines.open import open_database
from storage.orders import Cost
from storage.star_refunds import StarRefund, StarRefundStatus
from storage.topups import Topup
from storage.transfers import TransferKind
from tests.usecases.shop import LIKES, Shop
from tests.usecases.sweeping import World
from tests.usecases.till import OPERATOR, STAR, Till, open_till
from usecases.clock import DAY
from usecases.errors import AlreadyDecided, PaymentGone, StarsInUse
from usecases.paying.free_money import free
from usecases.paying.send_stars_back import LOOK_AFTER_MS

ALICE, PETRA = 1, 8
WHOLE = 100 * STAR


@pytest.fixture
async def till(world: World, telegram: TelegramServer) -> AsyncIterator[Till]:
    async with open_till(world.db, telegram) as till:
        yield till


async def status(till: Till, topup: Topup) -> StarRefundStatus | None:
    refund = await star_refunds.of_topup(till.db, topup.id)
    return refund.status if refund else None


async def test_the_money_leaves_first_and_then_the_stars_go(till: Till) -> None:
    topup = await till.paid()
    stars = till.payer().stars

    await till.give_back.to_person(topup.id, ALICE)
    assert await till.wallet() == Wallet(0, 0, 0, 0)
    assert till.calls("refundStarPayment") == 0
    await till.send_back()

    assert till.payer().stars == stars + 100
    assert await status(till, topup) is StarRefundStatus.DONE
    assert await till.events("stars_returned") == [ALICE]
    await till.reconcile()  # the row of our own refund is no chargeback
    await till.send_back()
    assert await till.wallet() == Wallet(0, 0, 0, 0)
    assert till.calls("refundStarPayment") == 1
    assert await till.events("charged_back") == []


async def test_of_two_taps_one_asks(till: Till) -> None:
    topup = await till.paid()
    await till.paid()  # so that there is money for two
    await till.give_back.to_person(topup.id, ALICE)

    with pytest.raises(AlreadyDecided):
        await till.give_back.to_person(topup.id, ALICE)
    with pytest.raises(AlreadyDecided):
        await till.give_back.by_operator(topup.id, OPERATOR)

    assert (await till.wallet()).balance == WHOLE
    await till.send_back()
    with pytest.raises(AlreadyDecided):
        await till.give_back.by_operator(topup.id, OPERATOR)


async def test_a_lost_answer_is_looked_up_before_a_second_call(till: Till) -> None:
    topup = await till.paid()
    await till.give_back.to_person(topup.id, ALICE)
    till.telegram.faults.switch_on("lost_answer", "refundStarPayment", times=1)

    await till.send_back()
    assert await status(till, topup) is StarRefundStatus.SENDING
    await till.send_back()  # not due yet
    till.now += LOOK_AFTER_MS
    await till.send_back()

    assert await status(till, topup) is StarRefundStatus.DONE
    assert till.calls("refundStarPayment") == 1
    assert await till.events("stars_returned") == [ALICE]


async def test_a_call_that_never_arrived_is_made_again(till: Till) -> None:
    topup = await till.paid()
    await till.give_back.to_person(topup.id, ALICE)
    till.telegram.faults.switch_on("http_500", "refundStarPayment", times=1)

    await till.send_back()
    till.now += LOOK_AFTER_MS
    await till.send_back()

    assert await status(till, topup) is StarRefundStatus.DONE
    assert till.calls("refundStarPayment") == 2


async def test_stars_that_were_returned_before_are_a_success(till: Till) -> None:
    topup = await till.paid()
    await till.give_back.to_person(topup.id, ALICE)
    till.books.take_unlisted(till.books.charges[topup.charge_id])  # CHARGE_ALREADY_REFUNDED, and no row

    await till.send_back()

    assert await status(till, topup) is StarRefundStatus.DONE
    assert await till.wallet() == Wallet(0, 0, 0, 0)


async def test_a_refusal_brings_the_money_back_and_another_attempt_may_follow(till: Till) -> None:
    topup = await till.paid()
    await till.give_back.to_person(topup.id, ALICE)
    charge = till.books.charges.pop(topup.charge_id)  # CHARGE_NOT_FOUND

    await till.send_back()

    assert await status(till, topup) is StarRefundStatus.REFUSED
    assert await till.wallet() == Wallet(WHOLE, 0, 0, 0)
    assert await till.events("stars_kept") == [ALICE]
    assert "CHARGE_NOT_FOUND" in (await till.payloads_of("alert"))[-1]
    till.books.charges[charge.id] = charge
    await till.give_back.to_person(topup.id, ALICE)
    await till.send_back()
    assert await status(till, topup) is StarRefundStatus.DONE
    assert await till.wallet() == Wallet(0, 0, 0, 0)


async def test_a_refusal_brings_nothing_back_while_the_statement_says_that_the_stars_went(
    till: Till, database_url: str, engine: str
) -> None:
    """Another leader reads the statement at this moment. An SQLite file has one process."""
    topup = await till.paid()
    await till.give_back.to_person(topup.id, ALICE)
    refund = await star_refunds.of_topup(till.db, topup.id)
    assert refund is not None
    await star_refunds.begin_sending(till.db, refund.id, till.now)
    async with AsyncExitStack() as open_:
        db = till.db if engine == "sqlite" else await open_.enter_async_context(open_database(database_url))
        async with db.transaction() as transaction:
            assert await star_refunds.end(transaction, refund.id, till.now)
            undoing = asyncio.ensure_future(till.send_back._undo(refund, topup, "CHARGE_NOT_FOUND"))
            await asyncio.sleep(0.2)
        await undoing

    assert await status(till, topup) is StarRefundStatus.DONE
    assert await till.wallet() == Wallet(0, 0, 0, 0)


async def test_stars_that_went_while_their_refund_is_undone_are_taken_back(
    till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    topup = await till.paid()
    await till.give_back.to_person(topup.id, ALICE)
    charge = till.books.charges.pop(topup.charge_id)
    till.books.give_back(charge)
    find, undone = star_refunds.of_topup, list[int]()

    async def and_then_it_is_undone(db: Queries, topup_id: int) -> StarRefund | None:
        found = await find(db, topup_id)
        if not undone:
            undone.append(topup_id)
            await till.send_back()  # CHARGE_NOT_FOUND
        return found

    monkeypatch.setattr(star_refunds, "of_topup", and_then_it_is_undone)
    await till.reconcile()

    assert await till.wallet() == Wallet(0, 0, 0, 0)
    assert await till.events("charged_back") == [ALICE]
    assert [one for one in await till.payloads_of("alert") if "star_row" in one] == []


async def test_a_chargeback_after_a_refund_that_was_undone_takes_the_money(till: Till) -> None:
    topup = await till.paid()
    await till.give_back.to_person(topup.id, ALICE)
    charge = till.books.charges.pop(topup.charge_id)
    await till.send_back()
    till.books.give_back(charge)

    await till.reconcile()

    assert await till.wallet() == Wallet(0, 0, 0, 0)
    assert await till.events("charged_back") == [ALICE]


async def test_only_whole_payments_whose_money_is_free_go_back(till: Till, world: World) -> None:
    shop = Shop(world, costs={"1": Cost("0.0015", 1_500, "USD")})
    await shop.lists(LIKES)
    shop.catalogue.panel_currency = "USD"
    await world.db.execute(
        "UPDATE panel_keys SET balance = 10000000, balance_at = $1, currency = 'USD'", world.now
    )
    small, large = await till.paid(10), await till.paid(100)
    order = await shop.confirm(await shop.review())
    await till.give_back.to_person(large.id, ALICE)

    with pytest.raises(StarsInUse) as in_use:
        await till.give_back.to_person(small.id, ALICE)

    assert (in_use.value.free, in_use.value.kept_aside) == (10 * STAR - order.price, order.price)
    assert await till.wallet() == Wallet(10 * STAR - order.price, order.price, 0, 0)
    seen = await till.view.of_person(ALICE)
    assert (seen.free, seen.returnable) == (10 * STAR - order.price, [])


async def test_the_credit_line_is_not_refunded(till: Till) -> None:
    topup = await till.paid()
    await credit_lines.grant(till.db, ALICE, 5_000_000, OPERATOR, "for regulars", till.now)

    assert await free(till.db, ALICE) == WHOLE
    await till.give_back.to_person(topup.id, ALICE)
    assert (await till.wallet()).balance == 0


async def test_a_gift_that_came_after_an_order_is_not_refunded(till: Till, world: World) -> None:
    shop = Shop(world, costs={"1": Cost("0.0015", 1_500, "USD")})
    await shop.lists(LIKES)
    shop.catalogue.panel_currency = "USD"
    await world.db.execute("UPDATE panel_keys SET currency = 'USD'")
    await till.paid()
    order = await shop.confirm(await shop.review())
    await transfers.add(
        till.db,
        key="gift:1",
        kind=TransferKind.GIFT,
        giver=AccountKind.GIFTS,
        taker=AccountKind.WALLET,
        user_id=ALICE,
        amount=3_000,
        now=till.now,
    )

    assert await free(till.db, ALICE) == WHOLE - order.price
    assert (await till.view.of_person(ALICE)).returnable == []


async def test_after_a_day_only_an_operator_gives_back(till: Till) -> None:
    topup = await till.paid()
    till.now += DAY + 1

    with pytest.raises(StarsInUse):
        await till.give_back.to_person(topup.id, ALICE)
    assert (await till.view.of_person(ALICE)).returnable == []

    await till.give_back.by_operator(topup.id, OPERATOR)
    await till.send_back()
    assert await status(till, topup) is StarRefundStatus.DONE


async def test_nobody_gets_somebody_elses_stars(till: Till) -> None:
    topup = await till.paid()

    for user_id, number in ((PETRA, topup.id), (ALICE, 4_711)):
        with pytest.raises(PaymentGone):
            await till.give_back.to_person(number, user_id)
    with pytest.raises(PaymentGone):
        await till.give_back.by_operator(4_711, OPERATOR)
    assert (await till.wallet()).balance == WHOLE


async def test_who_was_forgotten_keeps_the_money_here(till: Till) -> None:
    topup = await till.paid()
    await till.give_back.by_operator(topup.id, OPERATOR)
    await till.db.execute("UPDATE users SET telegram_id = NULL WHERE id = 1")

    await till.send_back()

    assert await status(till, topup) is StarRefundStatus.REFUSED
    assert (await till.wallet()).balance == WHOLE


async def test_an_operator_credits_a_payment_without_an_invoice_once(till: Till) -> None:
    topup = await till.paid(payload="another shop's")
    assert await till.wallet() == Wallet(0, 0, 0, 0)
    assert await till.events("unmatched_payment") == [OPERATOR]

    await till.take.credit(topup.id, OPERATOR)

    assert await till.wallet() == Wallet(WHOLE, 0, 0, 0)
    assert await till.events("topup") == [ALICE]
    with pytest.raises(AlreadyDecided):
        await till.take.credit(topup.id, PETRA)
    with pytest.raises(PaymentGone):
        await till.take.credit(4_711, OPERATOR)


async def test_an_operator_gives_a_payment_without_an_invoice_back(till: Till) -> None:
    topup = await till.paid(payload="another shop's")

    await till.give_back.by_operator(topup.id, OPERATOR)
    with pytest.raises(AlreadyDecided):
        await till.take.credit(topup.id, OPERATOR)
    await till.send_back()

    assert await status(till, topup) is StarRefundStatus.DONE
    assert await till.db.fetch_all("SELECT 1 FROM transfers") == []
    found = await topups.get(till.db, topup.id)
    assert found is not None
    assert found.credited is None
