"""People who wrote and were never let in are forgotten after 90 days; nobody else is."""

from storage import knocks, users
from storage.users import Role
from tests.usecases.records import add_person, reserve
from tests.usecases.sweeping import World
from usecases.clock import DAY
from usecases.people.access import Access
from usecases.people.forget_people import ForgetPeople, NotForgotten
from usecases.people.forget_strangers import FORGOTTEN_AFTER_MS, ForgetStrangers

NOW = 200 * DAY
ALICE, OLGA = 1, 9
LISTED, SILENT, KNOCKED, KNOCKED_AGAIN, CUSTOMER, REMOVED, RECENT = range(20, 27)


async def test_only_strangers_whose_time_is_over_are_forgotten(world: World) -> None:
    for number in range(20, 27):
        await add_person(world.db, number, f"Person {number}")
    await reserve(world.db, 1)  # Alice has an order, and no role
    await knocks.knock(world.db, KNOCKED, NOW - FORGOTTEN_AFTER_MS - 1, 0)
    await knocks.knock(world.db, KNOCKED_AGAIN, NOW - FORGOTTEN_AFTER_MS + 1, 0)
    await users.give_role(world.db, CUSTOMER, Role.CUSTOMER, 1)
    await users.give_role(world.db, REMOVED, Role.CUSTOMER, 1)
    await users.remove(world.db, REMOVED, 2)
    await world.db.execute("UPDATE users SET created_at = $2 WHERE id = $1", RECENT, NOW - DAY)
    access = Access(db=world.db, admin_ids=[OLGA], allowed_ids=[LISTED], clock=lambda: NOW)
    forget_people = ForgetPeople(db=world.db, access=access, clock=lambda: NOW)

    await ForgetStrangers(db=world.db, access=access, forget_people=forget_people, clock=lambda: NOW)()

    rows = await world.db.fetch_all("SELECT id, name FROM users WHERE telegram_id IS NULL ORDER BY id")
    petra = 8
    assert rows == [(petra, ""), (SILENT, ""), (KNOCKED, "")]
    assert await users.find(world.db, KNOCKED_AGAIN) is not None


async def test_who_is_let_in_or_knocks_at_this_moment_stays(world: World) -> None:
    class JustBefore(ForgetPeople):
        async def obstacle(self, user_id: int) -> NotForgotten | None:
            """The first look, outside the transaction."""
            found = await super().obstacle(user_id)
            if user_id == CUSTOMER:
                assert await knocks.let_in(world.db, CUSTOMER, NOW, OLGA)
            if user_id == KNOCKED_AGAIN:
                assert await knocks.knock(world.db, KNOCKED_AGAIN, NOW, 0)
            return found

    for number in (SILENT, CUSTOMER, KNOCKED_AGAIN):
        await add_person(world.db, number, f"Person {number}")
        await knocks.knock(world.db, number, 1, 0)
    access = Access(db=world.db, admin_ids=[OLGA], allowed_ids=[], clock=lambda: NOW)
    forget_people = JustBefore(db=world.db, access=access, clock=lambda: NOW)

    await ForgetStrangers(db=world.db, access=access, forget_people=forget_people, clock=lambda: NOW)()

    rows = await world.db.fetch_all("SELECT id FROM users WHERE telegram_id IS NULL AND id > 9 ORDER BY id")
    assert rows == [(SILENT,)]
    let_in = await users.find(world.db, CUSTOMER)
    assert let_in is not None
    assert let_in.role is Role.CUSTOMER
