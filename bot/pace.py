"""When a call to Telegram may go out: never inside a `retry_after`, the outbox at 29.5 messages a second."""

import asyncio
import heapq
import itertools
import time
from collections import deque
from collections.abc import Callable
from enum import IntEnum

MESSAGES_A_SECOND = 29.5  # Telegram takes 30
MOST_A_SECOND = 30
BURST = 5  # messages of the outbox to one chat that may follow one another at once
SECOND = 1.016  # a call may be on its way a little longer than the one 30 before it
TICK = 0.001  # by so much a timer may come too early
CATCHES_UP = 0.25  # seconds of missed deadlines that are made up for; `last_look` keeps a burst within bounds
CHAT_PAUSE = 1.0  # seconds between two of them after that
MOST_CHATS = 10_000  # remembered; a bound on memory, nothing more
AFTERWARDS = 10.0  # seconds after a 429 for everything in which answers to people keep to the pace too


class Rank(IntEnum):
    """Who goes first when both wait: an answer to somebody who tapped, then what the outbox owes."""

    ANSWER = 0
    OUTBOX = 1


class Pace:
    """Answers go out at once, until Telegram says 429; the outbox always takes turns.

    `held_up` is called at each 429.
    """

    def __init__(self, held_up: Callable[[], None] = lambda: None) -> None:
        self._held_up = held_up
        self._next = 0.0
        self._paid_until: dict[int, float] = {}
        self._held: dict[int, float] = {}
        self._all_held = 0.0
        self._paced_until = 0.0
        self._free_from = 0.0
        self._waiting: list[tuple[Rank, int, asyncio.Future[None]]] = []
        self._numbers = itertools.count()
        self._timer: asyncio.TimerHandle | None = None
        self._calls: deque[float] = deque(maxlen=MOST_A_SECOND)

    def is_free(self) -> bool:
        """Whether Telegram has asked to wait for nothing lately: then answers go out at once."""
        return time.monotonic() >= self._free_from

    def held(self, chat_id: int) -> float:
        """Seconds until Telegram takes something for this chat again; 0 if it does now."""
        return max(0.0, max(self._held.get(chat_id, 0.0), self._all_held) - time.monotonic())

    async def answer(self, chat_id: int) -> None:
        """Wait until an answer may go out; at once, unless Telegram has said 429 lately."""
        while (pause := self.held(chat_id)) > 0:  # noqa: ASYNC110 - it may have grown meanwhile
            await asyncio.sleep(pause)
        if time.monotonic() < self._paced_until:
            await self._turn(Rank.ANSWER)

    async def owed(self, chat_id: int) -> None:
        """Wait until a message of the outbox may go out: its chat is free, then it is its turn."""
        now = time.monotonic()
        paid_until = max(self._paid_until.get(chat_id, 0.0), now)
        self._paid_until[chat_id] = paid_until + CHAT_PAUSE
        self._forget(now)
        pause = max(paid_until - (BURST - 1) * CHAT_PAUSE - now, self.held(chat_id))
        if pause > 0:
            await asyncio.sleep(pause)
        await self._turn(Rank.OUTBOX)

    async def last_look(self) -> None:
        """Just before the call: however long it took since its turn, no second sees more than 30."""
        while (pause := self._full_until() - time.monotonic()) > 0:  # noqa: ASYNC110 - others may go before
            await asyncio.sleep(pause)
        self._calls.append(time.monotonic())

    def _full_until(self) -> float:
        return self._calls[0] + SECOND if len(self._calls) == MOST_A_SECOND else 0.0

    def hold(self, chat_id: int, seconds: float) -> None:
        """Telegram said 429: nothing to this chat for so long; if it says so of a second chat, to none."""
        self._held_up()
        now = time.monotonic()
        self._free_from = max(self._free_from, now + seconds + AFTERWARDS)
        if any(until > now for chat, until in self._held.items() if chat != chat_id):
            self._all_held = max(self._all_held, now + seconds)
            self._paced_until = self._all_held + AFTERWARDS
        self._held[chat_id] = max(self._held.get(chat_id, 0.0), now + seconds)

    async def _turn(self, rank: Rank) -> None:
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, (rank, next(self._numbers), turn))
        self._release()
        await turn

    def _release(self) -> None:
        """Let go who may."""
        now = time.monotonic()
        while self._waiting and max(self._next, self._all_held) <= now:
            _, _, turn = heapq.heappop(self._waiting)
            if not turn.cancelled():
                turn.set_result(None)
                self._next = max(self._next, now - CATCHES_UP) + 1 / MESSAGES_A_SECOND
        if self._waiting and self._timer is None:  # one that is set is never late: deadlines only recede
            loop = asyncio.get_running_loop()
            self._timer = loop.call_later(max(self._next, self._all_held) - now + TICK, self._look_again)

    def _look_again(self) -> None:
        self._timer = None
        self._release()

    def _forget(self, now: float) -> None:
        if len(self._paid_until) > MOST_CHATS:
            self._paid_until = {chat: until for chat, until in self._paid_until.items() if until > now}
            self._held = {chat: until for chat, until in self._held.items() if until > now}
