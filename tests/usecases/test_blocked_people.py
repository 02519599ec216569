"""Operators block people and write to them: once, by whom it may be, and the person cannot end it."""

import pytest

from storage import conversations, stopped_people, users
from storage.users import OperatorRole, User
from tests.usecases.records import add_person
from tests.usecases.sweeping import NOON, World
from usecases.errors import OrdersStopped, RoleForbids
from usecases.paying.ask_for_stars import AskForStars
from usecases.paying.invoice_payloads import InvoicePayloads
from usecases.paying.star_terms import terms_of_shop
from usecases.people.access import Access
from usecases.people.block_people import BlockPeople
from usecases.people.forget_people import ForgetPeople, Forgotten, NotForgotten
from usecases.people.write_to_people import WriteToPeople
from usecases.wakeup import WakeUp

ALICE, BOB, OLGA = 1, 2, 9


def access(world: World, *, is_open: bool = False) -> Access:
    return Access(db=world.db, admin_ids=[OLGA], allowed_ids=[], clock=world.clock, is_open=is_open)


@pytest.fixture
def block_people(world: World) -> BlockPeople:
    return BlockPeople(db=world.db, access=access(world), wake_sender=WakeUp(), clock=world.clock)


async def left(world: World) -> tuple[list[str], list[str]]:
    """The messages to people, and what the audit trail has."""
    messages = await world.db.fetch_all("SELECT event FROM outbox ORDER BY id")
    acts = await world.db.fetch_all("SELECT act FROM audit_trail ORDER BY id")
    return [event for (event,) in messages], [act for (act,) in acts]


async def test_the_same_block_again_is_told_and_kept_once(block_people: BlockPeople, world: World) -> None:
    for reason in ("Counted twice", "Counted  twice", "Another reason"):
        await block_people.block(ALICE, reason, OLGA)

    assert await left(world) == (["orders_stopped"] * 2, ["blocked"] * 2)
    assert await stopped_people.reason_of(world.db, ALICE) == "Another reason"


async def test_a_manager_does_not_end_the_block_of_an_owner_on_an_operator(
    block_people: BlockPeople, world: World
) -> None:
    await add_person(world.db, BOB, "Bob")
    await users.choose_operator_role(world.db, BOB, OperatorRole.MANAGER, NOON)
    await block_people.block(BOB, "Counted twice", OLGA)

    with pytest.raises(RoleForbids):
        await block_people.unblock(BOB, BOB)

    assert await stopped_people.reason_of(world.db, BOB) == "Counted twice"
    await block_people.unblock(BOB, OLGA)
    assert await stopped_people.reason_of(world.db, BOB) is None


async def test_a_letter_whose_update_is_handled_again_is_sent_once(world: World) -> None:
    write = WriteToPeople(db=world.db, wake_sender=WakeUp(), clock=world.clock)
    await conversations.keep(world.db, OLGA, "letter", {"user": ALICE, "menu": 7})

    for update_id in (100, 100, 101):
        await write(ALICE, "Your order is on its way", OLGA, update_id)

    assert await left(world) == (["letter"] * 2, ["wrote"] * 2)
    conversation = await conversations.get(world.db, OLGA)
    assert (conversation.state, conversation.data["user"], conversation.data["menu"]) == ("letter", ALICE, 7)


async def test_who_is_blocked_is_not_forgotten_on_their_own_request(
    block_people: BlockPeople, world: World
) -> None:
    await block_people.block(ALICE, "Counted twice", OLGA)
    forget_people = ForgetPeople(db=world.db, access=access(world, is_open=True), clock=world.clock)

    assert await forget_people.own_obstacle(ALICE) == NotForgotten(is_stopped=True)
    assert await forget_people.on_request(ALICE) == NotForgotten(is_stopped=True)

    assert await stopped_people.reason_of(world.db, ALICE) == "Counted twice"
    assert await forget_people(ALICE) == Forgotten(0)  # as the shell does


async def test_a_block_at_the_same_moment_stops_it_too(block_people: BlockPeople, world: World) -> None:
    class JustBefore(ForgetPeople):
        async def own_obstacle(self, user_id: int) -> NotForgotten | None:
            found = await super().own_obstacle(user_id)
            await block_people.block(ALICE, "Counted twice", OLGA)
            return found

    forget_people = JustBefore(db=world.db, access=access(world), clock=world.clock)

    assert await forget_people.on_request(ALICE) == NotForgotten(is_stopped=True)
    assert isinstance(await users.get(world.db, ALICE), User)


async def test_who_is_blocked_is_not_asked_for_stars_for_an_order(
    block_people: BlockPeople, world: World
) -> None:
    stars = AskForStars(
        db=world.db,
        payloads=InvoicePayloads("k" * 40, "USD"),
        currency="USD",
        read_terms=terms_of_shop(world.db, "USD"),
        clock=world.clock,
    )
    alice = await access(world, is_open=True).known(ALICE)
    assert await stars.invoice_lacking(alice, 900_000) is not None
    await block_people.block(ALICE, "Counted twice", OLGA)

    with pytest.raises(OrdersStopped, match="Counted twice"):
        await stars.invoice_for(alice, "draft")
    with pytest.raises(OrdersStopped, match="Counted twice"):
        await stars.invoice_lacking(alice, 900_000)
