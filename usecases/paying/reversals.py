"""Takes the money of a payment out of the wallet again, and brings it back if the Stars stay."""

from storage import accounts, transfers
from storage.accounts import AccountKind
from storage.database import Queries
from storage.topups import Topup
from storage.transfers import TransferKind
from usecases.paying.debts import pay_debt


async def reverse(db: Queries, topup: Topup, happened_at: int, now: int, actor: int | None = None) -> str:
    """Take back the whole of a payment; return the transfer's key. The accounts are locked before.

    What the wallet does not hold becomes a debt, which the rest of the wallet pays at once. Raises Constraint
    if it was taken back before.
    """
    wallet = await accounts.of_user(db, topup.user_id)
    is_there = wallet.balance >= (topup.credited or 0)
    attempt = 1 + await transfers.count_of_topup(db, topup.id, TransferKind.REVERSAL_UNDONE)
    key = f"topup:{topup.id}:reversal:{attempt}"
    await transfers.add(
        db,
        key=key,
        kind=TransferKind.TOPUP_REVERSAL,
        giver=AccountKind.WALLET if is_there else AccountKind.DEBT,
        taker=AccountKind.STARS,
        user_id=topup.user_id,
        amount=topup.credited or 0,
        topup_id=topup.id,
        actor=actor,
        happened_at=happened_at,
        now=now,
    )
    await pay_debt(db, topup.user_id, key, now)
    return key


async def undo(db: Queries, topup: Topup, reversal: str, now: int) -> None:
    """Bring back what the reversal with this key took. The accounts are locked before."""
    key = reversal.replace(":reversal:", ":undone:")
    await transfers.add(
        db,
        key=key,
        kind=TransferKind.REVERSAL_UNDONE,
        giver=AccountKind.STARS,
        taker=AccountKind.WALLET,
        user_id=topup.user_id,
        amount=topup.credited or 0,
        topup_id=topup.id,
        now=now,
    )
    await pay_debt(db, topup.user_id, key, now)


async def is_reversed(db: Queries, topup_id: int) -> bool:
    """Return whether the money of a payment was taken back, and did not come back since."""
    taken = await transfers.count_of_topup(db, topup_id, TransferKind.TOPUP_REVERSAL)
    return taken > await transfers.count_of_topup(db, topup_id, TransferKind.REVERSAL_UNDONE)
