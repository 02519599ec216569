"""Sends broadcasts: to each person at most once, and at most 20 messages a second that the outbox leaves."""

import asyncio
import logging
import time
from collections.abc import Coroutine
from functools import partial
from typing import Any

from aiogram import Bot

from bot.logs import level_of
from bot.outgoing.broadcast_card import BroadcastCard
from bot.outgoing.broadcast_copies import BROADCAST_RANK, BroadcastCopies, Source
from bot.outgoing.broadcast_deliveries import BroadcastDeliveries
from bot.run_until import run_until
from bot.telegram.client import OutboxBot
from bot.telegram.rate_limits import RateLimits
from bot.telegram.verdicts import REFUSALS
from storage import broadcast_people, broadcasts, users
from storage.broadcasts import Broadcast, BroadcastKind, BroadcastStatus, Trouble
from storage.database import Database, DatabaseAway
from storage.users import User
from usecases.broadcasting.steer_broadcast import DELETED_WITHIN, SteerBroadcast
from usecases.clock import Clock
from usecases.people.access import Access
from usecases.wakeup import WakeUp

log = logging.getLogger(__name__)

BROADCAST_PACE = 20.0  # messages a second at most
MISSED_S = 0.05  # seconds of missed pace that are made up for
PEOPLE_AT_ONCE = 64  # calls under way
PEOPLE_PER_LOOK = 20
IDLE_S = 0.5  # seconds between two looks for work
LOST_INTERVAL_S = 3.0  # seconds between two looks for calls of an ended process
LAST_CALLS_S = 8.0  # seconds for the open calls at the end; the others count as unknown
LAST_RECORDS_S = 3.0  # seconds for recording that
ANSWERS_AGAIN_S = 2.0  # seconds between two looks whether Telegram answers again


class Broadcaster:
    """A worker of the leader. After a restart it goes on from what the tables say."""

    def __init__(
        self,
        *,
        bot: Bot,
        db: Database,
        access: Access,
        steer: SteerBroadcast,
        rate_limits: RateLimits,
        clock: Clock,
    ) -> None:
        self._bot = OutboxBot(bot)
        self._db = db
        self._access = access
        self._rate_limits = rate_limits
        self._clock = clock
        self._copies = BroadcastCopies(self._bot, rate_limits)
        self._deliveries = BroadcastDeliveries(db=db, copies=self._copies, clock=clock)
        self._card = BroadcastCard(
            bot=self._bot, db=db, steer=steer, rate_limits=rate_limits, speed=self._deliveries.speed
        )
        self._under_way: dict[int, asyncio.Task[None]] = {}
        self._next = 0.0
        self._looked_at = 0.0
        self._state: tuple[int, BroadcastStatus] | None = None

    async def run(self, wakeup: WakeUp, stop: asyncio.Event) -> None:
        """Send until stopped. All errors are logged, and the work goes on."""
        showing = asyncio.create_task(self._card.run(stop), name="broadcast card")
        self._looked_at = -LOST_INTERVAL_S
        try:
            while not stop.is_set():
                await self._go_on(wakeup, stop)
        finally:
            await self._end_calls()
            await showing

    async def _go_on(self, wakeup: WakeUp, stop: asyncio.Event) -> None:
        try:
            await self._look_for_lost()
            if not await self._step(stop):
                await run_until(stop, wakeup.wait(IDLE_S))
        except DatabaseAway as error:
            log.log(level_of(error), "the broadcast waits: %s", error)
            await run_until(stop, asyncio.sleep(IDLE_S))
        except Exception:
            log.exception("the broadcast cannot go on; trying again")
            await run_until(stop, asyncio.sleep(LOST_INTERVAL_S))

    async def _look_for_lost(self) -> None:
        """Count as unknown what an ended process has begun."""
        if time.monotonic() - self._looked_at < LOST_INTERVAL_S:
            return
        self._looked_at = time.monotonic()
        cluster = self._db.cluster
        going = await broadcasts.under_way(self._db)
        for one in [going] if going else await broadcasts.started(self._db, 1):
            await broadcast_people.lose_abandoned(
                self._db, one.id, await cluster.live_members(), cluster.instance, self._under_way
            )

    async def _step(self, stop: asyncio.Event) -> bool:
        """Send or delete for some people. False if there is nothing to do now."""
        broadcast = await broadcasts.under_way(self._db)
        state = (broadcast.id, broadcast.status) if broadcast else None
        if state != self._state:
            self._state = state
            self._card.look_again()
        if broadcast is not None and broadcast.status is BroadcastStatus.SENDING:
            return await self._send(broadcast, stop)
        if broadcast is not None and broadcast.status is BroadcastStatus.DELETING:
            return await self._delete(broadcast, stop)
        return False

    async def _send(self, broadcast: Broadcast, stop: asyncio.Event) -> bool:
        source = await self._source(broadcast)
        if source is None:
            await self._deliveries.pause(broadcast, Trouble.SOURCE)
            return True
        has_done_some = False
        for user_id in await broadcast_people.waiting(self._db, broadcast.id, PEOPLE_PER_LOOK):
            user = await users.get(self._db, user_id)
            if user is None or user.telegram_id is None or not self._may_get(user, broadcast):
                await broadcast_people.skip(self._db, broadcast.id, user_id)
            elif self._rate_limits.blocked_for(user.telegram_id) > 0:
                continue  # their turn comes later
            elif not await self._turn(user.telegram_id, broadcast.messages_each, stop):
                return False
            elif not await broadcast_people.claim(self._db, broadcast.id, user_id, self._db.cluster.instance):
                return True  # it was paused or stopped
            else:
                self._begin(user_id, self._deliveries.deliver(broadcast, user, user.telegram_id, source))
            has_done_some = True
        return has_done_some or (
            not self._under_way and await broadcasts.end(self._db, broadcast.id, self._clock())
        )

    async def _source(self, broadcast: Broadcast) -> Source | None:
        """Return what to copy; None if its author was forgotten."""
        author = await users.get(self._db, broadcast.author)
        chat_id = author.telegram_id if author else None
        return Source(chat_id, broadcast.source_ids) if chat_id is not None else None

    def _may_get(self, user: User, broadcast: Broadcast) -> bool:
        """Whether a person of the snapshot may still get it."""
        is_muted = broadcast.kind is BroadcastKind.NEWS and user.news_muted_at is not None
        return self._access.role_of(user) is not None and user.blocked_at is None and not is_muted

    async def _turn(self, chat_id: int, messages: int, stop: asyncio.Event) -> bool:
        """Wait for a slot for each message. False if stopped meanwhile, or if Telegram takes none now."""
        if len(self._under_way) >= PEOPLE_AT_ONCE:
            await asyncio.wait(self._under_way.values(), return_when=asyncio.FIRST_COMPLETED)
        if self._deliveries.in_doubt:
            await run_until(stop, self._until_it_answers())
        is_slot = bool(await run_until(stop, self._slots(chat_id, messages)))
        is_blocked = self._deliveries.in_doubt or self._blocked_for(chat_id) > 0
        return is_slot and not is_blocked and not stop.is_set()

    def _blocked_for(self, chat_id: int) -> float:
        return max(self._copies.blocked_for(), self._rate_limits.blocked_for(chat_id))

    async def _slots(self, chat_id: int, messages: int) -> bool:
        await asyncio.sleep(max(self._copies.blocked_for(), self._next - time.monotonic()))
        await self._rate_limits.wait_for_outbox_slot(chat_id, BROADCAST_RANK, messages)
        self._next = max(self._next, time.monotonic() - MISSED_S) + messages / BROADCAST_PACE
        return True

    async def _until_it_answers(self) -> None:
        """Wait until Telegram answers a call that does nothing."""
        while self._deliveries.in_doubt:
            try:
                await self._bot.get_me()
            except REFUSALS:
                await asyncio.sleep(ANSWERS_AGAIN_S)
            else:
                self._deliveries.in_doubt = False

    def _begin(self, user_id: int, work: Coroutine[Any, Any, None]) -> None:
        self._under_way[user_id] = task = asyncio.create_task(work)
        task.add_done_callback(partial(self._ended, user_id))

    def _ended(self, user_id: int, task: "asyncio.Task[None]") -> None:
        self._under_way.pop(user_id, None)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("what came of a broadcast for user %d is not recorded", user_id, exc_info=error)

    async def _delete(self, broadcast: Broadcast, stop: asyncio.Event) -> bool:
        if (broadcast.started_at or 0) <= self._clock() - DELETED_WITHIN:
            await broadcast_people.keep_the_rest(self._db, broadcast.id)
        copies = await broadcast_people.to_delete(self._db, broadcast.id, PEOPLE_PER_LOOK + PEOPLE_AT_ONCE)
        has_done_some = False
        for copy in [one for one in copies if one.user_id not in self._under_way][:PEOPLE_PER_LOOK]:
            if copy.chat_id is None:
                await broadcast_people.note_deletion(self._db, broadcast.id, copy.user_id, deleted=False)
            elif self._rate_limits.blocked_for(copy.chat_id) > 0:
                continue  # its turn comes later
            elif not await self._turn(copy.chat_id, 1, stop):
                return False
            else:
                self._begin(copy.user_id, self._deliveries.delete(broadcast, copy, copy.chat_id))
            has_done_some = True
        return has_done_some or (not copies and await broadcasts.end_deleting(self._db, broadcast.id))

    async def _end_calls(self) -> None:
        """Wait for the open calls. Those that do not end in time count as unknown."""
        if self._under_way:
            await asyncio.wait(self._under_way.values(), timeout=LAST_CALLS_S)
        late = [*self._under_way.values()]
        for task in late:
            task.cancel()
        if late:
            await asyncio.wait(late, timeout=LAST_RECORDS_S)
