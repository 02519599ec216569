"""The message in which an operator sees how far their broadcast is."""

import asyncio
import logging
import time
from collections.abc import Callable

from bot.run_until import run_until
from bot.telegram.client import OutboxBot
from bot.telegram.rate_limits import RateLimits
from bot.telegram.verdicts import REFUSALS, Verdict, verdict
from storage import broadcasts, users
from storage.broadcasts import Broadcast, BroadcastStatus
from storage.database import Database, DatabaseAway
from storage.events import Rank
from usecases.broadcasting.steer_broadcast import SteerBroadcast
from usecases.wakeup import WakeUp
from views.language import speaking
from views.operating import broadcasts as views
from views.screen import Screen

log = logging.getLogger(__name__)

EDIT_INTERVAL_S = 3.0  # seconds between two edits at least


class BroadcastCard:
    """A new message tells that a broadcast began, ended or got into trouble; edits tell the rest."""

    def __init__(
        self,
        *,
        bot: OutboxBot,
        db: Database,
        steer: SteerBroadcast,
        rate_limits: RateLimits,
        speed: Callable[[], float],
    ) -> None:
        self._bot = bot
        self._db = db
        self._steer = steer
        self._rate_limits = rate_limits
        self._speed = speed
        self._changed = WakeUp()
        self._edited_at = 0.0
        self._shown: Screen | None = None

    def look_again(self) -> None:
        """Draw soon: the broadcast has taken a step."""
        self._changed.set()

    async def run(self, stop: asyncio.Event) -> None:
        self._edited_at = -EDIT_INTERVAL_S
        self._changed.set()
        while not stop.is_set():
            await run_until(stop, self._changed.wait(EDIT_INTERVAL_S))
            try:
                await run_until(stop, self._draw())
            except DatabaseAway:
                log.info("the card of the broadcast waits for the database")
            except REFUSALS as error:
                log.info("the card of the broadcast could not be drawn: %s", type(error).__name__)
            except Exception:
                log.exception("the card of the broadcast could not be drawn")

    async def _draw(self) -> None:
        while (ended := await broadcasts.untold(self._db)) is not None:
            await self._draw_one(ended)
        if (going := await broadcasts.under_way(self._db)) is not None:
            await self._draw_one(going)

    async def _draw_one(self, broadcast: Broadcast) -> None:
        author = await users.get(self._db, broadcast.author)
        chat_id, phase = (author.telegram_id if author else None), phase_of(broadcast)
        if author is None or chat_id is None:
            await broadcasts.note_card(self._db, broadcast.id, None, phase)
            return
        report = await self._steer.report(broadcast)
        with speaking(author.language or author.language_code):
            screen = views.card(report, self._speed())
        if phase != broadcast.card_phase:
            await self._send(broadcast, chat_id, phase, screen)
        elif broadcast.card_id is not None and screen != self._shown:
            await self._edit(broadcast, chat_id, phase, screen)

    async def _send(self, broadcast: Broadcast, chat_id: int, phase: str, screen: Screen) -> None:
        """Send a new card, and delete the last one. A crash in between may repeat it."""
        await self._rate_limits.wait_for_outbox_slot(chat_id, Rank.DECISIONS)
        card_id = None
        try:
            async with self._rate_limits.call(chat_id):
                sent = await self._bot.send_message(chat_id, screen.text, reply_markup=screen.keyboard)
            card_id = sent.message_id
        except REFUSALS as error:
            if verdict(error) in (Verdict.LATER, Verdict.ENDS):
                raise
        await broadcasts.note_card(self._db, broadcast.id, card_id, phase)
        self._edited_at, self._shown = time.monotonic(), screen
        if broadcast.card_id is not None:
            async with self._rate_limits.call(chat_id):
                await self._bot.delete_message(chat_id, broadcast.card_id)

    async def _edit(self, broadcast: Broadcast, chat_id: int, phase: str, screen: Screen) -> None:
        await asyncio.sleep(self._edited_at + EDIT_INTERVAL_S - time.monotonic())
        await self._rate_limits.wait_for_outbox_slot(chat_id, Rank.DECISIONS)
        self._edited_at, self._shown = time.monotonic(), screen
        try:
            async with self._rate_limits.call(chat_id):
                await self._bot.edit_message_text(
                    screen.text,
                    chat_id=chat_id,
                    message_id=broadcast.card_id,
                    reply_markup=screen.keyboard,
                )
        except REFUSALS as error:
            if verdict(error) is not Verdict.ANEW:
                raise
            await self._send(broadcast, chat_id, phase, screen)


def phase_of(broadcast: Broadcast) -> str:
    """Return for what a card is sent: an operator's own pause needs no new one, and a trouble does."""
    if broadcast.status is BroadcastStatus.PAUSED:
        return broadcast.trouble or BroadcastStatus.SENDING
    return broadcast.status
