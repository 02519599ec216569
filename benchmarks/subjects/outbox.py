"""The outbox owes 4,000 chats one message each: how near to Telegram's 30 a second it sends them.

The program's own sender, pace, texts and SQLite file; Telegram is the sandbox's limits in this process (30 a
second over all chats, 429 beyond). Two bots send side by side: to one Telegram calls take no time and answers
50 ms, to the other calls are on their way for 0 to 150 ms in turn, so that they overtake one another
(`jitter`). The rate is of all messages, from the first call to the last, as a share of 30 a second.
"""

import asyncio
import tempfile
import time
from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import uvloop
from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.exceptions import TelegramRetryAfter
from aiogram.methods import SendMessage, TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import Chat, Message

from benchmarks.rig.results import Goals, Result, at_least, at_most
from bot.outgoing.compose import Messages
from bot.outgoing.sender import Sender
from bot.telegram.rate_limits import RateLimits
from panel import Panel
from sandbox.telegram.errors import ApiError
from sandbox.telegram.faults import Jitter
from sandbox.telegram.limits import Limits
from storage import outbox, users
from storage.database import Database
from storage.engines.open import open_database
from storage.outbox import Event
from storage.users import Role
from usecases.alerting.alert_operators import AlertOperators
from usecases.clock import wall_clock
from usecases.operating.decide_holds import DecideHolds
from usecases.operating.end_orders import EndOrders
from usecases.paying.decide_refunds import DecideRefunds
from usecases.paying.view_money import ViewMoney
from usecases.people.access import Access
from usecases.people.answer_knocks import AnswerKnocks
from usecases.submitting.decide import Decide
from usecases.tracking.view_orders import ViewOrders
from usecases.wakeup import WakeUp

GOALS: Goals = {
    "outbox.rate": at_least(0.97),
    "outbox.refused": at_most(0),
    "outbox.jitter.rate": at_least(0.95),
    "outbox.jitter.refused": at_most(1),
}
MESSAGES = 4_000
A_SECOND = 30
ROUND_TRIP = 0.05  # seconds
LONGEST_WAY = 0.15  # seconds


class Telegram(BaseSession):
    """Counts what is sent, and refuses what is too fast; `way` says how long a call takes to arrive."""

    def __init__(self, way: Jitter, answers_after: float) -> None:
        super().__init__()
        self._way = way
        self._answers_after = answers_after
        self.sent: list[float] = []
        self.refused = 0
        self._now = 0.0
        self._limits = Limits(enabled=True, clock=lambda: self._now)

    async def make_request(
        self,
        bot: Bot,  # noqa: ARG002 - aiogram's own signature
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ARG002, ASYNC109 - as above
    ) -> TelegramType:
        assert isinstance(method, SendMessage)
        chat_id = int(method.chat_id)
        arrives = time.monotonic() + (way := self._way.next())
        if way:
            await asyncio.sleep(way)
        self._now = arrives  # Telegram is another machine: it does not stand still where this one does
        try:
            self._limits.count(chat_id)
        except ApiError as error:
            self.refused += 1
            raise TelegramRetryAfter(method, error.description, 1) from None
        self.sent.append(time.monotonic())
        await asyncio.sleep(self._answers_after)
        chat = Chat(id=chat_id, type="private")
        return Message(message_id=1, date=datetime.now(UTC), chat=chat)  # type: ignore[return-value]  # of sendMessage

    async def close(self) -> None: ...

    async def stream_content(self, *_: Any, **__: Any) -> AsyncGenerator[bytes, None]:
        yield b""


def measure() -> list[Result]:
    return uvloop.run(_measure())


async def _measure() -> list[Result]:
    steady = Telegram(Jitter(), answers_after=ROUND_TRIP)
    jittery = Telegram(Jitter(LONGEST_WAY), answers_after=0.0)
    await asyncio.gather(_send(steady, MESSAGES), _send(jittery, MESSAGES))
    return [*_results("outbox", steady), *_results("outbox.jitter", jittery)]


def _results(name: str, telegram: Telegram) -> list[Result]:
    took = telegram.sent[-1] - telegram.sent[0]
    a_second = (MESSAGES - 1) / took
    raw = f"{MESSAGES} messages to as many chats in {took:.1f} s, {a_second:.2f} a second"
    return [
        Result(f"{name}.rate", a_second / A_SECOND, "×", raw),
        Result(f"{name}.refused", telegram.refused, "429", raw),
    ]


async def _send(telegram: Telegram, messages: int) -> None:
    """Owe so many messages and send them all."""
    with tempfile.TemporaryDirectory() as folder:
        async with (
            open_database(f"sqlite:///{Path(folder)}/bot.db") as db,
            Panel("http://127.0.0.1:9/api/v2", "key", calls_per_minute=6_000) as panel,
        ):
            await _owe(db, messages)
            bot = Bot("1:benchmark", session=telegram)
            await bot.send_message(1, "the first call of a process makes aiogram's models")
            await asyncio.sleep(1)
            telegram.sent.clear()
            await _send_all(db, _sender(db, panel, bot))


async def _send_all(db: Database, sender: Sender) -> None:
    stop, wakeup = asyncio.Event(), WakeUp()
    running = asyncio.create_task(sender.run(wakeup, stop))
    while await db.fetch_one("SELECT 1 FROM outbox WHERE status IN ('pending', 'sending') LIMIT 1"):  # noqa: ASYNC110 - the sender rings no wakeup when all is sent
        await asyncio.sleep(0.5)
    stop.set()
    wakeup.set()
    await running


async def _owe(db: Database, messages: int) -> None:
    async with db.transaction() as transaction:
        for person in range(1, messages + 1):
            alice = await users.keep(transaction, person, "Alice", "en", 0)
            await users.give_role(transaction, alice.id, Role.CUSTOMER, 0)
            await outbox.add(transaction, alice.id, Event.LET_IN, None, wall_clock())


def _sender(db: Database, panel: Panel, bot: Bot) -> Sender:
    access = Access(db=db, admin_ids=[], allowed_ids=[], clock=wall_clock)
    decide = Decide(
        db=db, panel=panel, panel_key_id=1, wake_sweep=WakeUp(), wake_sender=WakeUp(), clock=wall_clock
    )
    alert = AlertOperators(db=db, access=access, clock=wall_clock)
    messages = Messages(
        db=db,
        access=access,
        answer_knocks=AnswerKnocks(db=db, access=access, clock=wall_clock),
        view_orders=ViewOrders(db=db, panel_key_id=1, clock=wall_clock),
        decide=decide,
        decide_holds=DecideHolds(db=db, panel_key_id=1, reprice=_nothing, clock=wall_clock),
        decide_refunds=DecideRefunds(db=db, alert=alert, wake_sender=WakeUp(), clock=wall_clock),
        view_money=ViewMoney(db=db, currency="USD", clock=wall_clock),
        end_orders=EndOrders(db=db, alert=alert, wake_sender=WakeUp(), clock=wall_clock),
    )
    return Sender(bot=bot, db=db, messages=messages, rate_limits=RateLimits(), alert=alert, clock=wall_clock)


async def _nothing() -> None:
    """No catalogue follows here."""
