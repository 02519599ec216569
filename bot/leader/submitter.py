"""Sends confirmed orders, refills and cancels to the panel, one call at a time."""

import asyncio
import logging

from bot.logs import level_of
from bot.run_until import run_until
from storage.database import DatabaseAway
from usecases.clock import Clock
from usecases.submitting.send_once import LONGEST_ABSENCE_MS
from usecases.submitting.submit_cancel import SubmitCancel
from usecases.submitting.submit_order import SubmitOrder
from usecases.submitting.submit_refill import SubmitRefill
from usecases.wakeup import WakeUp

log = logging.getLogger(__name__)

SUBMIT_POLL_INTERVAL_S = 1.0  # seconds between two looks without a wake-up
SUBMIT_RETRY_DELAY_S = 6.0  # seconds; longer than a process takes to learn that another one leads and submits


class Submitter:
    def __init__(
        self,
        *,
        panel_key_id: int,
        submit_order: SubmitOrder,
        submit_refill: SubmitRefill,
        submit_cancel: SubmitCancel,
        wake_sender: WakeUp,
        clock: Clock,
    ) -> None:
        self._panel_key_id = panel_key_id
        self._steps = (submit_order, submit_refill, submit_cancel)
        self._wake_sender = wake_sender
        self._clock = clock

    async def recover(self, last_seen: int) -> None:
        """Mark calls as unknown whose outcome was not recorded before a crash or failure, and tell people.

        `last_seen` (epoch ms) is when the bot was last at work. After a long absence, what was confirmed
        before it and still waits is not sent.
        """
        is_long = self._clock() - last_seen > LONGEST_ABSENCE_MS
        for step in self._steps:
            await step.recover()
            if is_long:
                await step.give_up_waiting(self._clock() - LONGEST_ABSENCE_MS)

    async def run(self, wakeup: WakeUp, stop: asyncio.Event) -> None:
        """Submit until stopped, and finish the open call. `wakeup` is set when something waits.

        After a failure an attempt may have begun unseen: the answer to a commit may be lost. So `recover`
        runs before anything else is submitted.
        """
        in_doubt, last_seen = False, self._clock()
        while not stop.is_set():
            try:
                if in_doubt or self._clock() - last_seen > LONGEST_ABSENCE_MS:
                    await self.recover(last_seen)
                in_doubt, last_seen = False, self._clock()
                if not await self.submit_waiting(stop):
                    await wakeup.wait(SUBMIT_POLL_INTERVAL_S)
            except DatabaseAway as error:
                log.log(level_of(error), "the submitter waits: %s", error)
                in_doubt = True
                await run_until(stop, asyncio.sleep(SUBMIT_RETRY_DELAY_S))
            except Exception:
                log.exception("the submitter stumbled; what it was about is unknown")
                in_doubt = True
                await run_until(stop, asyncio.sleep(SUBMIT_RETRY_DELAY_S))

    async def submit_waiting(self, stop: asyncio.Event) -> bool:
        """Submit the oldest waiting order, refill and cancel. Returns False if none was waiting."""
        busy = False
        for step in self._steps:
            if not stop.is_set() and await step.next(self._panel_key_id):
                self._wake_sender.set()
                busy = True
        return busy
