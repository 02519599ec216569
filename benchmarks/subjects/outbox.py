"""The outbox owes 4,000 chats one message each: how near to Telegram's 30 a second it sends them.

The program's own sender, pace, texts and SQLite file; Telegram is the sandbox's limits in this process (30 a
second over all chats, 429 beyond). Two bots send side by side: to one Telegram calls take no time and answers
50 ms, to the other calls are on their way for 0 to 150 ms in turn, so that they overtake one another
(`jitter`). The rate is of all messages, from the first call to the last, as a share of 30 a second.
"""

import asyncio
import tempfile
from pathlib import Path

import uvloop

from benchmarks.rig.outgoing import A_SECOND, Telegram, send_all
from benchmarks.rig.results import Goals, Result, at_least, at_most
from sandbox.telegram.faults import Jitter
from storage import outbox, users
from storage.database import Database
from storage.engines.open import open_database
from storage.events import Event
from storage.users import Role
from usecases.clock import wall_clock

GOALS: Goals = {
    "outbox.rate": at_least(0.97),
    "outbox.refused": at_most(0),
    "outbox.jitter.rate": at_least(0.95),
    "outbox.jitter.refused": at_most(1),
}
MESSAGES = 4_000
ROUND_TRIP = 0.05  # seconds
LONGEST_WAY = 0.15  # seconds


def measure() -> list[Result]:
    return uvloop.run(_measure())


async def _measure() -> list[Result]:
    steady = Telegram(Jitter(), answers_after=ROUND_TRIP)
    jittery = Telegram(Jitter(LONGEST_WAY), answers_after=0.0)
    await asyncio.gather(_send(steady, MESSAGES), _send(jittery, MESSAGES))
    return [*_results("outbox", steady), *_results("outbox.jitter", jittery)]


def _results(name: str, telegram: Telegram) -> list[Result]:
    took = telegram.sent[-1] - telegram.sent[0]
    raw = f"{MESSAGES} messages to as many chats in {took:.1f} s, {telegram.a_second:.2f} a second"
    return [
        Result(f"{name}.rate", telegram.a_second / A_SECOND, "×", raw),
        Result(f"{name}.refused", telegram.refused, "429", raw),
    ]


async def _send(telegram: Telegram, messages: int) -> None:
    """Owe so many messages and send them all."""
    with tempfile.TemporaryDirectory() as folder:
        async with open_database(f"sqlite:///{Path(folder)}/bot.db") as db:
            await _owe(db, messages)
            await send_all(db, telegram)


async def _owe(db: Database, messages: int) -> None:
    async with db.transaction() as transaction:
        for person in range(1, messages + 1):
            alice = await users.keep(transaction, person, "Alice", "en", 0)
            await users.give_role(transaction, alice.id, Role.CUSTOMER, 0)
            await outbox.add(transaction, alice.id, Event.LET_IN, None, wall_clock())
