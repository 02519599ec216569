"""Alice is forgotten while other things go on."""

import pytest

from storage import accounts, audit, credit_lines, forgetting, refund_questions, refusals, transfers
from storage.accounts import AccountKind, Wallet
from storage.transfers import TransferKind
from tests.usecases.records import add_person, reserve
from tests.usecases.sweeping import World
from usecases.clock import DAY
from usecases.errors import NotAllowed
from usecases.people.access import Access
from usecases.people.answer_knocks import AnswerKnocks
from usecases.people.forget_people import ForgetPeople, Forgotten, NotForgotten

ALICE, BOB, OLGA = 1, 2, 9


def forget_people(world: World, now: int = 7) -> ForgetPeople:
    return ForgetPeople(
        db=world.db,
        access=Access(db=world.db, admin_ids=[OLGA], allowed_ids=[], clock=lambda: 7),
        clock=lambda: now,
    )


async def test_an_order_that_is_placed_at_the_same_moment_stops_it(world: World) -> None:
    class JustBefore(ForgetPeople):
        async def obstacle(self, user_id: int) -> NotForgotten | None:
            found = await super().obstacle(user_id)
            await reserve(world.db, 1)
            await world.db.execute("UPDATE orders SET placed_at = NULL")
            return found

    access = Access(db=world.db, admin_ids=[], allowed_ids=[], clock=lambda: 7)
    assert await JustBefore(db=world.db, access=access, clock=lambda: 7)(ALICE) == NotForgotten(
        open_orders=(1,)
    )

    ((name,),) = await world.db.fetch_all("SELECT name FROM users WHERE id = 1")
    ((target,),) = await world.db.fetch_all("SELECT target FROM orders")
    assert (name, target) == ("Alice", "x")


async def move(world: World, giver: AccountKind, taker: AccountKind, amount: int) -> None:
    kind = TransferKind.CREDIT if taker is AccountKind.WALLET else TransferKind.DEBIT
    await transfers.add(
        world.db,
        key=f"{kind}:{amount}",
        kind=kind,
        giver=giver,
        taker=taker,
        user_id=ALICE,
        amount=amount,
        actor=OLGA,
        reason="for the test",
        now=0,
    )


async def test_nobody_with_money_is_forgotten_and_the_books_stay(world: World) -> None:
    await accounts.open_house(world.db, "USD")
    await accounts.open_for(world.db, ALICE)
    await credit_lines.grant(world.db, ALICE, 700, OLGA, "for regulars", 0)
    await move(world, AccountKind.CREDIT, AccountKind.WALLET, 5)
    assert await forget_people(world)(ALICE) == NotForgotten(wallet=Wallet(5, 0, 0, -700))
    await move(world, AccountKind.WALLET, AccountKind.CREDIT, 5)

    assert isinstance(await forget_people(world)(ALICE), Forgotten)

    assert await accounts.of_user(world.db, ALICE) == accounts.NO_WALLET
    ended = await credit_lines.last_of(world.db, ALICE)
    assert ended is not None
    assert (ended.line, ended.granted_by, ended.reason) == (0, None, "the person was forgotten")
    assert await audit.differences(world.db) == []


async def test_money_that_comes_at_the_same_moment_stops_it(world: World) -> None:
    class JustBefore(ForgetPeople):
        async def obstacle(self, user_id: int) -> NotForgotten | None:
            found = await super().obstacle(user_id)
            await move(world, AccountKind.CREDIT, AccountKind.WALLET, 5)
            return found

    await accounts.open_house(world.db, "USD")
    await accounts.open_for(world.db, ALICE)
    access = Access(db=world.db, admin_ids=[OLGA], allowed_ids=[], clock=lambda: 7)

    assert await JustBefore(db=world.db, access=access, clock=lambda: 7)(ALICE) == NotForgotten(
        wallet=Wallet(5, 0, 0, 0)
    )

    assert await world.db.fetch_one("SELECT name FROM users WHERE id = 1") == ("Alice",)


async def test_money_that_may_come_back_is_waited_for(world: World) -> None:
    await reserve(world.db, 1)
    for step in ("'submitting'", "'pending', panel_order_id = '5'", "'partial', ended_at = 1000"):
        await world.db.execute(f"UPDATE orders SET status = {step}")
    await refund_questions.ask(world.db, 1, "no_proportion", 0)
    assert await forget_people(world)(ALICE) == NotForgotten(in_question=True)
    await refund_questions.close(world.db, 1, 7)
    await world.db.execute("UPDATE orders SET look_again_at = 3601000")

    assert await forget_people(world)(ALICE) == NotForgotten(settled_at=1000 + 14 * DAY)
    late = forget_people(world, 1000 + 14 * DAY)  # the last look has not been made yet
    assert await late(ALICE) == NotForgotten(settled_at=1000 + 15 * DAY)


async def test_an_order_of_a_former_panel_is_not_waited_for_for_ever(world: World) -> None:
    await reserve(world.db, 1)
    for step in ("'submitting'", "'pending', panel_order_id = '5'", "'completed', ended_at = 1000"):
        await world.db.execute(f"UPDATE orders SET status = {step}")
    await world.db.execute("UPDATE orders SET look_again_at = 3601000")  # the panel is not asked any more

    assert isinstance(await forget_people(world, 1000 + 15 * DAY)(ALICE), Forgotten)


async def test_an_order_in_doubt_or_a_refill_is_waited_for(world: World) -> None:
    await reserve(world.db, 1)
    await reserve(world.db, 2)
    await world.db.execute("UPDATE orders SET status = 'submitting' WHERE id = 2")
    await world.db.execute("UPDATE orders SET status = 'pending', panel_order_id = '5' WHERE id = 2")
    await world.db.execute("UPDATE orders SET status = 'completed' WHERE id = 2")
    await world.db.execute(
        "INSERT INTO refills (order_id, user_id, panel_key_id, created_at) VALUES (2, 1, 1, 0)"
    )

    assert await forget_people(world)(ALICE) == NotForgotten(open_orders=(1, 2))


async def test_a_tap_on_a_stranger_who_was_forgotten_is_refused(world: World) -> None:
    access = Access(db=world.db, admin_ids=[OLGA], allowed_ids=[], clock=lambda: 7)
    answer_knocks = AnswerKnocks(db=world.db, access=access, clock=lambda: 7)
    assert await forget_people(world)(ALICE) == Forgotten(0)

    for answer in (answer_knocks.let_in, answer_knocks.refuse):
        with pytest.raises(NotAllowed):
            await answer(ALICE, OLGA)


async def test_bobs_things_stay(world: World) -> None:
    await add_person(world.db, BOB, "Bob")
    await world.db.execute("UPDATE users SET let_in_by = $1 WHERE id = $2", ALICE, BOB)
    await world.db.execute(
        "INSERT INTO drafts (id, user_id, panel_key_id, service_id, answers, created_at, updated_at)"
        " VALUES ('bob', 2, 1, '1', '{\"link\": \"bobs\"}', 0, 0), ('alice', 1, 1, '1', '{\"link\": \"alices\"}', 0, 0)"
    )
    for number, person in ((1, ALICE), (2, BOB)):
        raw = f'{{"update_id": {number}, "message": {{"from": {{"id": {person}}}, "text": "hello"}}}}'
        await world.db.execute("INSERT INTO inbox (update_id, raw, kept_at) VALUES ($1, $2, 0)", number, raw)
    named = [{"order": 1, "words": "no such page: alices"}, {"order": 2, "words": "of Bob"}]
    await refusals.add_message(world.db, OLGA, {"refusals": named}, 0, 0)
    await reserve(world.db, 1)
    await world.db.execute("UPDATE orders SET status = 'submitting'")
    await world.db.execute("UPDATE orders SET status = 'failed', failure = 'other'")

    assert await forget_people(world)(ALICE) == Forgotten(1)

    assert await world.db.fetch_all("SELECT id FROM drafts ORDER BY id") == [("1",), ("bob",)]
    assert await world.db.fetch_all("SELECT update_id FROM inbox") == [(2,)]
    assert await refusals.named_to(world.db, OLGA) == [
        {"order": 1, "words": ""},
        {"order": 2, "words": "of Bob"},
    ]
    assert await world.db.fetch_all(
        "SELECT telegram_id, name, let_in_by FROM users WHERE id < 3 ORDER BY id"
    ) == [(None, "", None), (2, "Bob", None)]
    assert await forgetting.open_orders(world.db, ALICE) == []
