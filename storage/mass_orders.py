"""Mass orders: lists of orders that are read, reviewed and confirmed together."""

from enum import StrEnum

import msgspec

from storage.database import Queries
from storage.events import Event
from storage.orders import INCOMPLETE, ORDER_COLUMNS, Order, OrderStage
from storage.outbox import is_not_postponed
from storage.records import Record, read, read_all

HELD_REASON = "mass_held"


class MassStatus(StrEnum):
    READY = "ready"
    PLACED = "placed"
    DROPPED = "dropped"


class MassLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was read of one line; `number` is its number in the list, from 1.

    If it cannot be ordered, `reason` is a key of `views.failures`, whose sentence names the `limits`. Else it
    has a quote like a draft: `price` in micro-units, `quantity` None for a package. `open_order` is an
    unfinished order of this person for the same target. `was_price` is the price before it changed since the
    review. A line whose service is held has a reason and a quote.
    """

    number: int
    reason: str = ""
    limits: dict[str, int | str] = {}
    service_id: str = ""
    service_name: str = ""
    answers: dict[str, str] = {}
    quantity: int | None = None
    rate: str = ""
    price: int = 0
    open_order: int | None = None
    was_price: int | None = None

    @property
    def is_held(self) -> bool:
        """Whether it can be ordered as soon as its service is sold again."""
        return self.reason == HELD_REASON


class MassOrder(Record, frozen=True):
    """Once it is placed or dropped it has no lines. Times in epoch milliseconds.

    `lines` is JSON, see `all_lines`. `message_id` is the message that shows how far it is. `finished_at` is
    when the person was told of its end.
    """

    id: int
    user_id: int
    panel_key_id: int
    status: MassStatus
    lines: str
    currency: str
    fingerprint: str
    message_id: int | None
    created_at: int
    placed_at: int | None
    finished_at: int | None

    @property
    def all_lines(self) -> list[MassLine]:
        return msgspec.json.decode(self.lines, type=list[MassLine])

    def has(self, lines: list[MassLine]) -> bool:
        return self.lines == dump_lines(lines)


class StageSum(Record, frozen=True):
    """How many orders of a mass order are in a stage; `price` and `refunded` in micro-units.

    `paid` is the part of the price that wallets paid.
    """

    status: OrderStage
    count: int
    price: int
    paid: int
    refunded: int


MASS_COLUMNS = (
    "id, user_id, panel_key_id, status, lines, currency, digest, message_id, created_at, placed_at, "
    "finished_at"
)
FOLDED = (Event.ORDER_CARD, Event.ORDER_SUBMITTED, Event.ORDER_PROBLEM, Event.ORDER_ENDED)
"""The messages about an order of a mass order that its summary stands for."""

_FOLDED = ", ".join(f"'{event}'" for event in FOLDED)
_INCOMPLETE = ", ".join(f"'{status}'" for status in INCOMPLETE)


def dump_lines(lines: list[MassLine]) -> str:
    return msgspec.json.encode(lines).decode()


async def add(
    db: Queries,
    user_id: int,
    panel_key_id: int,
    lines: list[MassLine],
    currency: str,
    fingerprint: str,
    now: int,
) -> MassOrder:
    row = await db.fetch_one(
        f"""
        INSERT INTO mass_orders (user_id, panel_key_id, lines, currency, digest, created_at)
        VALUES ($1, $2, $3, $4, $5, $6) RETURNING {MASS_COLUMNS}
        """,
        user_id, panel_key_id, dump_lines(lines), currency, fingerprint, now,
    )  # fmt: skip
    assert row is not None  # noqa: S101 - an insert returns its row
    return read(row, MassOrder)


async def get(db: Queries, mass_order_id: int, user_id: int) -> MassOrder | None:
    row = await db.fetch_one(
        f"SELECT {MASS_COLUMNS} FROM mass_orders WHERE id = $1 AND user_id = $2", mass_order_id, user_id
    )
    return read(row, MassOrder) if row else None


async def change_lines(db: Queries, it: MassOrder, lines: list[MassLine]) -> MassOrder | None:
    """Replace the lines of a ready mass order; None if it has others by now, or was placed or dropped."""
    row = await db.fetch_one(
        f"""
        UPDATE mass_orders SET lines = $4 WHERE id = $1 AND user_id = $2 AND status = 'ready' AND lines = $3
        RETURNING {MASS_COLUMNS}
        """,
        it.id, it.user_id, it.lines, dump_lines(lines),
    )  # fmt: skip
    return read(row, MassOrder) if row else None


async def claim(db: Queries, it: MassOrder, now: int) -> MassOrder | None:
    """Claim a mass order for ordering; None if it is not ready, or has other lines than `it`.

    Only one of several taps gets it: the check and the change are one statement.
    """
    row = await db.fetch_one(
        f"""
        UPDATE mass_orders SET status = 'placed', lines = '[]', placed_at = $4
        WHERE id = $1 AND user_id = $2 AND status = 'ready' AND lines = $3
        RETURNING {MASS_COLUMNS}
        """,
        it.id, it.user_id, it.lines, now,
    )  # fmt: skip
    return read(row, MassOrder) if row else None


async def drop(db: Queries, mass_order_id: int, user_id: int) -> bool:
    row = await db.fetch_one(
        """
        UPDATE mass_orders SET status = 'dropped', lines = '[]'
        WHERE id = $1 AND user_id = $2 AND status = 'ready' RETURNING id
        """,
        mass_order_id, user_id,
    )  # fmt: skip
    return row is not None


async def drop_before(db: Queries, user_id: int, moment: int) -> None:
    """Drop a person's mass orders that were read before a moment (epoch ms) and not confirmed."""
    await db.execute(
        """
        UPDATE mass_orders SET status = 'dropped', lines = '[]'
        WHERE user_id = $1 AND status = 'ready' AND created_at < $2
        """,
        user_id, moment,
    )  # fmt: skip


async def placed_like(db: Queries, user_id: int, fingerprint: str, since: int) -> MassOrder | None:
    """Return a person's newest mass order of the same list that was placed since a moment (epoch ms)."""
    row = await db.fetch_one(
        f"""
        SELECT {MASS_COLUMNS} FROM mass_orders
        WHERE user_id = $1 AND digest = $2 AND status = 'placed' AND placed_at >= $3
        ORDER BY id DESC LIMIT 1
        """,
        user_id, fingerprint, since,
    )  # fmt: skip
    return read(row, MassOrder) if row else None


def fingerprint_of_rest(it: MassOrder) -> str:
    """Return the fingerprint of the rest of a mass order: of the one with its lines that were not chosen."""
    return f"{it.fingerprint}:{it.id}"


async def rest_of(db: Queries, it: MassOrder) -> MassOrder | None:
    """Return the rest of a mass order while it is ready; None if there is none."""
    row = await db.fetch_one(
        f"SELECT {MASS_COLUMNS} FROM mass_orders WHERE user_id = $1 AND digest = $2 AND status = 'ready'",
        it.user_id, fingerprint_of_rest(it),
    )  # fmt: skip
    return read(row, MassOrder) if row else None


async def put_message(db: Queries, mass_order_id: int, message_id: int) -> None:
    """Note which message shows how far a mass order is."""
    await db.execute("UPDATE mass_orders SET message_id = $2 WHERE id = $1", mass_order_id, message_id)


async def finish(db: Queries, mass_order_id: int, now: int) -> None:
    """Note that the person was told of the end of a mass order."""
    await db.execute("UPDATE mass_orders SET finished_at = $2 WHERE id = $1", mass_order_id, now)


async def stages(db: Queries, mass_order_id: int) -> list[StageSum]:
    rows = await db.fetch_all(
        """
        SELECT status, count(*), CAST(sum(price) AS BIGINT),
            CAST(sum(CASE paid_from WHEN 'wallet' THEN price ELSE 0 END) AS BIGINT),
            CAST(sum(refunded) AS BIGINT)
        FROM orders WHERE mass_order_id = $1 GROUP BY status ORDER BY status
        """,
        mass_order_id,
    )
    return read_all(rows, StageSum)


async def count_unsent(db: Queries, mass_order_id: int, detail: str) -> int:
    """Count the orders of a mass order that were not sent for a reason (`Submission.detail`)."""
    row = await db.fetch_one(
        """
        SELECT count(*) FROM orders JOIN submissions ON submissions.order_id = orders.id
        WHERE mass_order_id = $1 AND outcome = 'not_sent' AND detail = $2
        """,
        mass_order_id, detail,
    )  # fmt: skip
    return int(row[0]) if row else 0


async def page(db: Queries, mass_order_id: int, user_id: int, limit: int, offset: int) -> list[Order]:
    """Return a page of the orders of a mass order, in the sequence of the list."""
    rows = await db.fetch_all(
        f"""
        SELECT {ORDER_COLUMNS} FROM orders WHERE mass_order_id = $1 AND user_id = $2
        ORDER BY mass_line LIMIT $3 OFFSET $4
        """,
        mass_order_id, user_id, limit, offset,
    )  # fmt: skip
    return read_all(rows, Order)


async def incomplete(db: Queries, mass_order_id: int, user_id: int) -> list[Order]:
    """Return the orders of a mass order that have ended otherwise than ordered."""
    rows = await db.fetch_all(
        f"""
        SELECT {ORDER_COLUMNS} FROM orders
        WHERE mass_order_id = $1 AND user_id = $2 AND status IN ({_INCOMPLETE}) ORDER BY mass_line
        """,
        mass_order_id, user_id,
    )  # fmt: skip
    return read_all(rows, Order)


async def is_news_waiting(db: Queries, it: MassOrder, message_id: int, now: int) -> bool:
    """Whether another message about this mass order or its orders is about to leave the outbox."""
    row = await db.fetch_one(
        f"""
        SELECT 1 FROM outbox
        WHERE user_id = $1 AND status = 'pending' AND id <> $3 AND {is_not_postponed("$4")} AND (
            (event = '{Event.MASS_ORDER}' AND subject_id = $2)
            OR (event IN ({_FOLDED}) AND EXISTS (
                SELECT 1 FROM orders WHERE orders.id = outbox.subject_id AND mass_order_id = $2)))
        LIMIT 1
        """,
        it.user_id, it.id, message_id, now,
    )  # fmt: skip
    return row is not None
