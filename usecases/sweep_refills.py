"""Asks the panel how the open refills are, and writes down what has changed with its message."""

import logging
from collections.abc import Sequence

from panel import BATCH, Meaning, Panel, PanelError, PanelRefused, RefillState
from panel import RefillStatus as Told
from storage import outbox, refills
from storage.database import Database
from storage.outbox import Event
from storage.refills import Refill, RefillStatus
from usecases.clock import DAY, HOUR, SECOND, Clock

log = logging.getLogger(__name__)

OLD = 15  # intervals between two checks of a refill that is older than an hour
FORGOTTEN = 7 * DAY  # so long the panel has to say that it does not know a refill: then that is its end


class SweepRefills:
    """`interval` is how often (s) a young refill is asked for; older ones wait longer."""

    def __init__(self, *, db: Database, panel: Panel, clock: Clock, interval: float) -> None:
        self._db = db
        self._panel = panel
        self._clock = clock
        self._interval = int(interval * SECOND)

    async def __call__(self, panel_key_id: int) -> None:
        while due := await self._due(panel_key_id):
            if not await self._ask(due) or len(due) < BATCH:
                return

    async def _due(self, panel_key_id: int) -> list[Refill]:
        now = self._clock()
        return await refills.due(self._db, panel_key_id, now, now + self._interval * OLD + HOUR, BATCH)

    async def _ask(self, batch: Sequence[Refill]) -> bool:
        by_id = {refill.panel_refill_id: refill for refill in batch if refill.panel_refill_id}
        try:
            answers = await self._panel.refill_statuses(list(by_id))
        except PanelError as error:
            log.info("%d refills stay as they were: %s", len(batch), error)
            return False
        unchanged = []
        for panel_refill_id, refill in by_id.items():
            told = answers.get(panel_refill_id)
            if told is None or (isinstance(told, PanelRefused) and told.meaning is Meaning.ORDER):
                await self._miss(refill)
            elif isinstance(told, Told) and told.word != refill.status_word:
                await self._record(refill, told)
            else:
                unchanged.append((refill.id, self._next_check(refill)))
        await refills.put_off(self._db, unchanged)
        return True

    async def _miss(self, refill: Refill) -> None:
        """What the panel has thrown away would stay open for ever, and no other could be asked for."""
        now = self._clock()
        if refill.missing_since is not None and now - refill.missing_since >= FORGOTTEN:
            await self._record(refill, Told(RefillState.ERROR, "not known"))
        else:
            await refills.miss(self._db, refill.id, now, self._next_check(refill))

    async def _record(self, refill: Refill, told: Told) -> None:
        now = self._clock()
        status = RefillStatus(told.state.value) if told.state else refill.status
        async with self._db.transaction() as transaction:
            changed = await refills.record(
                transaction, refill.id, status, told.word, now, self._next_check(refill)
            )
            if changed is None:
                return
            event = Event.ORDER_CARD if changed.status.open else Event.REFILL_ENDED
            subject = refill.order_id if changed.status.open else refill.id
            await outbox.add(transaction, refill.user_id, event, subject, now)

    def _next_check(self, refill: Refill) -> int:
        now = self._clock()
        return now + self._interval * (1 if now - refill.created_at < HOUR else OLD)
