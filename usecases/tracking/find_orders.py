"""Finds orders by their number here or at the panel: a person's own, or all for an operator."""

from storage import orders
from storage.database import Database
from storage.orders import Order
from usecases.errors import OrderGone
from usecases.panel_numbers import spellings

MAX_ORDER_NUMBER = 2**52
MAX_ORDERS_FOUND = 8
AROUND = "?!.,:;()\"'"


class FindOrders:
    def __init__(self, *, db: Database) -> None:
        self._db = db

    async def __call__(self, text: str, user_id: int | None = None) -> list[Order]:
        """Find orders by a number in a text: "3", "#3", "where is order 3?". The number here comes first.

        `user_id` limits the search to one person's orders. Raises OrderGone with the number.
        """
        numbers = spellings(text) or spellings(_last_number(text))
        found = [order for one in numbers[:1] for order in await self._with(one, user_id)]
        if not found:
            raise OrderGone(numbers[0] if numbers else text)
        return list({order.id: order for order in found}.values())[:MAX_ORDERS_FOUND]

    async def _with(self, number: str, user_id: int | None) -> list[Order]:
        found = await orders.with_any_panel_id(self._db, number, MAX_ORDERS_FOUND, user_id)
        if number.isdecimal() and int(number) < MAX_ORDER_NUMBER:
            ours = await orders.get(self._db, int(number))
            found = [*([ours] if ours and user_id in (None, ours.user_id) else []), *found]
        return found


def _last_number(text: str) -> str:
    """Return the last word with a digit in it."""
    words = [word.strip(AROUND) for word in text.split()]
    return next((word for word in reversed(words) if any(map(str.isdecimal, word))), "")
