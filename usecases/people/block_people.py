"""An operator lets a person order nothing new, with a reason that the person reads, and lets them again."""

from storage import audit_trail, outbox, stopped_people, users
from storage.audit_trail import Act
from storage.database import Database, Queries
from storage.events import Event
from storage.users import User
from usecases.clock import Clock
from usecases.errors import AlreadyDecided, BadAnswer, OrdersStopped, PersonGone, RoleForbids
from usecases.people.access import Access
from usecases.people.roles import Action
from usecases.wakeup import WakeUp

LONGEST_REASON_TO_BLOCK = 100  # characters; the person reads it in a popup too


class BlockPeople:
    """Open orders go on. The person is told each time."""

    def __init__(self, *, db: Database, access: Access, wake_sender: WakeUp, clock: Clock) -> None:
        self._db = db
        self._access = access
        self._wake_sender = wake_sender
        self._clock = clock

    async def block(self, user_id: int, typed: str, by: int) -> None:
        """Block a person, or change the reason. The same reason again has no effect.

        Raises BadAnswer for the reason, PersonGone, or RoleForbids: an owner alone blocks operators.
        """
        reason = " ".join(typed.split())
        if not 0 < len(reason) <= LONGEST_REASON_TO_BLOCK:
            raise BadAnswer("not_a_reason", {"max": LONGEST_REASON_TO_BLOCK})
        now = self._clock()
        async with self._db.transaction() as transaction:
            user = await self._decided(transaction, user_id, by)
            if user.stopped_because == reason:
                return
            if not await stopped_people.stop(transaction, user_id, reason, now):
                raise PersonGone
            await audit_trail.add(transaction, now, by, Act.BLOCKED, user_id)
            await outbox.add(transaction, user_id, Event.ORDERS_STOPPED, user_id, now)
        self._wake_sender.set()

    async def unblock(self, user_id: int, by: int) -> None:
        """Raises AlreadyDecided if the person is not blocked, PersonGone, or RoleForbids as above."""
        now = self._clock()
        async with self._db.transaction() as transaction:
            await self._decided(transaction, user_id, by)
            if not await stopped_people.resume(transaction, user_id):
                raise AlreadyDecided
            await audit_trail.add(transaction, now, by, Act.UNBLOCKED, user_id)
            await outbox.add(transaction, user_id, Event.ORDERS_STOPPED, user_id, now)
        self._wake_sender.set()

    async def _decided(self, db: Queries, user_id: int, by: int) -> User:
        """Return the person about whom `by` decides. Raises RoleForbids if only an owner may."""
        user = await users.get(db, user_id)
        if user is None:
            raise PersonGone
        owners = await self._access.operators(db, Action.GIVE_ROLES)
        if self._access.operator_role_of(user) is not None and by not in owners:
            raise RoleForbids
        return user


async def refuse_stopped(db: Queries, user_id: int) -> None:
    """Raise OrdersStopped for a person whom an operator has blocked."""
    if (reason := await stopped_people.reason_of(db, user_id)) is not None:
        raise OrdersStopped(reason)
