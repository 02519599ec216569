"""The actions of the API: the book does the work, a dialect words the answer."""

from collections.abc import Callable
from typing import Any

from sandbox.panel.book import Book
from sandbox.panel.dialects.dialect import INCORRECT, Answer, Dialect, Sent, ids, number
from sandbox.panel.refused import Refused


class Api:
    """`dialect` reads the calls and writes the answers; what happens is the book's."""

    def __init__(self, book: Book, dialect: Dialect) -> None:
        self._book = book
        self._dialect = dialect
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

    def answer(self, sent: Sent) -> Answer:
        self._book.move()
        try:
            return self._carried_out(sent)
        except Refused as error:
            return self._dialect.refusal(error)

    def _carried_out(self, sent: Sent) -> Answer:
        self._dialect.let_in(sent)
        if sent.get("key") not in self._book.keys:
            raise Refused("Invalid API key" if sent.get("key") else "API key is required")
        action = self._actions.get(sent.get("action", ""))
        if action is None or sent["action"] in self._dialect.unheard:
            raise Refused(INCORRECT)
        body = action(sent["key"], self._dialect.read(sent))
        return body if isinstance(body, Answer) else self._dialect.answer(body)

    def _services(self, _: str, sent: Sent) -> Any:
        listed = [service for service in self._book.services.values() if not service.removed]
        page = self._dialect.page(listed, sent)
        return self._dialect.services([self._dialect.service(service) for service in page])

    def _add(self, key: str, sent: Sent) -> Any:
        return self._dialect.placed(self._dialect.take(key, sent))

    def _status(self, key: str, sent: Sent) -> Any:
        if "orders" in sent:
            named = ids(sent["orders"], self._dialect.most_ids)
            return self._dialect.statuses({one: self._or_no(self._status_of, key, one) for one in named})
        asked = sent.get("order", "")
        try:
            return self._dialect.one_status(asked, self._status_of(key, asked))
        except Refused as error:
            return self._dialect.no_status(asked, error)

    def _status_of(self, key: str, asked: str) -> Any:
        return self._dialect.status(self._dialect.own(key, asked))

    def _refill(self, key: str, sent: Sent) -> Any:
        if "orders" not in sent:
            return self._refill_one(key, sent.get("order", ""))
        return self._dialect.refills(
            [
                {"order": number(one), "refill": self._or_no(self._refilled, key, one)}
                for one in ids(sent["orders"], self._dialect.most_ids)
            ]
        )

    def _refill_one(self, key: str, asked: str) -> Any:
        try:
            return self._dialect.refilled(self._dialect.refill(key, asked))
        except Refused as error:
            return self._dialect.not_refilled(error)

    def _refilled(self, key: str, asked: str) -> Any:
        return self._dialect.refill_id(self._dialect.refill(key, asked))

    def _refill_status(self, key: str, sent: Sent) -> Any:
        if "refills" not in sent:
            asked = sent.get("refill", "")
            return self._dialect.refill_status(asked, self._state_of_refill(key, asked))
        return [
            {"refill": number(one), "status": self._or_no(self._state_of_refill, key, one)}
            for one in ids(sent["refills"], self._dialect.most_ids)
        ]

    def _state_of_refill(self, key: str, asked: str) -> str:
        return self._dialect.own_refill_word(key, asked)

    def _cancel(self, key: str, sent: Sent) -> Any:
        return self._dialect.canceled(
            [(one, self._cancel_one(key, one)) for one in self._dialect.to_cancel(sent)]
        )

    def _cancel_one(self, key: str, asked: str) -> Refused | None:
        try:
            self._book.cancel(key, self._dialect.order_of(asked))
        except Refused as error:
            return error
        return None

    def _balance(self, key: str, _: Sent) -> Any:
        return self._dialect.balance(self._book.keys[key])

    def _or_no(self, ask: Callable[[str, str], Any], key: str, one: str) -> Any:
        try:
            return ask(key, one)
        except Refused as error:
            return self._dialect.no(error)
