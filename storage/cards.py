"""The messages that show an order in a person's chat: the newest card, and a few older ones."""

from storage.database import Queries

FORMER = 3  # older cards of an order that are still redrawn


async def put(db: Queries, order_id: int, user_id: int, message_id: int) -> None:
    """Note that a message is the order's card now. The former card becomes an older one."""
    before = await db.fetch_one(
        "SELECT card_message_id FROM orders WHERE id = $1 AND user_id = $2", order_id, user_id
    )
    if before is None or before[0] == message_id:
        return
    if before[0] is not None:
        await _keep(db, order_id, user_id, before[0])
    await db.execute(
        "UPDATE orders SET card_message_id = $3 WHERE id = $1 AND user_id = $2", order_id, user_id, message_id
    )
    await leave(db, user_id, message_id)


async def _keep(db: Queries, order_id: int, user_id: int, message_id: int) -> None:
    await db.execute(
        """
        INSERT INTO former_cards (order_id, user_id, message_id) VALUES ($1, $2, $3)
        ON CONFLICT (user_id, message_id) DO UPDATE SET order_id = excluded.order_id
        """,
        order_id, user_id, message_id,
    )  # fmt: skip
    await db.execute(
        """
        DELETE FROM former_cards WHERE order_id = $1 AND message_id NOT IN (
            SELECT message_id FROM former_cards WHERE order_id = $1 ORDER BY message_id DESC LIMIT $2)
        """,
        order_id, FORMER,
    )  # fmt: skip


async def order_on(db: Queries, user_id: int, message_id: int) -> int | None:
    """Return the id of the order that a message shows."""
    row = await db.fetch_one(
        """
        SELECT id FROM orders WHERE user_id = $1 AND card_message_id = $2
        UNION ALL SELECT order_id FROM former_cards WHERE user_id = $1 AND message_id = $2
        """,
        user_id, message_id,
    )  # fmt: skip
    return int(row[0]) if row else None


async def shows(db: Queries, message_id: int, order_id: int) -> bool:
    """Return whether a message is the newest card of an order, or an older one."""
    row = await db.fetch_one(
        """
        SELECT id FROM orders WHERE id = $1 AND card_message_id = $2
        UNION ALL SELECT order_id FROM former_cards WHERE order_id = $1 AND message_id = $2
        """,
        order_id, message_id,
    )  # fmt: skip
    return row is not None


async def former(db: Queries, order_id: int) -> list[int]:
    """Return the older cards of an order, the newest first."""
    rows = await db.fetch_all(
        "SELECT message_id FROM former_cards WHERE order_id = $1 ORDER BY message_id DESC", order_id
    )
    return [int(row[0]) for row in rows]


async def take(db: Queries, user_id: int, message_id: int) -> None:
    """Note that a message shows something else now. The newest older card takes its place."""
    await leave(db, user_id, message_id)
    row = await db.fetch_one(
        """
        UPDATE orders SET card_message_id = (
            SELECT max(message_id) FROM former_cards WHERE order_id = orders.id AND user_id = $1)
        WHERE user_id = $1 AND card_message_id = $2 RETURNING card_message_id
        """,
        user_id, message_id,
    )  # fmt: skip
    if row is not None and row[0] is not None:
        await leave(db, user_id, row[0])


async def leave(db: Queries, user_id: int, message_id: int) -> None:
    """Remove a message from the older cards."""
    await db.execute("DELETE FROM former_cards WHERE user_id = $1 AND message_id = $2", user_id, message_id)
