"""Who made a payment, by the number that Telegram gave it."""

from storage.database import Queries


async def with_charge_id(db: Queries, charge_id: str) -> int | None:
    """Return the id of the person who paid; None if there is no such payment."""
    row = await db.fetch_one("SELECT user_id FROM topups WHERE charge_id = $1", charge_id)
    return int(row[0]) if row else None
