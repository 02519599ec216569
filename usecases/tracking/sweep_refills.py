"""Asks the panel for the status of open refills, and records each change with its message."""

import logging
from collections.abc import Sequence

from panel import MAX_IDS_PER_CALL, Meaning, Panel, PanelError, PanelRefused, read_error
from panel import RefillStatus as Told
from storage import outbox, refills
from storage.database import Database
from storage.events import Event
from storage.refills import Refill, RefillStage
from usecases.alerting.alert_operators import AlertOperators
from usecases.clock import DAY, HOUR, MINUTE, SECOND, Clock

log = logging.getLogger(__name__)

OLD = 15  # intervals between two checks of a refill that is older than an hour
SELDOM = 6 * HOUR  # between two checks of an unreported refill
GIVEN_UP = 30 * DAY  # an unreported refill that is older is not asked for any more

MISSES = 3  # answers in a row that do not know a refill
NEVER_KNOWN = 10 * MINUTE  # of such answers make a refill unreported that the panel never knew
FORGOTTEN = DAY  # likewise, for a refill that the panel once knew
STUCK = 3 * DAY  # without a new status word make a refill unreported

TEMPORARY_REFILL_FAILURES = frozenset(
    {Meaning.KEY, Meaning.FUNDS, Meaning.RATE_LIMIT, Meaning.LATER, Meaning.TROUBLE}
)
"""Such errors tell nothing about a refill."""


class SweepRefills:
    """`interval` is the time (s) between two checks of a young refill; older ones wait longer."""

    def __init__(
        self, *, db: Database, panel: Panel, alert: AlertOperators, clock: Clock, interval: float
    ) -> None:
        self._db = db
        self._panel = panel
        self._alert = alert
        self._clock = clock
        self._interval = int(interval * SECOND)

    async def __call__(self, panel_key_id: int) -> None:
        while due := await self._due(panel_key_id):
            if not await self._ask(due) or len(due) < MAX_IDS_PER_CALL:
                return

    async def _due(self, panel_key_id: int) -> list[Refill]:
        now = self._clock()
        far = now + max(self._interval * OLD, SELDOM) + HOUR
        return await refills.due(self._db, panel_key_id, now, far, MAX_IDS_PER_CALL)

    async def _ask(self, batch: Sequence[Refill]) -> bool:
        """Ask for a batch; False if the panel did not answer. Refills may share an id at the panel."""
        answers: dict[str, Told | PanelError] = {}
        failed: PanelError | None = None
        try:
            answers = await self._panel.refill_statuses(sorted({_id(refill) for refill in batch}))
        except PanelError as error:
            log.info("%d refills stay as they were: %s", len(batch), error)
            failed = error
        unchanged = []
        for refill in batch:
            told = failed or answers.get(_id(refill))
            if _does_not_know(told):
                await self._miss(refill)
            elif isinstance(told, Told) and told.word != refill.status_word:
                await self._record(refill, told)
            elif not await self._gave_up(refill, since=_heard_at(refill), after=STUCK):
                unchanged.append((refill.id, self._next_check(refill)))
        await refills.put_off(self._db, unchanged)
        return failed is None

    async def _miss(self, refill: Refill) -> None:
        """Record that the panel does not know a refill. Some panels answer "not found" for every refill."""
        now = self._clock()
        await refills.miss(self._db, refill.id, now, self._next_check(refill))
        if refill.misses + 1 >= MISSES:
            after = FORGOTTEN if refill.status_word else NEVER_KNOWN
            await self._gave_up(refill, since=refill.missing_since or now, after=after)

    async def _gave_up(self, refill: Refill, *, since: int, after: int) -> bool:
        """Make an open refill unreported after so long (ms) without news; True if it was time."""
        now = self._clock()
        if not refill.status.open or now - since < after:
            return False
        async with self._db.transaction() as transaction:
            if await refills.leave_unreported(transaction, refill.id, now + SELDOM):
                await outbox.add(transaction, refill.user_id, Event.ORDER_CARD, refill.order_id, now)
        return True

    async def _record(self, refill: Refill, told: Told) -> None:
        now = self._clock()
        status = RefillStage(told.state.value) if told.state else refill.status
        async with self._db.transaction() as transaction:
            changed = await refills.record(
                transaction, refill.id, status, told.word, now, self._next_check(refill)
            )
            if changed is None:
                await refills.put_off(transaction, [(refill.id, None)])
                return
            has_ended = told.state is not None and told.state.ended
            if has_ended:
                await outbox.add(transaction, refill.user_id, Event.REFILL_ENDED, refill.id, now)
            await outbox.add(transaction, refill.user_id, Event.ORDER_CARD, refill.order_id, now)
        if told.state is None:
            await self._alert.begin(f"status_word:{told.word[:60]}", f"refill, #{refill.order_id}")

    def _next_check(self, refill: Refill) -> int | None:
        """Return when to ask again (epoch ms); None: never."""
        now = self._clock()
        if refill.status is RefillStage.UNREPORTED:
            return now + SELDOM if now - refill.created_at < GIVEN_UP else None
        return now + self._interval * (1 if now - refill.created_at < HOUR else OLD)


def _id(refill: Refill) -> str:
    return refill.panel_refill_id or ""


def _heard_at(refill: Refill) -> int:
    """Return when the panel last told a new status word (epoch ms), else when the refill was asked for."""
    return refill.word_since or refill.created_at


def _does_not_know(told: Told | PanelError | None) -> bool:
    """Whether the panel does not know the refill. It may omit it, or send an error as its status word."""
    if isinstance(told, PanelRefused):
        return told.meaning not in TEMPORARY_REFILL_FAILURES
    if isinstance(told, Told):
        return told.state is None and read_error(told.word).meaning is Meaning.ORDER
    return told is None
