"""Holds: services that are not sold because the panel took several times the quote, or their rate moved."""

from collections.abc import Iterable
from enum import StrEnum

from storage.database import Queries
from storage.records import Record, read, read_all


class HoldState(StrEnum):
    WAITS = "waits"  # for the operator's decision
    NOT_SOLD = "not_sold"
    LIFTED = "lifted"


class Hold(Record, frozen=True):
    """`quoted` and `took` are in micro-units of the order's cost; `seen` is "charge", "balance" or "rate".

    A hold that was seen by the rate has no order and no amounts. It has the rates before and after the move
    (exact decimals). `decisions` counts the operators' decisions and further moves: a button that is older
    than the last one is void.
    """

    id: int
    panel_key_id: int
    service_id: str
    service_name: str
    order_id: int | None
    quoted: int
    took: int
    seen: str
    state: HoldState
    decisions: int
    created_at: int
    old_rate: str | None = None
    new_rate: str | None = None

    @property
    def is_move(self) -> bool:
        """Whether the service is held because its rate moved."""
        return self.order_id is None


class MovedRate(Record, frozen=True):
    """A service whose rate moved in one refresh, with the rates before and after (exact decimals)."""

    service_id: str
    service_name: str
    old_rate: str
    new_rate: str


class Stop(StrEnum):
    """The extent of a hold: one service or the whole panel."""

    SERVICE = "service"
    PANEL = "panel"


HOLD_COLUMNS = (
    "id, panel_key_id, service_id, service_name, order_id, quoted, took, seen, state, decisions, created_at, "
    "old_rate, new_rate"
)


async def begin(
    db: Queries,
    panel_key_id: int,
    service: tuple[str, str],
    order_id: int,
    amounts: tuple[int, int],
    seen: str,
    now: int,
) -> Hold | None:
    """Hold a `service` (id, name) with its `amounts` (quoted, taken); None if it is held already."""
    row = await db.fetch_one(
        f"""
        INSERT INTO holds (panel_key_id, service_id, service_name, order_id, quoted, took, seen, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (panel_key_id, service_id) WHERE state <> 'lifted' DO NOTHING
        RETURNING {HOLD_COLUMNS}
        """,
        panel_key_id, *service, order_id, *amounts, seen, now,
    )  # fmt: skip
    return read(row, Hold) if row else None


async def begin_moves(db: Queries, panel_key_id: int, moved: Iterable[MovedRate], now: int) -> None:
    """Hold services whose rates moved. One that waits for another reason, or is not sold, stays as it is.

    If it waits because of an earlier move, the new rate replaces the one of then, and older buttons are void.
    """
    await db.execute_many(
        """
        INSERT INTO holds (panel_key_id, service_id, service_name, quoted, took, seen, created_at,
            old_rate, new_rate)
        VALUES ($1, $2, $3, 0, 0, 'rate', $4, $5, $6)
        ON CONFLICT (panel_key_id, service_id) WHERE state <> 'lifted' DO UPDATE SET
            new_rate = excluded.new_rate, created_at = excluded.created_at, decisions = holds.decisions + 1
        WHERE holds.seen = 'rate' AND holds.state = 'waits'
        """,
        [(panel_key_id, one.service_id, one.service_name, now, one.old_rate, one.new_rate) for one in moved],
    )


async def lift_moves(db: Queries, panel_key_id: int, until: int, operator_id: int, now: int) -> int:
    """Lift the holds of moved rates that wait and are not younger than `until` (epoch ms); count them."""
    return await db.execute(
        """
        UPDATE holds SET state = 'lifted', decisions = decisions + 1, decided_by = $3, decided_at = $4
        WHERE panel_key_id = $1 AND seen = 'rate' AND state = 'waits' AND created_at <= $2
        """,
        panel_key_id, until, operator_id, now,
    )  # fmt: skip


async def is_answered(db: Queries, panel_key_id: int, service_id: str, since: int) -> bool:
    """Whether a service is held already, or an operator has decided about it since a moment (epoch ms)."""
    row = await db.fetch_one(
        """
        SELECT 1 FROM holds
        WHERE panel_key_id = $1 AND service_id = $2 AND (state <> 'lifted' OR decided_at >= $3) LIMIT 1
        """,
        panel_key_id, service_id, since,
    )  # fmt: skip
    return row is not None


async def get(db: Queries, hold_id: int) -> Hold | None:
    row = await db.fetch_one(f"SELECT {HOLD_COLUMNS} FROM holds WHERE id = $1", hold_id)
    return read(row, Hold) if row else None


async def count(db: Queries, panel_key_id: int) -> int:
    """Count the holds that are not lifted."""
    row = await db.fetch_one(
        "SELECT count(*) FROM holds WHERE panel_key_id = $1 AND state <> 'lifted'", panel_key_id
    )
    return int(row[0]) if row else 0


async def moves_waiting(db: Queries, panel_key_id: int) -> int:
    """Count the holds of moved rates that wait for a decision."""
    row = await db.fetch_one(
        "SELECT count(*) FROM holds WHERE panel_key_id = $1 AND seen = 'rate' AND state = 'waits'",
        panel_key_id,
    )
    return int(row[0]) if row else 0


async def current(db: Queries, panel_key_id: int, limit: int = 1_000) -> list[Hold]:
    """Return the holds that are not lifted, those that wait for a decision first."""
    rows = await db.fetch_all(
        f"""
        SELECT {HOLD_COLUMNS} FROM holds WHERE panel_key_id = $1 AND state <> 'lifted'
        ORDER BY CASE state WHEN 'waits' THEN 0 ELSE 1 END, id LIMIT $2
        """,
        panel_key_id, limit,
    )  # fmt: skip
    return read_all(rows, Hold)


async def stop_of(db: Queries, panel_key_id: int, service_id: str) -> Stop | None:
    """Return the hold that stops a service: its own or that of the whole panel; None if it is sold.

    The whole panel is held while the panel took too much for two or more services, and one of them waits for
    a decision. Moved rates hold only their own services.
    """
    row = await db.fetch_one(
        """
        SELECT coalesce(sum(CASE WHEN seen <> 'rate' THEN 1 ELSE 0 END), 0),
            coalesce(sum(CASE WHEN state = 'waits' AND seen <> 'rate' THEN 1 ELSE 0 END), 0),
            coalesce(sum(CASE WHEN service_id = $2 THEN 1 ELSE 0 END), 0)
        FROM holds WHERE panel_key_id = $1 AND state <> 'lifted'
        """,
        panel_key_id, service_id,
    )  # fmt: skip
    held, waiting, own = row or (0, 0, 0)
    if held > 1 and waiting:
        return Stop.PANEL
    return Stop.SERVICE if own else None


async def stopped(db: Queries, panel_key_id: int) -> tuple[Stop | None, set[str]]:
    """Return the ids of all services that are not sold; the first is PANEL if the whole panel is held."""
    rows = await db.fetch_all(
        "SELECT service_id, seen, state FROM holds WHERE panel_key_id = $1 AND state <> 'lifted'",
        panel_key_id,
    )
    by_amounts = [state for _, seen, state in rows if seen != "rate"]
    is_panel = len(by_amounts) > 1 and HoldState.WAITS in by_amounts
    return Stop.PANEL if is_panel else None, {service_id for service_id, _, _ in rows}


async def decide(
    db: Queries, hold_id: int, decisions: int, state: HoldState, operator_id: int, now: int
) -> Hold | None:
    """Decide, or change the decision; None if another decision is newer than the button."""
    row = await db.fetch_one(
        f"""
        UPDATE holds SET state = $3, decisions = decisions + 1, decided_by = $4, decided_at = $5
        WHERE id = $1 AND decisions = $2 AND state NOT IN ('lifted', $3)
        RETURNING {HOLD_COLUMNS}
        """,
        hold_id, decisions, state.value, operator_id, now,
    )  # fmt: skip
    return read(row, Hold) if row else None


async def lift_waiting(db: Queries, panel_key_id: int, operator_id: int, now: int) -> None:
    """Lift all holds of a panel account that wait for a decision, but those of moved rates."""
    await db.execute(
        """
        UPDATE holds SET state = 'lifted', decisions = decisions + 1, decided_by = $2, decided_at = $3
        WHERE panel_key_id = $1 AND state = 'waits' AND seen <> 'rate'
        """,
        panel_key_id, operator_id, now,
    )  # fmt: skip
