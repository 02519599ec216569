"""A durable wizard step against aiogram's storages: all that remembers the conversation, and nothing else.

A step: what is awaited is read and filtered by, an answer comes in as a text, the answers so far and what is
awaited next are kept. Peers, on MemoryStorage and RedisStorage (127.0.0.1:6379, keys of its own, deleted
afterwards): `FSMContextMiddleware`, a `StateFilter`, `get_data`, `set_data`, `set_state`. Ours: a middleware
that reads the conversation and a filter on what it awaits, as the program has them, `drafts.get`,
`drafts.answer` and `conversations.keep` on an SQLite file, unforced as in the program. Nothing is parsed,
dispatched, shown or sent: that is the same on both sides and would hide them. 32 people at once, each one
step after the other; CPU of this process, without Redis's own. In the raw figures stand besides the storages'
calls alone.
"""

import asyncio
import datetime as dt
import gc
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import uvloop
from aiogram import BaseMiddleware, Bot, Router
from aiogram.dispatcher.event.telegram import TelegramEventObserver
from aiogram.dispatcher.middlewares.user_context import EventContext
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.middleware import FSMContextMiddleware
from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, DefaultKeyBuilder, StorageKey
from aiogram.fsm.storage.memory import DisabledEventIsolation, MemoryStorage
from aiogram.fsm.storage.redis import RedisStorage
from aiogram.types import Chat, Message, TelegramObject, User

from benchmarks.results import Result, ratios
from handlers.awaiting import Expected, Expecting
from storage import conversations, drafts, panel_keys, users
from storage.conversations import Conversation
from storage.database import Database
from storage.engines.open import open_database

PEOPLE, STEPS, PAIRS = 32, 50, 5
REDIS = "redis://127.0.0.1:6379/0"
PREFIX = "panelgram-benchmark"
TO_MEMORY, TO_REDIS = 2.2, 0.25

LIMITED_BY = (
    "aiogram's observers and middlewares, some 15 µs on every side; then two reads of SQLite, 6 µs each, and "
    "two writes, 5 each where all of one turn of the loop share a commit."
)

ANSWER = State("answer", group_name="benchmark")
Step = Callable[[int, int], Awaitable[object]]
Spent = list[tuple[float, float]]
"""CPU and time of each pair."""


def measure() -> list[Result]:
    return uvloop.run(_measure())


async def _measure() -> list[Result]:
    redis = RedisStorage.from_url(REDIS, key_builder=DefaultKeyBuilder(prefix=PREFIX))
    memory = MemoryStorage()
    with tempfile.TemporaryDirectory() as folder:
        async with open_database(f"sqlite:///{Path(folder)}/bot.db") as db:
            await _fill(db)
            try:
                gc.collect()
                gc.freeze()
                steps = [_our_step(db), _their_step(memory), _their_step(redis)]
                results = await _compare("step", steps)
                calls = [_our_calls(db), _their_calls(memory), _their_calls(redis)]
                besides = f"; calls alone {await _raw(calls)}"
                return [replace(result, raw=result.raw + besides) for result in results]
            finally:
                keys = [key async for key in redis.redis.scan_iter(f"{PREFIX}*")]
                await redis.redis.delete(*keys)
                await redis.close()


async def _compare(name: str, steps: list[Step]) -> list[Result]:
    spent = [[await _crowd(step) for step in steps] for _ in range(PAIRS + 1)][1:]
    ours, memory, redis = ([one[place] for one in spent] for place in range(3))
    return [
        _ratio(f"wizard.{name}.to_memory.cpu", TO_MEMORY, ours, memory),
        _ratio(f"wizard.{name}.to_redis.cpu", TO_REDIS, ours, redis),
    ]


def _ratio(name: str, limit: float, ours: Spent, theirs: Spent) -> Result:
    """Of CPU; the wall time, which holds what the file system makes wait for, stands beside it."""
    result = ratios(name, limit, _cpu(ours), _cpu(theirs), "µs CPU")
    walls = f"{statistics.median(_wall(ours)):.4g} against {statistics.median(_wall(theirs)):.4g} µs of time"
    return replace(result, raw=f"{result.raw}; {walls}")


async def _raw(steps: list[Step]) -> str:
    """Medians of ours, memory and Redis."""
    spent = [[(await _crowd(step))[0] for step in steps] for _ in range(PAIRS + 1)][1:]
    return " / ".join(f"{statistics.median(each):.4g}" for each in zip(*spent, strict=True)) + " µs"


def _cpu(spent: Spent) -> list[float]:
    return [cpu for cpu, _ in spent]


def _wall(spent: Spent) -> list[float]:
    return [wall for _, wall in spent]


async def _crowd(step: Step) -> tuple[float, float]:
    """Microseconds a step, of CPU and of wall time."""

    async def person(number: int) -> None:
        for turn in range(STEPS):
            await step(number, turn)

    cpu, wall = time.process_time(), time.perf_counter()
    await asyncio.gather(*map(person, range(1, PEOPLE + 1)))
    scale = 1e6 / (PEOPLE * STEPS)
    return (time.process_time() - cpu) * scale, (time.perf_counter() - wall) * scale


def _message(person: int, turn: int) -> Message:
    return Message(
        message_id=turn,
        date=dt.datetime.now(dt.UTC),
        text=str(turn),
        chat=Chat(id=person, type="private"),
        from_user=User(id=person, is_bot=False, first_name="Alice"),
    )


def _their_step(storage: BaseStorage) -> Step:
    observer = Router().message
    observer.outer_middleware(FSMContextMiddleware(storage, DisabledEventIsolation()))  # as in a Dispatcher
    observer.register(_their_answer, StateFilter(ANSWER, None))
    return _observed(observer)


def _our_step(db: Database) -> Step:
    async def answer(message: Message, conversation: Conversation) -> None:
        await _our_answer(db, message, conversation)

    observer = Router().message
    observer.outer_middleware(_Remembers(db))
    observer.register(answer, Expecting(Expected.ANSWER))
    return _observed(observer)


def _observed(observer: TelegramEventObserver) -> Step:
    """What is there already when a message comes to its handlers is made before."""
    bot = Bot("1:benchmark")
    messages = _messages()

    async def step(person: int, turn: int) -> None:
        message = messages[person, turn]
        user, chat = message.from_user, message.chat
        data = {"bot": bot, "event_from_user": user, "event_context": EventContext(chat=chat, user=user)}
        await observer.wrap_outer_middleware(observer.trigger, message, data)

    return step


def _messages() -> dict[tuple[int, int], Message]:
    return {
        (person, turn): _message(person, turn) for person in range(1, PEOPLE + 1) for turn in range(STEPS)
    }


async def _their_answer(message: Message, state: FSMContext) -> None:
    data = await state.get_data()
    await state.set_data({**data, **_about(message.chat.id), "quantity": message.text})
    await state.set_state(ANSWER)


class _Remembers(BaseMiddleware):
    """As the program's gate does."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        data["conversation"] = await conversations.get(self._db, data["event_from_user"].id)
        return await handler(event, data)


async def _our_answer(db: Database, message: Message, conversation: Conversation) -> None:
    await _keep(db, message.chat.id, str(conversation.data["draft"]), message.text or "")


def _our_calls(db: Database) -> Step:
    async def step(person: int, turn: int) -> None:
        conversation = await conversations.get(db, person)
        await _keep(db, person, str(conversation.data["draft"]), str(turn))

    return step


def _their_calls(storage: BaseStorage) -> Step:
    async def step(person: int, turn: int) -> None:
        context = FSMContext(storage, StorageKey(1, person, person))
        await context.get_state()
        data = await context.get_data()
        await context.set_data({**data, **_about(person), "quantity": str(turn)})
        await context.set_state(ANSWER)

    return step


async def _keep(db: Database, person: int, draft_id: str, text: str) -> None:
    draft = await drafts.get(db, draft_id, person)
    assert draft is not None
    await drafts.answer(db.relaxed, draft, {**draft.answers, "quantity": text}, 0)
    await conversations.keep(db.relaxed, person, Expected.ANSWER, _about(person))


def _about(person: int) -> dict[str, str | int]:
    return {"draft": f"draft{person}", "field": "quantity", "menu": 7}


async def _fill(db: Database) -> None:
    key = await panel_keys.of_operator(db, "http://127.0.0.1/api/v2")
    for person in range(1, PEOPLE + 1):
        await users.keep(db, person, "Alice", "en", 0)
        await drafts.create(db, f"draft{person}", person, key.id, "1", {"link": "https://example.com/p/1"}, 0)
        await conversations.keep(db, person, Expected.ANSWER, _about(person))
