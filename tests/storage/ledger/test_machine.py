"""The books under random events, held against a dictionary: the program's functions on the real schema."""

import asyncio
import contextlib
import itertools
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from panel import Meaning, NotSent, Outcome, Placed, Refused, Unknown
from storage import accounts, refund_questions, retry
from storage.accounts import Wallet
from storage.database import Constraint, Database, DatabaseAway, Queries
from storage.engines.open import open_database
from storage.refund_questions import RefundQuestion
from tests.migrated import migrated_database
from tests.storage.ledger.steps import Steps, is_sound, refused
from tests.usecases.records import add_person, begin
from tests.usecases.submitters import OPERATOR
from usecases.errors import AlreadyDecided

PEOPLE = (1, 2)
QUANTITY = 1000
AMOUNTS = st.integers(1, 5_000)
NUMBERS = st.integers(0, 9)
PLACED, FAILED = "placed", "failed"
AT_FIRST = 10_000
EXISTS = "unknown and decided to exist"
WAYS = ("placed", "placed", "placed", "refused", EXISTS, "unknown and decided never to have been")
ENDS = st.tuples(
    st.sampled_from(("completed", "partial", "canceled")), st.sampled_from((0, 1, 333, 400, 1000, 1001))
)
BEFORE, AFTER = "before the commit", "after the commit"
WHEN = st.sampled_from((BEFORE, AFTER))


def has(stage: str) -> Callable[[Any], Any]:
    """The rule needs an order in a stage."""
    return precondition(lambda machine: any(one["stage"] == stage for one in machine.orders.values()))


def has_payments() -> Callable[[Any], Any]:
    return precondition(lambda machine: bool(machine.charges))


class Failing:
    """A database whose next transaction fails, before or after its commit."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self.fails = ""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._db, name)

    @contextlib.asynccontextmanager
    async def transaction(self) -> AsyncIterator[Queries]:
        fails, self.fails = self.fails, ""
        async with self._db.transaction() as transaction:
            yield transaction
            if fails == BEFORE:
                raise DatabaseAway
        if fails == AFTER:
            raise DatabaseAway


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
        self.open.enter_context(no_delays())
        self.wait(self._begin())
        for person in PEOPLE:
            self.top_up(person, AT_FIRST)

    @rule(person=st.sampled_from(PEOPLE), amount=AMOUNTS)
    def top_up(self, person: int, amount: int) -> None:
        charge = f"c{next(self.numbers)}"
        self.wait(self.steps.top_up(charge, person, amount))
        self.charges[charge] = {"person": person, "amount": amount, "is_reversed": False}
        self.gets(person, amount)

    @has_payments()
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

    @rule(person=st.sampled_from(PEOPLE), price=st.integers(1, 1_000), when=WHEN)
    def die_while_confirming(self, person: int, price: int, when: str) -> None:
        money = self.money[person]
        if not money["debt"] and money["wallet"] >= price:
            draft = f"d{next(self.numbers)}"
            self.wait(self.steps.draft(draft, person, price))
            self.db.fails = when
            assert isinstance(self.wait(tried(self.steps.confirm(draft, person))), DatabaseAway)
            again = self.wait(self.steps.confirm(draft, person))
            rows = self.wait(self.steps.db.fetch_all("SELECT id FROM orders WHERE draft_id = $1", draft))
            assert (again is None) == (when == AFTER)
            self.is_reserved(rows[0][0], person, price)

    @rule(
        person=st.sampled_from(PEOPLE),
        price=AMOUNTS,
        way=st.sampled_from(WAYS),
        ends=st.lists(ENDS, max_size=4),
    )
    def sell(self, person: int, price: int, way: str, ends: list[tuple[str, int]]) -> None:
        """An order to its end, and the corrections of its end."""
        known = set(self.orders)
        self.confirm(person, price, 1)
        for order_id in set(self.orders) - known:
            self.wait(self.steps.begin_sending(order_id))
            self.wait(self.steps.answered(order_id, self.outcome(way.split(maxsplit=1)[0], order_id)))
            if way.startswith("unknown"):
                self.is_decided(order_id, exists=way == EXISTS)
            elif way == "refused":
                self.has_failed(order_id)
            else:
                self.is_placed(order_id)
            for word, remains in ends if self.orders[order_id]["stage"] == PLACED else ():
                self.ends(order_id, word, remains)

    @has("reserved")
    @rule(number=NUMBERS)
    def send(self, number: int) -> None:
        for order_id in self.orders_in("reserved", number):
            self.wait(self.steps.begin_sending(order_id))
            self.orders[order_id]["stage"] = "submitting"

    @has("submitting")
    @rule(
        number=NUMBERS,
        answer=st.sampled_from(("placed", "refused", "not sent", "unknown", "taken")),
        when=st.one_of(st.just(""), WHEN),
    )
    def answer(self, number: int, answer: str, when: str) -> None:
        for order_id in self.orders_in("submitting", number):
            self.db.fails = when
            self.wait(self.steps.answered(order_id, self.outcome(answer, order_id)))
            if answer == "placed":
                self.is_placed(order_id)
            elif answer in ("refused", "not sent"):
                self.has_failed(order_id)
            else:
                self.orders[order_id]["stage"] = "unconfirmed"

    @has("submitting")
    @rule()
    def die_while_sending(self) -> None:
        """What was not recorded is in doubt at the next start."""
        self.wait(self.steps.recover())
        for order in self.orders.values():
            order["stage"] = "unconfirmed" if order["stage"] == "submitting" else order["stage"]

    @has("unconfirmed")
    @rule(number=NUMBERS, exists=st.booleans())
    def decide(self, number: int, *, exists: bool) -> None:
        for order_id in self.orders_in("unconfirmed", number):
            self.is_decided(order_id, exists=exists)

    @rule(number=NUMBERS, answer=st.sampled_from(("placed", "refused", "not sent", "unknown")))
    def answer_late(self, number: int, answer: str) -> None:
        """After a decision, or while it is waited for: then it counts.

        An order that was never placed costs nothing.
        """
        late = {
            key: one for key, one in self.orders.items() if one["stage"] == "unconfirmed" or one["is_decided"]
        }
        for order_id in self.one_of(late, number):
            self.wait(self.steps.answered(order_id, self.outcome(answer, order_id)))
            was_sent = answer not in ("refused", "not sent")
            if late[order_id]["is_decided"]:
                self.is_refunded(order_id, 0 if was_sent else self.orders[order_id]["price"])
            elif answer != "unknown":
                (self.is_placed if was_sent else self.has_failed)(order_id)

    @has(PLACED)
    @rule(number=NUMBERS, end=ENDS)
    def tell(self, number: int, end: tuple[str, int]) -> None:
        for order_id in self.orders_in(PLACED, number):
            self.ends(order_id, *end)

    @has(PLACED)
    @rule(number=NUMBERS, share=st.integers(0, 120))
    def give_back(self, number: int, share: int) -> None:
        """Two operators at once decide the same; more than the price is refused."""
        for question in self.questions(number):
            order = self.orders[question.order_id]
            left = order["price"] - order["refunded"] + order["taken_back"]
            amount = left * min(share, 100) // 100
            ends = self.wait(both(self.steps.decide_refunds.give_back, question.id, amount, OPERATOR))
            assert sum(isinstance(end, AlreadyDecided) for end in ends) == 1, ends
            refunded = min(amount, order["price"] - order["refunded"])
            self.is_refunded(question.order_id, order["refunded"] + refunded)
            order["taken_back"] -= amount - refunded
            self.gets(order["person"], amount - refunded)

    @has(PLACED)
    @rule(number=NUMBERS)
    def take_back(self, number: int) -> None:
        for question in self.questions(number):
            self.is_taken_back(question)

    @has(PLACED)
    @rule(number=NUMBERS, ends=st.lists(ENDS, min_size=2, max_size=4))
    def contradict(self, number: int, ends: list[tuple[str, int]]) -> None:
        """The panel says one thing and another, and each time the operator takes back what is in question."""
        for order_id in self.orders_in(PLACED, number):
            for end in ends:
                self.ends(order_id, *end)
                newest = self.wait(refund_questions.of_order(self.steps.db, order_id))
                if newest and newest.decided_at is None and newest.doubt == "delivered_after_all":
                    self.is_taken_back(newest)

    @has_payments()
    @rule(number=NUMBERS)
    def charge_back(self, number: int) -> None:
        for charge in self.one_of(self.charges, number):
            self.is_charged_back(charge)

    @rule(person=st.sampled_from(PEOPLE), ends=st.lists(ENDS, max_size=2))
    def lose_all_payments(self, person: int, ends: list[tuple[str, int]]) -> None:
        """A debt, where anything was spent; and then money that comes back pays it first."""
        for charge, it in self.charges.items():
            if it["person"] == person:
                self.is_charged_back(charge)
        placed = [one for one in self.orders_of(person) if self.orders[one]["stage"] == PLACED]
        for order_id, end in zip(placed, ends, strict=False):
            self.ends(order_id, *end)

    @has_payments()
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
        is_refused = self.wait(refused(self.steps.extend_credit(person, line)))
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

    def is_charged_back(self, charge: str) -> None:
        it = self.charges[charge]
        assert self.wait(refused(self.steps.charge_back(charge))) == it["is_reversed"]
        if not it["is_reversed"]:
            it["is_reversed"] = True
            money = self.money[it["person"]]
            money["wallet" if money["wallet"] >= it["amount"] else "debt"] -= it["amount"]
            self.gets(it["person"], 0)

    def orders_of(self, person: int) -> list[int]:
        return [key for key, order in self.orders.items() if order["person"] == person]

    def is_placed(self, order_id: int) -> None:
        order = self.orders[order_id]
        order["stage"] = PLACED
        self.money[order["person"]]["held"] -= order["price"]

    def is_decided(self, order_id: int, *, exists: bool) -> None:
        self.wait(self.steps.exists(order_id) if exists else self.steps.never(order_id))
        self.orders[order_id]["is_decided"] = exists
        (self.is_placed if exists else self.has_failed)(order_id)

    def has_failed(self, order_id: int) -> None:
        order = self.orders[order_id]
        order["stage"] = FAILED
        self.money[order["person"]]["held"] -= order["price"]
        self.gets(order["person"], order["price"])

    def ends(self, order_id: int, word: str, remains: int) -> None:
        self.wait(self.steps.told(order_id, word, remains if word == "partial" else None))
        price, target = self.orders[order_id]["price"], 0
        if word == "canceled":
            target = price
        elif word == "partial" and 0 < remains <= QUANTITY:
            target = price * remains // QUANTITY
        self.is_refunded(order_id, target)
        self.is_not_short(order_id, target)

    def is_taken_back(self, question: RefundQuestion) -> None:
        order = self.orders[question.order_id]
        money = self.money[order["person"]]
        amount = max(min(order["refunded"] - order["taken_back"], money["wallet"]), 0)
        assert self.wait(self.steps.decide_refunds.take_back(question.id, OPERATOR)) == amount
        order["taken_back"] += amount
        money["wallet"] -= amount

    def is_not_short(self, order_id: int, target: int) -> None:
        """The customer has what is due, or an operator was asked about what was taken back."""
        order = self.orders[order_id]
        if order["refunded"] - order["taken_back"] < target:
            newest = self.wait(refund_questions.of_order(self.steps.db, order_id))
            assert newest is not None
            assert newest.doubt == "after_take_back"

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

    def questions(self, number: int) -> list[RefundQuestion]:
        asked = self.wait(refund_questions.open_ones(self.steps.db))
        return [asked[number % len(asked)]] if asked else []

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
        self.db = Failing(db)
        self.steps = Steps(cast("Database", self.db), self._clock)

    async def _compare(self) -> None:
        db = self.steps.db
        for person, money in self.money.items():
            told = Wallet(money["wallet"], money["held"], money["debt"], money["floor"])
            assert await accounts.of_user(db, person) == told
        rows = await db.fetch_all("SELECT id, refunded FROM orders ORDER BY id")
        assert rows == [(key, one["refunded"]) for key, one in sorted(self.orders.items())]
        await is_sound(db)


@contextlib.contextmanager
def no_delays() -> Iterator[None]:
    delay, retry.RETRY_DELAY_S = retry.RETRY_DELAY_S, 0.0
    try:
        yield
    finally:
        retry.RETRY_DELAY_S = delay


async def tried(work: Coroutine[Any, Any, Any]) -> Any:
    try:
        return await work
    except (Constraint, DatabaseAway) as error:
        return error


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
TestManyBooks = pytest.mark.slow(case(ManyBooks, 200))
TestManyBooksOnPostgres = pytest.mark.slow(pytest.mark.postgres(case(ManyBooksOnPostgres, 30)))
