"""What is done to a database that was taken from the past: nothing may be sent again because of it."""

from storage.database import Queries

NUMBERED = ("orders", "refills", "cancels")
SPARED = 10_000
"""Numbers that are left out: they may have been given since the copy was made.

People have cards and buttons with them, which must not come to mean something else.
"""

IN_DOUBT = (
    # What waited to be sent may have been sent after the copy was made. The start finds it `submitting`,
    # which it takes for unknown: evidence is gathered, the operator decides, the person is told.
    "UPDATE orders SET status = 'submitting' WHERE status = 'reserved'",
    """
    INSERT INTO submissions (order_id, started_at)
    SELECT id, CAST($1 AS BIGINT) FROM orders
    WHERE status = 'submitting' AND id NOT IN (SELECT order_id FROM submissions)
    """,
    "UPDATE refills SET status = 'submitting' WHERE status = 'reserved'",
    "UPDATE cancels SET status = 'submitting' WHERE status = 'reserved'",
    # A review that is ready may have been confirmed since.
    "UPDATE drafts SET status = 'dropped' WHERE status = 'ready'",
    "DELETE FROM inbox",
    # An invitation may have been used since.
    "UPDATE invites SET expires_at = CAST($1 AS BIGINT) WHERE used_by IS NULL",
    # What became of the open orders is asked before anything new is ordered.
    "UPDATE orders SET next_check_at = 0 WHERE panel_order_id IS NOT NULL AND ended_at IS NULL",
    "UPDATE refills SET next_check_at = 0 WHERE panel_refill_id IS NOT NULL AND ended_at IS NULL",
)
"""`$1` is now, in epoch milliseconds."""

LAST_KNOWN = """
    SELECT panel_order_id FROM orders WHERE panel_order_id <> '' ORDER BY placed_at DESC LIMIT 1
    """


async def put_in_doubt(db: Queries, now: int) -> str:
    """Take for unknown whatever may have happened since; returns the last number known of the panel."""
    for statement in IN_DOUBT:
        await db.execute(statement, *((now,) if "$1" in statement else ()))
    row = await db.fetch_one(LAST_KNOWN)
    return str(row[0]) if row else "-"
