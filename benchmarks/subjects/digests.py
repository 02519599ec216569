"""The quiet hours of 500 people end at the same moment, with 20 ends held for each: how soon they know.

The program's own sender, pace, texts and SQLite file, and the sandbox's limits, as in `outbox`. Each person
gets one message that tells all. The rate is of all messages, from the first to the last, as a share of 30 a
second; `late` is how long after that moment the first one left, without a goal.

`look` is the time of the sender's look at the outbox in the night, with the 10,000 held messages against
without them, also without a goal: there are two looks a second, of a few milliseconds. Each look claims a
message for each of 32 other people.
"""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import uvloop

from benchmarks.rig.bulk import load_sqlite
from benchmarks.rig.outgoing import A_SECOND, Telegram, send_all
from benchmarks.rig.postponed_messages import OVER_AT, loads
from benchmarks.rig.results import Goals, Result, at_least, at_most, ratio
from sandbox.telegram.faults import Jitter
from storage import outbox, users
from storage.database import Database
from storage.engines.open import open_database
from storage.events import Event
from usecases.clock import HOUR, SECOND

GOALS: Goals = {"digests.rate": at_least(0.97), "digests.refused": at_most(0)}
PEOPLE, ENDS = 500, 20
ROUND_TRIP = 0.05  # seconds
BEFORE_MS = 3 * SECOND  # that the sender runs before the quiet hours are over
AWAKE = 32  # people without quiet hours
LOOKS, ROUNDS = 20, 15


def measure() -> list[Result]:
    with tempfile.TemporaryDirectory() as folder:
        return uvloop.run(_measure(Path(folder)))


async def _measure(folder: Path) -> list[Result]:
    load_sqlite(folder / "held.db", loads(PEOPLE, ENDS))
    load_sqlite(folder / "none.db", loads(PEOPLE, 0))
    async with (
        open_database(f"sqlite:///{folder}/held.db") as held,
        open_database(f"sqlite:///{folder}/none.db") as none,
    ):
        look = await _looks(held, none)
        await held.execute("DELETE FROM outbox WHERE held_until IS NULL")
        return [*await _digests(held), look]


async def _digests(db: Database) -> list[Result]:
    telegram = Telegram(Jitter(), answers_after=ROUND_TRIP)
    clock, started = _clock(OVER_AT - BEFORE_MS), time.monotonic()
    await send_all(db, telegram, clock)
    assert telegram.chats == dict.fromkeys(range(1, PEOPLE + 1), 1), "not everybody got one message"
    late = telegram.sent[0] - started - BEFORE_MS / SECOND
    assert late >= 0, "a message left in the quiet hours"
    raw = f"{PEOPLE} digests of {ENDS} ends in {telegram.sent[-1] - telegram.sent[0]:.1f} s"
    return [
        Result("digests.rate", telegram.a_second / A_SECOND, "×", raw),
        Result("digests.refused", telegram.refused, "429", raw),
        Result("digests.late", late, "s", raw),
    ]


def _clock(start: int) -> Callable[[], int]:
    """Goes on from a time (epoch ms)."""
    began = time.monotonic()
    return lambda: start + round((time.monotonic() - began) * SECOND)


async def _looks(held: Database, none: Database) -> Result:
    for db in (held, none):
        await _wake_people(db)
    pairs = [(await _look(held), await _look(none)) for _ in range(ROUNDS)]
    with_held, without = zip(*pairs, strict=True)
    return ratio("digests.look", with_held, without, "µs")


async def _wake_people(db: Database) -> None:
    """Add people without quiet hours, and a message to each."""
    for one in range(AWAKE):
        person = await users.keep(db, PEOPLE + 1 + one, "Bob", "en", 0)
        await outbox.add(db, person.id, Event.LET_IN, None, OVER_AT - HOUR)


async def _look(db: Database) -> float:
    """Time of a look in µs."""
    took = 0.0
    for _ in range(LOOKS):
        began = time.perf_counter()
        found = await outbox.take_due(db.relaxed, OVER_AT - HOUR, 2 * AWAKE, 1)
        took += time.perf_counter() - began
        assert len(found) == AWAKE, found
        await db.execute("UPDATE outbox SET status = 'pending' WHERE status = 'sending'")
    return took / LOOKS * 1e6
