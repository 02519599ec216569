"""Many at the same moment on PostgreSQL: nobody waits for ever, and the sums are right."""

import asyncio
import itertools
import random
from collections.abc import AsyncIterator

import pytest

from panel import Meaning, Placed, Refused
from storage import accounts
from storage.accounts import Wallet
from storage.database import Constraint
from storage.engines.open import open_database
from storage.orders import Order
from tests.storage.ledger.steps import Steps, is_sound, refused
from tests.usecases.records import add_person, begin

pytestmark = [pytest.mark.postgres, pytest.mark.slow]

CONNECTIONS, CONFIRMS = 40, 600
PEOPLE = range(20, 30)
PRICE, MUCH = 1_000, 10_000_000


@pytest.fixture
def engine() -> str:
    return "postgres"


@pytest.fixture
async def steps(database_url: str) -> AsyncIterator[Steps]:
    async with open_database(database_url, connections=CONNECTIONS) as db:
        await begin(db)
        await accounts.open_house(db, "USD")
        steps = Steps(db, lambda: 1)
        for person in PEOPLE:
            await add_person(db, person, "x")
            await accounts.open_for(db, person)
            await steps.top_up(f"c{person}", person, MUCH)
        yield steps
        await is_sound(db)


async def test_what_a_wallet_pays_for_five_times_is_ordered_five_times(steps: Steps) -> None:
    person = PEOPLE[0]
    await steps.by_hand("away", person, 5 * PRICE - MUCH)
    for number in range(CONNECTIONS):
        await steps.draft(f"d{number}", person, PRICE)

    told = await asyncio.gather(*(refused(steps.confirm(f"d{n}", person)) for n in range(CONNECTIONS)))

    assert told.count(False) == 5
    assert await accounts.of_user(steps.db, person) == Wallet(0, 5 * PRICE, 0, 0)


async def test_payments_that_are_taken_back_while_their_money_is_spent_leave_a_debt_or_none(
    steps: Steps, seed: int
) -> None:
    chance = random.Random(seed)
    await asyncio.gather(*(spend_and_take_back(steps, person, chance) for person in PEOPLE for _ in range(3)))

    for person in PEOPLE:
        wallet = await accounts.of_user(steps.db, person)
        assert wallet.debt == 0 or wallet.balance == 0


async def spend_and_take_back(steps: Steps, person: int, chance: random.Random) -> None:
    charge, draft = f"x{chance.random()}", f"y{chance.random()}"
    await steps.top_up(charge, person, 4 * PRICE)
    await steps.draft(draft, person, MUCH // 3)
    moves = [steps.confirm(draft, person), steps.charge_back(charge), steps.charge_back(f"c{person}")]
    chance.shuffle(moves)
    ends = await asyncio.gather(*moves, return_exceptions=True)
    assert [one for one in ends if isinstance(one, Exception) and not isinstance(one, Constraint)] == []
    for order in (one for one in ends if isinstance(one, Order)):
        await steps.begin_sending(order.id)
        await steps.answered(order.id, Refused(Meaning.OTHER, "no"))
    await steps.undo(charge)


async def test_six_hundred_confirms_and_what_becomes_of_them_end_without_a_deadlock(
    steps: Steps, seed: int
) -> None:
    chance = random.Random(seed)
    numbers = itertools.count()

    async def one_after_another() -> None:
        for _ in range(CONFIRMS // CONNECTIONS):
            await live(steps, f"d{next(numbers)}", chance)

    await asyncio.gather(*(one_after_another() for _ in range(CONNECTIONS)))

    assert await steps.db.fetch_all("SELECT count(*) FROM orders") == [(CONFIRMS,)]


async def live(steps: Steps, draft_id: str, chance: random.Random) -> None:
    """The life of an order, while others live theirs."""
    person = chance.choice(PEOPLE)
    await steps.draft(draft_id, person, PRICE)
    order = await steps.confirm(draft_id, person)
    assert order is not None
    await steps.begin_sending(order.id)
    if chance.random() < 0.3:
        await steps.answered(order.id, Refused(Meaning.OTHER, "no"))
        return
    await steps.answered(order.id, Placed(f"p{order.id}"))
    await steps.told(order.id, "partial", 400)
    await asyncio.gather(
        steps.told(order.id, "canceled", None), steps.by_hand(f"h{order.id}", person, chance.choice((5, -5)))
    )
