"""Credits, debits, write-offs and credit lines: once, within limits, and told."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from storage import accounts, audit, drafts, orders, shop_settings, transfers
from storage.accounts import AccountKind, Wallet
from storage.transfers import TransferKind
from tests.usecases.sweeping import World
from usecases.alerting.alert_operators import AlertOperators
from usecases.clock import DAY
from usecases.errors import BadAnswer, NothingToMove, PersonGone
from usecases.paying import money_of_orders
from usecases.paying.move_by_hand import Move, MoveByHand
from usecases.paying.view_money import ViewMoney
from usecases.people.access import Access
from usecases.wakeup import WakeUp
from views.operating import money

ALICE, PETRA, OLGA = 1, 8, 9
UNIT = 1_000_000


@pytest.fixture
async def hand(world: World) -> AsyncIterator[MoveByHand]:
    await accounts.open_house(world.db, "USD")
    access = Access(db=world.db, admin_ids=[8, 9], allowed_ids=[1], clock=world.clock)
    alert = AlertOperators(db=world.db, access=access, clock=world.clock)
    yield MoveByHand(db=world.db, currency="USD", alert=alert, wake_sender=WakeUp(), clock=world.clock)
    assert await audit.differences(world.db) == []


async def wallet(world: World) -> Wallet:
    return await accounts.of_user(world.db, ALICE)


async def do(hand: MoveByHand, move: Move, amount: int, by: int = OLGA) -> bool:
    after = (await hand.intent(move, ALICE, by)).after
    return (await hand(move, ALICE, after, amount, "for the test", by)).is_news


async def owe(world: World, amount: int) -> None:
    """A payment was taken back after it was spent."""
    await world.db.execute(
        "INSERT INTO topups (id, charge_id, user_id, stars, credited, currency, heard_from, paid_at, created_at) "
        "VALUES (1, 'c-1', 1, 1, $1, 'USD', 'update', 0, 0)",
        amount,
    )
    for key, kind, giver, taker in (
        ("topup:1", TransferKind.TOPUP, AccountKind.STARS, AccountKind.WALLET),
        ("debit:spent", TransferKind.DEBIT, AccountKind.WALLET, AccountKind.CREDIT),
        ("topup:1:reversal:1", TransferKind.TOPUP_REVERSAL, AccountKind.DEBT, AccountKind.STARS),
    ):
        by_hand = kind is TransferKind.DEBIT
        await transfers.add(
            world.db,
            key=key,
            kind=kind,
            giver=giver,
            taker=taker,
            user_id=ALICE,
            amount=amount,
            topup_id=None if by_hand else 1,
            actor=OLGA if by_hand else None,
            reason="spent" if by_hand else "",
            happened_at=world.now - 2 * DAY,
            now=world.now - 2 * DAY,
        )


async def told(world: World) -> list[tuple[int, str]]:
    rows = await world.db.fetch_all("SELECT user_id, event FROM outbox ORDER BY id")
    return [(row[0], row[1]) for row in rows]


async def test_a_credit_opens_the_accounts_and_tells_the_person_and_the_other_operators(
    hand: MoveByHand, world: World
) -> None:
    assert await do(hand, Move.CREDIT, 5 * UNIT)

    assert await wallet(world) == Wallet(5 * UNIT, 0, 0, 0)
    assert await told(world) == [(ALICE, "moved_by_hand"), (PETRA, "moved_by_operator")]


async def test_a_double_tap_credits_once(hand: MoveByHand, world: World) -> None:
    after = (await hand.intent(Move.CREDIT, ALICE, OLGA)).after

    results = await asyncio.gather(
        *(hand(Move.CREDIT, ALICE, after, 5 * UNIT, "for the test", OLGA) for _ in range(2))
    )

    assert sorted(one.is_news for one in results) == [False, True]
    assert await wallet(world) == Wallet(5 * UNIT, 0, 0, 0)
    assert len(await told(world)) == 2


@pytest.mark.parametrize(("first", "second"), [(Move.CREDIT, Move.CREDIT), (Move.DEBIT, Move.CREDIT)])
async def test_of_two_operators_at_once_one_acts_and_the_other_sees_it(
    hand: MoveByHand, world: World, first: Move, second: Move
) -> None:
    await do(hand, Move.CREDIT, 9 * UNIT)
    seen = [(await hand.intent(move, ALICE, by)).after for move, by in ((first, OLGA), (second, PETRA))]

    await hand(first, ALICE, seen[0], 5 * UNIT, "for the test", OLGA)
    late = await hand(second, ALICE, seen[1], 5 * UNIT, "for the test", PETRA)

    assert (late.is_news, late.move, late.amount) == (False, first, 5 * UNIT)
    assert late.by is not None
    assert late.by.id == OLGA
    rows = await world.db.fetch_all("SELECT id FROM transfers WHERE actor IS NOT NULL")
    assert len(rows) == 2


async def test_a_credit_pays_the_debt_first(hand: MoveByHand, world: World) -> None:
    await accounts.open_for(world.db, ALICE)
    await owe(world, 2 * UNIT)

    await do(hand, Move.CREDIT, 5 * UNIT)

    assert await wallet(world) == Wallet(3 * UNIT, 0, 0, 0)


async def test_a_debt_is_written_off_up_to_what_is_owed(hand: MoveByHand, world: World) -> None:
    await accounts.open_for(world.db, ALICE)
    await owe(world, 2 * UNIT)
    assert (await hand.intent(Move.WRITE_OFF, ALICE, OLGA)).most == 2 * UNIT
    with pytest.raises(BadAnswer):
        await do(hand, Move.WRITE_OFF, 2 * UNIT + 1)

    await do(hand, Move.WRITE_OFF, 2 * UNIT)

    assert await wallet(world) == accounts.NO_WALLET
    with pytest.raises(NothingToMove):
        await hand.intent(Move.WRITE_OFF, ALICE, OLGA)


async def test_a_debit_takes_neither_the_credit_line_nor_gifts(hand: MoveByHand, world: World) -> None:
    await do(hand, Move.CREDIT, 3 * UNIT)
    await do(hand, Move.LINE, 10 * UNIT)
    await transfers.add(
        world.db,
        key="gift:1",
        kind=TransferKind.GIFT,
        giver=AccountKind.GIFTS,
        taker=AccountKind.WALLET,
        user_id=ALICE,
        amount=2 * UNIT,
        now=0,
    )
    assert await wallet(world) == Wallet(5 * UNIT, 0, 0, -10 * UNIT)

    assert (await hand.intent(Move.DEBIT, ALICE, OLGA)).most == 3 * UNIT
    with pytest.raises(BadAnswer):
        await do(hand, Move.DEBIT, 3 * UNIT + 1)
    await do(hand, Move.DEBIT, 3 * UNIT)

    with pytest.raises(NothingToMove):
        await hand.intent(Move.DEBIT, ALICE, OLGA)


@pytest.mark.parametrize(
    "typed", ["0", "-5", "1e9", "9" * 26, "100.01", "0.009", "five", "", "5 USD", "1_0", "٠"]
)
async def test_an_amount_that_makes_no_sense_is_asked_for_again_with_the_limits(
    hand: MoveByHand, typed: str
) -> None:
    it = await hand.intent(Move.CREDIT, ALICE, OLGA)

    with pytest.raises(BadAnswer) as told_why:
        hand.amount(it, typed)

    assert told_why.value.limits == {"min": "0.01", "max": "100"}


@pytest.mark.parametrize(("typed", "amount"), [("5", 5 * UNIT), ("2,50", 2_500_000), ("100", 100 * UNIT)])
async def test_an_amount_is_read_as_people_type_it(hand: MoveByHand, typed: str, amount: int) -> None:
    assert hand.amount(await hand.intent(Move.CREDIT, ALICE, OLGA), typed) == amount


@pytest.mark.parametrize(
    "typed", ["", "  ", "x" * 201, "see https://example.com", "for @alice", "t.me/alice"]
)
def test_a_reason_names_nobody_and_has_an_end(hand: MoveByHand, typed: str) -> None:
    with pytest.raises(BadAnswer):
        hand.reason(typed)


async def test_the_day_of_an_operator_has_an_end(hand: MoveByHand, world: World) -> None:
    for _ in range(5):
        await do(hand, Move.CREDIT, 100 * UNIT)

    with pytest.raises(NothingToMove):
        await hand.intent(Move.CREDIT, ALICE, OLGA)

    assert (await hand.intent(Move.CREDIT, ALICE, PETRA)).most == 100 * UNIT
    world.now += DAY + 1
    assert (await hand.intent(Move.CREDIT, ALICE, OLGA)).most == 100 * UNIT


async def test_a_credit_line_is_set_once_and_stays_above_what_was_used(
    hand: MoveByHand, world: World
) -> None:
    after = (await hand.intent(Move.LINE, ALICE, OLGA)).after
    assert (await hand(Move.LINE, ALICE, after, 5 * UNIT, "for regulars", OLGA)).is_news
    late = await hand(Move.LINE, ALICE, after, 9 * UNIT, "for regulars", PETRA)

    assert (late.is_news, late.amount, late.by and late.by.id) == (False, 5 * UNIT, OLGA)
    assert await wallet(world) == Wallet(0, 0, 0, -5 * UNIT)
    assert await told(world) == [(ALICE, "moved_by_hand"), (PETRA, "moved_by_operator")]
    assert await do(hand, Move.LINE, 0)
    assert await wallet(world) == accounts.NO_WALLET


async def test_a_line_above_lowered_limits_can_be_lowered_to_what_was_used(
    hand: MoveByHand, world: World
) -> None:
    await do(hand, Move.LINE, 90 * UNIT)
    await spend(world, 70 * UNIT)
    await shop_settings.add(world.db, "credit_most_day", str(50 * UNIT), OLGA, 1)

    it = await hand.intent(Move.LINE, ALICE, OLGA)

    assert (it.least, it.most) == (70 * UNIT, 70 * UNIT)
    assert await do(hand, Move.LINE, 70 * UNIT)
    assert (await wallet(world)).available == 0


async def spend(world: World, price: int) -> None:
    """Let Alice order for a price."""
    await drafts.create(world.db, "d-1", ALICE, 1, "1", {}, 0)
    await drafts.quote(world.db, "d-1", ALICE, 1, "1", price, "USD", "Likes", 0)
    request = orders.Request("Likes", "Default", refillable=False, cancelable=False, target="", parameters={})
    async with world.db.transaction() as transaction:
        draft = await drafts.claim(transaction, "d-1", 1)
        assert draft is not None
        order = await orders.reserve(transaction, draft, request, None, 0, orders.Cost("1", 1, "USD"))
        await money_of_orders.reserve(transaction, order, 0)


async def test_it_is_kept_who_granted_a_credit_line_when_and_why(hand: MoveByHand, world: World) -> None:
    view = ViewMoney(db=world.db, currency="USD", clock=world.clock)
    assert (await view.card(ALICE)).line is None

    await do(hand, Move.LINE, 5 * UNIT, by=PETRA)
    world.now += DAY
    await do(hand, Move.LINE, 0, by=OLGA)

    rows = await world.db.fetch_all(
        "SELECT line, granted_by, reason, created_at FROM credit_lines ORDER BY id"
    )
    assert rows == [
        (5 * UNIT, PETRA, "for the test", world.now - DAY),
        (0, OLGA, "for the test", world.now),
    ]
    card = await view.card(ALICE)
    assert card.granted_by is not None
    assert card.granted_by.id == OLGA
    assert f"by {card.granted_by.name}: for the test" in money.card(card).text


async def test_a_tap_that_comes_late_does_not_grant_a_line_that_has_ended_since(
    hand: MoveByHand, world: World
) -> None:
    after = (await hand.intent(Move.LINE, ALICE, OLGA)).after
    await hand(Move.LINE, ALICE, after, 5 * UNIT, "for the test", OLGA)
    await do(hand, Move.LINE, 0, by=PETRA)

    late = await hand(Move.LINE, ALICE, after, 5 * UNIT, "for the test", OLGA)

    assert (late.is_news, late.amount, late.by and late.by.id) == (False, 0, PETRA)
    assert await wallet(world) == accounts.NO_WALLET


async def test_nobody_is_credited_who_is_not_there(hand: MoveByHand) -> None:
    with pytest.raises(PersonGone):
        await hand.intent(Move.CREDIT, 4711, OLGA)
