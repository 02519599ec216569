"""Rate limits for calls to Telegram: none during a `retry_after`, 29.2 messages a second for the outbox."""

import asyncio
import heapq
import itertools
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from enum import IntEnum

MESSAGES_A_SECOND = 29.2  # Telegram takes 30; jitter on the line may move calls closer together
MOST_A_SECOND = 30
BURST = 5  # messages of the outbox that may go to one chat at once
WINDOW_S = 1.0  # the window of Telegram's limit
JITTER = 0.02  # seconds above the median call time; a line jitters if a quarter of the calls exceed it
TICK = 0.001  # seconds by which a timer may fire early
CATCHES_UP = 0.25  # seconds of missed slots that are made up for; `call` still bounds the burst
CHAT_PAUSE = 1.0  # seconds between two messages to one chat after the burst
MOST_CHATS = 10_000  # chats that are remembered; it only bounds the memory
SLOWER = 0.95  # share of the pace that is left after a 429
SLOW_FOR = 300.0  # seconds until the full pace is back, bit by bit; 10,000 messages take six minutes
MIN_PACE = 0.3  # share of the full pace
LATEST = 1.0  # seconds that a call is taken to be late at most, so that a lost one holds up no others
SAME_LIMIT_WINDOW_S = 1.0  # seconds in which several 429s count as one
AFTERWARDS = 10.0  # seconds after a block of all chats in which answers to people are paced too


class CallPriority(IntEnum):
    """The order of waiting calls: an answer to a person first, then messages of the outbox."""

    ANSWER = 0
    OUTBOX = 1


class Call:
    """The times of one call of the outbox. `clock` counts seconds."""

    __slots__ = ("_clock", "_took", "_written")

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._written = clock()
        self._took: float | None = None

    def written(self) -> None:
        self._written = self._clock()

    def answered(self) -> float:
        """Note the answer, and return the seconds since the call was written to the connection."""
        self._took = self._clock() - self._written
        return self._took

    def arrived(self, usual: float) -> float:
        """Estimate when the call arrived: all time above `usual` seconds may be delay on the way there."""
        took = self._clock() - self._written if self._took is None else self._took
        return self._written + min(max(0.0, took - usual), LATEST)


class RateLimits:
    """Paces calls. Answers go out at once until Telegram says 429; the outbox is always paced.

    After a 429 the outbox is slower for some minutes: the line may jitter, or other programs use the token.
    `held_up` is called at each 429. `clock` counts seconds, as the event loop does.
    """

    def __init__(
        self, held_up: Callable[[], None] = lambda: None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._held_up = held_up
        self._clock = clock
        self._next = 0.0
        self._paid_until: dict[int, float] = {}
        self._blocked: dict[int, float] = {}
        self._all_blocked = 0.0
        self._paced_until = 0.0
        self._free_from = 0.0
        self._waiting: list[tuple[int, int, asyncio.Future[None]]] = []
        self._numbers = itertools.count()
        self._timer: asyncio.TimerHandle | None = None
        self._calls: deque[Call] = deque(maxlen=2 * MOST_A_SECOND)
        self._looking = asyncio.Lock()
        self._took: deque[float] = deque(maxlen=MOST_A_SECOND)
        self._share = 1.0  # of the full pace, at the last 429
        self._slowed_at = -SLOW_FOR

    def is_idle(self) -> bool:
        """Whether there was no 429 lately. Answers go out at once then."""
        return self._clock() >= self._free_from

    def blocked_for(self, chat_id: int) -> float:
        """Return the seconds until calls to this chat are allowed again; 0 if they are now."""
        return max(0.0, max(self._blocked.get(chat_id, 0.0), self._all_blocked) - self._clock())

    async def wait_for_answer_slot(self, chat_id: int) -> None:
        """Wait until an answer may go out. There is no wait unless Telegram has said 429 lately."""
        while (pause := self.blocked_for(chat_id)) > 0:  # noqa: ASYNC110 - it may have grown meanwhile
            await asyncio.sleep(pause)
        if self._clock() < self._paced_until:
            await self._turn(CallPriority.ANSWER)

    async def wait_for_outbox_slot(self, chat_id: int, rank: int = 0, messages: int = 1) -> None:
        """Wait until the chat is free, and then for a slot of the outbox for each of the messages.

        Of the waiting messages, a lower rank goes first.
        """
        now = self._clock()
        paid_until = max(self._paid_until.get(chat_id, 0.0), now)
        self._paid_until[chat_id] = paid_until + CHAT_PAUSE
        self._forget(now)
        pause = max(paid_until - (BURST - 1) * CHAT_PAUSE - now, self.blocked_for(chat_id))
        if pause > 0:
            await asyncio.sleep(pause)
        for _ in range(messages):
            await self._turn(CallPriority.OUTBOX + rank)

    @asynccontextmanager
    async def call(self, chat_id: int) -> AsyncIterator[None]:
        """Make the call in this block. It waits until no second has more than 30 calls at Telegram.

        A slot alone does not ensure that: a busy machine may delay a call before it is written, and the line
        may delay it afterwards. A call counts as written two rounds of the event loop later.
        """
        call = None
        while call is None:
            while (pause := self.blocked_for(chat_id)) > 0:  # noqa: ASYNC110 - it may have grown meanwhile
                await asyncio.sleep(pause)
            async with self._looking:
                while (pause := self._full_until() - self._clock()) > 0:  # noqa: ASYNC110 - it may recede
                    await asyncio.sleep(max(pause, TICK))
                if self.blocked_for(chat_id) == 0:
                    self._calls.append(call := Call(self._clock))
        loop = asyncio.get_running_loop()
        loop.call_soon(loop.call_soon, call.written)
        try:
            yield
        finally:
            self._took.append(call.answered())

    def _full_until(self) -> float:
        """Return when the next call keeps the limit, which is one call lower while the line jitters."""
        took = sorted(self._took) or [0.0]
        usual = took[len(took) // 2]
        most = MOST_A_SECOND - (took[-len(took) // 4] - usual > JITTER)
        if len(self._calls) < most:
            return 0.0
        newest = sorted((call.arrived(usual) for call in self._calls), reverse=True)
        return newest[most - 1] + WINDOW_S

    def messages_a_second(self) -> float:
        """Return the present pace of the outbox."""
        back = min(1.0, (self._clock() - self._slowed_at) / SLOW_FOR)
        return MESSAGES_A_SECOND * (self._share + (1 - self._share) * back)

    def _slow_down(self, now: float) -> None:
        if now - self._slowed_at > SAME_LIMIT_WINDOW_S:
            self._share = max(MIN_PACE, SLOWER * self.messages_a_second() / MESSAGES_A_SECOND)
            self._slowed_at = now

    def block(self, chat_id: int, seconds: float) -> None:
        """Block a chat for so many seconds after a 429. If another chat is blocked too, block all chats."""
        self._held_up()
        now = self._clock()
        self._slow_down(now)
        self._free_from = max(self._free_from, now + seconds + AFTERWARDS)
        if any(until > now for chat, until in self._blocked.items() if chat != chat_id):
            self._all_blocked = max(self._all_blocked, now + seconds)
            self._paced_until = self._all_blocked + AFTERWARDS
        self._blocked[chat_id] = max(self._blocked.get(chat_id, 0.0), now + seconds)

    async def _turn(self, rank: int) -> None:
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, (rank, next(self._numbers), turn))
        self._release()
        await turn

    def _release(self) -> None:
        """Give slots to the waiting calls that are due, and set a timer for the next one."""
        now = self._clock()
        while self._waiting and max(self._next, self._all_blocked) <= now:
            _, _, turn = heapq.heappop(self._waiting)
            if not turn.cancelled():
                turn.set_result(None)
                self._next = max(self._next, now - CATCHES_UP) + 1 / self.messages_a_second()
        if self._waiting and self._timer is None:  # a set timer is never late: times only move back
            loop = asyncio.get_running_loop()
            self._timer = loop.call_later(max(self._next, self._all_blocked) - now + TICK, self._look_again)

    def _look_again(self) -> None:
        self._timer = None
        self._release()

    def _forget(self, now: float) -> None:
        if len(self._paid_until) > MOST_CHATS:
            self._paid_until = {chat: until for chat, until in self._paid_until.items() if until > now}
            self._blocked = {chat: until for chat, until in self._blocked.items() if until > now}
