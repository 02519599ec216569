"""Telegram took Stars back that nobody here has returned: the money leaves the wallet; the rest is a debt."""

import logging

from storage import accounts, order_progress, outbox, star_refunds
from storage.database import Queries
from storage.events import Event
from storage.orders import Order
from storage.star_refunds import RefundCause
from storage.topups import Topup
from usecases.paying import money_of_orders
from usecases.paying.reversals import is_reversed, reverse

log = logging.getLogger(__name__)

UNPAID = "unpaid"
"""The failure of an order that was not sent, because its payment was taken back."""


async def charge_back(db: Queries, topup: Topup, happened_at: int, operators: list[int], now: int) -> None:
    """Take the money of a payment back, in a transaction; tell the payer and the operators. Idempotent.

    Orders of the payer that were not sent yet fail first, and give their money back. While a debt is open the
    payer orders nothing: the ledger refuses it.
    """
    if await _went_back(db, topup):
        return
    unsent = await _fail_unsent(db, topup.user_id, now)
    await accounts.lock(db, [topup.user_id])
    for order in unsent:
        await money_of_orders.settle(db, order, now)
        await outbox.add(db, order.user_id, Event.ORDER_SUBMITTED, order.id, now)
    reversal = await reverse(db, topup, happened_at, now) if topup.credited else None
    await star_refunds.note(db, topup.id, reversal, RefundCause.TELEGRAM, now)
    await outbox.add(db, topup.user_id, Event.CHARGED_BACK, topup.id, now)
    for operator in operators:
        await outbox.add(db, operator, Event.CHARGEBACK, topup.id, now, {"unsent": len(unsent)})
    log.warning("Telegram took the Stars of top-up %d back", topup.id)


async def replay_refund(db: Queries, topup: Topup, happened_at: int, now: int) -> None:
    """Take the money back of a refund that is in the statement and not in a restored database. Idempotent.

    Nobody is told: it was probably asked for here, after the copy was made.
    """
    if await _went_back(db, topup):
        return
    await accounts.lock(db, [topup.user_id])
    reversal = await reverse(db, topup, happened_at, now) if topup.credited else None
    await star_refunds.note(db, topup.id, reversal, RefundCause.REPLAYED, now)


async def _went_back(db: Queries, topup: Topup) -> bool:
    refund = await star_refunds.of_topup(db, topup.id)
    is_noted = refund is not None and refund.ended_at is not None and refund.status == "done"
    return is_noted or await is_reversed(db, topup.id)


async def _fail_unsent(db: Queries, user_id: int, now: int) -> list[Order]:
    waiting = await order_progress.reserved_of(db, user_id)
    failed = [await order_progress.fail_unsent(db, order.id, UNPAID, now) for order in waiting]
    return [order for order in failed if order is not None]
