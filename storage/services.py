"""The catalogue as last heard from the panel, so that a panel that is down leaves an old one, not none."""

from storage.database import Database, Queries
from storage.rows import Record, read_all


class Service(Record, frozen=True):
    """Something one can order; `rate` is an exact decimal, per 1,000 units or per package."""

    id: str
    name: str
    type: str
    category: str
    rate: str
    min: int
    max: int
    description: str
    refill: bool
    cancel: bool
    dripfeed: bool


COLUMNS = "id, name, type, category, rate, min, max, description, refill, cancel, dripfeed"


async def of_panel_key(db: Queries, panel_key_id: int) -> list[Service]:
    """All services, in the panel's order."""
    rows = await db.fetch_all(
        f"SELECT {COLUMNS} FROM services WHERE panel_key_id = $1 ORDER BY position", panel_key_id
    )
    return read_all(rows, Service)


async def replace(db: Database, panel_key_id: int, services: list[Service]) -> None:
    """Keep exactly these; whoever reads meanwhile sees the old catalogue or the new one."""
    rows = [
        (
            panel_key_id, position, one.id, one.name, one.type, one.category, one.rate, one.min, one.max,
            one.description, int(one.refill), int(one.cancel), int(one.dripfeed),
        )
        for position, one in enumerate(services)
    ]  # fmt: skip
    async with db.transaction() as transaction:
        await transaction.execute("DELETE FROM services WHERE panel_key_id = $1", panel_key_id)
        await transaction.execute_many(
            f"""
            INSERT INTO services (panel_key_id, position, {COLUMNS})
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
            """,
            rows,
        )
