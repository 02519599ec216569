"""The open orders: read for a sweep by the thousand, and written only where something is new."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from itertools import chain
from typing import Any, Protocol

from storage.database import Database, Queries, Value
from storage.many_rows import places
from storage.orders import ORDER_IS_OPEN, OrderStage
from storage.records import Record, read_all


class OpenOrder(Record, frozen=True, gc=False):
    """The columns of an order that a sweep needs; money in micro-units, times in epoch milliseconds."""

    id: int
    panel_order_id: str
    status_word: str
    charge: int | None
    start_count: int | None
    remains: int | None
    placed_at: int
    parts_done: int | None = None
    next_check_at: int | None = None
    missing_since: int | None = None
    redraw: bool = False
    status: OrderStage | None = None
    changed_at: int | None = None
    unreadable_since: int | None = None

    @property
    def has_problem(self) -> bool:
        """Whether it has a problem. Such an order always has an appointment; without one `status` is None."""
        return self.status is OrderStage.PROBLEM


class ToldStatus(Protocol):
    """A status as the panel's client returns it.

    `state` is None for an unknown word. A count is None if the panel did not tell it.
    """

    @property
    def state(self) -> StrEnum | None: ...
    @property
    def word(self) -> str: ...
    @property
    def charge(self) -> int | None: ...
    @property
    def start_count(self) -> int | None: ...
    @property
    def remains(self) -> int | None: ...
    @property
    def currency(self) -> str | None: ...
    @property
    def parts_done(self) -> int | None: ...


class Changed(Record, frozen=True):
    """`has_new_problem`: the panel reports a problem for the first time.

    `is_dear`: the charge is several times the price, before any check whether it is believed.
    """

    id: int
    user_id: int
    status: OrderStage
    has_new_problem: bool
    is_dear: bool
    is_paid_from_wallet: bool


DEAR = 3
"""A charge of so many times the expected cost contradicts it."""

EXPECTED_COST = "coalesce(orders.cost, orders.price)"
COST_CURRENCY = "coalesce(orders.cost_currency, orders.currency)"
"""What the panel should charge, as `usecases.pricing.cost` says it, in SQL."""


OPEN_ORDER_COLUMNS = "id, panel_order_id, status_word, charge, start_count, remains, placed_at, parts_done"
OF_APPOINTMENTS = "next_check_at, missing_since, redraw, status, changed_at, unreadable_since"
"""Read only for orders with an appointment. The others are not missing or unreadable and need no redraw."""

MAX_ASK_INTERVAL_MS = 4 * 3_600_000
"""The longest time (ms) between two checks of an order with a problem."""

ORDERS_PER_STATEMENT = 100
ROUNDED = 10  # numbers of rows are multiples of it, so that the engine has few statements to parse
EMPTY_ROW: tuple[Value, ...] = (0, *[None] * 7)
"""Fills a statement up to a rounded number of rows. It changes nothing: no order has the id 0."""

FIRST_LOOK_AFTER = 3_600_000  # ms after an order has ended
OTHER_COUNT = "told.remains <> coalesce(orders.remains, told.remains + 1)"
CHANGED_AT = "changed_at = CASE WHEN {} THEN CAST($1 AS BIGINT) ELSE orders.changed_at END,"
COUNTS = CHANGED_AT.format(OTHER_COUNT)
STEP = f"""
    status = coalesce(told.status, orders.status), status_word = told.word, next_check_at = NULL,
    ended_at = CASE WHEN told.status IN ('completed', 'partial', 'canceled') THEN CAST($1 AS BIGINT) END,
    look_again_at = CASE WHEN told.status IN ('completed', 'partial', 'canceled') AND paid_from = 'wallet'
        THEN CAST($1 AS BIGINT) + {FIRST_LOOK_AFTER} END,
    problem_at = CASE WHEN told.status = 'problem'
        THEN coalesce(orders.problem_at, CAST($1 AS BIGINT)) ELSE orders.problem_at END,
    unreadable_since = NULL, {CHANGED_AT.format(f"told.word <> orders.status_word OR {OTHER_COUNT}")}
    """


async def with_appointment(
    db: Queries, panel_key_id: int, now: int, far: int, after: tuple[int, int], limit: int
) -> list[OpenOrder]:
    """Return orders with a due appointment, the longest waiting first; `after` is a cursor (time, id).

    An appointment beyond `far` is due too, because the clock must have been set back since it was made. For
    an order with a problem that limit is `MAX_ASK_INTERVAL_MS` later.
    """
    rows = await db.fetch_all(
        f"""
        SELECT {OPEN_ORDER_COLUMNS}, {OF_APPOINTMENTS} FROM orders
        WHERE panel_key_id = $1 AND next_check_at IS NOT NULL AND {ORDER_IS_OPEN}
            AND (next_check_at <= $2
                OR next_check_at > CAST($3 AS BIGINT)
                    + CASE status WHEN 'problem' THEN {MAX_ASK_INTERVAL_MS} ELSE 0 END)
            AND (next_check_at, id) > ($4, $5)
        ORDER BY next_check_at, id LIMIT $6
        """,
        panel_key_id, now, far, *after, limit,
    )  # fmt: skip
    return read_all(rows, OpenOrder)


async def placed_between(
    db: Database, panel_key_id: int, after: tuple[int, int], until: int, limit: int
) -> list[OpenOrder]:
    """Return orders without an appointment, the oldest first; `after` is a cursor (time of placing, id)."""
    return await db.fetch_records(
        OpenOrder,
        OPEN_ORDER_COLUMNS,
        f"""
        FROM orders
        WHERE panel_key_id = $1 AND next_check_at IS NULL AND {ORDER_IS_OPEN}
            AND (placed_at, id) > ($2, $3) AND placed_at <= $4
        ORDER BY placed_at, id LIMIT $5
        """,
        panel_key_id, *after, until, limit,
    )  # fmt: skip


async def record(db: Queries, news: Sequence[tuple[OpenOrder, ToldStatus]], now: int) -> list[Changed]:
    """Record the news; return the orders that changed, without those that have ended meanwhile.

    An unknown word does not change the stage. The change clears `redraw` and the appointment. An order with a
    problem needs another appointment (`put_off`).
    """
    steps = [one for one in news if _is_step(*one)]
    counts = [one for one in news if not _is_step(*one)]
    changed: list[Changed] = []
    for chosen, sets in ((steps, STEP), (counts, COUNTS)):
        for start in range(0, len(chosen), ORDERS_PER_STATEMENT):
            rows = [_values(*one) for one in chosen[start : start + ORDERS_PER_STATEMENT]]
            missing = -len(rows) % ROUNDED
            rows += [EMPTY_ROW] * missing
            recorded = await db.fetch_all(_recording(len(rows), sets), now, *chain.from_iterable(rows))
            changed += read_all(recorded, Changed)
    return sorted(changed, key=lambda one: one.id)


def _is_step(order: OpenOrder, told: ToldStatus) -> bool:
    """Whether more changes than counts. Counts alone touch no index."""
    return told.word != order.status_word or order.next_check_at is not None


def _values(order: OpenOrder, told: ToldStatus) -> tuple[Value, ...]:
    state = told.state.value if told.state else None
    counts = (told.charge, told.start_count, told.remains, told.currency, told.parts_done)
    return (order.id, state, told.word, *counts)


@lru_cache
def _recording(number: int, sets: str) -> str:
    """Build one statement for many orders, which returns those that were still open; $1 is now."""
    kinds = ("BIGINT", "TEXT", "TEXT", "BIGINT", "BIGINT", "BIGINT", "TEXT", "BIGINT")
    first = ", ".join(f"CAST(${place} AS {kind})" for place, kind in enumerate(kinds, 2))
    others = places(number - 1, len(kinds), 2 + len(kinds))
    return f"""
        WITH told (id, status, word, charge, start_count, remains, currency, parts_done) AS (
            VALUES {", ".join(f"({row})" for row in (first, *others))})
        UPDATE orders SET {sets}
            charge = coalesce(told.charge, orders.charge),
            charge_currency = CASE WHEN told.charge IS NULL
                THEN orders.charge_currency ELSE told.currency END,
            start_count = coalesce(told.start_count, orders.start_count),
            remains = CASE WHEN told.status = 'partial' AND orders.paid_from = 'wallet'
                THEN told.remains ELSE coalesce(told.remains, orders.remains) END,
            parts_done = coalesce(told.parts_done, orders.parts_done),
            checked_at = $1, missing_since = NULL, redraw = 0
        FROM told
        WHERE orders.id = told.id AND orders.{ORDER_IS_OPEN}
        RETURNING orders.id, orders.user_id, orders.status,
            CASE WHEN orders.status = 'problem' AND orders.problem_at = $1 THEN 1 ELSE 0 END,
            CASE WHEN orders.charge >= {DEAR} * {EXPECTED_COST} AND {EXPECTED_COST} > 0
                AND upper(coalesce(orders.charge_currency, {COST_CURRENCY})) = upper({COST_CURRENCY})
            THEN 1 ELSE 0 END,
            CASE WHEN orders.paid_from = 'wallet' THEN 1 ELSE 0 END
        """


async def return_to_rounds(db: Queries, order_ids: Sequence[int], now: int) -> None:
    """Clear the appointments of orders without news."""
    await _each(
        db,
        f"""
        UPDATE orders SET checked_at = $2, next_check_at = NULL, missing_since = NULL, unreadable_since = NULL
        WHERE id = $1 AND redraw = 0 AND {ORDER_IS_OPEN}
        """,
        [(one, now) for one in order_ids],
    )


async def put_off(db: Queries, times: Mapping[int, int], now: int) -> None:
    """Set the next appointments (epoch ms) of orders with a problem."""
    await _each(
        db,
        """
        UPDATE orders SET checked_at = $2, next_check_at = $3, missing_since = NULL, unreadable_since = NULL
        WHERE id = $1 AND redraw = 0 AND status = 'problem'
        """,
        [(one, now, at) for one, at in times.items()],
    )


async def cannot_read(db: Queries, times: Mapping[int, int], now: int) -> None:
    """Note that the panel's answers are not understood, and set the next appointments (epoch ms)."""
    await _each(
        db,
        f"""
        UPDATE orders SET unreadable_since = coalesce(unreadable_since, $2), next_check_at = $3, redraw = 0
        WHERE id = $1 AND {ORDER_IS_OPEN}
        """,
        [(one, now, at) for one, at in times.items()],
    )


async def miss(db: Queries, times: Mapping[int, int], now: int) -> None:
    """Note that the panel does not know the orders, and set the next appointments (epoch ms)."""
    await _each(
        db,
        f"""
        UPDATE orders SET missing_since = coalesce(missing_since, $2), next_check_at = $3, redraw = 0
        WHERE id = $1 AND {ORDER_IS_OPEN}
        """,
        [(one, now, at) for one, at in times.items()],
    )


async def appoint(db: Queries, order_ids: Sequence[int], next_check_at: int) -> None:
    """Give orders an appointment. An order not asked for since a restore keeps its mark, the time 0."""
    await _each(
        db,
        f"""
        UPDATE orders SET next_check_at = $2
        WHERE id = $1 AND coalesce(next_check_at, 1) <> 0 AND {ORDER_IS_OPEN}
        """,
        [(one, next_check_at) for one in order_ids],
    )


async def _each(db: Queries, sql: str, rows: list[Any]) -> None:
    if rows:
        await db.execute_many(sql, rows)
