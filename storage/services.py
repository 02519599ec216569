"""The services of the panel's last list. They stay while the panel is down."""

import asyncio
from collections.abc import AsyncIterator
from operator import itemgetter

from storage.database import Queries, Value
from storage.records import Record, read_all


class CatalogueService(Record, frozen=True, gc=False):
    """A service to order; `rate` is an exact decimal, per 1,000 units or per package."""

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

    @property
    def has_price(self) -> bool:
        """Whether the rate is above 0. Panels round their cheapest rates to 0."""
        return bool(self.rate.strip("0."))


SERVICE_COLUMNS = "id, name, type, category, rate, min, max, description, refill, cancel, dripfeed"
SERVICES_PER_READ = 1_000
SERVICES_PER_STATEMENT = 500  # rows; other tasks run between two statements


Standing = tuple[int, CatalogueService]
"""A service with its position in the panel's order."""


async def of_panel_key(db: Queries, panel_key_id: int) -> list[CatalogueService]:
    """Return all services, in the panel's order."""
    found = [one async for page in pages(db, panel_key_id) for one in page]
    return [service for _, service in sorted(found, key=itemgetter(0))]


async def pages(db: Queries, panel_key_id: int) -> AsyncIterator[list[Standing]]:
    """Yield all services by the page, so that other tasks run in between.

    Types, categories, rates, limits and descriptions that are equal are kept once. If another process changes
    the list at the same time, the result may mix both lists; `PanelKey.services_at` then shows the later
    change.
    """
    shared: dict[Value, Value] = {}
    last = ""
    while True:
        rows = await db.fetch_all(
            f"""
            SELECT position, {SERVICE_COLUMNS} FROM services
            WHERE panel_key_id = $1 AND id > $2 ORDER BY id LIMIT {SERVICES_PER_READ}
            """,
            panel_key_id, last,
        )  # fmt: skip
        read = read_all(
            [row[1:3] + tuple([shared.setdefault(value, value) for value in row[3:]]) for row in rows],
            CatalogueService,
        )
        yield list(zip([row[0] for row in rows], read, strict=True))
        if len(rows) < SERVICES_PER_READ:
            return
        last = read[-1].id
        await asyncio.sleep(0)


async def least(db: Queries, panel_key_id: int, service_id: str) -> int | None:
    """Return the least quantity of a service; None if the panel no longer lists it."""
    row = await db.fetch_one(
        "SELECT min FROM services WHERE panel_key_id = $1 AND id = $2", panel_key_id, service_id
    )
    return int(row[0]) if row is not None else None


async def change(transaction: Queries, panel_key_id: int, gone: list[str], come: list[Standing]) -> None:
    """Delete the services `gone` and write those in `come`. Call it in a transaction."""
    for start in range(0, len(gone), SERVICES_PER_STATEMENT):
        await transaction.execute_many(
            "DELETE FROM services WHERE panel_key_id = $1 AND id = $2",
            [(panel_key_id, one) for one in gone[start : start + SERVICES_PER_STATEMENT]],
        )
    for start in range(0, len(come), SERVICES_PER_STATEMENT):
        await transaction.execute_many(
            f"""
            INSERT INTO services (panel_key_id, position, {SERVICE_COLUMNS})
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
            ON CONFLICT (panel_key_id, id) DO UPDATE SET
                position = excluded.position, name = excluded.name, type = excluded.type,
                category = excluded.category, rate = excluded.rate, min = excluded.min,
                max = excluded.max, description = excluded.description, refill = excluded.refill,
                cancel = excluded.cancel, dripfeed = excluded.dripfeed
            """,
            [_row(panel_key_id, *one) for one in come[start : start + SERVICES_PER_STATEMENT]],
        )


def _row(panel_key_id: int, position: int, one: CatalogueService) -> tuple[Value, ...]:
    return (
        panel_key_id, position, one.id, one.name, one.type, one.category, one.rate, one.min, one.max,
        one.description, int(one.refill), int(one.cancel), int(one.dripfeed),
    )  # fmt: skip
