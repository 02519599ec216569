"""Gives back what was not delivered, when an order paid from a wallet ends or its end is corrected.

Money that an operator took back is not given again by itself: the panel has then said three things that
contradict each other, and an operator has decided in between, so an operator decides again. The ledger asks
for it as well: it never refunds more of an order than its price, so what is given again is a credit by hand.
"""

from collections.abc import Iterable

from storage import orders, outbox, refills, refund_questions
from storage.database import Queries
from storage.events import Event
from storage.orders import Order, PaidFrom
from storage.refund_questions import RefundQuestion
from usecases.paying import money_of_orders
from usecases.paying.refund_rules import Doubt, Target, due


async def of_orders(db: Queries, order_ids: Iterable[int], operators: list[int], now: int) -> list[int]:
    """Give back what is due of these orders, in the transaction of their step; return those that got money.

    Where no rule says how much is due, the operators get a question.
    """
    paid: list[int] = []
    for order_id in sorted(order_ids):
        order = await orders.get(db, order_id)
        if (
            order is not None
            and order.paid_from is PaidFrom.WALLET
            and await _give_back(db, order, operators, now)
        ):
            paid.append(order_id)
    return paid


async def _give_back(db: Queries, order: Order, operators: list[int], now: int) -> int:
    taken_back = await refund_questions.taken_back(db, order.id) if order.refunded else 0
    found = due(order, was_refilled=await refills.was_made(db, order.id), taken_back=taken_back)
    given = 0
    if isinstance(found, Target):
        given = await money_of_orders.refund_to(db, order, found.amount, now)
        has = order.refunded + given - taken_back
        found = Doubt.AFTER_TAKE_BACK if has < found.amount else None
    if found is None:
        await refund_questions.close(db, order.id, now)
    else:
        await ask(db, order, found, operators, now)
    return given


async def ask(db: Queries, order: Order, doubt: Doubt, operators: list[int], now: int) -> None:
    """Ask the operators about the money of an order, unless they were asked or have decided the same last."""
    newest = await refund_questions.of_order(db, order.id)
    if newest is not None and newest.doubt == doubt and not _is_over(newest, order):
        return
    if await refund_questions.ask(db, order.id, doubt.value, now):
        for operator in operators:
            await outbox.add(db, operator, Event.REFUND_QUESTION, order.id, now)


def _is_over(newest: RefundQuestion, order: Order) -> bool:
    """Whether the same doubt may be asked again.

    If the customer's money is with the house, news since the decision is another question.
    """
    if newest.doubt == Doubt.AFTER_TAKE_BACK and newest.decided_at is not None:
        return newest.was_answered_by_the_panel or (order.changed_at or 0) > newest.decided_at
    return newest.was_answered_by_the_panel
