"""Carries to the panel what people confirmed, one call at a time for a panel key."""

import asyncio
import logging

from usecases.bell import Bell
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
        self._stopping = asyncio.Event()

    async def recover(self) -> None:
        """At start: what the last process sent and did not hear about is unknown, and told so."""
        for step in self._steps:
            await step.recover()

    def stop(self) -> None:
        """Take nothing new; `run` ends when the open call has ended."""
        self._stopping.set()

    async def run(self, work: Bell) -> None:
        while not self._stopping.is_set():
            try:
                busy = await self.submit_waiting()
            except Exception:
                log.exception("the submitter stumbled; what it was about is unknown until the next start")
                await asyncio.sleep(AFTER_FAILURE)
                continue
            if not busy:
                await work.wait(IDLE)

    async def submit_waiting(self) -> bool:
        """Submit the oldest order, refill and cancel that wait; False if none did."""
        busy = False
        for step in self._steps:
            if not self._stopping.is_set() and await step.next(self._panel_key_id):
                self._outbox.ring()
                busy = True
        return busy
