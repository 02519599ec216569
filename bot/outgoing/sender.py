"""Sends the messages in the outbox within Telegram's limits. None is lost; a crash may repeat one."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from functools import partial

from aiogram import Bot

from bot.logs import level_of
from bot.outgoing.blocks import note_block
from bot.outgoing.delivery import Delivery, Postponed
from bot.outgoing.quiet_messages import QuietMessages
from bot.outgoing.send_delivery import SendDelivery
from bot.telegram.rate_limits import RateLimits
from bot.telegram.verdicts import REFUSALS, TokenRefused, Verdict, description, verdict, wait_of
from storage import outbox, postponed_ends
from storage.database import Database, DatabaseAway, Queries
from storage.events import RANKS, Event
from storage.outbox import OutboxMessage
from storage.retry import retry_while_away
from usecases.alerting.alert_operators import AlertOperators
from usecases.clock import MINUTE, SECOND, Clock
from usecases.wakeup import WakeUp

log = logging.getLogger(__name__)

MAX_CHATS_AT_ONCE = 64
"""Chats that are served concurrently. 64 keep up 29.2 messages a second while an answer takes 2 s."""
LOOKS_AT = 32  # messages under way above which the outbox is not queried
SEND_RETRY_DELAY_S = 5.0  # seconds
WHILE_AWAY = 1.0  # seconds between two queries while the database is away
OUTBOX_POLL_INTERVAL_S = 0.5  # seconds between two queries of an empty outbox
LOOK_AROUND = 3.0  # seconds between two looks for messages that an ended process had taken
PUT_BACK_WITHIN = 5.0  # seconds for putting messages back into the outbox
FRESH_FOR_S = 1.5
"""Seconds that a composed message may wait for its slot. A change meanwhile has a message of its own."""
FIRST_SEND_RETRY_MS = 2 * SECOND
LAST_SEND_RETRY_MS = 5 * MINUTE
LONGEST_TROUBLE = 30 * SECOND  # maximal backoff at first: messages go out soon once Telegram is back
MANY_ATTEMPTS = 20  # about eight minutes; then a message gets a longer backoff and holds up none behind it
MAX_COMPOSE_ATTEMPTS = 15
"""Attempts at a message that our own code fails to compose or record."""
UNSENT_CONDITION = "message_unsent"
"""The condition of which the operators are told. A colon and the kind of message follow it."""

Write = Callable[[], Awaitable[None]]
EndOfMessage = Callable[[Queries, int, int, int], Awaitable[bool]]


class Sender:
    def __init__(
        self,
        *,
        bot: Bot,
        db: Database,
        messages: QuietMessages,
        rate_limits: RateLimits,
        alert: AlertOperators,
        clock: Clock,
    ) -> None:
        self._send = SendDelivery(bot=bot, db=db, messages=messages, rate_limits=rate_limits)
        self._db = db
        self._messages = messages
        self._rate_limits = rate_limits
        self._alert = alert
        self._clock = clock
        self._under_way: dict[int, asyncio.Task[None]] = {}
        self._attempts: set[asyncio.Task[None]] = set()
        self._looked_around = 0.0
        self._troubled = False
        self._token_refused = False

    async def run(self, wakeup: WakeUp, stop: asyncio.Event) -> None:
        """Send until stopped. `wakeup` is set when a message was put into the outbox.

        All errors are logged and retried, except TokenRefused, which is raised.
        """
        self._looked_around = -LOOK_AROUND
        while not stop.is_set():
            if self._token_refused:
                raise TokenRefused
            try:
                await self._look_around()
                if not await self._begin_due(wakeup):
                    await wakeup.wait(OUTBOX_POLL_INTERVAL_S)
            except DatabaseAway as error:
                log.log(level_of(error), "the outbox waits: %s", error)
                self._looked_around = -LOOK_AROUND  # the lost answer may have taken messages
                await asyncio.sleep(WHILE_AWAY)
            except Exception:
                log.exception("the outbox cannot be read; trying again")
                await asyncio.sleep(SEND_RETRY_DELAY_S)

    async def flush(self, seconds: float) -> None:
        """Send for at most so many seconds. The remaining messages wait in the outbox."""
        wakeup = WakeUp()
        try:
            async with asyncio.timeout(seconds):
                while await self._begin_due(wakeup) or self._under_way:
                    await wakeup.wait(OUTBOX_POLL_INTERVAL_S)
        except (TimeoutError, DatabaseAway):
            log.info("some messages will be sent at the next start")
        await self.break_off()

    async def break_off(self) -> None:
        """Send nothing more, and put the unsent messages back for the next leader.

        If the database is away, this is retried. If the process ends before, the next leader puts them back.
        """
        attempts, self._attempts = self._attempts, set()
        for attempt in attempts:
            attempt.cancel()
        if self._under_way:
            await asyncio.wait(self._under_way.values(), timeout=PUT_BACK_WITHIN)

    async def _look_around(self) -> None:
        """Put back messages that no process is sending. Only `run` calls it, between two takes."""
        if time.monotonic() - self._looked_around < LOOK_AROUND:
            return
        self._looked_around = time.monotonic()
        cluster = self._db.cluster
        await outbox.put_back_abandoned(
            self._db, self._clock(), await cluster.live_members(), cluster.instance, self._under_way
        )

    async def _begin_due(self, wakeup: WakeUp) -> int:
        """Start sending one message to each chat with due ones, as far as there is room. Returns how many."""
        under_way = len(self._under_way)
        if under_way > LOOKS_AT:  # these take about a second to send
            return 0
        db, instance = self._db.relaxed, self._db.cluster.instance  # if the write is lost, it is taken again
        due = await outbox.take_due(db, self._clock(), MAX_CHATS_AT_ONCE - under_way, instance)
        for message in due:
            self._under_way[message.id] = delivery = asyncio.create_task(self._deliver(message))
            delivery.add_done_callback(partial(self._under_way.pop, message.id))
            delivery.add_done_callback(lambda _: wakeup.set())  # the chat's next message may go
        return len(due)

    async def _deliver(self, message: OutboxMessage) -> None:
        """Send a message and record the outcome. Retry until the database accepts it."""
        write = await self._attempt(message)
        while True:
            try:
                return await retry_while_away(write)
            except Exception:
                log.exception("what came of message %d cannot be written down; trying again", message.id)
                await asyncio.sleep(SEND_RETRY_DELAY_S)

    async def _attempt(self, message: OutboxMessage) -> Write:
        """Send, and return the write that records the outcome. If broken off, it puts the message back."""
        delivery = self._under_way[message.id]
        self._attempts.add(delivery)
        try:
            return await self._try(message)
        except asyncio.CancelledError:
            if delivery in self._attempts:  # not by `break_off`: the whole program is being cancelled
                raise
            delivery.uncancel()
            return self._later(message, 0)
        finally:
            self._attempts.discard(delivery)

    async def _try(self, message: OutboxMessage) -> Write:
        """Send, and return the write that records the outcome."""
        try:
            delivery = await self._in_turn(message)
            is_new = delivery is not None and await self._send(message, delivery)
            if delivery is not None and delivery.postponed is not None:
                return self._postpone(message, delivery.postponed, delivery.mass_order_id)
        except DatabaseAway:
            write = self._later(message, FIRST_SEND_RETRY_MS)
        except REFUSALS as error:
            write = self._refused(message, error)
        except Exception as error:
            log.exception("message %d (%s) could not be written", message.id, message.event)
            last = message.attempts >= MAX_COMPOSE_ATTEMPTS
            name = type(error).__name__
            write = self._give_up(message, name) if last else self._later(message, _pause(message))
        else:
            self._out_of_trouble(delivery)
            end = outbox.sent if delivery else outbox.drop
            drawn = delivery.screen.order_id if delivery and not is_new else None
            write = self._end(message, end, self._db if is_new else self._db.relaxed, drawn)
        return write

    async def _in_turn(self, message: OutboxMessage) -> Delivery | None:
        """Compose the message and wait for its slot. A message with nothing to say takes no slot."""
        delivery = await self._messages.compose(message)
        if delivery is None or (delivery.postponed is not None and delivery.before is None):
            return delivery
        began = time.monotonic()
        await self._rate_limits.wait_for_outbox_slot(message.chat_id, RANKS[message.event])
        is_old = time.monotonic() - began > FRESH_FOR_S
        return await self._messages.compose(message) if is_old else delivery

    def _refused(self, message: OutboxMessage, error: Exception) -> Write:
        """Return the write that records a refusal by Telegram."""
        match verdict(error):
            case Verdict.BLOCKED:
                return self._until_back(message)
            case Verdict.LATER | Verdict.ENDS as found:
                self._token_refused |= found is Verdict.ENDS
                self._in_trouble(error)
                asked = round(wait_of(error) * SECOND)
                return self._later(message, max(asked, min(_pause(message), _longest(message))))
            case _:
                return self._give_up(message, description(error))

    def _give_up(self, message: OutboxMessage, reason: str) -> Write:
        """Return the write that drops the message and alerts the operators, once for each kind of message."""
        log.error("message %d (%s) can never be sent: %s", message.id, message.event, reason)
        drop = self._end(message, outbox.drop, self._db)

        async def write() -> None:
            await self._alert.begin(f"{UNSENT_CONDITION}:{message.event}", reason)
            await drop()

        return write

    def _end(self, message: OutboxMessage, end: EndOfMessage, db: Queries, drawn: int | None = None) -> Write:
        """Return the write that ends a message. `drawn` is the order whose card was edited."""

        async def write() -> None:
            now = self._clock()
            is_ours = await end(db, message.id, now, self._db.cluster.instance)
            if drawn is not None and not is_ours:  # another process drew it too: ours may be older
                await outbox.add(self._db, message.user_id, Event.ORDER_CARD, drawn, now)

        return write

    def _later(self, message: OutboxMessage, pause: int) -> Write:
        return lambda: self._put_back(message, self._clock() + pause, message.attempts)

    async def _put_back(self, message: OutboxMessage, due_at: int, attempts: int) -> None:
        await outbox.put_back(self._db, message.id, due_at, attempts, self._db.cluster.instance)

    def _postpone(self, message: OutboxMessage, postponed: Postponed, mass_order_id: int | None) -> Write:
        """Return the write that lets the message wait for the end of quiet hours.

        The end of a mass order waits as a message of its own, so that other news goes on.
        """
        instead = (Event.MASS_ORDER, mass_order_id) if mass_order_id is not None else None

        async def write() -> None:
            async with self._db.transaction() as transaction:
                instance = self._db.cluster.instance
                await postponed_ends.postpone(
                    transaction, message, postponed.until, postponed.decided_at, instance, instead
                )

        return write

    def _until_back(self, message: OutboxMessage) -> Write:
        """Return the write that keeps the message for a person who blocked the bot, until they return."""

        async def write() -> None:
            now = self._clock()
            await note_block(self._db, message.user_id, now)
            await self._put_back(message, now, 0)

        return write

    def _in_trouble(self, error: Exception) -> None:
        if not self._troubled:
            log.warning("Telegram does not take messages: %s", type(error).__name__)
        self._troubled = True

    def _out_of_trouble(self, delivery: Delivery | None) -> None:
        if self._troubled and delivery is not None:
            log.info("Telegram takes messages again")
            self._troubled = False


def _longest(message: OutboxMessage) -> int:
    """Return the longest backoff in milliseconds, unless Telegram asks for more."""
    return LONGEST_TROUBLE if message.attempts < MANY_ATTEMPTS else LAST_SEND_RETRY_MS


def _pause(message: OutboxMessage) -> int:
    """Return the backoff in milliseconds. It doubles with each attempt."""
    return min(FIRST_SEND_RETRY_MS << min(message.attempts - 1, 10), LAST_SEND_RETRY_MS)
