"""What of a wallet is free to be taken or paid out."""

from storage import accounts, by_hand
from storage.database import Queries


async def free(db: Queries, user_id: int) -> int:
    """Return what a wallet holds of real money (micro-units): no credit line, no gift, nothing kept aside."""
    wallet = await accounts.of_user(db, user_id)
    return max(wallet.balance - await by_hand.unspent_gifts(db, user_id), 0)
