"""The Bot API's methods about Stars."""

from collections.abc import Awaitable, Callable
from typing import Any

from sandbox.telegram.errors import bad_request
from sandbox.telegram.fields import required
from sandbox.telegram.stars.books import MOST_ROWS, StarBooks
from sandbox.telegram.stars.checkouts import Checkouts
from sandbox.telegram.world import Json, World


class StarMethods:
    def __init__(self, world: World, books: StarBooks, checkouts: Checkouts) -> None:
        self._world = world
        self._books = books
        self.table: dict[str, Callable[[Json, Any], Awaitable[Any]]] = {
            "answerPreCheckoutQuery": checkouts.answer,
            "refundStarPayment": self._refund,
            "getStarTransactions": self._statement,
            "getMyStarBalance": self._balance,
        }

    async def _refund(self, given: Json, _: object) -> bool:
        """Give a payment back. The service message about it comes from the bot, not from the person."""
        user_id = int(given.get("user_id") or 0)
        if user_id <= 0:
            raise bad_request("invalid user_id specified")
        charge = self._books.charges.get(required(given, "telegram_payment_charge_id"))
        if user_id not in self._world.people:
            raise bad_request("user not found")
        if charge is None or charge.person.id != user_id:
            raise bad_request("CHARGE_NOT_FOUND")
        if charge.returned:
            raise bad_request("CHARGE_ALREADY_REFUNDED")
        self._books.give_back(charge)
        message = self._world.put_message(charge.chat, {"refunded_payment": charge.as_payment()}, None)
        self._world.put_update({"message": message})
        return True

    async def _statement(self, given: Json, _: object) -> Json:
        limit = int(given.get("limit") or MOST_ROWS)
        return {"transactions": self._books.page(int(given.get("offset") or 0), limit)}

    async def _balance(self, _: Json, __: object) -> Json:
        return self._books.balance
