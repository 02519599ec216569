"""Starts a broadcast: writes down who gets it, and lets the leader send it."""

import logging

from storage import audit_trail, broadcast_people, broadcasts
from storage.audit_trail import Act
from storage.broadcasts import Broadcast, BroadcastKind
from storage.database import Constraint, Database
from usecases.broadcasting.compose_broadcast import SERVICE_MESSAGES_A_WEEK, WEEK, fingerprint_of
from usecases.clock import Clock
from usecases.errors import AudienceChanged, BroadcastGone, BroadcastUnderWay, TooManyServiceMessages
from usecases.people.access import Access
from usecases.wakeup import WakeUp

log = logging.getLogger(__name__)

MAY_GROW_PERCENT = 5
"""People who come between the question and the answer need no new question."""

CONFIRMED_BY_TYPING = 1_000
"""An audience above this is confirmed by typing its number."""


class StartBroadcast:
    def __init__(self, *, db: Database, access: Access, wake_broadcaster: WakeUp, clock: Clock) -> None:
        self._db = db
        self._access = access
        self._wake = wake_broadcaster
        self._clock = clock

    async def __call__(self, draft: Broadcast, shown: int, fingerprint: str, *, typed: bool) -> int:
        """Send a draft to its segment. Returns the number of people.

        `shown` and `fingerprint` are of the question that was answered. Raises BroadcastGone if the draft was
        changed since, AudienceChanged if more people would get it, BroadcastUnderWay, TooManyServiceMessages.
        """
        try:
            total = await self._start(draft, shown, fingerprint, typed=typed)
        except Constraint:
            raise BroadcastUnderWay from None
        log.info("operator %d sends broadcast %d to %d people", draft.author, draft.id, total)
        self._wake.set()
        return total

    async def _start(self, draft: Broadcast, shown: int, fingerprint: str, *, typed: bool) -> int:
        now, is_news = self._clock(), draft.kind is BroadcastKind.NEWS
        segment = draft.audience
        if segment is None or fingerprint_of(draft) != fingerprint:
            raise BroadcastGone
        async with self._db.transaction() as transaction:
            if await broadcasts.under_way(transaction):
                raise BroadcastUnderWay
            if not is_news:
                sent = await broadcasts.service_messages_since(transaction, now - WEEK)
                if sent >= SERVICE_MESSAGES_A_WEEK:
                    raise TooManyServiceMessages
            total = await broadcast_people.take_snapshot(
                transaction, draft.id, segment, self._access.admitted, now, is_news=is_news
            )
            if not 0 < total <= _most(shown, typed=typed):
                raise AudienceChanged
            if not await broadcasts.start(transaction, draft.id, total, now):
                raise BroadcastGone
            await audit_trail.add(
                transaction, now, draft.author, Act.BROADCAST_SENT, draft.id, after=str(total)
            )
        return total


def _most(shown: int, *, typed: bool) -> int:
    """Return the largest audience for which the answer to a question about `shown` people counts."""
    most = shown + shown * MAY_GROW_PERCENT // 100
    return most if typed else min(most, CONFIRMED_BY_TYPING)
