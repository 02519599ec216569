"""CPU of what a wizard's step remembers, durably, beside aiogram's storages.

A step: the conversation is read and filtered by, an answer comes in as a text, the answers so far and the
next question are kept. Ours: a middleware that reads the conversation, a filter on what it expects,
`drafts.get`, `drafts.answer` and `conversations.keep` on an SQLite file, relaxed as in the program. aiogram:
`FSMContextMiddleware`, a `StateFilter`, `get_data`, `set_data`, `set_state`, on MemoryStorage and on
RedisStorage (127.0.0.1:6379, keys of its own, deleted afterwards; left out if there is none). Nothing is
parsed, shown or sent. 32 people at once; CPU of this process, without Redis's own. Without a goal.
"""

import asyncio
import datetime as dt
import gc
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
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
from aiogram.fsm.storage.base import BaseStorage, DefaultKeyBuilder
from aiogram.fsm.storage.memory import DisabledEventIsolation, MemoryStorage
from aiogram.fsm.storage.redis import RedisStorage
from aiogram.types import Chat, Message, TelegramObject, User
from redis.exceptions import ConnectionError as RedisAway

from benchmarks.rig.results import Goals, Result, scaled
from handlers.awaiting import Expected, Expecting
from storage import conversations, drafts, panel_keys
from storage.conversations import Conversation
from storage.database import Database
from storage.engines.open import open_database

GOALS: Goals = {}
PEOPLE, STEPS, ROUNDS = 32, 50, 5
REDIS = "redis://127.0.0.1:6379/0"
PREFIX = "panelgram-benchmark"
ANSWER = State("answer", group_name="benchmark")

Step = Callable[[int, int], Awaitable[object]]


def measure() -> list[Result]:
    return uvloop.run(_measure())


async def _measure() -> list[Result]:
    with tempfile.TemporaryDirectory() as folder:
        async with open_database(f"sqlite:///{Path(folder)}/bot.db") as db, _redis() as redis:
            await _fill(db)
            steps = {"ours": _our_step(db), "aiogram_memory": _their_step(MemoryStorage())}
            if redis is not None:
                steps["aiogram_redis"] = _their_step(redis)
            gc.collect()
            gc.freeze()
            rounds = [{name: await _crowd(step) for name, step in steps.items()} for _ in range(ROUNDS + 1)]
    return [_result(name, [one[name] for one in rounds[1:]]) for name in steps]


def _result(name: str, costs: list[float]) -> Result:
    raw = f"{min(costs):.1f} to {max(costs):.1f} µs"
    return scaled(f"wizard.step.{name}", statistics.median(costs), "µs", raw)


@asynccontextmanager
async def _redis() -> AsyncIterator[RedisStorage | None]:
    storage = RedisStorage.from_url(REDIS, key_builder=DefaultKeyBuilder(prefix=PREFIX))
    try:
        await storage.redis.ping()
    except RedisAway:
        print("Redis is left out: there is none", file=sys.stderr)
        yield None
    else:
        yield storage
        await storage.redis.delete(*[key async for key in storage.redis.scan_iter(f"{PREFIX}*")])
    finally:
        await storage.close()


async def _crowd(step: Step) -> float:
    """CPU of a step in µs."""

    async def person(number: int) -> None:
        for turn in range(STEPS):
            await step(number, turn)

    before = time.process_time()
    await asyncio.gather(*map(person, range(1, PEOPLE + 1)))
    return (time.process_time() - before) / (PEOPLE * STEPS) * 1e6


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
    person = message.chat.id
    draft = await drafts.get(db, str(conversation.data["draft"]), person)
    assert draft is not None
    await drafts.answer(db.relaxed, draft, {**draft.answers, "quantity": message.text or ""}, 0)
    await conversations.keep(db.relaxed, person, Expected.ANSWER, _about(person))


def _about(person: int) -> dict[str, str | int]:
    return {"draft": f"draft{person}", "field": "quantity", "menu": 7}


ADD_PERSON = "INSERT INTO users (id, telegram_id, name, created_at) VALUES ($1, $1, 'Alice', 0)"


async def _fill(db: Database) -> None:
    key = await panel_keys.of_operator(db, "http://127.0.0.1/api/v2")
    for person in range(1, PEOPLE + 1):
        await db.execute(ADD_PERSON, person)
        await drafts.create(db, f"draft{person}", person, key.id, "1", {"link": "https://example.com/p/1"}, 0)
        await conversations.keep(db, person, Expected.ANSWER, _about(person))
