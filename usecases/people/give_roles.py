"""An owner makes somebody an operator, changes an operator's role, or takes it."""

import logging

from storage import audit_trail, conversations, invites, outbox, users
from storage.audit_trail import Act
from storage.database import Database
from storage.events import Event
from storage.users import OperatorRole, Role
from usecases.clock import Clock
from usecases.errors import AlreadyDecided, InSettings, LastOwner, PersonGone, RoleForbids
from usecases.people.access import Access, Setting
from usecases.people.pass_on_messages import pass_on_waiting
from usecases.people.roles import Action, allows
from usecases.wakeup import WakeUp

log = logging.getLogger(__name__)


class GiveRoles:
    def __init__(self, *, db: Database, access: Access, wake_sender: WakeUp, clock: Clock) -> None:
        self._db = db
        self._access = access
        self._wake_sender = wake_sender
        self._clock = clock

    async def __call__(
        self, user_id: int, role: OperatorRole | None, shown: OperatorRole | None, by: int
    ) -> None:
        """Give a role, and tell the person; None makes a customer of them. `by` is the acting owner.

        The unused invitations of somebody who may invite nobody any more become void. Messages that wait for
        somebody who gets no alerts any more pass on to those who do. Raises PersonGone, InSettings,
        LastOwner, RoleForbids, or AlreadyDecided if the role is no longer the one that was `shown`.
        """
        now = self._clock()
        async with self._db.transaction() as transaction:
            await users.lock_operators(transaction)
            owners = await self._access.operators(transaction, Action.GIVE_ROLES)
            user = await users.get(transaction, user_id)
            if by not in owners:
                raise RoleForbids
            if user is None or self._access.role_of(user) is None:
                raise PersonGone
            if self._access.setting_of(user) is Setting.ADMIN_IDS:
                raise InSettings(Setting.ADMIN_IDS)
            before = self._access.operator_role_of(user)
            if before is not shown or before is role:
                raise AlreadyDecided
            if owners == [user_id]:
                raise LastOwner
            await users.choose_operator_role(transaction, user_id, role, now, by)
            await conversations.forget(transaction, user_id)
            if not allows(role, Action.LET_IN):
                await invites.withdraw_of(transaction, user_id)
            await audit_trail.add(
                transaction, now, by, Act.ROLE_GIVEN, user_id,
                before=before or Role.CUSTOMER, after=role or Role.CUSTOMER,
            )  # fmt: skip
            await outbox.add(transaction, user_id, Event.ROLE_GIVEN, user_id, now)
            await pass_on_waiting(transaction, self._access, now)
        self._wake_sender.set()
        log.info("operator %d made user %d %s", by, user_id, role or Role.CUSTOMER)
