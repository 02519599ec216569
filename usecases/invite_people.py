"""Lets people in: by a link that works once, or because a stranger knocked and the operator said yes."""

import secrets

from storage import invites, outbox, users
from storage.database import Database
from storage.outbox import Event
from storage.users import Role
from usecases.access import Access, Person
from usecases.clock import DAY, HOUR, Clock
from usecases.facts import InviteGone

CLAIM_LASTS = 1 * HOUR
INVITE_LASTS = 7 * DAY


class InvitePeople:
    def __init__(self, *, db: Database, access: Access, clock: Clock) -> None:
        self._db = db
        self._access = access
        self._clock = clock

    async def offer_operator(self) -> str | None:
        """A code that makes who opens it the operator, for an hour; None where there is one.

        Codes offered before are void: a link in an old log lets nobody in.
        """
        await invites.withdraw(self._db, Role.OPERATOR)
        if await self._access.operators():
            return None
        return await self._create(Role.OPERATOR, CLAIM_LASTS)

    async def offer_customer(self) -> str:
        """A code that lets one person in, for a week."""
        return await self._create(Role.CUSTOMER, INVITE_LASTS)

    async def _create(self, role: Role, lasts: int) -> str:
        code = secrets.token_urlsafe(24)
        now = self._clock()
        await invites.create(self._db, code, role, now, now + lasts)
        return code

    async def accept(self, code: str, user_id: int) -> Person:
        """Let in who opens a link; raises InviteGone. Using the code and giving the role is one change."""
        async with self._db.transaction() as transaction:
            role = await invites.accept(transaction, code, user_id, self._clock())
            if role is None:
                raise InviteGone
            await users.give_role(transaction, user_id, role)
        return await self._access.known(user_id)

    async def knock(self, user_id: int) -> None:
        """Tell the operators once that a stranger is at the door."""
        now = self._clock()
        operators = await self._access.operators()
        async with self._db.transaction() as transaction:
            if await users.knock(transaction, user_id, now):
                for operator in operators:
                    await outbox.add(transaction, operator, Event.KNOCK, user_id, now)

    async def let_in(self, user_id: int) -> Person:
        """Raises NotAllowed for someone who never wrote to the bot; who is in already is not told again."""
        async with self._db.transaction() as transaction:
            if await users.give_role(transaction, user_id, Role.CUSTOMER):
                await outbox.add(transaction, user_id, Event.LET_IN, user_id, self._clock())
        return await self._access.known(user_id)
