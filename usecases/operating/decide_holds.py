"""The operator decides about held services, and can change a decision."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum

from storage import audit_trail, holds, orders, panel_keys
from storage.audit_trail import Act
from storage.database import Database, Queries
from storage.holds import Hold, HoldState
from storage.orders import Order
from storage.panel_keys import PanelKey
from usecases.clock import Clock
from usecases.errors import AlreadyDecided


class Decision(StrEnum):
    NOT_SOLD = "not_sold"
    SOLD = "sold"
    PER_PIECE = "per_piece"
    """The panel's rates are for one unit, so prices become 1,000 times as high."""

    CHARGES_MEAN_NOTHING = "no_charge"
    """The panel's charges are ignored: none is believed, and none holds a service."""


MAX_LISTED = 100  # holds that are read for a list

Note = Callable[[Queries, int, int | None, int | None], Awaitable[bool]]

OF_SERVICE = {Decision.NOT_SOLD: HoldState.NOT_SOLD, Decision.SOLD: HoldState.LIFTED}
OF_PANEL: dict[Decision, Note] = {
    Decision.PER_PIECE: panel_keys.take_rates_per_piece,
    Decision.CHARGES_MEAN_NOTHING: panel_keys.ignore_charges,
}


@dataclass(frozen=True, slots=True)
class HeldService:
    """A hold with its order, and its panel account with the decisions about it.

    There is no order if the service is held because its rate moved.
    """

    hold: Hold
    order: Order | None
    key: PanelKey
    is_panel_held: bool


@dataclass(frozen=True, slots=True)
class HeldServices:
    """`moves` counts the services that wait because their rates moved; `read_at` is in epoch ms."""

    holds: list[Hold]
    key: PanelKey
    moves: int = 0
    read_at: int = 1


class DecideHolds:
    """The first of two decisions wins; the second raises AlreadyDecided.

    A button belongs to one state of its hold (`Hold.decisions`) or of the account (`since`).
    `reprice` rebuilds the catalogue after a decision about the rates.
    """

    def __init__(
        self, *, db: Database, panel_key_id: int, reprice: Callable[[], Awaitable[None]], clock: Clock
    ) -> None:
        self._db = db
        self._panel_key_id = panel_key_id
        self._reprice = reprice
        self._clock = clock

    async def listed(self) -> HeldServices:
        key = await panel_keys.get(self._db, self._panel_key_id)
        moves = await holds.moves_waiting(self._db, key.id)
        return HeldServices(await holds.current(self._db, key.id, MAX_LISTED), key, moves, self._clock())

    async def held(self, hold_id: int) -> HeldService:
        """Raises AlreadyDecided if there is no such hold."""
        hold = await holds.get(self._db, hold_id)
        if hold is None:
            raise AlreadyDecided
        order = await orders.get(self._db, hold.order_id) if hold.order_id is not None else None
        key = await panel_keys.get(self._db, hold.panel_key_id)
        stop = await holds.stop_of(self._db, key.id, hold.service_id)
        return HeldService(hold, order, key, stop is holds.Stop.PANEL)

    async def lift_moves(self, until: int, operator_id: int) -> None:
        """Sell all services again that were held by `until` (epoch ms) because their rates moved.

        Raises AlreadyDecided if none of them waits.
        """
        now = self._clock()
        async with self._db.transaction() as transaction:
            count = await holds.lift_moves(transaction, self._panel_key_id, until, operator_id, now)
            if not count:
                raise AlreadyDecided
            await audit_trail.add(transaction, now, operator_id, Act.MOVES_LIFTED, after=str(count))

    async def __call__(self, hold_id: int, decisions: int, decision: Decision, operator_id: int) -> None:
        """Raises AlreadyDecided if another decision is newer than the button."""
        if decision in OF_SERVICE:
            now, state = self._clock(), OF_SERVICE[decision]
            async with self._db.transaction() as transaction:
                before = await holds.get(transaction, hold_id)
                if await holds.decide(transaction, hold_id, decisions, state, operator_id, now) is None:
                    raise AlreadyDecided
                await _note(transaction, now, operator_id, before, decision)
        else:
            await self._decide_for_panel(hold_id, decisions, operator_id, decision)
            await self._reprice()

    async def take_back(self, decision: Decision, since: int, operator_id: int) -> None:
        """Take back a decision about the account, made at `since` (epoch ms); raises AlreadyDecided."""
        note = OF_PANEL.get(decision)
        async with self._db.transaction() as transaction:
            if note is None or not await note(transaction, self._panel_key_id, since, None):
                raise AlreadyDecided
            await audit_trail.add(
                transaction, self._clock(), operator_id, Act.DECISION_TAKEN_BACK, self._panel_key_id,
                before=decision,
            )  # fmt: skip
        await self._reprice()

    async def _decide_for_panel(
        self, hold_id: int, decisions: int, operator_id: int, decision: Decision
    ) -> None:
        """Decide about the account. That lifts this hold and all holds that wait for a decision."""
        now = self._clock()
        async with self._db.transaction() as transaction:
            await panel_keys.lock(transaction, self._panel_key_id)
            before = await holds.get(transaction, hold_id)
            hold = await holds.decide(transaction, hold_id, decisions, HoldState.LIFTED, operator_id, now)
            if hold is None or not await OF_PANEL[decision](transaction, hold.panel_key_id, None, now):
                raise AlreadyDecided
            await holds.lift_waiting(transaction, hold.panel_key_id, operator_id, now)
            await _note(transaction, now, operator_id, before, decision)


async def _note(db: Queries, now: int, operator_id: int, before: Hold | None, decision: Decision) -> None:
    was, hold_id = (before.state, before.id) if before else ("", None)
    await audit_trail.add(db, now, operator_id, Act.HOLD_DECIDED, hold_id, before=was, after=decision)
