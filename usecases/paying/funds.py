"""The panel account has to be able to pay for what people order from their wallets."""

from storage import panel_funds
from storage.database import Queries
from storage.orders import Cost
from usecases.errors import NotTakenNow

FUNDS_SPOKEN_FOR = "funds_spoken_for"
"""The condition that the panel's balance, less what is under way, does not pay for an order."""


async def refuse_without_funds(db: Queries, panel_key_id: int, cost: Cost) -> None:
    """Raise NotTakenNow if the panel account cannot pay. A balance that is not known refuses nothing.

    Call it in the transaction that reserves the order: of two orders the second sees the first.
    """
    left = await panel_funds.left(db, panel_key_id)
    if left is not None and left < cost.amount:
        raise NotTakenNow
