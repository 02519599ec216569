"""The orders as the bot wrote them down, read past it."""

from dataclasses import dataclass

from tests.long.crash.records import Records

WORDS = {"completed": "Completed", "partial": "Partial", "canceled": "Canceled", "failed": "Not placed"}
APPOINTMENT = " || ".join(
    f"'{name} ' || coalesce(CAST({column} AS TEXT), '-')"
    for name, column in (
        ("next", "next_check_at"),
        (" missing", "missing_since"),
        (" unreadable", "unreadable_since"),
        (" placed", "placed_at"),
    )
)


@dataclass(frozen=True, slots=True)
class Written:
    """An order as the bot wrote it down."""

    id: int
    telegram_id: int
    target: str
    status: str
    panel_order_id: str | None
    charge: int | None
    appointment: str
    """When it is asked for next, and since when it is missing or unreadable (epoch ms), as text."""
    mass_order_id: int | None = None


async def read(records: Records) -> tuple[list[Written], int, dict[str, int]]:
    """Orders, how many of them were in doubt, and how many refills were asked for by the panel's order id."""
    telegram_id = "(SELECT telegram_id FROM users WHERE id = orders.user_id)"
    rows = await records.ask(
        f"SELECT id, {telegram_id}, target, status, panel_order_id, charge, {APPOINTMENT}, mass_order_id FROM orders"
    )
    if rows is None:  # the plain bot keeps nothing else, and no ids of its own
        rows = await records.ask("SELECT id, user_id, target, status, panel_order_id, NULL, '' FROM orders")
    doubts = await records.ask("SELECT count(*) FROM submissions WHERE outcome = 'unknown'")
    refills = await records.ask(
        "SELECT o.panel_order_id, count(*) FROM refills r JOIN orders o ON o.id = r.order_id"
        " WHERE r.panel_refill_id IS NOT NULL GROUP BY o.panel_order_id"
    )
    counted: dict[str, int] = dict(refills or ())
    return [Written(*row) for row in rows or ()], doubts[0][0] if doubts else 0, counted
