"""Moves the money of an order, in the transaction in which the order takes its step.

An order that the panel account pays for (`paid_from` is "panel") has no money to move.
"""

from storage import accounts, refund_questions, transfers
from storage.accounts import AccountKind
from storage.database import Queries
from storage.orders import Order, OrderStage, PaidFrom
from storage.transfers import TransferKind
from usecases.paying.debts import pay_debt


async def reserve(db: Queries, order: Order, now: int) -> None:
    """Keep a new order's price aside. Raises Constraint if the wallet has too little, or the person owes."""
    if order.paid_from is PaidFrom.WALLET:
        await _move(db, order, TransferKind.RESERVE, AccountKind.WALLET, AccountKind.KEPT_ASIDE, now)


async def settle(db: Queries, order: Order, now: int) -> None:
    """Capture the price of an order that was placed, or release that of an order that failed.

    Call it after the order's step and its submission's outcome or decision. The price of an unconfirmed
    order stays kept aside.
    """
    if order.paid_from is not PaidFrom.WALLET or order.status is OrderStage.UNCONFIRMED:
        return
    if order.status is not OrderStage.FAILED:
        await _move(db, order, TransferKind.CAPTURE, AccountKind.KEPT_ASIDE, AccountKind.SALES, now)
        return
    await accounts.lock(db, [order.user_id])
    await _move(db, order, TransferKind.RELEASE, AccountKind.KEPT_ASIDE, AccountKind.WALLET, now)
    await pay_debt(db, order.user_id, _settle_key(order), now)


async def refund_to(
    db: Queries, order: Order, target: int, now: int, *, actor: int | None = None, reason: str = ""
) -> int:
    """Give back what is missing until `target` (micro-units) of the price is given back; return the amount.

    Nothing is given back of an order that was not placed: its price was not taken. Money that was given back
    is never taken back here. `actor` is the operator who decided it.
    """
    amount = min(target, order.price) - order.refunded
    if order.paid_from is not PaidFrom.WALLET or order.panel_order_id is None or amount <= 0:
        return 0
    key = f"order:{order.id}:refund:{order.refunded + amount}"
    await accounts.lock(db, [order.user_id])
    await transfers.add(
        db,
        key=key,
        kind=TransferKind.REFUND,
        giver=AccountKind.SALES,
        taker=AccountKind.WALLET,
        user_id=order.user_id,
        amount=amount,
        order_id=order.id,
        actor=actor,
        reason=reason,
        now=now,
    )
    await pay_debt(db, order.user_id, key, now)
    return amount


async def give_again(
    db: Queries, order: Order, amount: int, question_id: int, now: int, *, actor: int, reason: str
) -> None:
    """Give an amount (micro-units) again that was given back and then taken back. `actor` decided it."""
    key = f"{refund_questions.GIVING_AGAIN}{question_id}"
    await accounts.lock(db, [order.user_id])
    await transfers.add(
        db,
        key=key,
        kind=TransferKind.CREDIT,
        giver=AccountKind.CREDIT,
        taker=AccountKind.WALLET,
        user_id=order.user_id,
        amount=amount,
        actor=actor,
        reason=reason,
        now=now,
    )
    await pay_debt(db, order.user_id, key, now)


async def _move(
    db: Queries, order: Order, kind: TransferKind, giver: AccountKind, taker: AccountKind, now: int
) -> None:
    key = f"order:{order.id}:reserve" if kind is TransferKind.RESERVE else _settle_key(order)
    await transfers.add(
        db,
        key=key,
        kind=kind,
        giver=giver,
        taker=taker,
        user_id=order.user_id,
        amount=order.price,
        order_id=order.id,
        now=now,
    )


def _settle_key(order: Order) -> str:
    return f"order:{order.id}:settle"
