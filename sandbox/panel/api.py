"""The actions of the API: what goes in, what comes out."""

from collections.abc import Callable
from typing import Any

from sandbox.panel.book import Book, Order, Refused, as_id

MOST_IDS = 100

Sent = dict[str, str]


class Api:
    """Answers as most panels do: HTTP 200 and JSON, errors as {"error": …}."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._actions: dict[str, Callable[[str, Sent], Any]] = {
            "services": self._services,
            "add": self._add,
            "status": self._status,
            "refill": self._refill,
            "refill_status": self._refill_status,
            "cancel": self._cancel,
            "balance": self._balance,
        }

    @property
    def actions(self) -> tuple[str, ...]:
        return tuple(self._actions)

    def answer(self, sent: Sent) -> Any:
        self._book.move()
        if sent.get("key") not in self._book.keys:
            return {"error": "Invalid API key" if sent.get("key") else "API key is required"}
        action = self._actions.get(sent.get("action", ""))
        if action is None:
            return {"error": "Incorrect request"}
        try:
            return action(sent["key"], sent)
        except Refused as error:
            return {"error": str(error)}

    def _services(self, _: str, __: Sent) -> Any:
        return [
            {
                "service": service.id,
                "name": service.name,
                "type": service.type,
                "category": service.category,
                "rate": f"{service.rate:f}",
                "min": str(service.min),
                "max": str(service.max),
                "desc": service.description,
                "refill": service.refill,
                "cancel": service.cancel,
                "dripfeed": service.dripfeed,
            }
            for service in self._book.services.values()
            if not service.removed
        ]

    def _add(self, key: str, sent: Sent) -> Any:
        return {"order": self._book.add(key, sent).id}

    def _status(self, key: str, sent: Sent) -> Any:
        if "orders" not in sent:
            return self._status_of(key, sent.get("order", ""))
        return {order_id: self._or_error(self._status_of, key, order_id) for order_id in _ids(sent["orders"])}

    def _status_of(self, key: str, order_id: str) -> Any:
        order = self._book.own(key, order_id)
        if order.service.type == "Subscriptions":
            return {"status": _subscription_word(order), "expiry": order.sent.get("expiry"),
                    "posts": order.sent.get("posts"), "orders": []}  # fmt: skip
        if "runs" in order.sent:
            return {"status": order.state, "runs": order.sent["runs"], "orders": []}
        return {
            "charge": f"{order.charge:f}",
            "start_count": str(order.start_count),
            "status": order.state,
            "remains": str(order.remains),
            "currency": self._book.keys[key].currency,
        }

    def _refill(self, key: str, sent: Sent) -> Any:
        if "orders" not in sent:
            return {"refill": str(self._book.refill(key, sent.get("order", "")).id)}
        return [
            {"order": _number(order_id), "refill": self._or_error(self._refilled, key, order_id)}
            for order_id in _ids(sent["orders"])
        ]

    def _refilled(self, key: str, order_id: str) -> int:
        return self._book.refill(key, order_id).id

    def _refill_status(self, key: str, sent: Sent) -> Any:
        if "refills" not in sent:
            return {"status": self._book.own_refill(key, sent.get("refill", "")).state}
        return [
            {"refill": _number(one), "status": self._or_error(self._state_of_refill, key, one)}
            for one in _ids(sent["refills"])
        ]

    def _state_of_refill(self, key: str, refill_id: str) -> str:
        return self._book.own_refill(key, refill_id).state

    def _cancel(self, key: str, sent: Sent) -> Any:
        return [
            {"order": _number(order_id), "cancel": self._or_error(self._book.cancel, key, order_id)}
            for order_id in _ids(sent.get("orders", ""))
        ]

    def _balance(self, key: str, _: Sent) -> Any:
        account = self._book.keys[key]
        return {"balance": f"{account.balance:f}", "currency": account.currency}

    def _or_error(self, ask: Callable[[str, str], Any], key: str, one: str) -> Any:
        try:
            return ask(key, one)
        except Refused as error:
            return {"error": str(error)}


def _subscription_word(order: Order) -> str:
    return {"Pending": "Active", "In progress": "Active"}.get(order.state, order.state)


def _ids(text: str) -> list[str]:
    ids = [one.strip() for one in text.split(",") if one.strip()]
    if not ids or len(ids) > MOST_IDS:
        raise Refused("Incorrect request")
    return ids


def _number(text: str) -> int | str:
    return as_id(text) or text
