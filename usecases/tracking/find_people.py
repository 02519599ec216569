"""Finds people for an operator: by id, user name, an order's number or a payment's charge id."""

import contextlib

from storage import payers, users
from storage.database import Database
from storage.users import User
from usecases.errors import NoPersonFound, OrderGone
from usecases.tracking.find_orders import FindOrders

MOST_FOUND = 8
LARGEST = 2**52


class FindPeople:
    def __init__(self, *, db: Database, find_orders: FindOrders) -> None:
        self._db = db
        self._find_orders = find_orders

    async def __call__(self, typed: str) -> list[User]:
        """Return the people whom a text may mean; raises NoPersonFound with the text."""
        text = " ".join(typed.split())
        found = [*await self._by_id(text), *await self._by_name(text), *await self._by_number(text)]
        people = {user.id: user for user in found}
        if not people:
            raise NoPersonFound(text)
        return list(people.values())[:MOST_FOUND]

    async def _by_id(self, text: str) -> list[User]:
        if not (text.isascii() and text.isdecimal() and int(text) < LARGEST):
            return []
        both = (await users.get(self._db, int(text)), await users.find(self._db, int(text)))
        return [one for one in both if one is not None]

    async def _by_name(self, text: str) -> list[User]:
        return await users.with_username(self._db, text.removeprefix("@"))

    async def _by_number(self, text: str) -> list[User]:
        payer = await payers.with_charge_id(self._db, text)
        ids = [] if payer is None else [payer]
        with contextlib.suppress(OrderGone):
            ids += [order.user_id for order in await self._find_orders(text)]
        found = [await users.get(self._db, one) for one in dict.fromkeys(ids)]
        return [one for one in found if one is not None]
