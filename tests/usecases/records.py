"""People, a panel account, and orders that wait to be sent, past the wizard."""

from storage import order_progress, panel_keys
from storage.database import Database


async def add_person(db: Database, number: int, name: str) -> None:
    """Add a person whose id and Telegram id are both this number."""
    await db.execute(
        "INSERT INTO users (id, telegram_id, name, created_at) VALUES ($1, $1, $2, 0)", number, name
    )


async def begin(db: Database) -> None:
    """Add Alice (1) and two people that a test may name as operators (8 and 9)."""
    for number, name in ((1, "Alice"), (8, "Petra"), (9, "Olga")):
        await add_person(db, number, name)
    await db.execute("UPDATE users SET in_admin_ids = 1 WHERE id IN (8, 9)")
    await panel_keys.of_operator(db, "https://panel.example")


async def reserve(db: Database, number: int, target: str = "x") -> None:
    await db.execute(
        "INSERT INTO drafts (id, user_id, panel_key_id, service_id, created_at, updated_at) VALUES ($1, 1, 1, '1', 0, 0)",
        str(number),
    )
    await db.execute(
        """
        INSERT INTO orders (id, user_id, panel_key_id, draft_id, service_id, service_name, service_type, parameters,
            target, rate, price, currency, refillable, cancelable, created_at)
        VALUES ($1, 1, 1, $2, '101', 'x', 'default', '{"link": "https://example.com/p", "quantity": "1000"}',
            $3, '0.9', 900000, 'USD', 0, 0, 0)
        """,
        number, str(number), target,
    )  # fmt: skip


async def place(db: Database, number: int, status: str) -> None:
    await reserve(db, number)
    await db.execute("UPDATE orders SET refillable = 1, cancelable = 1 WHERE id = $1", number)
    await order_progress.begin_submitting(db, number)
    await order_progress.place(db, number, str(number), 7, 7)
    if status != "pending":
        await db.execute("UPDATE orders SET status = $2, ended_at = 7 WHERE id = $1", number, status)
