"""Telegram's thirty a second, at the moment of the calls, and where they arrive."""

import asyncio
import random
import selectors
import time
from collections import deque

import pytest

from bot.telegram.rate_limits import MESSAGES_A_SECOND, RateLimits

MESSAGES = 4_000
RUNS = 10
A_SECOND = 30
SIDE_BY_SIDE = 64
IN_TURN = (0.0, 0.15, 0.03, 0.12, 0.06, 0.09)  # seconds that calls are on their way


def block_all(rate_limits: RateLimits, seconds: float) -> None:
    """Telegram refuses two chats at once, so all of them wait."""
    rate_limits.block(998, seconds)
    rate_limits.block(999, seconds)


async def test_no_second_sees_more_than_thirty_calls_however_their_turns_were_held_up() -> None:
    rate_limits = RateLimits()
    called: list[float] = []

    async def call() -> None:
        async with rate_limits.call(1):
            called.append(time.monotonic())

    await asyncio.gather(*(call() for _ in range(35)))

    assert len(called) == 35
    assert all(later - earlier >= 1 for earlier, later in zip(called, called[30:], strict=False))


async def test_a_call_that_waits_for_its_second_waits_for_a_retry_after_too() -> None:
    rate_limits = RateLimits()
    called: list[float] = []

    async def call(chat_id: int) -> None:
        async with rate_limits.call(chat_id):
            called.append(time.monotonic())

    waiting = [asyncio.create_task(call(one)) for one in range(40)]
    while len(called) < A_SECOND:
        await asyncio.sleep(0.01)
    block_all(rate_limits, 2)
    blocked_at = time.monotonic()
    await asyncio.gather(*waiting)

    assert min(called[A_SECOND:]) >= blocked_at + 2 - 0.01


async def test_in_a_block_of_all_chats_no_slot_is_given() -> None:
    rate_limits = RateLimits()
    block_all(rate_limits, 1)
    began = time.monotonic()

    await asyncio.gather(*(rate_limits.wait_for_outbox_slot(chat) for chat in range(3)))

    assert time.monotonic() - began >= 1 - 0.01
    assert rate_limits.blocked_for(7) == 0


async def test_several_messages_take_as_many_slots() -> None:
    rate_limits = RateLimits()
    await rate_limits.wait_for_outbox_slot(1, messages=A_SECOND)
    began = time.monotonic()

    await rate_limits.wait_for_outbox_slot(2, messages=A_SECOND)

    assert time.monotonic() - began >= 0.9 * A_SECOND / MESSAGES_A_SECOND


def test_after_a_429_the_outbox_is_slower_for_a_while() -> None:
    now = 1_000.0
    rate_limits = RateLimits(clock=lambda: now)
    full = rate_limits.messages_a_second()

    for _ in range(3):  # of one burst
        rate_limits.block(1, 1)
    assert rate_limits.messages_a_second() == pytest.approx(0.95 * full)
    now += 150
    assert rate_limits.messages_a_second() == pytest.approx(0.975 * full)
    rate_limits.block(1, 1)
    assert rate_limits.messages_a_second() == pytest.approx(0.975 * 0.95 * full)
    now += 300
    assert rate_limits.messages_a_second() == pytest.approx(full)


class Hands(selectors.SelectSelector):
    """Waits for nothing: where the loop would sleep, its clock goes on."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 1_000.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        self.now += timeout or 0.0
        return []


class Loop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self.hands = Hands()
        super().__init__(self.hands)

    def time(self) -> float:
        return self.hands.now


class Line:
    """Telegram behind a line: the calls are on their way for so long, in turn; 30 in a second are taken."""

    def __init__(self, loop: Loop, ways: tuple[float, ...], answers_after: float) -> None:
        self.rate_limits = RateLimits(clock=loop.time)
        self.taken: list[float] = []
        self.refused = 0
        self._hands = loop.hands
        self._ways = ways
        self._answers_after = answers_after
        self._calls = 0
        self._lately: deque[float] = deque()

    async def send(self, chat_id: int) -> None:
        while True:
            await self.rate_limits.wait_for_outbox_slot(chat_id)
            self._hands.now += 0.001  # what writing it costs
            async with self.rate_limits.call(chat_id):
                if await self._is_taken(chat_id):
                    return
            await asyncio.sleep(1)

    async def _is_taken(self, chat_id: int) -> bool:
        way = self._ways[self._calls % len(self._ways)]
        self._calls += 1
        now = self._hands.now + way
        await asyncio.sleep(way)
        while self._lately and self._lately[0] <= now - 1:
            self._lately.popleft()
        is_taken = len(self._lately) < A_SECOND
        if is_taken:
            self._lately.append(now)
            self.taken.append(now)
        else:
            self.refused += 1
            self.rate_limits.block(chat_id, 1)
        await asyncio.sleep(self._answers_after)
        return is_taken


async def stand_still(loop: Loop, chance: random.Random) -> None:
    """The machine is busy with something else now and then: for 40 ms, every five seconds."""
    while True:
        await asyncio.sleep(chance.expovariate(1 / 5))
        loop.hands.now += min(0.25, chance.expovariate(1 / 0.04))


async def send_all(line: Line, loop: Loop, chance: random.Random) -> None:
    busy = asyncio.create_task(stand_still(loop, chance))
    room = asyncio.Semaphore(SIDE_BY_SIDE)

    async def send(chat_id: int) -> None:
        async with room:
            await line.send(chat_id)

    await asyncio.gather(*(send(chat_id) for chat_id in range(MESSAGES)))
    busy.cancel()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("ways", "answers_after", "share"),
    [((0.0,), 0.05, 97.0), (IN_TURN, 0.0, 95.0)],
    ids=["a steady line", "a line that jitters"],
)
def test_the_outbox_keeps_to_thirty_a_second_on_a_machine_that_is_busy(
    ways: tuple[float, ...], answers_after: float, share: float
) -> None:
    """Over several runs: a single one may have the bad luck of a 429, and is slower after it."""
    took, refused = 0.0, 0
    for seed in range(RUNS):
        with asyncio.Runner(loop_factory=Loop) as runner:
            loop = runner.get_loop()
            assert isinstance(loop, Loop)
            line = Line(loop, ways, answers_after)
            runner.run(send_all(line, loop, random.Random(seed)))
        took += max(line.taken) - min(line.taken)
        refused += line.refused

    assert 100 * RUNS * (MESSAGES - 1) / took / A_SECOND >= share
    assert refused <= RUNS * MESSAGES / 10_000
