"""Carries to the panel what people confirmed, one call at a time for a panel key."""

import asyncio
import logging

from storage.database import DatabaseAway
from usecases.bell import Bell
from usecases.insist import insist
from usecases.submit_cancel import SubmitCancel
from usecases.submit_order import SubmitOrder
from usecases.submit_refill import SubmitRefill

log = logging.getLogger(__name__)

IDLE = 1.0  # seconds between looks when nothing rings
AFTER_FAILURE = 5.0


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
        """Submit until stopped, and then end the call that is open; `work` rings when something waits."""
        while not stop.is_set():
            try:
                if not await self.submit_waiting(stop):
                    await work.wait(IDLE)
            except DatabaseAway as error:  # whatever was sent has been written down
                log.info("the submitter waits: %s", error)
                await asyncio.sleep(AFTER_FAILURE)
            except Exception:
                log.exception("the submitter stumbled; what it was about is unknown")
                await asyncio.sleep(AFTER_FAILURE)
                await insist(self.recover)

    async def submit_waiting(self, stop: asyncio.Event) -> bool:
        """Submit the oldest order, refill and cancel that wait; False if none did."""
        busy = False
        for step in self._steps:
            if not stop.is_set() and await step.next(self._panel_key_id):
                self._outbox.ring()
                busy = True
        return busy
