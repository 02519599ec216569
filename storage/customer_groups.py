"""Groups of customers. Each has a discount; a person is in one group or in none."""

from storage.database import Queries
from storage.records import Record, read, read_all


class CustomerGroup(Record, frozen=True):
    """`discount` is an exact decimal in percent; `ended_at` in epoch ms, None while the group is there."""

    id: int
    name: str
    discount: str
    ended_at: int | None


GROUP_COLUMNS = "id, name, discount, ended_at"


async def current(db: Queries) -> list[CustomerGroup]:
    """Return the groups that have not ended, in the order of their making."""
    rows = await db.fetch_all(
        f"SELECT {GROUP_COLUMNS} FROM customer_groups WHERE ended_at IS NULL ORDER BY id"
    )
    return read_all(rows, CustomerGroup)


async def get(db: Queries, group_id: int) -> CustomerGroup | None:
    row = await db.fetch_one(f"SELECT {GROUP_COLUMNS} FROM customer_groups WHERE id = $1", group_id)
    return read(row, CustomerGroup) if row else None


async def create(db: Queries, name: str, now: int) -> CustomerGroup:
    """Make a group without a discount. Raises Constraint if a group has this name."""
    row = await db.fetch_one(
        f"INSERT INTO customer_groups (name, created_at) VALUES ($1, $2) RETURNING {GROUP_COLUMNS}", name, now
    )
    assert row is not None  # noqa: S101 - an insert returns its row
    return read(row, CustomerGroup)


async def rename(db: Queries, group_id: int, name: str) -> bool:
    """False if the group has ended. Raises Constraint if another group has this name."""
    row = await db.fetch_one(
        "UPDATE customer_groups SET name = $2 WHERE id = $1 AND ended_at IS NULL RETURNING id", group_id, name
    )
    return row is not None


async def set_discount(db: Queries, group_id: int, discount: str) -> bool:
    """Set the discount (exact decimal, percent below 100); False if the group has ended."""
    row = await db.fetch_one(
        "UPDATE customer_groups SET discount = $2 WHERE id = $1 AND ended_at IS NULL RETURNING id",
        group_id, discount,
    )  # fmt: skip
    return row is not None


async def end(db: Queries, group_id: int, now: int) -> bool:
    """End a group and take its people out; False if it has ended before."""
    row = await db.fetch_one(
        "UPDATE customer_groups SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL RETURNING id",
        group_id, now,
    )  # fmt: skip
    await db.execute("UPDATE users SET group_id = NULL WHERE group_id = $1", group_id)
    return row is not None


async def count_people(db: Queries, group_id: int) -> int:
    row = await db.fetch_one("SELECT count(*) FROM users WHERE group_id = $1", group_id)
    return int(row[0]) if row else 0


async def of_person(db: Queries, user_id: int) -> int | None:
    """Return the id of a person's group."""
    row = await db.fetch_one("SELECT group_id FROM users WHERE id = $1", user_id)
    return row[0] if row else None


async def put(db: Queries, user_id: int, group_id: int | None) -> None:
    """Put a person into a group, or into none. Raises Constraint if the group has ended."""
    await db.execute("UPDATE users SET group_id = $2 WHERE id = $1", user_id, group_id)
