"""What people see of the money of orders that wallets pay for."""

from collections.abc import Iterator
from typing import Any

from storage.accounts import Wallet
from storage.orders import Order, OrderStage, PaidFrom
from storage.refund_questions import RefundQuestion
from tests.views.gallery.paper import Shown
from tests.views.gallery.records import EARLIER, NOW, Records
from usecases.paying.decide_refunds import MoneyInQuestion
from usecases.paying.refund_rules import Doubt
from usecases.submitting.failures_of_writes import Failure
from views import notifications
from views.operating import refunds
from views.orders import order_card


def _paid(it: Records, status: OrderStage = OrderStage.PARTIAL, **given: Any) -> Order:
    return it.order(status, paid_from=PaidFrom.WALLET, **given)


def _asked(it: Records, doubt: Doubt, refunded: int = 0, decided_at: int | None = None) -> MoneyInQuestion:
    order = _paid(it, remains=None, refunded=refunded)
    question = RefundQuestion(1, order.id, doubt.value, EARLIER, 3 if decided_at else None, decided_at)
    return MoneyInQuestion(order, question, it.user(), Wallet(5_000_000, 0, 0, 0))


def orders_from_wallets(it: Records) -> Iterator[Shown]:
    for title, order in (
        ("Pending", _paid(it, OrderStage.PENDING)),
        ("In doubt", _paid(it, OrderStage.UNCONFIRMED)),
        ("Not placed", _paid(it, OrderStage.FAILED, failure="link")),
        ("Partial", _paid(it, refunded=576_000)),
        ("Partial, and nobody knows how much", _paid(it, remains=0)),
        ("Canceled", _paid(it, OrderStage.CANCELED, remains=1_000, refunded=900_000)),
    ):
        failure = Failure("link") if order.status is OrderStage.FAILED else None
        yield Shown(title, order_card.card(it.card(order, failure=failure)))
    yield Shown("Message: a corrected end", notifications.corrected(_paid(it, refunded=576_000)))
    yield Shown(
        "Message: the operator gave something back", notifications.refund_decided(_paid(it, refunded=90_000))
    )
    yield Shown("Message: the operator gave nothing back", notifications.refund_decided(_paid(it)))


def questions_of_money(it: Records) -> Iterator[Shown]:
    for doubt in Doubt:
        refunded = 900_000 if doubt is Doubt.DELIVERED_AFTER_ALL else 0
        yield Shown(f"How much comes back: {doubt}", refunds.question(_asked(it, doubt, refunded)))
    asked = _asked(it, Doubt.NO_PROPORTION)
    yield Shown("Decided already", refunds.question(_asked(it, Doubt.NO_PROPORTION, 90_000, NOW)))
    yield Shown("Another amount", refunds.ask_amount(asked))
    yield Shown("Given back", refunds.given(asked, 450_000))
    yield Shown("Nothing given back", refunds.given(asked, 0))
    yield Shown("Taken back", refunds.taken(asked, 900_000))
