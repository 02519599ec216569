"""Gives back what was not delivered, when an order paid from a wallet ends or its end is corrected."""

from collections.abc import Iterable

from storage import orders, outbox, refills, refund_questions
from storage.database import Queries
from storage.orders import Order, PaidFrom
from storage.outbox import Event
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
    found = due(order, was_refilled=await refills.was_made(db, order.id))
    if isinstance(found, Target):
        await refund_questions.close(db, order.id, now)
        return await money_of_orders.refund_to(db, order, found.amount, now)
    if found is None:
        await refund_questions.close(db, order.id, now)
    else:
        await ask(db, order.id, found, operators, now)
    return 0


async def ask(db: Queries, order_id: int, doubt: Doubt, operators: list[int], now: int) -> None:
    """Ask the operators about the money of an order, unless they were asked or have decided the same last."""
    newest = await refund_questions.of_order(db, order_id)
    if newest is not None and newest.doubt == doubt and not newest.was_answered_by_the_panel:
        return
    if await refund_questions.ask(db, order_id, doubt.value, now):
        for operator in operators:
            await outbox.add(db, operator, Event.REFUND_QUESTION, order_id, now)
