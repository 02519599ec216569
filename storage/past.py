"""Puts an older copy of the database in doubt, so that nothing is sent again because of it."""

from storage.database import Queries

NUMBERED = ("orders", "refills", "cancels", "broadcasts")
SPARED = 10_000
"""So many numbers are skipped, because they may have been used after the copy was made.

People may have cards and buttons with these numbers, which must not show or steer others.
"""

IN_DOUBT = (
    # Reserved rows may have been sent after the copy was made. As `submitting` rows the start takes them for
    # unknown: evidence is gathered, the operator decides, the person is told.
    "UPDATE orders SET status = 'submitting' WHERE status = 'reserved'",
    """
    INSERT INTO submissions (order_id, started_at)
    SELECT id, CAST($1 AS BIGINT) FROM orders
    WHERE status = 'submitting' AND id NOT IN (SELECT order_id FROM submissions)
    """,
    # Stars that were to go back may have gone: Telegram's statement is read before Telegram is called.
    "UPDATE star_refunds SET status = 'sending' WHERE status = 'asked'",
    "UPDATE refills SET status = 'submitting' WHERE status = 'reserved'",
    "UPDATE cancels SET status = 'submitting' WHERE status = 'reserved'",
    # A review that is ready may have been confirmed since.
    "UPDATE drafts SET status = 'dropped' WHERE status = 'ready'",
    "DELETE FROM inbox",
    # A broadcast may have reached them since. It is stopped for good, because nobody may get it twice.
    "UPDATE broadcast_people SET status = 'unknown' WHERE status IN ('waiting', 'sending')",
    """
    UPDATE broadcasts SET status = 'stopped', trouble = NULL, ended_at = CAST($1 AS BIGINT)
    WHERE status IN ('sending', 'paused')
    """,
    # A draft may have been sent since.
    "DELETE FROM broadcast_lists",
    "UPDATE broadcasts SET status = 'dropped' WHERE status = 'draft'",
    # An invitation may have been used since.
    "UPDATE invites SET expires_at = CAST($1 AS BIGINT) WHERE used_by IS NULL",
    # All open orders are asked for before anything new is ordered.
    "UPDATE orders SET next_check_at = 0 WHERE panel_order_id IS NOT NULL AND ended_at IS NULL",
    "UPDATE refills SET next_check_at = 0 WHERE panel_refill_id IS NOT NULL AND ended_at IS NULL",
)
"""`$1` is now, in epoch milliseconds."""

LAST_KNOWN = """
    SELECT panel_order_id FROM orders WHERE panel_order_id <> '' ORDER BY placed_at DESC LIMIT 1
    """


async def put_in_doubt(db: Queries, now: int) -> str:
    """Put rows in doubt that may have changed since the copy; return the panel's last number, or "-"."""
    for statement in IN_DOUBT:
        await db.execute(statement, *((now,) if "$1" in statement else ()))
    row = await db.fetch_one(LAST_KNOWN)
    return str(row[0]) if row else "-"
