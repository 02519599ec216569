"""What is said of orders at a panel that is no longer connected."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from panel import OrderState
from panel import OrderStatus as Told
from storage.closing import Left
from storage.orders import DISCONNECTED, Order, OrderStage, PaidFrom
from storage.records import Json
from storage.refills import RefillStage
from storage.refund_questions import RefundQuestion
from tests.views.gallery.paper import Shown
from tests.views.gallery.records import EARLIER, Records
from usecases.errors import DecideFirst, NoSuchPerson
from usecases.operating.adopt_orders import Adoption, FoundNumber, FoundNumbers
from usecases.paying.refund_rules import Doubt
from usecases.submitting.close_former_panels import FormerPanel
from usecases.tracking import for_customers
from views import failures, notifications
from views.operating import adoption, decisions, former_panels
from views.orders import order_card


def former_panels_(it: Records) -> Iterator[Shown]:
    open_, doubted = it.order(OrderStage.IN_PROGRESS), it.order(OrderStage.UNCONFIRMED)
    one = FormerPanel(it.panel_key(), Left(2, 1, 1, 2), open_, doubted, EARLIER)
    yield Shown("Former panels", former_panels.listed([one]))
    yield Shown("Former panels, none", former_panels.listed([]))
    yield Shown("Before a former panel's orders are closed", former_panels.ask_close(one))
    yield Shown("A former panel's orders are closed", former_panels.closed(Left(1, 0, 0, 1)))
    doubtful = replace(it.in_doubt({}), is_elsewhere=True)
    yield Shown("Order in doubt of a former panel", decisions.decision(doubtful))
    yield Shown("Before it is closed without knowing", former_panels.ask_lose(doubtful))
    unknown = it.order(OrderStage.FAILED, failure=DISCONNECTED)
    yield Shown("Closed without knowing", decisions.decided(unknown))
    yield Shown("Message: closed without knowing", notifications.decided(unknown))
    yield Shown("Order: closed without knowing", order_card.card(it.card(unknown)))
    closed = it.order(OrderStage.CLOSED, status_word="In progress")
    yield Shown("Message: closed", notifications.ended(closed))
    uncounted = it.order(OrderStage.CLOSED, status_word="In progress", remains=None)
    yield Shown("Message: closed, without a count", notifications.ended(uncounted))
    silent = it.order(OrderStage.CLOSED, remains=None, status_word="")
    yield Shown("Message: closed, without a word", notifications.ended(silent))
    yield from _paid_from_wallets(it)
    yield Shown("Message: refill closed", notifications.refill(it.refill(RefillStage.CLOSED)))
    said = it.refill(RefillStage.CLOSED, status_word="In progress")
    yield Shown("Message: refill closed, with a word", notifications.refill(said))


def _paid_from_wallets(it: Records) -> Iterator[Shown]:
    def paid(status: OrderStage, **given: Any) -> Order:
        return it.order(status, paid_from=PaidFrom.WALLET, **given)

    open_, doubted = paid(OrderStage.IN_PROGRESS), paid(OrderStage.UNCONFIRMED)
    one = FormerPanel(it.panel_key(), Left(1, 1, 0, 0), open_, doubted, EARLIER)
    yield Shown("Before a former panel's orders from wallets are closed", former_panels.ask_close(one))
    doubtful = replace(it.in_doubt({}), is_elsewhere=True, order=doubted)
    yield Shown("Before one from a wallet is closed without knowing", former_panels.ask_lose(doubtful))
    yield Shown("Before one from a wallet is closed as not placed", decisions.deny_order(doubtful))
    unknown = paid(OrderStage.FAILED, failure=DISCONNECTED)
    yield Shown("Message: closed without knowing, from a wallet", notifications.decided(unknown))
    asked = RefundQuestion(1, 8, Doubt.BY_HAND.value, EARLIER, None, None)
    decided = RefundQuestion(1, 8, Doubt.BY_HAND.value, EARLIER, 3, EARLIER)
    for title, closed, question in (
        ("Message: closed, from a wallet", paid(OrderStage.CLOSED, status_word="In progress"), asked),
        ("Message: closed, a part came back", paid(OrderStage.CLOSED, refunded=90_000), decided),
        ("Message: closed, nothing came back", paid(OrderStage.CLOSED), decided),
    ):
        yield Shown(title, notifications.ended(closed, question))
    free = for_customers.order(it.order(OrderStage.CLOSED, status_word="In progress"))
    yield Shown("Message: closed, free of charge", notifications.ended(free))


def adoptions(it: Records) -> Iterator[Shown]:
    found = FoundNumber(it.reference, Told(OrderState.IN_PROGRESS, "In progress", remains=640))
    silent = FoundNumber("23511", Told(OrderState.PENDING, "Pending"))
    yield Shown("Orders that are not known here", adoption.unknown(FoundNumbers(23501, [found, silent], 2)))
    yield Shown("Orders that are not known here, none", adoption.unknown(FoundNumbers(23501, [], 1)))
    yield Shown("Orders that are not known here, no numbers", adoption.unknown(FoundNumbers(None, [], 0)))
    yield Shown("No such person", adoption.again(failures.words(NoSuchPerson())))
    yield Shown("Their order is in doubt", adoption.again(failures.words(DecideFirst(8))))
    yield Shown("Before an order is entered", adoption.ask(Adoption(found, it.user())))
    long = FoundNumber("9" * 41, found.told)
    yield Shown("Before an order with a long number is entered", adoption.ask(Adoption(long, it.user())))
    nothing: dict[str, Any] = {
        "service_id": "",
        "service_name": "",
        "service_type": "",
        "target": "",
        "quantity": None,
    }
    entered = it.order(adopted_by=1003, price=0, currency="", parameters=Json({}), **nothing)
    yield Shown("An order is entered", adoption.entered(entered))
    yield Shown("Order: entered by its number", order_card.card(it.card(entered)))
