"""Panels that read calls in ways of their own, or do not say what they did."""

from collections import deque
from typing import Any, ClassVar

from sandbox.panel.book import Book, Order, Refill, as_id
from sandbox.panel.dialects.dialect import INCORRECT, Answer, Asked, Dialect, Sent, is_open
from sandbox.panel.refused import Refused

REPEATED_FOR = 60.0  # seconds of the panel's clock, as all here
MINUTE, QUARTER = 60.0, 15 * 60.0
CALLS_A_MINUTE = 120
WRONG_KEYS = 30
TOO_MANY_CALLS = "Rate limit exceeded"
CLOSED_DOOR = "Too many failed attempts"


class OneByOne(Dialect):
    """Reads one order per call. Every refill has number 1 and stays in progress."""

    name = "one-by-one"
    about = "Reads one order in a call; its refills all have the id 1 and stay processing."
    cancel_reads = ("order",)
    words: ClassVar = {"Pending": "Awaiting"}

    def read(self, sent: Sent) -> Sent:
        """Of several orders it reads the first."""
        if sent["action"] == "status" and "orders" in sent:
            return {**without(sent, "orders"), "order": sent["orders"].partition(",")[0]}
        return without(sent, "orders") if sent["action"] == "refill" else sent

    def refilled(self, refill: Refill) -> Any:
        return {"refill": 1}

    def not_refilled(self, error: Refused) -> Answer:
        return Answer({"refill": "", "message": self.said(error)})

    def own_refill_word(self, key: str, text: str) -> str:
        return "processing"

    def canceled(self, asked: Asked) -> Any:
        ((one, error),) = asked
        return {"order": one, "cancel": "0"} if error else {"success": "Cancel request sent"}


class Silent(Dialect):
    """Orders that fail at its supplier stay Pending. It has no refill status and no cancel."""

    name = "silent"
    about = "Says Pending for ever of what failed, pays nothing back, knows no cancel and no refill status."
    pays_back = False
    unheard = frozenset({"refill_status", "cancel"})
    DEAD = ("Canceled", "Failed")
    words: ClassVar = dict.fromkeys(DEAD, "Pending")

    def read(self, sent: Sent) -> Sent:
        if "orders" in sent:
            raise Refused(INCORRECT)
        return sent

    def charge(self, order: Order) -> Any:
        return self.money(order.price)

    def remains(self, order: Order) -> Any:
        return str(order.quantity or 0) if order.state in self.DEAD else super().remains(order)

    def refill_id(self, refill: Refill) -> Any:
        return refill.order.id


class WantsQuantity(Dialect):
    """Every order needs a quantity. The same order within a minute returns the first one."""

    name = "wants-quantity"
    about = "Wants a quantity whatever the type, leaves + alone, repeats the number of the same order."
    keeps_plus = True
    cancel_reads = ("orders",)
    errors: ClassVar = {"neworder.error.quantity": INCORRECT, "neworder.error.link": INCORRECT}

    def take(self, key: str, sent: Sent) -> Order:
        if not sent.get("quantity") and "min" not in sent:
            raise Refused("neworder.error.quantity")
        return self._same(key, sent) or super().take(key, sent)

    def _same(self, key: str, sent: Sent) -> Order | None:
        asked = without(sent, "key", "action")
        since = self.book.clock.now() - REPEATED_FOR
        return next(
            (
                order
                for order in self.book.orders.values()
                if order.key == key and order.sent == asked and order.created >= since and is_open(order)
            ),
            None,
        )


class Stumbling(Dialect):
    """Takes an order and then fails: its answer with HTTP 200 looks like a refusal and is none."""

    name = "stumbling"
    about = "Takes each order and then tells of trouble, with HTTP 200."
    TROUBLE: tuple[dict[str, Any], ...] = (
        {"error": "Internal server error processing order"},
        {"error": "Service temporarily unavailable"},
        {"error": "System error, please contact admin"},
        {"error": "Order placed at the supplier but not saved. Contact support."},
        {"order": "0"},
    )

    def placed(self, order: Order) -> Any:
        return self.TROUBLE[(len(self.book.orders) - 1) % len(self.TROUBLE)]


class ServerErrors(Dialect):
    """HTTP codes that mislead: refusals with 500, the limit of calls with 200."""

    name = "server-errors"
    about = "Refuses with HTTP 500, a wrong key with 401 and a message, too many calls with 200."

    def __init__(self, book: Book) -> None:
        super().__init__(book)
        self._calls: deque[float] = deque()
        self._wrong_keys: deque[float] = deque()

    def let_in(self, sent: Sent) -> None:
        now = self.book.clock.now()
        self._calls.append(now)
        if sent.get("key") not in self.book.keys:
            self._wrong_keys.append(now)
        if younger(self._wrong_keys, now - QUARTER) > WRONG_KEYS:
            raise Refused(CLOSED_DOOR)
        if younger(self._calls, now - MINUTE) > CALLS_A_MINUTE:
            raise Refused(TOO_MANY_CALLS)

    def refusal(self, error: Refused) -> Answer:
        if error.text == TOO_MANY_CALLS:
            return Answer({"error": self.said(error)})
        if error.text == CLOSED_DOOR or "API key" in error.text:
            return Answer({"message": "Unauthorized"}, 401)
        return Answer({"error": self.said(error)}, 500)

    def canceled(self, asked: Asked) -> Any:
        return [{"order": as_id(one), **(self.no(no) if no else {"cancel": True})} for one, no in asked]


def without(sent: Sent, *names: str) -> Sent:
    return {name: value for name, value in sent.items() if name not in names}


def younger(times: deque[float], since: float) -> int:
    """Forget the calls before `since`, and return how many are left."""
    while times and times[0] < since:
        times.popleft()
    return len(times)
