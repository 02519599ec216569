"""What the operator of a shop sets in the chat. Rows are only added; the newest of a name counts."""

from storage.database import Queries
from storage.records import Record, read, read_all


class ShopSetting(Record, frozen=True):
    """`changed_by` is the operator's id, `changed_at` in epoch ms."""

    id: int
    name: str
    value: str
    changed_by: int
    changed_at: int


SHOP_SETTING_COLUMNS = "id, name, value, changed_by, changed_at"


async def current(db: Queries) -> dict[str, ShopSetting]:
    """Return the newest row of each name."""
    rows = await db.fetch_all(
        f"""
        SELECT {SHOP_SETTING_COLUMNS} FROM shop_settings
        WHERE id IN (SELECT max(id) FROM shop_settings GROUP BY name)
        """
    )
    return {one.name: one for one in read_all(rows, ShopSetting)}


async def get(db: Queries, name: str) -> ShopSetting | None:
    """Return the newest row of a name; None if it was never set."""
    row = await db.fetch_one(
        f"SELECT {SHOP_SETTING_COLUMNS} FROM shop_settings WHERE name = $1 ORDER BY id DESC LIMIT 1", name
    )
    return read(row, ShopSetting) if row else None


async def history(db: Queries, name: str) -> list[ShopSetting]:
    """Return all rows of a name, oldest first."""
    rows = await db.fetch_all(
        f"SELECT {SHOP_SETTING_COLUMNS} FROM shop_settings WHERE name = $1 ORDER BY id", name
    )
    return read_all(rows, ShopSetting)


async def add(db: Queries, name: str, value: str, changed_by: int, now: int) -> None:
    await db.execute(
        "INSERT INTO shop_settings (name, value, changed_by, changed_at) VALUES ($1, $2, $3, $4)",
        name, value, changed_by, now,
    )  # fmt: skip


class PricesVersion(Record, frozen=True):
    """The newest edit of prices and the newest setting; 0 while there is none."""

    edit: int
    setting: int


async def version(db: Queries) -> PricesVersion:
    row = await db.fetch_one(
        """
        SELECT coalesce((SELECT max(id) FROM price_edits), 0),
            coalesce((SELECT max(id) FROM shop_settings), 0)
        """
    )
    assert row is not None  # noqa: S101 - a row without a table
    return read(row, PricesVersion)
