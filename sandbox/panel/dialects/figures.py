"""Panels whose figures are not what they seem."""

from decimal import Decimal
from typing import Any, ClassVar

from sandbox.panel.book import Order
from sandbox.panel.catalogue import Service
from sandbox.panel.dialects.dialect import Answer, Asked, Dialect, Sent
from sandbox.panel.refused import Refused

DONG = 25_000  # for a dollar
SUPPLIERS_SHARE = Decimal("0.55")


class PerPiece(Dialect):
    """`rate` is what one unit costs, not a thousand."""

    name = "per-piece"
    about = "Lists the rate of one unit where others list that of 1,000."
    words: ClassVar = {"Completed": "Done"}

    def rate(self, service: Service) -> Any:
        return self.money((service.rate / 1000).normalize())


class Rounded(Dialect):
    """Two digits for every rate. `charge` is the supplier's price of 1,000."""

    name = "rounded-rates"
    about = "Rounds its rates to cents, tells its supplier's price as the charge, and pays nothing back."
    pays_back = False
    errors: ClassVar = {"neworder.error.not_enough_funds": "Your balance is insufficient."}

    def rate(self, service: Service) -> Any:
        return f"{service.rate:.2f}"

    def charge(self, order: Order) -> Any:
        return self.money((order.service.rate * SUPPLIERS_SHARE).quantize(Decimal("0.0001")))


class OtherCurrency(Dialect):
    """The account is in dollars, an order's charge in dong; runs are taken and forgotten."""

    name = "other-currency"
    about = "Charges in another currency than the account's, delivers one run, refuses refills with 0."

    def read(self, sent: Sent) -> Sent:
        return {name: value for name, value in sent.items() if name not in ("runs", "interval")}

    def flat_status(self, order: Order) -> dict[str, Any]:
        return super().flat_status(order) | {"charge": str(int(order.charge * DONG)), "currency": "VND"}

    def not_refilled(self, error: Refused) -> Answer:
        return Answer({"refill": "0"})


class NoCharge(Dialect):
    """Says little: no charge, no start, and a word of its own for orders in progress."""

    name = "no-charge"
    about = "Tells no charge, no currency and no start; has a word of its own for what is on its way."
    words: ClassVar = {"In progress": "Being delivered"}

    def flat_status(self, order: Order) -> dict[str, Any]:
        return super().flat_status(order) | {"charge": None, "currency": None}

    def start_count(self, order: Order) -> Any:
        return ""

    def flag(self, *, value: bool) -> Any:
        return "1" if value else "0"

    def canceled(self, asked: Asked) -> Any:
        for _, error in asked:
            if error is not None:
                raise error
        return {"cancel": {"pending": True}}
