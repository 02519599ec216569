"""A broadcast to 10,000 people while the outbox gets five messages a second: how near to 20 a second it goes.

The program's own broadcaster and sender share their limits; Telegram is the sandbox's limits in this process,
as in `outbox`, and answers after 50 ms. Measured are the first 1,200 copies, which take a minute. The rate is
a share of 20 a second. `beside` is the longest time from the commit of a message into the outbox to its
arrival at Telegram.
"""

import asyncio
import contextlib
import tempfile
import time
from pathlib import Path

import uvloop
from aiogram import Bot
from aiogram.methods import CopyMessage, DeleteMessage, EditMessageText, SendMessage, TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import MessageId

from benchmarks.rig.bulk import Rows, load_sqlite
from benchmarks.rig.outgoing import Telegram, sender
from benchmarks.rig.results import Goals, Result, at_least, at_most
from bot.outgoing.broadcaster import BROADCAST_PACE, Broadcaster
from bot.telegram.rate_limits import RateLimits
from panel import Panel
from sandbox.telegram.faults import Jitter
from storage import broadcast_people, broadcasts, outbox
from storage.audiences import Segment, SegmentKind
from storage.database import Database
from storage.engines.open import open_database
from storage.events import Event
from usecases.broadcasting.steer_broadcast import SteerBroadcast
from usecases.clock import wall_clock
from usecases.people.access import Access
from usecases.wakeup import WakeUp

GOALS: Goals = {
    "broadcast.rate": at_least(0.97),
    "broadcast.refused": at_most(0),
    "broadcast.beside": at_most(1),
}
PEOPLE, MEASURED = 10_000, 1_200
ROUND_TRIP = 0.05  # seconds
BETWEEN = 0.2  # seconds between two messages of the outbox
ALICES = 100  # people who get these, in turn
OPERATOR = 1


class TelegramOfBroadcast(Telegram):
    """Counts copies as `sent`, and notes when each message of the outbox came."""

    def __init__(self) -> None:
        super().__init__(Jitter(), ROUND_TRIP)
        self.copied: list[float] = []
        self.came: dict[int, list[float]] = {}

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109 - aiogram's own signature
    ) -> TelegramType:
        if isinstance(method, CopyMessage):
            await self.take(method, int(method.chat_id))
            self.copied.append(self.sent[-1])
            return MessageId(message_id=1)  # type: ignore[return-value]  # of copyMessage
        if isinstance(method, EditMessageText | DeleteMessage):
            await self.take(method, OPERATOR)
            return True  # type: ignore[return-value]  # the result is not used
        if isinstance(method, SendMessage):
            self.came.setdefault(int(method.chat_id), []).append(time.monotonic())
        return await super().make_request(bot, method, timeout)


def measure() -> list[Result]:
    with tempfile.TemporaryDirectory() as folder:
        return uvloop.run(_measure(Path(folder)))


async def _measure(folder: Path) -> list[Result]:
    users = ((one, one, "Alice", "en", "customer", 0) for one in range(OPERATOR, PEOPLE + 1))
    columns = ("id", "telegram_id", "name", "language_code", "role", "created_at")
    load_sqlite(folder / "broadcast.db", [Rows("users", columns, users)])
    async with open_database(f"sqlite:///{folder}/broadcast.db") as db:
        telegram = TelegramOfBroadcast()
        late = await _send(db, telegram)
    copies = telegram.copied[:MEASURED]
    a_second = (len(copies) - 1) / (copies[-1] - copies[0])
    raw = f"{len(copies)} of {PEOPLE} copies, {a_second:.2f} a second"
    return [
        Result("broadcast.rate", a_second / BROADCAST_PACE, "×", raw),
        Result("broadcast.refused", telegram.refused, "429", raw),
        Result("broadcast.beside", max(late), "s", f"{len(late)} messages of the outbox"),
    ]


async def _send(db: Database, telegram: TelegramOfBroadcast) -> list[float]:
    """Send until enough is measured; returns how late the messages of the outbox came."""
    access = Access(db=db, admin_ids=[], allowed_ids=[], clock=wall_clock)
    bot, rate_limits, wakeup, stop = (
        Bot("1:benchmark", session=telegram),
        RateLimits(),
        WakeUp(),
        asyncio.Event(),
    )
    steer = SteerBroadcast(db=db, wake_broadcaster=wakeup, clock=wall_clock)
    broadcaster = Broadcaster(
        bot=bot, db=db, access=access, steer=steer, rate_limits=rate_limits, clock=wall_clock
    )
    await _begin(db, access)
    async with Panel("http://127.0.0.1:9/api/v2", "key", calls_per_minute=6_000) as panel:
        wake_sender = WakeUp()
        sending = sender(db, panel, bot, wall_clock, rate_limits)
        running = [asyncio.create_task(sending.run(wake_sender, stop))]
        await _warm_up(db, bot, telegram)
        running.append(asyncio.create_task(broadcaster.run(wakeup, stop)))
        late = await _beside(db, telegram, wake_sender)
        stop.set()
        wake_sender.set()
        await asyncio.gather(*running)
    return late


async def _warm_up(db: Database, bot: Bot, telegram: TelegramOfBroadcast) -> None:
    """Make the first calls of a process, which build aiogram's models and read the languages."""
    await bot.copy_message(OPERATOR, OPERATOR, 1)
    await outbox.add(db, OPERATOR, Event.LET_IN, None, wall_clock())
    while not telegram.came:  # noqa: ASYNC110 - nothing tells that a message came
        await asyncio.sleep(0.1)
    await asyncio.sleep(1)
    for made in (telegram.sent, telegram.copied, telegram.came):
        made.clear()


async def _begin(db: Database, access: Access) -> None:
    draft = await broadcasts.create(db, OPERATOR, 1, None, wall_clock())
    async with db.transaction() as transaction:
        total = await broadcast_people.take_snapshot(
            transaction, draft.id, Segment(SegmentKind.ALL), access.admitted, wall_clock(), is_news=True
        )
        assert total == PEOPLE
        await broadcasts.start(transaction, draft.id, total, wall_clock())


async def _beside(db: Database, telegram: TelegramOfBroadcast, wake_sender: WakeUp) -> list[float]:
    """Put messages into the outbox until enough copies are sent."""
    added: list[tuple[int, float]] = []
    while len(telegram.copied) < MEASURED:
        chat = OPERATOR + 1 + len(added) % ALICES
        await outbox.add(db, chat, Event.LET_IN, None, wall_clock())
        added.append((chat, time.monotonic()))
        wake_sender.set()
        await asyncio.sleep(BETWEEN)
    await asyncio.sleep(1)
    came = {chat: iter(times) for chat, times in telegram.came.items()}
    with contextlib.suppress(StopIteration):
        return [next(came[chat]) - at for chat, at in added]
    raise AssertionError("a message of the outbox did not come")
