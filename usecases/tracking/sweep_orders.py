"""Asks the panel for the status of open orders, several batches at once."""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Mapping

from panel import Meaning, OrderStatus, Panel, PanelError, PanelNotUnderstood, PanelRefused
from storage.database import Database
from storage.open_orders import OpenOrder
from usecases.alerting.alert_operators import AlertOperators
from usecases.clock import MINUTE, SECOND, Clock
from usecases.tracking.hold_services import HoldServices
from usecases.tracking.record_statuses import HeardBatch, RecordStatuses
from usecases.tracking.rounds import MAX_INTERVALS, Batch, Round, Rounds

log = logging.getLogger(__name__)

MAX_BATCHES_AT_ONCE = 4  # batches
READ_AHEAD = 10  # batches
GATHER = 0.5
A_PERSON, MOST_PEOPLE = 0.002, 0.1
"""Seconds of the pause before a call: for each person whose update is being handled, and at most."""

NOT_MENTIONED = "-"
"""Noted for an order that the panel's answer omits. In a round an omission means that nothing is new."""

FEW_MINUTES = 10 * MINUTE
MAX_SWEEP_MS = MINUTE
"""A sweep stops after this time, so that other jobs get their turn. The next one continues."""


class SweepOrders:
    """`interval` is the time (s) between two checks of a young order; older ones wait longer.

    `people` returns how many people are being answered now; a sweep pauses a little for each.
    `key_refused` is called if the panel refuses the key; the sweep then ends.
    """

    def __init__(
        self,
        *,
        db: Database,
        panel: Panel,
        alert: AlertOperators,
        clock: Clock,
        interval: float,
        people: Callable[[], int] = lambda: 0,
        key_refused: Callable[[], None] = lambda: None,
        at_once: int = MAX_BATCHES_AT_ONCE,
    ) -> None:
        self._db = db
        self._panel = panel
        self._clock = clock
        self._people = people
        self._key_refused = key_refused
        self._interval = int(interval * SECOND)
        self._at_once = at_once
        self._ways: dict[int, Rounds] = {}
        self._record = RecordStatuses(
            db=db,
            alert=alert,
            clock=clock,
            longest=max(self._interval * 10, FEW_MINUTES),
            soon=self._interval,
            hold=HoldServices(db=db, alert=alert, clock=clock),
        )

    async def __call__(self, panel_key_id: int) -> bool:
        """Ask for all orders that are due; False if some are left: the panel was down, or time ran out."""
        began = self._clock()
        way = self._way(panel_key_id)
        way.resume()
        sweep = _Sweep(way, self._panel, self._record, self._people, self._key_refused, self._at_once)
        await sweep.run(lambda: self._clock() - began < MAX_SWEEP_MS)
        return sweep.is_done and not sweep.given_up

    def _way(self, panel_key_id: int) -> Rounds:
        if panel_key_id not in self._ways:
            self._ways[panel_key_id] = Rounds(
                db=self._db,
                panel_key_id=panel_key_id,
                interval=self._interval,
                longest=max(self._interval * MAX_INTERVALS, FEW_MINUTES),
                clock=self._clock,
            )
        return self._ways[panel_key_id]


class _Sweep:
    """One sweep: a reader, `at_once` askers and a writer, with short queues between them."""

    def __init__(
        self,
        way: Rounds,
        panel: Panel,
        record: RecordStatuses,
        people: Callable[[], int],
        key_refused: Callable[[], None],
        at_once: int,
    ) -> None:
        self._way = way
        self._panel = panel
        self._record = record
        self._people = people
        self._key_refused = key_refused
        self._asking = at_once
        self._batches: asyncio.Queue[Batch | None] = asyncio.Queue(at_once + READ_AHEAD)
        self._heard: asyncio.Queue[HeardBatch | None] = asyncio.Queue(16 * at_once)
        self._all_asked = asyncio.Event()
        self._patience = at_once
        self._failures = 0  # since the last answer
        self._answered = False
        self._unanswered: list[HeardBatch] = []
        self.given_up = False
        self.is_done = False
        """All due orders were read."""

    async def run(self, may_go_on: Callable[[], bool]) -> None:
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._read(may_go_on))
                for _ in range(self._asking):
                    group.create_task(self._ask_all())
                group.create_task(self._write())
        except BaseExceptionGroup as errors:
            raise errors.exceptions[0] from errors

    async def _read(self, may_go_on: Callable[[], bool]) -> None:
        while not self.is_done and may_go_on() and not self.given_up:
            batches = await self._way.page()
            for batch in batches:
                await self._batches.put(batch)
            self.is_done = not batches
        for _ in range(self._asking):
            await self._batches.put(None)

    async def _ask_all(self) -> None:
        while (batch := await self._batches.get()) is not None:
            if people := self._people():
                await asyncio.sleep(min(people * A_PERSON, MOST_PEOPLE))
            if not self.given_up:
                await self._heard.put(await self._ask(batch))
        self._asking -= 1
        if not self._asking:
            self._all_asked.set()
            await self._heard.put(None)

    async def _ask(self, batch: Batch) -> HeardBatch:
        try:
            known = batch.orders if isinstance(batch.line, Round) else {}  # other orders may need a redraw
            answers = await self._panel.order_statuses(list(batch.orders), unless=known)
        except PanelError as error:
            log.info("%d orders stay as they were: %s", len(batch.orders), error)
            self._failures += 1
            if isinstance(error, PanelRefused) and error.meaning is Meaning.KEY:
                self.given_up = True
                self._key_refused()
            if not self._answered or self._failures >= self._patience:
                self.given_up = True
            return HeardBatch(batch, unanswered=list(batch.orders.values()))
        self._failures, self._answered = 0, True
        return _heard(batch, answers)

    async def _write(self) -> None:
        """Record the answers. A batch without an answer waits until the panel answers another batch.

        Its orders then get an appointment, and the round passes them. If the panel answers no batch, nothing
        changes: the next sweep begins at the same cursor.
        """
        while not (self._all_asked.is_set() and self._heard.empty()):
            heard = await self._gather()
            self._unanswered += [one for one in heard if one.unanswered]
            answered = [one for one in heard if not one.unanswered]
            if self._answered:
                answered += self._unanswered
                self._unanswered = []
            await self._record(answered, self._way)
        await self._record.note_ends(self._way)

    async def _gather(self) -> list[HeardBatch]:
        heard = [await self._heard.get()]
        if heard[0] is not None and not self._all_asked.is_set():
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(GATHER):
                    await self._all_asked.wait()
        while not self._heard.empty():
            heard.append(self._heard.get_nowait())
        return [one for one in heard if one is not None]


def _heard(batch: Batch, answers: Mapping[str, OrderStatus | PanelError]) -> HeardBatch:
    heard, is_round = HeardBatch(batch), isinstance(batch.line, Round)
    for panel_order_id, order in batch.orders.items():
        told = answers.get(panel_order_id)
        if type(told) is OrderStatus and _is_news(order, told):
            heard.news.append((order, told))
        elif type(told) is PanelRefused and told.meaning is Meaning.ORDER:
            heard.missed.append(order)
        elif isinstance(told, PanelError):
            heard.unread.append((order, _seen(told)))
        elif told is None and not is_round:
            heard.unread.append((order, NOT_MENTIONED))
        elif order.next_check_at is not None:
            heard.nothing_new.append(order)
    batch.let_go()
    return heard


def _seen(error: PanelError) -> str:
    match error:
        case PanelNotUnderstood(seen=seen):
            return seen
        case PanelRefused(text=text):
            return text
    return str(error)


def _is_news(order: OpenOrder, told: OrderStatus) -> bool:
    """Whether an answer changes anything that a person sees, or the person asked for a redraw."""
    return (
        order.redraw
        or told.word != order.status_word
        or (told.charge != order.charge and told.charge is not None)
        or (told.remains != order.remains and told.remains is not None)
        or (told.start_count != order.start_count and told.start_count is not None)
        or (told.parts_done != order.parts_done and told.parts_done is not None)
    )
