"""Reads cases for the person whose they are, for operators, and for the messages about them."""

import asyncio
import contextlib
from dataclasses import dataclass

from storage import case_copies, case_messages, cases, orders, outbox, users
from storage.case_copies import CaseCopy
from storage.case_messages import CaseMessage
from storage.cases import Case
from storage.database import Database
from storage.orders import Order
from storage.users import User
from usecases.errors import CaseGone

CASES_PER_PAGE = 8
MESSAGES_SHOWN = 8
LONGEST_NOTE_S = 5.0  # seconds to wait for a message that is being sent
NOTE_POLL_INTERVAL_S = 0.05


@dataclass(frozen=True, slots=True)
class CaseCard:
    """A case with its last messages. `names` are those of the operators who wrote, by their user ids."""

    case: Case
    customer: User
    order: Order | None
    messages: list[CaseMessage]
    names: dict[int, str]


@dataclass(frozen=True, slots=True)
class CaseNews:
    """One message of a case. `is_first`: the operators have not heard of the case before."""

    message: CaseMessage
    case: Case
    customer: User
    author: User
    order: Order | None
    is_first: bool


@dataclass(frozen=True, slots=True)
class CaseClosing:
    """`by` closed the case."""

    case: Case
    by: User


@dataclass(frozen=True, slots=True)
class CasesPage:
    """Open cases with their people, the oldest case first; pages count from 0."""

    cases: list[tuple[Case, User]]
    page: int
    pages: int
    count: int


class ViewCases:
    def __init__(self, *, db: Database) -> None:
        self._db = db

    async def own(self, case_id: int, user_id: int) -> CaseCard:
        """Return a case of this person; raises CaseGone."""
        card = await self.any(case_id)
        if card.case.user_id != user_id:
            raise CaseGone
        return card

    async def any(self, case_id: int) -> CaseCard:
        """Return a case of anybody, for operators; raises CaseGone if the person was forgotten."""
        case, customer = await self._case(case_id)
        messages = await case_messages.last_of(self._db, case_id, MESSAGES_SHOWN)
        authors = {one.author_id for one in messages if one.is_answer}
        found = {one: await users.get(self._db, one) for one in sorted(authors)}
        names = {one: user.name for one, user in found.items() if user is not None}
        return CaseCard(case, customer, await self._order(case), messages, names)

    async def open_of(self, user_id: int) -> list[Case]:
        """Return a person's open cases."""
        return await cases.open_of(self._db, user_id)

    async def open_about(self, order_id: int | None, user_id: int) -> Case | None:
        return await cases.open_about(self._db, user_id, order_id)

    async def count(self) -> int:
        """Return the number of open cases."""
        return await cases.count_open(self._db)

    async def page(self, page: int) -> CasesPage:
        """Return a page of all open cases; a number past the end gives the last page."""
        count = await cases.count_open(self._db)
        pages = max(1, -(-count // CASES_PER_PAGE))
        page = min(page, pages - 1)
        shown = await cases.page_of_open(self._db, CASES_PER_PAGE, page * CASES_PER_PAGE)
        found = [(one, await users.get(self._db, one.user_id)) for one in shown]
        return CasesPage([(one, user) for one, user in found if user is not None], page, pages, count)

    async def news(self, message_id: int) -> CaseNews:
        """Return a message of a case; raises CaseGone if it was deleted or the person was forgotten."""
        message = await case_messages.get(self._db, message_id)
        author = await users.get(self._db, message.author_id) if message else None
        if message is None or author is None:
            raise CaseGone
        case, customer = await self._case(message.case_id)
        is_first = await case_messages.first_of(self._db, case.id) == message.id
        return CaseNews(message, case, customer, author, await self._order(case), is_first)

    async def closing(self, case_id: int) -> CaseClosing:
        """Return who closed a case; raises CaseGone if it is open or the person was forgotten."""
        case, _ = await self._case(case_id)
        by = await users.get(self._db, case.closed_by) if case.closed_by is not None else None
        if by is None:
            raise CaseGone
        return CaseClosing(case, by)

    async def shown_in(self, user_id: int, message_id: int) -> CaseCopy | None:
        """Return the case that a message of the bot shows, in the chat with this person.

        What a message shows is noted just after it was sent, so one that is on its way is waited for.
        """
        found = await case_copies.get(self._db, user_id, message_id)
        if found is None and await outbox.is_being_sent(self._db, user_id):
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LONGEST_NOTE_S):
                    while await outbox.is_being_sent(self._db, user_id):  # noqa: ASYNC110 - maybe by another process
                        await asyncio.sleep(NOTE_POLL_INTERVAL_S)
            found = await case_copies.get(self._db, user_id, message_id)
        return found

    async def is_of_case(self, user_id: int, message_id: int) -> bool:
        """Return whether a message that this person wrote belongs to a case."""
        return await case_messages.was_sent(self._db, user_id, message_id)

    async def _case(self, case_id: int) -> tuple[Case, User]:
        case = await cases.get(self._db, case_id)
        customer = await users.get(self._db, case.user_id) if case else None
        if case is None or customer is None or customer.telegram_id is None:
            raise CaseGone
        return case, customer

    async def _order(self, case: Case) -> Order | None:
        return await orders.get(self._db, case.order_id) if case.order_id is not None else None
