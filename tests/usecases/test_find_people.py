"""Operators find people by what they know of them, and nobody who was forgotten."""

import secrets

import pytest

from storage import people_found, users
from tests.usecases.records import place
from tests.usecases.sweeping import World
from usecases.errors import NoPersonFound
from usecases.people.access import Access
from usecases.tracking.find_orders import FindOrders
from usecases.tracking.find_people import FindPeople


@pytest.fixture
def find(world: World) -> FindPeople:
    return FindPeople(db=world.db, find_orders=FindOrders(db=world.db))


async def names(find: FindPeople, typed: str, page: int = 0) -> list[str]:
    return [user.name for user in (await find(typed, page)).people]


async def test_a_part_of_a_name_finds_whatever_its_letters(find: FindPeople, world: World) -> None:
    for number, (name, username) in enumerate(
        (("Zoë Öztürk", "zoe"), ("Мария Иванова", None), ("100% Real_Person", "x_y")), 700
    ):
        await users.keep(world.db, number, name, None, 0, username)

    for typed in ("öztü", "ÖZTÜ", "zoë", "@zoe", "oë öz"):
        assert await names(find, typed) == ["Zoë Öztürk"]
    assert await names(find, "ИВАН") == ["Мария Иванова"]
    assert await names(find, "0% real_") == ["100% Real_Person"]
    for typed in ("%%", "__", "nobody here", "z", ""):
        with pytest.raises(NoPersonFound):
            await find(typed)


async def test_a_number_in_a_name_is_no_order(find: FindPeople, world: World) -> None:
    await place(world.db, 33, "pending")
    await users.keep(world.db, 700, "Max 33", None, 0, None)

    assert await names(find, "max 33") == ["Max 33"]
    assert await names(find, "33") == await names(find, "#33") != ["Max 33"]


async def test_five_thousand_people_are_paged(find: FindPeople, world: World) -> None:
    rows = [(10_000 + number, f"Person {number:04}", f"person {number:04}") for number in range(5_000)]
    await world.db.execute_many(
        "INSERT INTO users (id, telegram_id, name, created_at, called) VALUES ($1, $1, $2, 0, $3)", rows
    )

    first, last = await find("person"), await find("person", 10_000)

    assert (first.count, first.pages, first.page) == (5_000, 625, 0)
    assert [user.name for user in first.people] == [f"Person {number:04}" for number in range(8)]
    assert (last.page, last.people[-1].name) == (624, "Person 4999")


async def test_who_was_forgotten_is_not_found(find: FindPeople, world: World) -> None:
    carol = await users.keep(world.db, 700, "Carolina", None, 0, "carolina")
    assert await names(find, str(carol.id)) == ["Carolina"]
    await world.db.execute(
        "UPDATE users SET telegram_id = NULL, name = '', username = NULL, called = NULL WHERE id = $1",
        carol.id,
    )

    for typed in (str(carol.id), "carolin", "@carolina", "700"):
        with pytest.raises(NoPersonFound):
            await find(typed)


async def test_people_of_the_release_before_are_found_after_a_start(find: FindPeople, world: World) -> None:
    await world.db.execute_many(
        "INSERT INTO users (id, telegram_id, name, username, created_at) VALUES ($1, $1, $2, $3, 0)",
        [(800, "Dave", "Dave_D"), (801, "Eve", None)],
    )
    with pytest.raises(NoPersonFound):
        await find("eve")

    access = Access(db=world.db, admin_ids=[], allowed_ids=[], clock=world.clock)
    await access.expect_people_of_settings()

    assert await names(find, "eve") == ["Eve"]
    assert await names(find, "dave_") == ["Dave"]
    assert await people_found.count(world.db, "dave") == 1


async def test_a_link_of_many_people_has_pages(find: FindPeople, world: World) -> None:
    people = [(20_000 + number, f"Person {number:02}") for number in range(19)]
    await world.db.execute_many(
        "INSERT INTO users (id, telegram_id, name, created_at) VALUES ($1, $1, $2, 0)", people
    )
    for number, _ in people:
        for _again in range(2):
            await order_for(world, number, "https://example.com/p/17")

    first = await find("example.com/p/17")
    assert (first.count, first.page, first.pages) == (19, 0, 3)
    pages = [await names(find, "Example.com/p/17", page) for page in range(3)]
    assert [name for page in pages for name in page] == [name for _, name in people]
    assert await names(find, "example.com/p/17", 9) == pages[2]


async def order_for(world: World, user_id: int, target: str) -> None:
    draft = secrets.token_hex(8)
    await world.db.execute(
        "INSERT INTO drafts (id, user_id, panel_key_id, service_id, created_at, updated_at)"
        " VALUES ($1, $2, 1, '1', 0, 0)",
        draft, user_id,
    )  # fmt: skip
    await world.db.execute(
        "INSERT INTO orders (user_id, panel_key_id, draft_id, service_id, service_name, service_type, parameters,"
        " target, quantity, rate, price, currency, refillable, cancelable, created_at, queue_at)"
        " VALUES ($1, 1, $2, '1', 'n', 'default', '{}', $3, 1, '1', 1, 'USD', 0, 0, 0, 0)",
        user_id, draft, target,
    )  # fmt: skip


async def test_a_link_finds_who_ordered_for_it(find: FindPeople, world: World) -> None:
    carol = await users.keep(world.db, 700, "Carolina", None, 0)
    await order_for(world, carol.id, "https://Example.com/p/17")

    for typed in ("https://example.com/p/17", "example.com/p/17", "https://example.com/p/17/"):
        assert await names(find, typed) == ["Carolina"]
