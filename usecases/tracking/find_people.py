"""Finds people for an operator: by id, name, an order's number or link, or a payment's charge id."""

import contextlib
from dataclasses import dataclass

from storage import payers, people_found, users
from storage.database import Database
from storage.users import User
from usecases.errors import NoPersonFound, OrderGone
from usecases.panel_numbers import spellings
from usecases.tracking.find_orders import FindOrders, spelled

FOUND_PER_PAGE = 8
LARGEST = 2**52
SHORTEST_PART = 2  # characters of a part of a name


@dataclass(frozen=True, slots=True)
class FoundPeople:
    """A page of the `count` people whom a text may mean; pages count from 0."""

    people: list[User]
    count: int
    page: int = 0
    pages: int = 1


class FindPeople:
    """People who were forgotten are not found."""

    def __init__(self, *, db: Database, find_orders: FindOrders) -> None:
        self._db = db
        self._find_orders = find_orders

    async def __call__(self, typed: str, page: int = 0) -> FoundPeople:
        """Return the people whom a text names; if it names nobody, those with this part of a name.

        Raises NoPersonFound with the text.
        """
        text = " ".join(typed.split())
        themselves = [*await self._by_id(text), *await self._by_user_name(text)]
        if not themselves and (many := await self._by_target(text, page)):
            return many
        named = [*themselves, *await self._by_number(text)]
        people = {user.id: user for user in named if user.telegram_id is not None}
        if people:
            return FoundPeople(list(people.values())[:FOUND_PER_PAGE], min(len(people), FOUND_PER_PAGE))
        return await self._by_part(text, page)

    async def _by_id(self, text: str) -> list[User]:
        if not (text.isascii() and text.isdecimal() and int(text) < LARGEST):
            return []
        both = (await users.get(self._db, int(text)), await users.find(self._db, int(text)))
        return [one for one in both if one is not None]

    async def _by_user_name(self, text: str) -> list[User]:
        return await users.with_username(self._db, text.removeprefix("@"))

    async def _by_number(self, text: str) -> list[User]:
        payer = await payers.with_charge_id(self._db, text)
        ids = [] if payer is None else [payer]
        if spellings(text) or " " not in text:  # a number in a name names no order
            with contextlib.suppress(OrderGone):
                ids += [order.user_id for order in await self._find_orders(text)]
        found = [await users.get(self._db, one) for one in dict.fromkeys(ids)]
        return [one for one in found if one is not None]

    async def _by_target(self, text: str, page: int) -> FoundPeople | None:
        """Return a page of the people who ordered for a link, if they are more than fit on one page."""
        targets = spelled(text)
        count = await people_found.count_who_ordered(self._db, targets) if targets else 0
        if count <= FOUND_PER_PAGE:
            return None
        pages = -(-count // FOUND_PER_PAGE)
        page = min(page, pages - 1)
        people = await people_found.who_ordered(self._db, targets, FOUND_PER_PAGE, page * FOUND_PER_PAGE)
        return FoundPeople(people, count, page, pages)

    async def _by_part(self, text: str, page: int) -> FoundPeople:
        """Return a page. Where one page has all, nothing is counted: that would read all names again."""
        if len(text) < SHORTEST_PART:
            raise NoPersonFound(text)
        people = await people_found.page(self._db, text, FOUND_PER_PAGE + 1, 0) if page == 0 else []
        if 0 < len(people) <= FOUND_PER_PAGE:
            return FoundPeople(people, len(people))
        count = await people_found.count(self._db, text) if people or page else 0
        if not count:
            raise NoPersonFound(text)
        pages = -(-count // FOUND_PER_PAGE)
        page = min(page, pages - 1)
        if page:
            people = await people_found.page(self._db, text, FOUND_PER_PAGE, page * FOUND_PER_PAGE)
        return FoundPeople(people[:FOUND_PER_PAGE], count, page, pages)
