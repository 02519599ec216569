"""The operator decides about strangers who ask to be let in."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import Enum, auto

from storage import audit_trail, knocks, outbox, users
from storage.audit_trail import Act
from storage.database import Database, Queries
from storage.events import Event
from storage.users import User
from usecases.clock import Clock
from usecases.errors import NotAllowed
from usecases.people.access import Access

log = logging.getLogger(__name__)

MOST_SHOWN = 8  # strangers in one message, or on one page


class State(Enum):
    WAITS = auto()
    LET_IN = auto()
    REFUSED = auto()


@dataclass(frozen=True, slots=True)
class Stranger:
    """A stranger's request to be let in; `knocked_at` is in epoch milliseconds.

    `telegram_id` is None once they are forgotten.
    """

    id: int
    telegram_id: int | None
    name: str
    username: str | None
    knocked_at: int
    state: State


@dataclass(frozen=True, slots=True)
class StrangersPage:
    strangers: list[Stranger]
    page: int
    pages: int
    count: int


@dataclass(frozen=True, slots=True)
class Word:
    """The result of an operator's decision; `is_ours` is False if another operator was faster."""

    stranger: Stranger
    is_ours: bool


@dataclass(frozen=True, slots=True)
class KnockCard:
    """A message in an operator's chat that shows strangers."""

    message_id: int
    strangers: list[Stranger]
    count: int


class AnswerKnocks:
    def __init__(self, *, db: Database, access: Access, clock: Clock) -> None:
        self._db = db
        self._access = access
        self._clock = clock

    async def page(self, page: int) -> StrangersPage:
        """Return a page of waiting strangers, the oldest request first; pages count from 0."""
        but = self._access.let_in_by_settings
        _, count = await knocks.waiting(self._db, but, 0, 0, 0)
        pages = max(1, -(-count // MOST_SHOWN))
        page = min(page, pages - 1)
        found, count = await knocks.waiting(self._db, but, 0, page * MOST_SHOWN, MOST_SHOWN)
        return StrangersPage([self._stranger(user) for user in found], page, pages, count)

    async def count(self) -> int:
        return (await knocks.waiting(self._db, self._access.let_in_by_settings, 0, 0, 0))[1]

    async def news(self, since: int) -> tuple[list[Stranger], int]:
        """Return the first waiting strangers who knocked since a moment (epoch ms), and their number."""
        but = self._access.let_in_by_settings
        found, count = await knocks.waiting(self._db, but, since, 0, MOST_SHOWN)
        return [self._stranger(user) for user in found], count

    async def card(self, outbox_id: int) -> KnockCard | None:
        """Return a sent message with the current state of its strangers; None if it shows something else."""
        card = await knocks.card(self._db, outbox_id)
        if card is None:
            return None
        found, count = await knocks.between(self._db, card.since, card.until, MOST_SHOWN)
        return KnockCard(card.message_id, [self._stranger(user) for user in found], count)

    async def leave_card(self, operator: int, message_id: int | None) -> None:
        """Note that the operator's message shows something else from now on."""
        if message_id is not None:
            await knocks.leave_card(self._db, operator, message_id)

    async def let_in(self, user_id: int, by: int) -> Word:
        """Let a stranger in and tell them; raises NotAllowed for an unknown or forgotten person."""
        return await self._answer(
            user_id, lambda to, now: knocks.let_in(to, user_id, now, by), Event.LET_IN, by
        )

    async def refuse(self, user_id: int, by: int) -> Word:
        """Refuse a stranger and tell them; they may ask again after a while. Raises as `let_in`."""
        return await self._answer(
            user_id, lambda to, now: knocks.refuse(to, user_id, now), Event.NOT_LET_IN, by
        )

    async def _answer(
        self, user_id: int, act: Callable[[Queries, int], Awaitable[bool]], event: Event, by: int
    ) -> Word:
        now = self._clock()
        async with self._db.transaction() as transaction:
            is_ours = await act(transaction, now)
            if is_ours:
                await outbox.add(transaction, user_id, event, user_id, now)
                await settle(transaction, user_id, now)
                act_done = Act.LET_IN if event is Event.LET_IN else Act.REFUSED
                await audit_trail.add(transaction, now, by, act_done, user_id)
            user = await users.get(transaction, user_id)
        if user is None or user.telegram_id is None:
            raise NotAllowed
        if is_ours:
            log.info("operator %d about user %d: %s", by, user_id, event.value)
        return Word(self._stranger(user), is_ours)

    def _stranger(self, user: User) -> Stranger:
        return Stranger(
            id=user.id,
            telegram_id=user.telegram_id,
            name=user.name,
            username=user.username,
            knocked_at=user.knocked_at or 0,
            state=self._state(user),
        )

    def _state(self, user: User) -> State:
        if self._access.role_of(user) is not None:
            return State.LET_IN
        is_waiting = user.knocked_at is not None and (user.refused_at or 0) < user.knocked_at
        return State.WAITS if is_waiting else State.REFUSED


async def settle(transaction: Queries, user_id: int, now: int) -> None:
    """Redraw the operators' messages that show this stranger: there is nothing left to decide."""
    user = await users.get(transaction, user_id)
    if user is not None and user.knocked_at is not None:
        for operator, card in await knocks.cards_with(transaction, user.knocked_at):
            await outbox.add(transaction, operator, Event.KNOCK_CARD, card, now)
