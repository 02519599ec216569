"""The books under random events, held against a dictionary: the program's functions on the real schema."""

import asyncio
import contextlib
import itertools
import tempfile
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from panel import Meaning, NotSent, Outcome, Placed, Refused, Unknown
from storage import accounts, refund_questions
from storage.accounts import Wallet
from storage.database import Constraint
from storage.engines.open import open_database
from tests.migrated import migrated_database
from tests.storage.ledger.steps import Steps, is_sound, refused
from tests.usecases.records import add_person, begin
from tests.usecases.submitters import OPERATOR
from usecases.errors import AlreadyDecided

PEOPLE = (1, 2)
QUANTITY = 1000
AMOUNTS = st.integers(1, 5_000)
NUMBERS = st.integers(0, 9)
OPEN, PLACED, FAILED = ("reserved", "submitting", "unconfirmed"), "placed", "failed"


class Books(RuleBasedStateMachine):
    engine = "sqlite"

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.folder = tempfile.TemporaryDirectory()
        self.open = AsyncExitStack()
        self.now = 1_000
        self.numbers = itertools.count(1)
        self.money = {person: {"wallet": 0, "held": 0, "debt": 0, "floor": 0} for person in PEOPLE}
        self.orders: dict[int, dict[str, Any]] = {}
        self.charges: dict[str, dict[str, Any]] = {}

    @initialize()
    def begin(self) -> None:
        self.wait(self._begin())

    @rule(person=st.sampled_from(PEOPLE), amount=AMOUNTS)
    def top_up(self, person: int, amount: int) -> None:
        charge = f"c{next(self.numbers)}"
        self.wait(self.steps.top_up(charge, person, amount))
        self.charges[charge] = {"person": person, "amount": amount, "is_reversed": False}
        self.gets(person, amount)

    @rule(number=NUMBERS, amount=AMOUNTS)
    def top_up_again(self, number: int, amount: int) -> None:
        for charge in self.one_of(self.charges, number):
            person = self.charges[charge]["person"]
            assert self.wait(refused(self.steps.top_up(charge, person, amount)))

    @rule(person=st.sampled_from(PEOPLE), price=AMOUNTS, taps=st.integers(1, 3))
    def confirm(self, person: int, price: int, taps: int) -> None:
        draft, money = f"d{next(self.numbers)}", self.money[person]
        self.wait(self.steps.draft(draft, person, price))
        taken = [self.wait(tried(self.steps.confirm(draft, person))) for _ in range(taps)]
        if money["debt"] or money["wallet"] - price < money["floor"]:
            assert all(isinstance(one, Constraint) for one in taken)
            return
        assert taken[1:] == [None] * (taps - 1)
        self.is_reserved(taken[0].id, person, price)

    @rule(person=st.sampled_from(PEOPLE), price=AMOUNTS, ticks=st.integers(0, 40))
    def die_while_confirming(self, person: int, price: int, ticks: int) -> None:
        draft = f"d{next(self.numbers)}"
        self.wait(self.steps.draft(draft, person, price))
        self.wait(killed(self.steps.confirm(draft, person), ticks))
        rows = self.wait(self.steps.db.fetch_all("SELECT id FROM orders WHERE draft_id = $1", draft))
        for (order_id,) in rows:
            self.is_reserved(order_id, person, price)

    @rule(number=NUMBERS)
    def send(self, number: int) -> None:
        for order_id in self.orders_in("reserved", number):
            self.wait(self.steps.begin_sending(order_id))
            self.orders[order_id]["stage"] = "submitting"

    @rule(number=NUMBERS, answer=st.sampled_from(("placed", "refused", "not sent", "unknown", "taken")))
    def answer(self, number: int, answer: str) -> None:
        for order_id in self.orders_in("submitting", number):
            self.wait(self.steps.answered(order_id, self.outcome(answer, order_id)))
            if answer == "placed":
                self.is_placed(order_id)
            elif answer in ("refused", "not sent"):
                self.has_failed(order_id)
            else:
                self.orders[order_id]["stage"] = "unconfirmed"

    @rule(number=NUMBERS, answer=st.sampled_from(("placed", "refused")), ticks=st.integers(0, 40))
    def die_while_recording(self, number: int, answer: str, ticks: int) -> None:
        """What was not recorded is in doubt at the next start."""
        for order_id in self.orders_in("submitting", number):
            self.wait(killed(self.steps.answered(order_id, self.outcome(answer, order_id)), ticks))
            self.wait(self.steps.recover())
            ((status,),) = self.wait(
                self.steps.db.fetch_all("SELECT status FROM orders WHERE id = $1", order_id)
            )
            if status == "pending":
                self.is_placed(order_id)
            elif status == "failed":
                self.has_failed(order_id)
            for one in self.orders.values():
                one["stage"] = "unconfirmed" if one["stage"] == "submitting" else one["stage"]

    @rule(number=NUMBERS, exists=st.booleans())
    def decide(self, number: int, *, exists: bool) -> None:
        for order_id in self.orders_in("unconfirmed", number):
            if exists:
                self.wait(self.steps.exists(order_id))
                self.is_placed(order_id)
                self.orders[order_id]["is_decided"] = True
            else:
                self.wait(self.steps.never(order_id))
                self.has_failed(order_id)

    @rule(number=NUMBERS, answer=st.sampled_from(("placed", "not sent", "unknown")))
    def answer_late(self, number: int, answer: str) -> None:
        """After a decision, or while it is waited for. An order that was never placed costs nothing."""
        late = {
            key: one for key, one in self.orders.items() if one["stage"] == "unconfirmed" or one["is_decided"]
        }
        for order_id in self.one_of(late, number):
            self.wait(self.steps.answered(order_id, self.outcome(answer, order_id)))
            if answer == "not sent" and late[order_id]["is_decided"]:
                self.is_refunded(order_id, self.orders[order_id]["price"])

    @rule(
        number=NUMBERS,
        word=st.sampled_from(("completed", "partial", "canceled")),
        remains=st.integers(-1, QUANTITY + 1),
    )
    def tell(self, number: int, word: str, remains: int) -> None:
        for order_id in self.orders_in(PLACED, number):
            self.wait(self.steps.told(order_id, word, remains if word == "partial" else None))
            price = self.orders[order_id]["price"]
            if word == "canceled":
                self.is_refunded(order_id, price)
            elif word == "partial" and 0 < remains <= QUANTITY:
                self.is_refunded(order_id, price * remains // QUANTITY)

    @rule(number=NUMBERS, share=st.integers(0, 120))
    def give_back(self, number: int, share: int) -> None:
        """Two operators at once decide the same; more than the price is refused."""
        for order_id in self.questions(number):
            order = self.orders[order_id]
            amount = (order["price"] - order["refunded"]) * min(share, 100) // 100
            ends = self.wait(both(self.steps.decide_refunds.give_back, order_id, amount, OPERATOR))
            assert sum(isinstance(end, AlreadyDecided) for end in ends) == 1, ends
            self.is_refunded(order_id, order["refunded"] + amount)

    @rule(number=NUMBERS)
    def take_back(self, number: int) -> None:
        for order_id in self.questions(number):
            order = self.orders[order_id]
            money = self.money[order["person"]]
            amount = max(min(order["refunded"] - order["taken_back"], money["wallet"]), 0)
            assert self.wait(self.steps.decide_refunds.take_back(order_id, OPERATOR)) == amount
            order["taken_back"] += amount
            money["wallet"] -= amount

    @rule(number=NUMBERS)
    def charge_back(self, number: int) -> None:
        for charge in self.one_of(self.charges, number):
            it = self.charges[charge]
            assert self.wait(refused(self.steps.charge_back(charge))) == it["is_reversed"]
            if not it["is_reversed"]:
                it["is_reversed"] = True
                money = self.money[it["person"]]
                money["wallet" if money["wallet"] >= it["amount"] else "debt"] -= it["amount"]
                self.gets(it["person"], 0)

    @rule(number=NUMBERS)
    def undo(self, number: int) -> None:
        for charge in self.one_of(self.charges, number):
            it = self.charges[charge]
            assert self.wait(refused(self.steps.undo(charge))) == (not it["is_reversed"])
            if it["is_reversed"]:
                it["is_reversed"] = False
                self.gets(it["person"], it["amount"])

    @rule(person=st.sampled_from(PEOPLE), amount=AMOUNTS)
    def credit(self, person: int, amount: int) -> None:
        self.wait(self.steps.by_hand(str(next(self.numbers)), person, amount))
        self.gets(person, amount)

    @rule(person=st.sampled_from(PEOPLE), amount=AMOUNTS)
    def debit(self, person: int, amount: int) -> None:
        is_refused = self.wait(refused(self.steps.by_hand(str(next(self.numbers)), person, -amount)))
        assert is_refused == (self.money[person]["wallet"] < amount)
        if not is_refused:
            self.gets(person, -amount)

    @rule(person=st.sampled_from(PEOPLE), line=st.integers(0, 3_000))
    def extend_credit(self, person: int, line: int) -> None:
        is_refused = self.wait(refused(accounts.extend_credit(self.steps.db, person, -line)))
        assert is_refused == (self.money[person]["wallet"] < -line)
        if not is_refused:
            self.money[person]["floor"] = -line

    @invariant()
    def is_as_the_dictionary_says(self) -> None:
        if hasattr(self, "steps"):
            self.wait(self._compare())

    def teardown(self) -> None:
        self.wait(self.open.aclose())
        self.loop.close()
        self.folder.cleanup()

    def wait(self, work: Awaitable[Any]) -> Any:
        return self.loop.run_until_complete(work)

    def gets(self, person: int, amount: int) -> None:
        """What the wallet holds pays the debt first."""
        money = self.money[person]
        money["wallet"] += amount
        paid = max(min(money["wallet"], -money["debt"]), 0)
        money["wallet"] -= paid
        money["debt"] += paid

    def is_reserved(self, order_id: int, person: int, price: int) -> None:
        self.orders[order_id] = {
            "person": person,
            "price": price,
            "stage": "reserved",
            "refunded": 0,
            "taken_back": 0,
            "is_decided": False,
        }
        self.money[person]["wallet"] -= price
        self.money[person]["held"] += price

    def is_placed(self, order_id: int) -> None:
        order = self.orders[order_id]
        order["stage"] = PLACED
        self.money[order["person"]]["held"] -= order["price"]

    def has_failed(self, order_id: int) -> None:
        order = self.orders[order_id]
        order["stage"] = FAILED
        self.money[order["person"]]["held"] -= order["price"]
        self.gets(order["person"], order["price"])

    def is_refunded(self, order_id: int, target: int) -> None:
        order = self.orders[order_id]
        if target > order["refunded"]:
            self.gets(order["person"], target - order["refunded"])
            order["refunded"] = target

    def outcome(self, answer: str, order_id: int) -> Outcome:
        if answer == "taken":  # the panel gives a number that another order has
            numbers = [one for one, known in self.orders.items() if known["stage"] == PLACED]
            return Placed(f"p{numbers[0]}") if numbers else Unknown("nothing came back")
        outcomes: dict[str, Outcome] = {
            "placed": Placed(f"p{order_id}"),
            "refused": Refused(Meaning.LINK, "no"),
            "not sent": NotSent("held up"),
            "unknown": Unknown("nothing came back"),
        }
        return outcomes[answer]

    def one_of(self, found: dict[Any, Any], number: int) -> list[Any]:
        return [list(found)[number % len(found)]] if found else []

    def orders_in(self, stage: str, number: int) -> list[int]:
        return self.one_of({key: one for key, one in self.orders.items() if one["stage"] == stage}, number)

    def questions(self, number: int) -> list[int]:
        asked = self.wait(refund_questions.open_ones(self.steps.db))
        return self.one_of({one.order_id: one for one in asked}, number)

    def _clock(self) -> int:
        self.now += 1
        return self.now

    async def _begin(self) -> None:
        url = await self.open.enter_async_context(migrated_database(self.engine, Path(self.folder.name)))
        db = await self.open.enter_async_context(open_database(url))
        await begin(db)
        await add_person(db, PEOPLE[1], "Bob")
        await accounts.open_house(db, "USD")
        for person in PEOPLE:
            await accounts.open_for(db, person)
        self.steps = Steps(db, self._clock)

    async def _compare(self) -> None:
        db = self.steps.db
        for person, money in self.money.items():
            told = Wallet(money["wallet"], money["held"], money["debt"], money["floor"])
            assert await accounts.of_user(db, person) == told
        rows = await db.fetch_all("SELECT id, refunded FROM orders ORDER BY id")
        assert rows == [(key, one["refunded"]) for key, one in sorted(self.orders.items())]
        await is_sound(db)


async def tried(work: Coroutine[Any, Any, Any]) -> Any:
    try:
        return await work
    except Constraint as error:
        return error


async def killed(work: Coroutine[Any, Any, Any], ticks: int) -> None:
    """Cancel the work after so many turns of the loop, as the end of a process does."""
    task = asyncio.ensure_future(work)
    for _ in range(ticks):
        await asyncio.sleep(0)
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError, Constraint):
        await task


async def both(step: Callable[..., Awaitable[Any]], *values: Any) -> list[Any]:
    return list(await asyncio.gather(step(*values), step(*values), return_exceptions=True))


class BooksOnPostgres(Books):
    engine = "postgres"


class ManyBooks(Books):
    pass


class ManyBooksOnPostgres(BooksOnPostgres):
    pass


def case(machine: type[Books], hundredths: int) -> type[Any]:
    """A test of so many hundredths of the profile's examples."""
    found = machine.TestCase
    found.settings = settings(
        max_examples=max(1, settings().max_examples * hundredths // 100),
        stateful_step_count=40,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
    return found


TestBooks = case(Books, 10)
TestBooksOnPostgres = pytest.mark.postgres(case(BooksOnPostgres, 4))
TestManyBooks = pytest.mark.slow(case(ManyBooks, 100))
TestManyBooksOnPostgres = pytest.mark.slow(pytest.mark.postgres(case(ManyBooksOnPostgres, 30)))
