"""Panels that use words of their own, and two widespread scripts."""

from typing import Any, ClassVar

from sandbox.panel.book import OPEN, Order, Refill
from sandbox.panel.dialects.dialect import Answer, Asked, Dialect, Sent, is_open
from sandbox.panel.refused import Refused
from sandbox.panel.rules import TOO_FEW, TOO_MANY

DAY = 86_400
MOST_ON_A_LINK = 5_000
INTERVALS = {"5", "10", "15", "30", "60", "90"}
DELIVERED_BEYOND = 5


class OwnWords(Dialect):
    """States of orders and refills that others do not have; `remains` is 0 unless it delivers."""

    name = "own-words"
    about = "Says Queued, PROGRESS, Refilling, Refunded; nothing remains before the start and after a cancel."
    cancel_reads = ("orders",)
    words: ClassVar = {
        "Pending": "Queued",
        "In progress": "PROGRESS",
        "Canceled": "Refunded",
        "Failed": "Error",
    }
    refill_words: ClassVar = {"Pending": "approved", "In progress": "In Process", "Rejected": "REFUNDED"}

    def word(self, order: Order) -> str:
        if order.cancel_asked is not None and order.state in (*OPEN, "Completed"):
            return "Cancellation Requested"
        if any(refill.order is order and refill.state in OPEN for refill in self.book.refills.values()):
            return "Refilling"
        return super().word(order)

    def remains(self, order: Order) -> Any:
        return "0" if order.state in ("Pending", "Canceled") else super().remains(order)

    def not_refilled(self, error: Refused) -> Answer:
        return Answer({"refill": self.no(error)})

    def own_refill_word(self, key: str, text: str) -> str:
        """Return the text of an error as the word."""
        try:
            return super().own_refill_word(key, text)
        except Refused as error:
            return self.said(error)

    def yes_or_no(self, asked: str, error: Refused | None) -> Any:
        return "0" if error else {"status": "Canceled"}


class PlusSigns(Dialect):
    """A widespread script: what it delivered beyond an order has a plus, Fail is no end."""

    name = "plus-signs"
    about = 'Says remains "+5" and Fail, keeps the whole charge of a partial order, drips at six intervals.'
    words: ClassVar = {"Failed": "Fail"}
    errors: ClassVar = {
        "neworder.error.link_duplicate": "You have already an active order for this link on this service ID, "
        "wait until it is completed",
    }

    def take(self, key: str, sent: Sent) -> Order:
        if sent.get("runs") and not self.book.service(sent.get("service", "")).dripfeed:
            raise Refused("This services does not support Dripfeed feature!")
        if sent.get("interval", "5") not in INTERVALS:
            raise Refused("Invalid Interval in minutes")
        return super().take(key, sent)

    def status(self, order: Order) -> dict[str, Any]:
        """Its `order` is another number of the same order."""
        return {"order": order.id + 16_626, **super().status(order)}

    def charge(self, order: Order) -> Any:
        return self.money(order.price)

    def remains(self, order: Order) -> Any:
        return f"+{DELIVERED_BEYOND}" if order.state == "Completed" else str(order.remains)

    def yes_or_no(self, asked: str, error: Refused | None) -> Any:
        return self.no(error) if error else True

    def refusal(self, error: Refused) -> Answer:
        return Answer({"status": "error", "message": self.said(error)})


class ScriptOfThePage(Dialect):
    """The script that most probably printed the contract's page."""

    name = "script-of-the-page"
    about = "The script behind the contract's page: numbered errors, refills that nobody can ask about."
    words: ClassVar = {"In progress": "Inprogress"}
    errors: ClassVar = {
        "Invalid API key": "Your account is inactive",
        "neworder.error.not_enough_funds": "Your balance is insufficient.",
        "neworder.error.link_duplicate": "You cannot start a new order with the same link "
        "that is active processing order.",
        TOO_FEW: "Enter a value above the minimum number.",
        TOO_MANY: "Maximum number exceed.",
    }
    numbers: ClassVar = {"Invalid API key": "103", TOO_FEW: 108, TOO_MANY: 109}
    MANY = "Quantity must be multiple of 10"

    def take(self, key: str, sent: Sent) -> Order:
        self._check_quantity(sent)
        return super().take(key, sent)

    def _check_quantity(self, sent: Sent) -> None:
        """Its limits apply to all runs together; by tens, and 5,000 for one link."""
        quantity, runs = sent.get("quantity", "0"), sent.get("runs", "1")
        if not (quantity.isdecimal() and runs.isdecimal()):
            return
        service, every = self.book.service(sent.get("service", "")), int(quantity) * int(runs)
        if service.dripfeed and every > service.max:
            raise Refused(TOO_MANY)
        if every % 10:
            raise Refused(self.MANY)
        link = sent.get("link", "")
        on_link = sum(
            order.quantity or 0 for order in self.book.orders.values() if order.sent.get("link") == link
        )
        if on_link + every > max(MOST_ON_A_LINK, service.min):
            raise Refused(f"You can not order more than {MOST_ON_A_LINK} per link")

    def placed(self, order: Order) -> Any:
        return {"status": 100, "order": str(order.id)}

    def drip_feed(self, order: Order) -> dict[str, Any]:
        """Active, also after its end."""
        return {"status": "Active", "runs": order.sent["runs"]}

    def refill(self, key: str, text: str) -> Refill:
        last = [one for one in self.book.refills.values() if str(one.order.id) == text][-1:]
        for refill in last:
            if refill.state in OPEN:
                raise Refused(f"Refill {refill.state.replace(' ', '').lower()}")
            if self.book.clock.now() - refill.created < DAY:
                raise Refused("There are no more refills available for today.")
        return super().refill(key, text)

    def refilled(self, refill: Refill) -> Any:
        return {"refill": str(refill.id), "status": 200, "message": "Refill request received"}

    def own_refill(self, key: str, text: str) -> Refill:
        """Its own database query is broken, so it finds no refill."""
        raise Refused("Refill not found")

    def to_cancel(self, sent: Sent) -> list[str]:
        named = super().to_cancel(sent)
        open_orders = {str(order.id) for order in self.book.orders.values() if is_open(order)}
        if not open_orders.intersection(named):
            raise Refused("Incorrect order ID")
        return named

    def canceled(self, asked: Asked) -> Any:
        return {"status": "success", "message": "Cancel request received"}

    def refusal(self, error: Refused) -> Answer:
        return Answer({"error": self.said(error), "status": self.numbers.get(error.text, 113)})
