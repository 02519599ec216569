"""The database keeps mass orders: a list is ordered once, a line once, and others' orders go between them."""

import pytest

from storage import drafts, mass_orders, order_progress, orders
from storage.database import Constraint, Database
from storage.drafts import Draft, DraftStatus
from storage.engines.open import open_database
from storage.mass_orders import MassLine, MassOrder, MassStatus
from storage.orders import OfMassOrder, Order, Request
from storage.records import Json
from tests.databases import run

NOW = 1_800_000_000_000
PEOPLE = """
INSERT INTO users (id, telegram_id, name, created_at) VALUES (1, 10, 'Alice', 0), (2, 20, 'Bob', 0);
INSERT INTO panel_keys (id, url) VALUES (1, 'https://panel.example');
"""
REQUEST = Request(
    "Likes", "default", False, False, "https://example.com/p", {"link": "https://example.com/p"}
)


@pytest.fixture
async def url(database_url: str) -> str:
    await run(database_url, PEOPLE)
    return database_url


def lines(count: int) -> list[MassLine]:
    return [MassLine(number, service_id="1", price=100) for number in range(1, count + 1)]


async def listed(db: Database, user_id: int = 1, count: int = 3) -> MassOrder:
    return await mass_orders.add(db, user_id, 1, lines(count), "USD", "digest", NOW)


async def order(db: Database, name: str, user_id: int, now: int, of: OfMassOrder | None = None) -> Order:
    draft = Draft(name, user_id, 1, "1", DraftStatus.READY, 10, "1", 100, "USD", Json(), "Likes")
    async with db.transaction() as transaction:
        await drafts.claim_new(transaction, [draft], now)
        return await orders.reserve(transaction, draft, REQUEST, None, now, None, of)


async def test_of_two_claims_one_gets_the_list_and_its_lines_are_gone(url: str) -> None:
    async with open_database(url) as db:
        it = await listed(db)

        first, second = await mass_orders.claim(db, it, NOW), await mass_orders.claim(db, it, NOW)

        assert first is not None
        assert first.status is MassStatus.PLACED
        assert first.all_lines == []
        assert second is None


async def test_a_list_that_has_other_lines_by_now_is_not_claimed(url: str) -> None:
    async with open_database(url) as db:
        it = await listed(db)
        await mass_orders.change_lines(db, it, lines(2))

        assert await mass_orders.claim(db, it, NOW) is None


async def test_a_placed_list_does_not_become_ready_again(url: str) -> None:
    async with open_database(url) as db:
        it = await listed(db)
        await mass_orders.claim(db, it, NOW)

        for status in ("ready", "dropped"):
            with pytest.raises(Constraint):
                await db.execute(
                    "UPDATE mass_orders SET status = $2, placed_at = NULL WHERE id = $1", it.id, status
                )


@pytest.mark.parametrize("user_id", [1, 2])
async def test_no_order_is_of_a_list_that_its_person_has_not_confirmed(url: str, user_id: int) -> None:
    async with open_database(url) as db:
        it = await listed(db)
        if user_id == 2:
            await mass_orders.claim(db, it, NOW)

        with pytest.raises(Constraint):
            await order(db, "draft-001", user_id, NOW, OfMassOrder(it.id, 1, 0))


async def test_a_line_is_ordered_once_and_keeps_its_place(url: str) -> None:
    async with open_database(url) as db:
        it = await listed(db)
        await mass_orders.claim(db, it, NOW)
        made = await order(db, "draft-001", 1, NOW, OfMassOrder(it.id, 1, 0))

        with pytest.raises(Constraint):
            await order(db, "draft-002", 1, NOW, OfMassOrder(it.id, 1, 1))
        with pytest.raises(Constraint):
            await db.execute("UPDATE orders SET queue_at = 0 WHERE id = $1", made.id)


async def test_orders_of_others_go_between_the_lines_and_no_line_waits_for_later_ones(url: str) -> None:
    async with open_database(url) as db:
        it = await listed(db, count=4)
        await mass_orders.claim(db, it, NOW)
        for place in range(4):
            await order(db, f"mass-{place:03}", 1, NOW, OfMassOrder(it.id, place + 1, place))
        await order(db, "single-001", 2, NOW + 500)
        await order(db, "single-002", 2, NOW + 2_500)
        await order(db, "single-003", 2, NOW + 60_000)

        sent = []
        while (one := await order_progress.next_reserved(db, 1)) is not None:
            sent.append(one.draft_id)
            await order_progress.begin_submitting(db, one.id)

        assert sent == [
            "mass-000", "single-001", "mass-001", "mass-002", "single-002", "mass-003", "single-003",
        ]  # fmt: skip


async def test_the_same_list_is_found_for_a_day_and_only_among_ones_own(url: str) -> None:
    async with open_database(url) as db:
        it = await listed(db)
        await listed(db)
        await mass_orders.claim(db, it, NOW)

        found = await mass_orders.placed_like(db, 1, "digest", NOW - 1)

        assert found is not None
        assert found.id == it.id
        assert await mass_orders.placed_like(db, 1, "digest", NOW + 1) is None
        assert await mass_orders.placed_like(db, 2, "digest", NOW - 1) is None
