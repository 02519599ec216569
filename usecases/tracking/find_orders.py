"""Finds orders by their number here or at the panel, and a person's own also by words.

Operators find the orders of all people by their number or link.
"""

import unicodedata
from itertools import islice

from storage import orders, own_orders
from storage.database import Database
from storage.orders import Order
from usecases.errors import OrderGone
from usecases.panel_numbers import spellings

MAX_ORDER_NUMBER = 2**52
MAX_ORDERS_FOUND = 8
ORDERS_SEARCHED = 2_000
"""So many of a person's newest orders are searched for words."""

AROUND = "?!.,:;()\"'"


class FindOrders:
    def __init__(self, *, db: Database) -> None:
        self._db = db

    async def __call__(self, text: str, user_id: int | None = None) -> list[Order]:
        """Find orders by a number in a text: "3", "#3", "where is order 3?". The number here comes first.

        `user_id` limits the search to one person's orders, which are also found by words of their link and
        service. Raises OrderGone with the number.
        """
        numbers = spellings(text) or spellings(_last_number(text))
        found = await self._with_target(text) if user_id is None else []
        found = found or [order for one in numbers[:1] for order in await self._with(one, user_id)]
        if not found and user_id is not None:
            found = await self._with_words(text, user_id)
        if not found:
            raise OrderGone(numbers[0] if numbers else text)
        return list({order.id: order for order in found}.values())[:MAX_ORDERS_FOUND]

    async def _with_target(self, text: str) -> list[Order]:
        """Return the newest orders of all people for a link or user name, with or without its scheme."""
        found = [
            order
            for one in spelled(text)
            for order in await orders.with_target(self._db, one, MAX_ORDERS_FOUND)
        ]
        return sorted(found, key=lambda order: order.id, reverse=True)[:MAX_ORDERS_FOUND]

    async def _with_words(self, text: str, user_id: int) -> list[Order]:
        """Return the newest orders whose link or service has all words. A text of digits alone has none."""
        words = _plain(text).split()
        if not any(map(str.isalpha, text)):
            return []
        told = await own_orders.told(self._db, user_id, ORDERS_SEARCHED)
        hits = (one.id for one in told if _has_all(_plain(f"{one.target} {one.service_name}"), words))
        found = [await orders.of_user(self._db, one, user_id) for one in islice(hits, MAX_ORDERS_FOUND)]
        return [order for order in found if order is not None]

    async def _with(self, number: str, user_id: int | None) -> list[Order]:
        found = await orders.with_any_panel_id(self._db, number, MAX_ORDERS_FOUND, user_id)
        if number.isdecimal() and int(number) < MAX_ORDER_NUMBER:
            ours = await orders.get(self._db, int(number))
            found = [*([ours] if ours and user_id in (None, ours.user_id) else []), *found]
        return found


def spelled(text: str) -> list[str]:
    """Return a link or user name as it is written, and with and without its scheme and last slash."""
    target = text.strip()
    written = (target, f"https://{target}", target.removesuffix("/"), f"{target}/") if target else ()
    return [one for one in dict.fromkeys(written) if one]


def _has_all(text: str, words: list[str]) -> bool:
    return all(word in text for word in words)


def _plain(text: str) -> str:
    """Return a text for comparing: small letters, and one form of each letter."""
    return unicodedata.normalize("NFKC", text).casefold()


def _last_number(text: str) -> str:
    """Return the last word with a digit in it."""
    words = [word.strip(AROUND) for word in text.split()]
    return next((word for word in reversed(words) if any(map(str.isdecimal, word))), "")
