"""Removes a person's role. Their open orders go on."""

import logging

from storage import audit_trail, conversations, drafts, invites, users
from storage.audit_trail import Act
from storage.database import Database, Queries
from storage.users import Role
from usecases.clock import Clock
from usecases.errors import InSettings, LastOwner, NotAllowed, PersonGone, RoleForbids
from usecases.people.access import Access
from usecases.people.pass_on_messages import pass_on_waiting
from usecases.people.roles import Action

log = logging.getLogger(__name__)


class RemovePeople:
    def __init__(self, *, db: Database, access: Access, clock: Clock) -> None:
        self._db = db
        self._access = access
        self._clock = clock

    async def __call__(self, user_id: int, let_in_at: int, by: int) -> None:
        """Remove a person who was let in at `let_in_at` (epoch ms, 0 if it is not known).

        `by` is the acting operator, who needs to be an owner to remove another operator. Raises InSettings,
        LastOwner, PersonGone, RoleForbids, or NotAllowed if `by` may remove nobody any more.
        """
        async with self._db.transaction() as transaction:
            await users.lock_operators(transaction)
            owners = await self._access.operators(transaction, Action.GIVE_ROLES)
            user = await users.get(transaction, user_id)
            if by not in await self._access.operators(transaction, Action.LET_IN):
                raise NotAllowed
            if user is None:
                raise PersonGone
            setting = self._access.fixed_by(user)
            if setting is not None:
                raise InSettings(setting)
            if self._access.role_of(user) is None or (user.let_in_at or 0) != let_in_at:
                raise PersonGone
            role = self._access.operator_role_of(user)
            if role is not None and by not in owners:
                raise RoleForbids
            if owners == [user_id]:
                raise LastOwner
            await self.remove(transaction, user_id)
            was = role or self._access.role_of(user) or ""
            await audit_trail.add(transaction, self._clock(), by, Act.REMOVED, user_id, before=was)
        log.info("operator %d removed user %d, who was %s", by, user_id, user.role or Role.CUSTOMER)

    async def remove(self, transaction: Queries, user_id: int) -> bool:
        """Remove a person without any check; False if they had no role.

        Their drafts are dropped. Their unused links and all unused operator links become void. Messages that
        wait for them as an operator pass on to the other operators.
        """
        if not await users.remove(transaction, user_id, self._clock()):
            return False
        await drafts.drop_all(transaction, user_id)
        await conversations.forget(transaction, user_id)
        await invites.withdraw(transaction, Role.OPERATOR)
        await invites.withdraw_of(transaction, user_id)
        await pass_on_waiting(transaction, self._access, self._clock())
        return True
