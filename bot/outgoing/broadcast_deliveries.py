"""Brings a broadcast to one person, or deletes it there, and records what came of it."""

import asyncio
import logging
import time
from collections import Counter, deque

from bot.outgoing.blocks import note_block
from bot.outgoing.broadcast_copies import BroadcastCopies, CopyFailure, Source, SourceGone, failure_of
from bot.telegram.verdicts import REFUSALS
from storage import broadcast_people, broadcasts
from storage.broadcast_people import Copy, CopyOutcome
from storage.broadcasts import Broadcast, BroadcastKind, Trouble
from storage.database import Database
from storage.retry import retry_while_away
from storage.users import User
from usecases.clock import Clock
from usecases.people.quiet_hours import quiet_hours_of
from views import news
from views.language import speaking

log = logging.getLogger(__name__)

REFUSED_IN_A_ROW = 10  # people; then the fault is the message's
DELETION_ATTEMPTS = 5  # for a person, whose chat gives no answer although Telegram does
DOUBTS_IN_A_ROW = 5  # calls without an answer, although Telegram answered others in between
SPEED_OVER_S = 30.0  # seconds over which the speed is measured
MOST_MEASURED = 1_000


class BroadcastDeliveries:
    """`in_doubt`: a call got no answer, so the next one waits until Telegram answers again."""

    def __init__(self, *, db: Database, copies: BroadcastCopies, clock: Clock) -> None:
        self._db = db
        self._copies = copies
        self._clock = clock
        self._done_at: deque[float] = deque(maxlen=MOST_MEASURED)
        self._refused = 0
        self._doubts = 0
        self._attempts: Counter[tuple[int, int]] = Counter()  # to delete: a broadcast's, at a person
        self.in_doubt = False

    def speed(self) -> float:
        """Return how many people a second were reached lately."""
        now = time.monotonic()
        lately = [one for one in self._done_at if one > now - SPEED_OVER_S]
        return len(lately) / max(now - lately[0], 1.0) if lately else 0.0

    async def deliver(self, broadcast: Broadcast, user: User, chat_id: int, source: Source) -> None:
        """Copy to a person who was marked before."""
        with speaking(user.language or user.language_code):
            buttons = news.buttons(broadcast)
        try:
            sent = await self._copies(chat_id, source, buttons, is_silent=self._is_silent(user, broadcast))
        except SourceGone as gone:
            await self._without_source(broadcast, user.id, gone.sent)
        except REFUSALS as error:
            await self._failed(broadcast, user.id, error)
        except asyncio.CancelledError:
            await self._finish(broadcast, user.id, CopyOutcome.UNKNOWN)
            raise
        except Exception:
            log.exception("a copy of broadcast %d failed", broadcast.id)
            await self._doubt(broadcast, user.id)
        else:
            self._done_at.append(time.monotonic())
            self._refused = self._doubts = 0
            try:
                if source.is_album and buttons:
                    sent += await self._copies.album_buttons(chat_id, buttons)
            finally:
                await self._finish(broadcast, user.id, CopyOutcome.SENT, sent)

    def _is_silent(self, user: User, broadcast: Broadcast) -> bool:
        """Whether it is news in the person's quiet hours."""
        hours = quiet_hours_of(user)
        is_quiet = hours is not None and hours.over_at(self._clock()) is not None
        return is_quiet and broadcast.kind is BroadcastKind.NEWS

    async def _without_source(self, broadcast: Broadcast, user_id: int, sent: list[int]) -> None:
        """Pause: parts of the album are gone. The person got the others, or nothing."""
        await self.pause(broadcast, Trouble.SOURCE)
        if sent:
            await self._finish(broadcast, user_id, CopyOutcome.FAILED, sent)
        else:
            await self._put_back(broadcast, user_id)

    async def _failed(self, broadcast: Broadcast, user_id: int, error: Exception) -> None:
        match failure_of(error):
            case CopyFailure.WAIT:
                await self._put_back(broadcast, user_id)
            case CopyFailure.NOT_SENT:
                self.in_doubt = True
                await self._put_back(broadcast, user_id)
            case CopyFailure.SOURCE:
                await self.pause(broadcast, Trouble.SOURCE)
                await self._put_back(broadcast, user_id)
            case CopyFailure.BLOCKED:
                await retry_while_away(lambda: note_block(self._db, user_id, self._clock()))
                await self._finish(broadcast, user_id, CopyOutcome.BLOCKED)
            case CopyFailure.REFUSED:
                log.warning("broadcast %d is refused for user %d: %s", broadcast.id, user_id, error)
                await self._finish(broadcast, user_id, CopyOutcome.FAILED)
                self._refused += 1
                if self._refused >= REFUSED_IN_A_ROW:
                    self._refused = 0
                    await self.pause(broadcast, Trouble.REFUSED)
            case CopyFailure.UNKNOWN:
                await self._doubt(broadcast, user_id)

    async def _doubt(self, broadcast: Broadcast, user_id: int) -> None:
        """Count a call without an answer. The calls that were under way with it are no further doubt."""
        self._doubts += not self.in_doubt
        self.in_doubt = True
        await self._finish(broadcast, user_id, CopyOutcome.UNKNOWN)
        if self._doubts >= DOUBTS_IN_A_ROW:
            self._doubts = 0
            await self.pause(broadcast, Trouble.TELEGRAM)

    async def _finish(
        self, broadcast: Broadcast, user_id: int, outcome: CopyOutcome, sent: list[int] | None = None
    ) -> None:
        instance, ids = self._db.cluster.instance, " ".join(map(str, sent or ())) or None
        await retry_while_away(
            lambda: broadcast_people.finish(
                self._db.relaxed, broadcast.id, user_id, outcome, ids, self._clock(), instance
            )
        )

    async def _put_back(self, broadcast: Broadcast, user_id: int) -> None:
        instance = self._db.cluster.instance
        await retry_while_away(lambda: broadcast_people.put_back(self._db, broadcast.id, user_id, instance))

    async def pause(self, broadcast: Broadcast, trouble: Trouble) -> None:
        if await retry_while_away(lambda: broadcasts.pause(self._db, broadcast.id, trouble)):
            log.warning("broadcast %d was paused: %s", broadcast.id, trouble)

    async def delete(self, broadcast: Broadcast, copy: Copy, chat_id: int) -> None:
        """Delete a copy. A call without an answer is made again: to delete twice does no harm."""
        failure: Exception | None = None
        try:
            await self._copies.delete(chat_id, [int(one) for one in copy.message_ids.split()])
        except REFUSALS as error:
            failure = error
        except Exception as error:
            log.exception("the deletion of broadcast %d failed", broadcast.id)
            failure = error
        if failure is not None and self._tries_again(broadcast, copy, failure):
            return
        self._attempts.pop((broadcast.id, copy.user_id), None)
        self._done_at.append(time.monotonic())
        await retry_while_away(
            lambda: broadcast_people.note_deletion(
                self._db.relaxed, broadcast.id, copy.user_id, deleted=failure is None
            )
        )

    def _tries_again(self, broadcast: Broadcast, copy: Copy, failure: Exception) -> bool:
        """Whether a deletion that failed is tried again: a chat that never answers would hold it up."""
        match failure_of(failure):
            case CopyFailure.WAIT:
                return True
            case CopyFailure.NOT_SENT:
                self.in_doubt = True
                return True
            case CopyFailure.UNKNOWN:
                self.in_doubt = True
                self._attempts[broadcast.id, copy.user_id] += 1
                return self._attempts[broadcast.id, copy.user_id] < DELETION_ATTEMPTS
        return False
