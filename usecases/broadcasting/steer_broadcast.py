"""Operators see how far a broadcast is, pause it, let it go on, stop it, and delete it for all."""

import logging
from collections.abc import Awaitable
from dataclasses import dataclass

from storage import audit_trail, broadcast_people, broadcasts, users
from storage.audit_trail import Act
from storage.broadcast_people import DeletionTally, Tally
from storage.broadcasts import Broadcast, BroadcastStatus
from storage.database import Constraint, Database, Queries
from usecases.clock import HOUR, Clock
from usecases.errors import BroadcastGone, BroadcastUnderWay
from usecases.wakeup import WakeUp

log = logging.getLogger(__name__)

DELETED_WITHIN = 48 * HOUR
"""Telegram lets bots delete their messages in private chats so long."""

SHOWN_BROADCASTS = 8


@dataclass(frozen=True, slots=True)
class BroadcastReport:
    """`author` is the name of the operator who made it."""

    broadcast: Broadcast
    author: str
    tally: Tally
    deletion: DeletionTally | None = None
    can_be_deleted: bool = False


class SteerBroadcast:
    def __init__(self, *, db: Database, wake_broadcaster: WakeUp, clock: Clock) -> None:
        self._db = db
        self._wake = wake_broadcaster
        self._clock = clock

    async def under_way(self) -> BroadcastReport | None:
        found = await broadcasts.under_way(self._db)
        return await self.report(found) if found else None

    async def past(self) -> list[BroadcastReport]:
        """Return the last broadcasts, the newest first, without the one that is under way."""
        found = await broadcasts.started(self._db, SHOWN_BROADCASTS)
        return [await self.report(one) for one in found if one.ended_at is not None]

    async def started(self, broadcast_id: int) -> BroadcastReport:
        """Return a broadcast that was sent or is being sent; raises BroadcastGone."""
        found = await broadcasts.get(self._db, broadcast_id)
        if found is None or found.started_at is None:
            raise BroadcastGone
        return await self.report(found)

    async def open_to_stop(self, broadcast_id: int) -> BroadcastReport:
        """Return a broadcast that can be stopped; raises BroadcastGone."""
        found = await self.started(broadcast_id)
        if found.broadcast.status not in (BroadcastStatus.SENDING, BroadcastStatus.PAUSED):
            raise BroadcastGone
        return found

    async def open_to_delete(self, broadcast_id: int) -> BroadcastReport:
        """Return a broadcast that can be deleted for all; raises BroadcastGone."""
        found = await self.started(broadcast_id)
        if not found.can_be_deleted:
            raise BroadcastGone
        return found

    async def report(self, broadcast: Broadcast) -> BroadcastReport:
        author = await users.get(self._db, broadcast.author)
        tally = await broadcast_people.tally(self._db, broadcast.id)
        was_deleted = broadcast.status in (BroadcastStatus.DELETING, BroadcastStatus.DELETED)
        has_ended = broadcast.status in (BroadcastStatus.ENDED, BroadcastStatus.STOPPED)
        deletion = await broadcast_people.tally_deleted(self._db, broadcast.id) if was_deleted else None
        is_young = (broadcast.started_at or 0) > self._clock() - DELETED_WITHIN
        return BroadcastReport(
            broadcast, author.name if author else "", tally, deletion, has_ended and is_young
        )

    async def pause(self, broadcast_id: int, by: int) -> None:
        async with self._db.transaction() as transaction:
            await self._step(broadcasts.pause(transaction, broadcast_id))
            await self._note(transaction, Act.BROADCAST_PAUSED, broadcast_id, by)
        self._wake.set()

    async def go_on(self, broadcast_id: int, by: int) -> None:
        async with self._db.transaction() as transaction:
            await self._step(broadcasts.go_on(transaction, broadcast_id))
            await self._note(transaction, Act.BROADCAST_CONTINUED, broadcast_id, by)
        self._wake.set()

    async def stop(self, broadcast_id: int, by: int) -> None:
        """Stop for good: who has not got it yet never gets it."""
        async with self._db.transaction() as transaction:
            await self._step(broadcasts.stop(transaction, broadcast_id, self._clock()))
            await broadcast_people.skip_all(transaction, broadcast_id)
            await self._note(transaction, Act.BROADCAST_STOPPED, broadcast_id, by)
        self._wake.set()

    async def delete(self, broadcast_id: int, by: int) -> None:
        """Delete a broadcast for all who got it. Raises BroadcastGone once it is 48 hours old."""
        since = self._clock() - DELETED_WITHIN
        try:
            async with self._db.transaction() as transaction:
                await self._step(broadcasts.start_deleting(transaction, broadcast_id, since))
                await self._note(transaction, Act.BROADCAST_DELETED, broadcast_id, by)
        except Constraint:
            raise BroadcastUnderWay from None
        self._wake.set()

    async def _note(self, db: Queries, act: Act, broadcast_id: int, by: int) -> None:
        await audit_trail.add(db, self._clock(), by, act, broadcast_id)
        log.info("operator %d: %s %d", by, act, broadcast_id)

    async def _step(self, step: Awaitable[bool]) -> None:
        if not await step:
            raise BroadcastGone
