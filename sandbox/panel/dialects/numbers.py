"""Panels that write numbers and texts in ways of their own."""

import html
import math
from decimal import Decimal
from typing import Any, ClassVar

from sandbox.panel.book import Key, Order
from sandbox.panel.catalogue import Service
from sandbox.panel.dialects.dialect import Answer, Dialect
from sandbox.panel.refused import Refused

NO_BREAK = "\u00a0"
NOTICE = "\ufeff<br />\n<b>Notice</b>:  Undefined runs in <b>/srv/api.php</b> on line <b>88</b><br />\n"
UNLIMITED_FROM, UNNAMED_FROM, DOTTED_FROM = 2_000_000, 1_000_000, 50_000


class NumbersFromPhp(Dialect):
    """Floats as PHP prints them, notices before the JSON, HTML in the texts."""

    name = "numbers-from-php"
    about = "Prints floats with all their decimals, notices before the JSON, and HTML in its texts."

    def rate(self, service: Service) -> Any:
        return as_float(service.rate)

    def limits(self, service: Service) -> dict[str, Any]:
        most: Any = f"{service.max:,}"
        if service.max >= UNNAMED_FROM:
            most = "Unlimited" if service.max >= UNLIMITED_FROM else None
        return {"min": f"{service.min:,}", "max": most}

    def service(self, service: Service) -> dict[str, Any]:
        texts = {
            "name": html.escape(service.name).replace(" · ", " &middot; "),
            "category": f"<b>{html.escape(service.category)}</b>",
            "desc": html.escape(service.description).replace(". ", ".<br>"),
        }
        return super().service(service) | texts

    def flag(self, *, value: bool) -> Any:
        return "1" if value else 0

    def charge(self, order: Order) -> Any:
        return str(as_float(order.charge))

    def start_count(self, order: Order) -> Any:
        return "" if order.state == "Pending" else order.start_count

    def statuses(self, found: dict[str, Any]) -> Any:
        """PHP writes an empty object as an empty list."""
        return {asked: status for asked, status in found.items() if "error" not in status} or []

    def balance(self, key: Key) -> Any:
        return {"balance": f"{key.balance:,.2f}", "currency": key.currency}

    def answer(self, body: Any) -> Answer:
        return Answer(body, before=NOTICE, content_type="text/html")

    def refusal(self, error: Refused) -> Answer:
        return Answer({"status": False, "msg": self.said(error)}, content_type="text/html")


class Lakh(Dialect):
    """Rupees, grouped as in India."""

    name = "lakh"
    about = "Counts in rupees and groups digits by lakh; its errors lie under data, in another language."
    currency = "INR"
    balance_at_first = Decimal("123456.78")
    balance_of_poor = Decimal("-0.27")
    words: ClassVar = {"Completed": "Success", "Failed": "Rejected"}
    errors: ClassVar = {
        "Invalid API key": "API key salah",
        "neworder.error.not_enough_funds": "Saldo Anda tidak cukup",
    }

    def money(self, amount: Decimal) -> Any:
        whole, _, part = f"{abs(amount):.5f}".partition(".")
        head, tail = whole[:-3], whole[-3:]
        groups = [head[max(0, end - 2) : end] for end in range(len(head), 0, -2)][::-1]
        return f"{'-' if amount < 0 else ''}{','.join([*groups, tail])}.{part.rstrip('0').ljust(2, '0')}"

    def count(self, number: int) -> Any:
        return self.money(Decimal(number)).removesuffix(".00")

    def start_count(self, order: Order) -> Any:
        return str(order.start_count)

    def refusal(self, error: Refused) -> Answer:
        return Answer({"status": "error", "data": self.said(error)})


class DecimalComma(Dialect):
    """Euros with a comma before the cents; a dot or a space between the groups."""

    name = "decimal-comma"
    about = "Writes a comma before the cents and dots between groups; does not know orders in Spanish."
    currency = "EUR"
    balance_at_first = Decimal("12345.67")
    words: ClassVar = {"Canceled": "Cancelled"}
    errors: ClassVar = {
        "Incorrect order ID": "Orden no encontrada",
        "Invalid API key": "Invalid API key (clave incorrecta)",
    }

    def money(self, amount: Decimal) -> Any:
        whole, _, part = f"{amount:,.5f}".partition(".")
        return f"{whole.replace(',', '.')},{part.rstrip('0').ljust(2, '0')}"

    def limits(self, service: Service) -> dict[str, Any]:
        most: Any = service.max
        if service.max >= DOTTED_FROM:
            most = f"{service.max:,}".replace(",", ".")
        return {"min": service.min, "max": most}

    def balance(self, key: Key) -> Any:
        return {"balance": self.money(key.balance).replace(".", NO_BREAK), "currency": key.currency}


class MoneyWithSigns(Dialect):
    """A sign or a name of the currency beside each amount."""

    name = "money-with-signs"
    about = "Writes the currency beside each amount, before it or behind it."
    balance_of_poor = Decimal("-0.27")
    words: ClassVar = {"Completed": "Done"}

    def rate(self, service: Service) -> Any:
        return f"${service.rate:,f}"

    def charge(self, order: Order) -> Any:
        return f"{order.charge:.2f} USD"

    def balance(self, key: Key) -> Any:
        sign = "-" if key.balance < 0 else ""
        return {"balance": f"{sign}${abs(key.balance):,.2f}", "currency": key.currency}

    def flag(self, *, value: bool) -> Any:
        return 1 if value else 0


def as_float(amount: Decimal) -> float:
    """Return the amount with the error of float arithmetic."""
    return math.nextafter(float(amount), math.inf) if amount else 0.0
