"""What the panel account can still pay for: its last balance, less what was promised since."""

from storage.database import Queries
from storage.open_orders import EXPECTED_COST

NOT_IN_BALANCE = ("status = 'reserved'", "status = 'submitting'", "status = 'unconfirmed'", "placed_at >= $2")
"""Orders that the balance does not show yet, each condition in the words of an index."""

PROMISED = " + ".join(
    f"(SELECT coalesce(sum({EXPECTED_COST}), 0) FROM orders WHERE panel_key_id = $1 AND {condition})"
    for condition in NOT_IN_BALANCE
)


async def left(db: Queries, panel_key_id: int) -> int | None:
    """Return what is left of the last known balance (micro-units of the panel's currency); None if unknown.

    Everything that waits to be sent, is in doubt, or was placed since the balance was read is taken off. The
    account is locked until the transaction ends, so that of two orders the second sees the first.
    """
    key = await db.fetch_one(
        "UPDATE panel_keys SET balance = balance WHERE id = $1 RETURNING balance, balance_at", panel_key_id
    )
    if key is None or key[0] is None or key[1] is None:
        return None
    promised = await db.fetch_one(f"SELECT CAST({PROMISED} AS BIGINT)", panel_key_id, key[1])
    return int(key[0]) - (int(promised[0]) if promised else 0)
