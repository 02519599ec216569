"""Carries to the panel what people confirmed, one call at a time for a panel key."""

import asyncio
import logging

from bot.logs import level_of
from bot.run_until import unless
from storage.database import DatabaseAway
from usecases.submitting.submit_cancel import SubmitCancel
from usecases.submitting.submit_order import SubmitOrder
from usecases.submitting.submit_refill import SubmitRefill
from usecases.wakeup import Bell

log = logging.getLogger(__name__)

IDLE = 1.0  # seconds between looks when nothing rings
AFTER_FAILURE = 6.0  # seconds: longer than it takes to learn that another leads by now, and submits


class Submitter:
    def __init__(
        self,
        *,
        panel_key_id: int,
        submit_order: SubmitOrder,
        submit_refill: SubmitRefill,
        submit_cancel: SubmitCancel,
        outbox: Bell,
    ) -> None:
        self._panel_key_id = panel_key_id
        self._steps = (submit_order, submit_refill, submit_cancel)
        self._outbox = outbox

    async def recover(self) -> None:
        """What was sent and not heard about, before a crash or a stumble, is unknown, and told so."""
        for step in self._steps:
            await step.recover()

    async def run(self, work: Bell, stop: asyncio.Event) -> None:
        """Submit until stopped, and then end the call that is open; `work` rings when something waits.

        After a failure something may have been begun without anybody's knowing: a commit whose answer was
        lost. Nothing is submitted before that is cleared up.
        """
        in_doubt = False
        while not stop.is_set():
            try:
                if in_doubt:
                    await self.recover()
                    in_doubt = False
                if not await self.submit_waiting(stop):
                    await work.wait(IDLE)
            except DatabaseAway as error:
                log.log(level_of(error), "the submitter waits: %s", error)
                in_doubt = True
                await unless(stop, asyncio.sleep(AFTER_FAILURE))
            except Exception:
                log.exception("the submitter stumbled; what it was about is unknown")
                in_doubt = True
                await unless(stop, asyncio.sleep(AFTER_FAILURE))

    async def submit_waiting(self, stop: asyncio.Event) -> bool:
        """Submit the oldest order, refill and cancel that wait; False if none did."""
        busy = False
        for step in self._steps:
            if not stop.is_set() and await step.next(self._panel_key_id):
                self._outbox.ring()
                busy = True
        return busy
