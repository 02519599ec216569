"""A debt comes from a payment that was taken back after it was spent. What comes in pays it first."""

from storage import accounts, transfers
from storage.accounts import AccountKind
from storage.database import Queries
from storage.transfers import TransferKind


async def pay_debt(db: Queries, user_id: int, cause: str, now: int) -> int:
    """Pay as much of a person's debt as their wallet holds; return the amount (micro-units).

    `cause` is the key of the transfer that brought the money. The accounts are locked before.
    """
    wallet = await accounts.of_user(db, user_id)
    amount = min(wallet.balance, -wallet.debt)
    if amount <= 0:
        return 0
    await transfers.add(
        db,
        key=f"debt_payment:{cause}",
        kind=TransferKind.DEBT_PAYMENT,
        giver=AccountKind.WALLET,
        taker=AccountKind.DEBT,
        user_id=user_id,
        amount=amount,
        now=now,
    )
    return amount
