"""Dialects: how a panel reads calls and writes answers. Each is a class."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from sandbox.panel.book import OPEN, Book, Key, Order, Refill, as_id
from sandbox.panel.catalogue import Service
from sandbox.panel.refused import Refused

Sent = dict[str, str]
Asked = list[tuple[str, Refused | None]]
"""The orders of one cancel as they were named, each with its refusal or None."""

INCORRECT = "Incorrect request"


@dataclass(frozen=True, slots=True)
class Answer:
    """`before` stands before the JSON, where a panel does not send JSON alone."""

    body: Any
    status: int = 200
    before: str = ""
    content_type: str = "application/json"


class Dialect:
    """Most panels: the contract's shapes, HTTP 200 for everything, errors as {"error": …}.

    Another dialect overrides what it does otherwise. The book stays the same: orders, money and time.
    """

    name = "plain"
    about = "Answers like most panels."

    currency = "USD"
    balance_at_first = Decimal(1000)
    balance_of_poor = Decimal(0)
    least_services = 0
    pays_back = True
    keeps_plus = False  # a `+` in what is sent stays a plus; a space has to be sent as %20
    most_ids = 100
    cancel_reads: tuple[str, ...] = ("orders", "order")
    unheard: frozenset[str] = frozenset()  # actions that this panel does not have
    words: ClassVar[dict[str, str]] = {}  # an order's state, where this panel has another word
    refill_words: ClassVar[dict[str, str]] = {}
    errors: ClassVar[dict[str, str]] = {}  # an error's text, where this panel has another

    def __init__(self, book: Book) -> None:
        self.book = book

    # What is read.

    def let_in(self, sent: Sent) -> None:
        """Refuse a call before it is read."""

    def read(self, sent: Sent) -> Sent:
        """Return the call in the names and numbers of most panels."""
        return sent

    def order_of(self, text: str) -> str:
        return text

    def own(self, key: str, text: str) -> Order:
        return self.book.own(key, self.order_of(text))

    def refill(self, key: str, text: str) -> Refill:
        return self.book.refill(key, self.order_of(text))

    def own_refill(self, key: str, text: str) -> Refill:
        return self.book.own_refill(key, text)

    def own_refill_word(self, key: str, text: str) -> str:
        return self.refill_word(self.own_refill(key, text))

    def to_cancel(self, sent: Sent) -> list[str]:
        """Return the orders named in a cancel."""
        named = next((sent[name] for name in self.cancel_reads if name in sent), "")
        return ids(named, self.most_ids)

    def take(self, key: str, sent: Sent) -> Order:
        return self.book.add(key, sent)

    # What is written: services.

    def page(self, services: list[Service], sent: Sent) -> list[Service]:
        return services

    def services(self, rows: list[dict[str, Any]]) -> Any:
        return rows

    def service(self, service: Service) -> dict[str, Any]:
        return {
            "service": service.id,
            "name": service.name,
            "type": service.type,
            "category": service.category,
            "rate": self.rate(service),
            **self.limits(service),
            "desc": service.description,
            "refill": self.flag(value=service.refill),
            "cancel": self.flag(value=service.cancel),
            "dripfeed": self.flag(value=service.dripfeed),
        }

    def rate(self, service: Service) -> Any:
        return self.money(service.rate)

    def limits(self, service: Service) -> dict[str, Any]:
        return {"min": self.count(service.min), "max": self.count(service.max)}

    def money(self, amount: Decimal) -> Any:
        return f"{amount:f}"

    def count(self, number: int) -> Any:
        return str(number)

    def flag(self, *, value: bool) -> Any:
        return value

    # What is written: orders.

    def placed(self, order: Order) -> Any:
        return {"order": self.number(order)}

    def number(self, order: Order) -> Any:
        return order.id

    def status(self, order: Order) -> dict[str, Any]:
        if order.service.type == "Subscriptions":
            return self.subscription(order)
        if order.is_drip_feed:
            return self.drip_feed(order)
        return self.flat_status(order)

    def flat_status(self, order: Order) -> dict[str, Any]:
        return {
            "charge": self.charge(order),
            "start_count": self.start_count(order),
            "status": self.word(order),
            "remains": self.remains(order),
            "currency": self.book.keys[order.key].currency,
        }

    def subscription(self, order: Order) -> dict[str, Any]:
        word = {"Pending": "Active", "In progress": "Active"}.get(order.state, order.state)
        sent = order.sent
        return {
            "status": word,
            "expiry": sent.get("expiry"),
            "posts": sent.get("posts"),
            "orders": self.parts(order),
        }

    def drip_feed(self, order: Order) -> dict[str, Any]:
        return {"status": order.state, "runs": order.sent["runs"], "orders": self.parts(order)}

    def parts(self, order: Order) -> list[Any]:
        """Return the orders made so far, one for each run or post."""
        return [self.count(order.id * 1_000 + part) for part in range(1, order.parts_done + 1)]

    def word(self, order: Order) -> str:
        return self.words.get(order.state, order.state)

    def charge(self, order: Order) -> Any:
        return self.money(order.charge)

    def start_count(self, order: Order) -> Any:
        return self.count(order.start_count)

    def remains(self, order: Order) -> Any:
        return str(order.remains)

    def one_status(self, asked: str, status: dict[str, Any]) -> Any:
        return status

    def no_status(self, asked: str, error: Refused) -> Answer:
        return self.refusal(error)

    def statuses(self, found: dict[str, Any]) -> Any:
        """Return the statuses `found`, by the requested ids."""
        return found

    def no(self, error: Refused) -> Any:
        """Return a refusal that stands beside other answers."""
        return {"error": self.said(error)}

    # What is written: refills, cancels, the account.

    def refill_id(self, refill: Refill) -> Any:
        return refill.id

    def refilled(self, refill: Refill) -> Any:
        return {"refill": str(self.refill_id(refill))}

    def not_refilled(self, error: Refused) -> Answer:
        return self.refusal(error)

    def refills(self, rows: list[dict[str, Any]]) -> Any:
        return rows

    def refill_word(self, refill: Refill) -> str:
        return self.refill_words.get(refill.state, refill.state)

    def refill_status(self, asked: str, word: str) -> Any:
        return {"status": word}

    def canceled(self, asked: Asked) -> Any:
        return [{"order": number(one), "cancel": self.yes_or_no(one, error)} for one, error in asked]

    def yes_or_no(self, asked: str, error: Refused | None) -> Any:
        return self.no(error) if error else as_id(self.order_of(asked))

    def balance(self, key: Key) -> Any:
        return {"balance": self.money(key.balance), "currency": key.currency}

    # What is written: the answer as a whole.

    def answer(self, body: Any) -> Answer:
        return Answer(body)

    def refusal(self, error: Refused) -> Answer:
        return Answer({"error": self.said(error)})

    def said(self, error: Refused) -> str:
        return self.errors.get(error.text, error.text).format(**error.figures)


def ids(text: str, most: int) -> list[str]:
    """Return the ids of a list with commas. Raises Refused for none or too many."""
    named = [one.strip() for one in text.split(",") if one.strip()]
    if not named or len(named) > most:
        raise Refused(INCORRECT)
    return named


def number(text: str) -> int | str:
    return as_id(text) or text


def is_open(order: Order) -> bool:
    return order.state in OPEN
