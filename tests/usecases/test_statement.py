"""Telegram's statement has the last word: what was paid and not told, what went back, and what is no payment."""

from collections.abc import AsyncIterator

import pytest

from sandbox.telegram.server import TelegramServer
from sandbox.telegram.stars.partners import INCOMING, OUTGOING
from storage import audit, conditions, order_progress, orders, star_statement, transfers
from storage.accounts import AccountKind, Wallet
from storage.orders import Cost, OrderStage
from storage.transfers import TransferKind
from tests.usecases.shop import LIKES, Shop
from tests.usecases.sweeping import World
from tests.usecases.till import OPERATOR, STAR, Till, open_till
from usecases.clock import DAY
from usecases.errors import TooLittleMoney
from usecases.paying.reconcile_stars import STARS_DIFFER, WALLETS_RESTORED
from usecases.paying.telegram_stars import NANO, StatementRow

ALICE, BOB = 1, 2_000
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


async def test_a_payment_that_nobody_told_is_credited_once(till: Till) -> None:
    charge = await till.charge()

    await till.reconcile()
    await till.reconcile()
    assert not await till.hears(charge)

    assert await till.wallet() == Wallet(100 * STAR, 0, 0, 0)
    assert await till.events("topup") == [ALICE]


async def test_1250_rows_with_rows_that_arrive_between_the_pages(
    till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask, paid = till.stars.statement, 0
    for number in range(1_250):
        if number % 5 == 0:
            await till.charge(10)
            paid += 1
        else:
            till.books.enter(NANO, {"source": {"type": "other"}})

    async def page(offset: int) -> list[StatementRow]:
        nonlocal paid
        rows = await ask(offset)
        if paid < 256:
            await till.charge(10)
            paid += 1
        return rows

    monkeypatch.setattr(till.stars, "statement", page)
    await till.reconcile()

    assert len(till.books.rows) == 1_256
    assert await till.wallet() == Wallet(256 * 10 * STAR, 0, 0, 0)
    assert (await star_statement.place(till.db)).rows_read == 1_256
    before = till.calls("getStarTransactions")
    await till.reconcile()
    assert till.calls("getStarTransactions") == before + 1  # from the place on, less ten rows


async def test_only_rows_about_invoices_move_wallets(till: Till) -> None:
    for partner in INCOMING.values():
        till.books.enter(20 * NANO, {"source": partner})
    for partner in OUTGOING.values():
        till.books.enter(-20 * NANO, {"receiver": partner})
    till.books.enter(5, {"source": {"type": "something_new", "of": {"next": "year"}}})

    await till.reconcile()

    assert await till.db.fetch_all("SELECT 1 FROM transfers") == []
    rows = await till.db.fetch_all("SELECT stars, credited FROM topups")
    assert rows == [
        (20, None),
        (20, None),
    ]  # two payments of invoices that are not ours: the operator decides
    assert await till.events("unmatched_payment") == [OPERATOR, OPERATOR]


async def test_a_commission_does_not_make_the_credit_smaller(till: Till) -> None:
    till.books.commission.per_mille = 75
    await till.charge()

    await till.reconcile()

    assert await till.wallet() == Wallet(100 * STAR, 0, 0, 0)


async def test_somebody_of_whom_the_database_does_not_know_is_credited(till: Till) -> None:
    invoice = await till.invoice()
    await till.charge(100, till.payloads.write(invoice, BOB), BOB)

    await till.reconcile()

    ((user_id, name),) = await till.db.fetch_all("SELECT id, name FROM users WHERE telegram_id = 2000")
    assert name == "Alice"
    assert (await till.wallet(user_id)).balance == 100 * STAR


async def test_while_telegram_is_away_the_place_stays(till: Till) -> None:
    await till.charge()
    till.telegram.faults.switch_on("http_500", "getStarTransactions", times=1)

    await till.reconcile()
    assert (await star_statement.place(till.db)).rows_read == 0
    await till.reconcile()

    assert (await till.wallet()).balance == 100 * STAR


async def test_a_chargeback_takes_what_is_there(till: Till) -> None:
    topup = await till.paid()
    till.books.give_back(till.books.charges[topup.charge_id])

    for _ in range(3):
        await till.reconcile()

    assert await till.wallet() == Wallet(0, 0, 0, 0)
    assert await till.events("charged_back") == [ALICE]
    assert await till.events("chargeback") == [OPERATOR]


async def spend(till: Till, amount: int) -> None:
    await transfers.add(
        till.db,
        key=f"debit:{amount}",
        kind=TransferKind.DEBIT,
        giver=AccountKind.WALLET,
        taker=AccountKind.CREDIT,
        user_id=ALICE,
        amount=amount,
        actor=OPERATOR,
        reason="for the test",
        now=till.now,
    )


async def test_what_was_spent_is_a_debt_that_the_next_top_up_pays_first(till: Till, shop: Shop) -> None:
    topup = await till.paid()
    await spend(till, 1_000_000)
    till.books.give_back(till.books.charges[topup.charge_id])
    await till.reconcile()
    assert await till.wallet() == Wallet(0, 0, -1_000_000, 0)
    with pytest.raises(TooLittleMoney):
        await shop.confirm(await shop.review())

    await till.paid(100)

    assert await till.wallet() == Wallet(170_000, 0, 0, 0)
    assert '"debt":1000000' in (await till.payloads_of("topup"))[-1].replace(" ", "")
    assert (await shop.confirm(await shop.review())).price == PRICE


async def test_unsent_orders_fail_first_and_those_that_run_go_on(till: Till, shop: Shop) -> None:
    topup = await till.paid()
    waiting, running = [await shop.confirm(await shop.review()) for _ in range(2)]
    await order_progress.begin_submitting(till.db, running.id)
    await spend(till, 1_000_000)
    till.books.give_back(till.books.charges[topup.charge_id])

    await till.reconcile()

    found = [await orders.get(till.db, one.id) for one in (waiting, running)]
    assert [one.status for one in found if one] == [OrderStage.FAILED, OrderStage.SUBMITTING]
    assert found[0] is not None
    assert found[0].failure == "unpaid"
    assert await till.wallet() == Wallet(0, PRICE, -(1_000_000 + PRICE), 0)
    assert await till.events("order_submitted") == [ALICE]
    assert '"unsent":1' in (await till.payloads_of("chargeback"))[0].replace(" ", "")


async def test_a_chargeback_of_a_payment_that_was_never_credited_moves_nothing(till: Till) -> None:
    topup = await till.paid(payload="another shop's")
    till.books.give_back(till.books.charges[topup.charge_id])

    await till.reconcile()

    assert await till.db.fetch_all("SELECT 1 FROM transfers") == []
    assert await till.db.fetch_all("SELECT cause, status FROM star_refunds") == [("telegram", "done")]


async def test_once_a_day_the_sum_is_compared_with_the_balance(till: Till) -> None:
    topup = await till.paid()
    till.books.commission.per_mille = 75
    await till.paid(10)
    till.books.enter(-5 * NANO, {"receiver": OUTGOING["fragment_pending"]})
    await till.reconcile.compare()
    assert not await conditions.stands(till.db, STARS_DIFFER)

    till.books.take_unlisted(till.books.charges[topup.charge_id])
    await till.reconcile.compare()
    assert not await conditions.stands(till.db, STARS_DIFFER)  # not before a day is over
    till.now += DAY
    await till.reconcile.compare()

    (condition,) = await conditions.current(till.db)
    assert (condition.name, condition.detail) == (STARS_DIFFER, "-100")
    assert await till.wallet() == Wallet(110 * STAR, 0, 0, 0)  # nobody's wallet is changed by it
    till.books._nanostars += 100 * NANO
    till.now += DAY
    await till.reconcile.compare()
    assert not await conditions.stands(till.db, STARS_DIFFER)


async def test_after_a_restore_payments_and_refunds_come_back_without_debts(till: Till) -> None:
    before = await till.paid()
    await till.reconcile()
    await spend(till, 1_000_000)  # in the copy
    await till.alert.begin(WALLETS_RESTORED)
    await till.charge(50)  # since the copy
    till.books.give_back(till.books.charges[before.charge_id])  # asked for here, since the copy

    await till.reconcile()

    assert await till.events("chargeback") == []
    assert await till.wallet() == Wallet(0, 0, -(1_000_000 - 50 * STAR), 0)
    till.now += 1
    await till.reconcile()
    question = await till.confirm.question()
    assert (question.count, question.total) == (0, 0)

    confirmed = await till.confirm(question.since, OPERATOR)

    assert confirmed.forgiven == 1_000_000 - 50 * STAR
    assert await till.wallet() == Wallet(0, 0, 0, 0)
    assert not await conditions.stands(till.db, WALLETS_RESTORED)
    assert await audit.differences(till.db) == []
