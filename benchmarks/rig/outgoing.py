"""The way of a message out of the outbox, to a Telegram in this process that keeps its limits."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from typing import Any

from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.exceptions import TelegramRetryAfter
from aiogram.methods import SendMessage, TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import Chat, Message

from bot.outgoing.backup_messages import BackupMessages
from bot.outgoing.compose import Messages
from bot.outgoing.mass_order_messages import MassOrderMessages
from bot.outgoing.order_messages import OrderMessages
from bot.outgoing.payment_messages import PaymentMessages
from bot.outgoing.quiet_messages import QuietMessages
from bot.outgoing.sender import Sender
from bot.outgoing.support_messages import SupportMessages
from bot.telegram.rate_limits import RateLimits
from panel import Panel
from sandbox.telegram.errors import ApiError
from sandbox.telegram.faults import Jitter
from sandbox.telegram.limits import Limits
from storage.database import Database
from usecases.alerting.alert_operators import AlertOperators
from usecases.browsing.catalogue import Catalogue
from usecases.clock import Clock, wall_clock
from usecases.operating.decide_holds import DecideHolds
from usecases.operating.end_orders import EndOrders
from usecases.ordering.draft_orders import DraftOrders
from usecases.paying.decide_refunds import DecideRefunds
from usecases.paying.view_money import ViewMoney
from usecases.paying.view_payments import ViewPayments
from usecases.people.access import Access
from usecases.people.answer_knocks import AnswerKnocks
from usecases.submitting.decide import Decide
from usecases.supporting.view_cases import ViewCases
from usecases.tracking.view_mass_orders import ViewMassOrders
from usecases.tracking.view_orders import ViewOrders
from usecases.wakeup import WakeUp

A_SECOND = 30
"""Messages that Telegram takes over all chats."""


class Telegram(BaseSession):
    """Counts what is sent, and refuses what is too fast; `way` says how long a call takes to arrive."""

    def __init__(self, way: Jitter, answers_after: float) -> None:
        super().__init__()
        self._way = way
        self._answers_after = answers_after
        self.sent: list[float] = []
        self.chats: Counter[int] = Counter()
        self.refused = 0
        self._now = 0.0
        self._limits = Limits(enabled=True, clock=lambda: self._now)

    @property
    def a_second(self) -> float:
        """Messages a second, from the first to the last."""
        return (len(self.sent) - 1) / (self.sent[-1] - self.sent[0])

    async def make_request(
        self,
        bot: Bot,  # noqa: ARG002 - aiogram's own signature
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ARG002, ASYNC109 - as above
    ) -> TelegramType:
        assert isinstance(method, SendMessage)
        await self.take(method, int(method.chat_id))
        chat = Chat(id=int(method.chat_id), type="private")
        return Message(message_id=1, date=datetime.now(UTC), chat=chat)  # type: ignore[return-value]  # of sendMessage

    async def take(self, method: TelegramMethod[Any], chat_id: int) -> None:
        """Take a message as Telegram does. Raises TelegramRetryAfter if it is too fast."""
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
        self.chats[chat_id] += 1
        await asyncio.sleep(self._answers_after)

    async def close(self) -> None: ...

    async def stream_content(self, *_: Any, **__: Any) -> AsyncGenerator[bytes, None]:
        yield b""


async def send_all(db: Database, telegram: Telegram, clock: Clock = wall_clock) -> None:
    """Send what is in the outbox."""
    bot = Bot("1:benchmark", session=telegram)
    await bot.send_message(1, "the first call of a process makes aiogram's models")
    await asyncio.sleep(1)
    telegram.sent.clear()
    telegram.chats.clear()
    async with Panel("http://127.0.0.1:9/api/v2", "key", calls_per_minute=6_000) as panel:
        await _until_all_is_sent(db, sender(db, panel, bot, clock))


async def _until_all_is_sent(db: Database, sending: Sender) -> None:
    stop, wakeup = asyncio.Event(), WakeUp()
    running = asyncio.create_task(sending.run(wakeup, stop))
    while await db.fetch_one("SELECT 1 FROM outbox WHERE status IN ('pending', 'sending') LIMIT 1"):  # noqa: ASYNC110 - the sender rings no wakeup when all is sent
        await asyncio.sleep(0.5)
    stop.set()
    wakeup.set()
    await running


def sender(
    db: Database, panel: Panel, bot: Bot, clock: Clock, rate_limits: RateLimits | None = None
) -> Sender:
    """Build the program's sender, with limits of its own unless it shares some."""
    access = Access(db=db, admin_ids=[], allowed_ids=[], clock=clock)
    decide = Decide(
        db=db, panel=panel, panel_key_id=1, wake_sweep=WakeUp(), wake_sender=WakeUp(), clock=clock
    )
    alert = AlertOperators(db=db, access=access, clock=clock)
    view_orders = ViewOrders(db=db, panel_key_id=1, clock=clock)
    mass_order_messages = MassOrderMessages(
        db=db, view_mass_orders=ViewMassOrders(db=db, view_orders=view_orders), clock=clock
    )
    messages = Messages(
        db=db,
        access=access,
        answer_knocks=AnswerKnocks(db=db, access=access, clock=clock),
        order_messages=OrderMessages(
            db=db, view_orders=view_orders, mass_order_messages=mass_order_messages, clock=clock
        ),
        decide=decide,
        decide_holds=DecideHolds(db=db, panel_key_id=1, reprice=_nothing, clock=clock),
        decide_refunds=DecideRefunds(db=db, alert=alert, wake_sender=WakeUp(), clock=clock),
        view_money=ViewMoney(db=db, currency="USD", clock=clock),
        backup_messages=BackupMessages(None),
        support_messages=SupportMessages(db=db, view_cases=ViewCases(db=db)),
        mass_order_messages=mass_order_messages,
        payment_messages=PaymentMessages(
            db=db,
            view_payments=ViewPayments(db=db, currency="USD", clock=clock),
            draft_orders=DraftOrders(db=db, catalogue=Catalogue(1), clock=clock),
        ),
        end_orders=EndOrders(db=db, alert=alert, wake_sender=WakeUp(), clock=clock),
    )
    quiet = QuietMessages(db=db, messages=messages, access=access, clock=clock)
    return Sender(
        bot=bot,
        db=db,
        messages=quiet,
        rate_limits=rate_limits or RateLimits(),
        alert=alert,
        clock=clock,
    )


async def _nothing() -> None:
    """No catalogue follows here."""
