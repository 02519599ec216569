"""Panels that put their answers into containers of their own."""

from decimal import Decimal
from typing import Any, ClassVar

from sandbox.panel.book import Order, Refill
from sandbox.panel.catalogue import Service
from sandbox.panel.dialects.dialect import Answer, Asked, Dialect, Sent, is_open, number
from sandbox.panel.refused import Refused

LONGEST_HEX = 24


class Envelope(Dialect):
    """Everything is under `data`. The word beside it is about the call and not about the order."""

    name = "envelope"
    about = 'Puts each answer under "data" beside a "success" of the call; ids are texts.'
    errors: ClassVar = {
        "Invalid API key": "Invalid API key.",
        "neworder.error.not_enough_funds": "Insufficient balance",
        "neworder.error.link_duplicate": "You have active order with this link. "
        "Please wait until order being completed.",
        "Incorrect order ID": "Order not found",
    }

    def service(self, service: Service) -> dict[str, Any]:
        return super().service(service) | {"service": str(service.id)}

    def services(self, rows: list[dict[str, Any]]) -> Any:
        return rows or "Empty Data"

    def count(self, number: int) -> Any:
        return number

    def number(self, order: Order) -> Any:
        return str(order.id)

    def statuses(self, found: dict[str, Any]) -> Any:
        """Leave out unknown ids."""
        return {asked: status for asked, status in found.items() if "error" not in status}

    def canceled(self, asked: Asked) -> Any:
        return [
            {"order": number(one), **(self.no(error) if error else {"canceled": True})}
            for one, error in asked
        ]

    def answer(self, body: Any) -> Answer:
        return Answer({"status": "success", "data": body})

    def refusal(self, error: Refused) -> Answer:
        return Answer({"status": "fail", "message": self.said(error)})


class Typed(Dialect):
    """A newer server: every field in every answer, numbers as numbers, uuids, HTTP codes with a meaning."""

    name = "typed"
    about = "Answers every field every time, with uuids, capital words and HTTP codes."
    words: ClassVar = {
        "Pending": "PENDING",
        "In progress": "IN_PROGRESS",
        "Completed": "COMPLETED",
        "Partial": "PARTIAL",
        "Canceled": "CANCELED",
        "Failed": "FAILED",
    }
    errors: ClassVar = {
        "neworder.error.link_duplicate": "An identical order was just placed",
        "neworder.error.not_enough_funds": "Insufficient funds. Please add funds to your balance.",
        "neworder.error.link": "Incorrect link",
        "neworder.error.incorrect_service_id": "Incorrect service ID",
    }
    ORDER = "7d9c41f0-5b2e-4c6a-9e13-"
    SERVICE = "srv-"

    def read(self, sent: Sent) -> Sent:
        known = sent.get("service", "").startswith(self.SERVICE)
        return sent | {"service": sent["service"].removeprefix(self.SERVICE)} if known else sent

    def order_of(self, text: str) -> str:
        return text.removeprefix(self.ORDER).lstrip("0") if text.startswith(self.ORDER) else ""

    def services(self, rows: list[dict[str, Any]]) -> Any:
        return {"services": rows}

    def service(self, service: Service) -> dict[str, Any]:
        return super().service(service) | {"service": f"{self.SERVICE}{service.id}"}

    def money(self, amount: Decimal) -> Any:
        return float(amount)

    def count(self, number: int) -> Any:
        return number

    def number(self, order: Order) -> Any:
        return f"{self.ORDER}{order.id:012d}"

    def start_count(self, order: Order) -> Any:
        return None if order.state == "Pending" else order.start_count

    def remains(self, order: Order) -> Any:
        return None if order.state == "Pending" else order.remains

    def one_status(self, asked: str, status: dict[str, Any]) -> Any:
        return {"order": status}

    def statuses(self, found: dict[str, Any]) -> Any:
        return {"data": found}

    def canceled(self, asked: Asked) -> Any:
        if len(asked) > 1:
            return {"data": super().canceled(asked)}
        (error,) = (error for _, error in asked)
        if error is not None:
            raise error
        return {"ok": True}

    def yes_or_no(self, asked: str, error: Refused | None) -> Any:
        return self.no(error) if error else True

    def answer(self, body: Any) -> Answer:
        rest = body if isinstance(body, dict) else {"data": body}
        return Answer({"success": True, **rest, "error": None})

    def refusal(self, error: Refused) -> Answer:
        if "API key" in error.text:
            return Answer({"message": "Unauthorized"}, status=401)
        missing = error.text in ("Incorrect order ID", "Refill not found")
        return Answer({"success": False, "order": None, "error": self.said(error)}, 404 if missing else 400)


class Keyed(Dialect):
    """Objects by id where others have one object or a list, and lists where others have one."""

    name = "keyed"
    about = "Answers objects by id, also for one; a list for one refill; the balance as a bare text."
    cancel_reads = ("orders",)
    errors: ClassVar = {
        "Invalid API key": "Incorrect API key",
        "API key is required": "Missing key",
        "neworder.error.incorrect_service_id": "Service temporarily disabled",
        "neworder.error.link": "Bad link",
    }

    def order_of(self, text: str) -> str:
        known = len(text) == LONGEST_HEX and all(sign in "0123456789abcdef" for sign in text)
        return str(int(text, 16)) if known else ""

    def services(self, rows: list[dict[str, Any]]) -> Any:
        return {str(row["service"]): row for row in rows}

    def service(self, service: Service) -> dict[str, Any]:
        return {name: value for name, value in super().service(service).items() if value is not None}

    def flag(self, *, value: bool) -> Any:
        return "true" if value else None  # it leaves the field out

    def number(self, order: Order) -> Any:
        return f"{order.id:024x}"

    def status(self, order: Order) -> dict[str, Any]:
        status = super().status(order)
        return {"start_counter" if name == "start_count" else name: value for name, value in status.items()}

    def one_status(self, asked: str, status: dict[str, Any]) -> Any:
        return {asked: status}

    def no_status(self, asked: str, error: Refused) -> Answer:
        return Answer({asked: self.no(error)})

    def statuses(self, found: dict[str, Any]) -> Any:
        """Return the statuses in another order, and a bare text for an unknown id."""
        return {asked: status.get("error", status) for asked, status in reversed(found.items())}

    def refilled(self, refill: Refill) -> Any:
        return [{"order": self.number(refill.order), "refill": refill.id}]

    def refill_status(self, asked: str, word: str) -> Any:
        return [{"refill": asked, "status": word}]

    def canceled(self, asked: Asked) -> Any:
        return {one: {"error": "Cancel failed"} if error else {"cancel": True} for one, error in asked}

    def balance(self, key: Any) -> Any:
        return self.money(key.balance)

    def refusal(self, error: Refused) -> Answer:
        return Answer({"errors": [self.said(error)]})


class ResultList(Dialect):
    """One status as a list of one under `result`; the first batch meets a passing trouble."""

    name = "result-list"
    about = 'Answers a status as a list of one under "result"; stumbles over its first batch.'
    errors: ClassVar = {
        "neworder.error.not_enough_funds": "Not enough funds on balance",
        "neworder.error.incorrect_service_id": "Incorrect service ID",
        "neworder.error.link": "Incorrect link",
    }
    words: ClassVar = {"Completed": "Complete", "Failed": "Failed"}
    stumbled = False

    def read(self, sent: Sent) -> Sent:
        if sent["action"] == "status" and "orders" in sent and not self.stumbled:
            self.stumbled = True
            raise Refused("Something went wrong, try again")
        return sent

    def services(self, rows: list[dict[str, Any]]) -> Any:
        return {"services": rows}

    def number(self, order: Order) -> Any:
        return f"ord_{order.id}"

    def placed(self, order: Order) -> Any:
        return {"order": self.number(order), "charge": self.charge(order), "status": self.word(order)}

    def order_of(self, text: str) -> str:
        return text.removeprefix("ord_")

    def status(self, order: Order) -> dict[str, Any]:
        status = super().status(order)
        if is_open(order) and not order.delivered:
            status.pop("start_count", None)
        return status

    def one_status(self, asked: str, status: dict[str, Any]) -> Any:
        return {"success": True, "result": [{"order": asked, **status}]}

    def statuses(self, found: dict[str, Any]) -> Any:
        return {asked: status for asked, status in found.items() if "error" not in status}

    def refusal(self, error: Refused) -> Answer:
        return Answer({"success": False, "msg": self.said(error)})
