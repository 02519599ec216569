"""Somebody is forgotten while their payment or order arrives: no money is left in a wallet of nobody."""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from typing import Any, Self

import pytest

from panel.service_types import Field
from sandbox.telegram.server import TelegramServer
from storage import accounts, credit_lines, drafts, invoices, orders
from storage.accounts import Wallet
from storage.database import Constraint, Database, DatabaseAway
from storage.engines.open import open_database
from storage.invoices import InvoiceStatus
from storage.orders import Cost
from storage.topups import HeardFrom
from tests.usecases.records import add_person
from tests.usecases.shop import LIKES, Shop
from tests.usecases.sweeping import World
from tests.usecases.till import OPERATOR, STAR, Till, open_till
from usecases.errors import DraftGone, NothingToMove, PersonGone
from usecases.paying import money_of_orders
from usecases.paying.move_by_hand import Move, MoveByHand
from usecases.paying.take_payments import StarPayment
from usecases.people.forget_people import ForgetPeople, Forgotten, NotForgotten
from usecases.pricing.quote import review_of
from usecases.wakeup import WakeUp

ALICE = 1
WHOLE = 100 * STAR
PRICE = 2_100  # what 1,000 likes cost


@pytest.fixture
async def till(world: World, telegram: TelegramServer) -> AsyncIterator[Till]:
    async with open_till(world.db, telegram) as till:
        yield till


@pytest.fixture
async def shop(world: World, till: Till) -> Shop:
    """Alice has nothing but a credit line: she may order, and may be forgotten."""
    shop = Shop(world, costs={"1": Cost("0.0015", 1_500, "USD")})
    await shop.lists(LIKES)
    shop.catalogue.panel_currency = "USD"
    await world.db.execute("UPDATE panel_keys SET currency = 'USD'")
    await accounts.open_for(world.db, ALICE)
    await credit_lines.grant(world.db, ALICE, 10 * PRICE, OPERATOR, "for regulars", world.now)
    return shop


@asynccontextmanager
async def another(till: Till, url: str, engine: str) -> AsyncIterator[Database]:
    """The database as another process sees it. An SQLite file has one process."""
    if engine == "sqlite":
        yield till.db
        return
    async with open_database(url) as db:
        yield db


def forget(till: Till, db: Database) -> ForgetPeople:
    return ForgetPeople(db=db, access=till.access, clock=till.clock)


class Stopped:
    """Alice is being forgotten: everything is checked, and nothing is blanked yet."""

    def __init__(self, till: Till, db: Database, patch: pytest.MonkeyPatch) -> None:
        self._work = forget(till, db)
        self._reached, self._may_go_on = asyncio.Event(), asyncio.Event()
        blank = self._work._blank

        async def stops(*given: Any) -> Forgotten:
            self._reached.set()
            await self._may_go_on.wait()
            return await blank(*given)

        patch.setattr(self._work, "_blank", stops)

    async def __aenter__(self) -> Self:
        self._task = asyncio.ensure_future(self._work(ALICE))
        async with asyncio.timeout(10):
            await self._reached.wait()
        return self

    async def __aexit__(self, *_: object) -> None:
        self._may_go_on.set()
        assert isinstance(await self._task, Forgotten)


async def waits(work: Awaitable[Any]) -> asyncio.Task[Any]:
    """Start it; it has to wait for what is under way."""
    task = asyncio.ensure_future(work)
    await asyncio.sleep(0.2)
    assert not task.done()
    return task


async def payers(till: Till) -> list[tuple[int | None, int]]:
    """Telegram's ids of who has paid, and what their wallets hold."""
    rows = await till.db.fetch_all(
        """
        SELECT telegram_id, balance FROM topups JOIN users ON users.id = topups.user_id
        JOIN accounts ON accounts.user_id = users.id AND kind = 'wallet'
        """
    )
    return [(telegram_id, balance) for telegram_id, balance in rows]


async def test_who_pays_while_they_are_forgotten_is_credited_as_a_new_person(
    till: Till, database_url: str, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    charge = await till.charge()
    async with another(till, database_url, engine) as db:
        async with Stopped(till, db, monkeypatch):
            paying = await waits(till.hears(charge))
        with pytest.raises(PersonGone):
            await paying

    assert await payers(till) == []
    await till.reconcile()
    assert await payers(till) == [(ALICE, WHOLE)]
    assert (await till.wallet()).balance == 0


async def test_the_statement_credits_them_as_a_new_person_at_once(
    till: Till, database_url: str, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await till.charge()
    async with another(till, database_url, engine) as db:
        async with Stopped(till, db, monkeypatch):
            reading = await waits(till.reconcile())
        await reading

    assert await payers(till) == [(ALICE, WHOLE)]
    assert await till.events("alert") == []


async def test_who_is_paying_is_not_forgotten(till: Till, database_url: str, engine: str) -> None:
    charge = till.books.charges[await till.charge()]
    payment = StarPayment(charge.id, ALICE, charge.stars, charge.payload, till.now, HeardFrom.UPDATE)
    await accounts.open_for(till.db, ALICE)
    async with another(till, database_url, engine) as db:
        async with till.db.transaction() as transaction:
            await till.take._take(transaction, payment, [OPERATOR])
            forgetting_her = await waits(forget(till, db)(ALICE))
        assert await forgetting_her == NotForgotten(wallet=Wallet(WHOLE, 0, 0, 0))

    assert await payers(till) == [(ALICE, WHOLE)]


async def test_who_orders_while_they_are_forgotten_orders_nothing(
    till: Till, shop: Shop, database_url: str, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = await shop.review()
    async with another(till, database_url, engine) as db:
        async with Stopped(till, db, monkeypatch):
            ordering = await waits(shop.confirm(draft))
        with pytest.raises(DraftGone):
            await ordering

    assert await till.db.fetch_all("SELECT id FROM orders") == []
    assert await till.wallet() == Wallet(0, 0, 0, 0)


async def test_who_is_ordering_is_not_forgotten(
    till: Till, shop: Shop, database_url: str, engine: str
) -> None:
    draft = await shop.review()
    request = orders.Request("x", "default", refillable=False, cancelable=False, target="", parameters={})
    async with another(till, database_url, engine) as db:
        async with till.db.transaction() as transaction:
            claimed = await drafts.claim(transaction, draft.id, ALICE)
            assert claimed is not None
            order = await orders.reserve(transaction, claimed, request, None, 0, Cost("1", 1, "USD"))
            await money_of_orders.reserve(transaction, order, 0)
            forgetting_her = await waits(forget(till, db)(ALICE))
        assert await forgetting_her == NotForgotten(open_orders=(order.id,))

    assert await till.wallet() == Wallet(-PRICE, PRICE, 0, -10 * PRICE)


async def test_no_two_of_them_wait_for_each_other(
    till: Till, shop: Shop, database_url: str, engine: str
) -> None:
    async with another(till, database_url, engine) as db:
        for person in range(100, 112):
            await add_person(db, person, "Carol")
            await accounts.open_for(db, person)
            await credit_lines.grant(db, person, 10 * PRICE, OPERATOR, "for regulars", 0)
            step = await shop.drafts.start(person, "1")
            for name, text in ((Field.LINK, "https://example.com/p"), (Field.QUANTITY, "1000")):
                step = await shop.drafts.answer(step.draft.id, person, name, text)
            charge = await till.charge(10, number=person)

            ends = await asyncio.gather(
                shop.place(step.draft.id, person, review_of(step.draft), None),
                forget(till, db)(person),
                till.hears(charge),
                return_exceptions=True,
            )

            assert [end for end in ends if isinstance(end, DatabaseAway | Constraint)] == []
            left = await accounts.of_user(db, person)
            assert not isinstance(ends[1], Forgotten) or left == accounts.NO_WALLET


async def test_a_payment_that_waits_or_goes_back_is_waited_for(till: Till) -> None:
    strange = await till.paid(payload="another shop's")
    assert await forget(till, till.db)(ALICE) == NotForgotten(is_paying=True)
    await till.take.credit(strange.id, OPERATOR)
    await till.give_back.to_person(strange.id, ALICE)
    assert await till.wallet() == Wallet(0, 0, 0, 0)

    assert await forget(till, till.db)(ALICE) == NotForgotten(is_paying=True)

    await till.send_back()
    assert till.payer().stars == 1_000_000  # all of them are back
    assert isinstance(await forget(till, till.db)(ALICE), Forgotten)


async def test_the_invoices_of_who_was_forgotten_end(till: Till) -> None:
    invoice = await till.invoice()

    assert isinstance(await forget(till, till.db)(ALICE), Forgotten)

    found = await invoices.get(till.db, invoice.id)
    assert found is not None
    assert found.status is InvoiceStatus.EXPIRED


async def test_who_was_forgotten_is_given_no_money_by_hand(till: Till) -> None:
    await accounts.open_for(till.db, ALICE)
    assert isinstance(await forget(till, till.db)(ALICE), Forgotten)
    hand = MoveByHand(db=till.db, currency="USD", alert=till.alert, wake_sender=WakeUp(), clock=till.clock)

    for move in (Move.CREDIT, Move.LINE):
        with pytest.raises(PersonGone):
            await hand(move, ALICE, 0, 5_000_000, "for the test", OPERATOR)
    with pytest.raises(NothingToMove):  # what was left by mistake may be taken
        await hand.intent(Move.DEBIT, ALICE, OPERATOR)
