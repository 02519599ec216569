"""Orders: what was asked for at which price, and how far it is. The steps they may take: migrations/."""

from enum import StrEnum

from storage.database import Queries
from storage.drafts import Draft
from storage.rows import Json, Record, dump, read, read_all


class OrderStatus(StrEnum):
    """Ours until the panel has the order, the panel's own from then on."""

    RESERVED = "reserved"
    SUBMITTING = "submitting"
    UNCONFIRMED = "unconfirmed"
    FAILED = "failed"
    PENDING = "pending"
    PROCESSING = "processing"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    PARTIAL = "partial"
    CANCELED = "canceled"

    @property
    def placed(self) -> bool:
        """The panel has it and is not done with it."""
        return self in PLACED

    @property
    def finished(self) -> bool:
        """Nothing more will happen to it by itself."""
        return self in FINISHED


PLACED = frozenset({OrderStatus.PENDING, OrderStatus.PROCESSING, OrderStatus.IN_PROGRESS})
FINISHED = frozenset({OrderStatus.FAILED, OrderStatus.COMPLETED, OrderStatus.PARTIAL, OrderStatus.CANCELED})


class Filter(StrEnum):
    """Which of a person's orders a list shows."""

    ALL = "all"
    OPEN = "open"
    FINISHED = "finished"
    ATTENTION = "attention"


FILTERS = {
    Filter.ALL: "TRUE",
    Filter.OPEN: "status NOT IN ('completed', 'partial', 'canceled', 'failed')",
    Filter.FINISHED: "status IN ('completed', 'partial', 'canceled', 'failed')",
    Filter.ATTENTION: "status IN ('unconfirmed', 'failed', 'partial', 'canceled')",
}


class Order(Record, frozen=True):
    """Money in micro-units of `currency`, times in epoch milliseconds.

    `quantity` is what is paid for, None for a package; `target` is the link, or the username where the
    service's type has no link; `parameters` is what `add` sends besides key, action and service.
    """

    id: int
    user_id: int
    panel_key_id: int
    draft_id: str
    service_id: str
    service_name: str
    service_type: str
    target: str
    quantity: int | None
    rate: str
    price: int
    currency: str
    refillable: bool
    cancelable: bool
    status: OrderStatus
    status_word: str
    failure: str | None
    panel_order_id: str | None
    charge: int | None
    start_count: int | None
    remains: int | None
    card_message_id: int | None
    redraw: bool
    created_at: int
    placed_at: int | None
    ended_at: int | None
    checked_at: int | None
    missing_since: int | None
    parameters: Json


COLUMNS = (
    "id, user_id, panel_key_id, draft_id, service_id, service_name, service_type, target, quantity, rate, "
    "price, currency, refillable, cancelable, status, status_word, failure, panel_order_id, charge, "
    "start_count, remains, card_message_id, redraw, created_at, placed_at, ended_at, checked_at, "
    "missing_since, parameters"
)


class Request(Record, frozen=True):
    """What an order asks of which service; it remembers that, whatever becomes of the catalogue."""

    service_name: str
    service_type: str
    refillable: bool
    cancelable: bool
    target: str
    parameters: dict[str, str]


async def reserve(
    db: Queries, draft: Draft, request: Request, card_message_id: int | None, now: int
) -> Order:
    """Make the order of a claimed draft; it will be submitted. Belongs into the transaction of the claim."""
    row = await db.fetch_one(
        f"""
        INSERT INTO orders (
            user_id, panel_key_id, draft_id, service_id, service_name, service_type, parameters, target,
            quantity, rate, price, currency, refillable, cancelable, card_message_id, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
        RETURNING {COLUMNS}
        """,
        draft.user_id, draft.panel_key_id, draft.id, draft.service_id,
        request.service_name, request.service_type,
        dump(request.parameters), request.target, draft.quantity, draft.rate, draft.price, draft.currency,
        int(request.refillable), int(request.cancelable), card_message_id, now,
    )  # fmt: skip
    assert row is not None  # noqa: S101 - an insert returns its row
    return read(row, Order)


async def get(db: Queries, order_id: int) -> Order | None:
    """An order whoever it belongs to, for jobs and the operator; a person's own come by `of_user`."""
    row = await db.fetch_one(f"SELECT {COLUMNS} FROM orders WHERE id = $1", order_id)
    return read(row, Order) if row else None


async def of_user(db: Queries, order_id: int, user_id: int) -> Order | None:
    row = await db.fetch_one(
        f"SELECT {COLUMNS} FROM orders WHERE id = $1 AND user_id = $2", order_id, user_id
    )
    return read(row, Order) if row else None


async def of_draft(db: Queries, draft_id: str, user_id: int) -> Order | None:
    row = await db.fetch_one(
        f"SELECT {COLUMNS} FROM orders WHERE draft_id = $1 AND user_id = $2", draft_id, user_id
    )
    return read(row, Order) if row else None


async def with_panel_id(db: Queries, panel_key_id: int, panel_order_id: str) -> Order | None:
    row = await db.fetch_one(
        f"SELECT {COLUMNS} FROM orders WHERE panel_key_id = $1 AND panel_order_id = $2",
        panel_key_id, panel_order_id,
    )  # fmt: skip
    return read(row, Order) if row else None


async def page(db: Queries, user_id: int, which: Filter, limit: int, offset: int) -> list[Order]:
    """A person's orders, newest first."""
    rows = await db.fetch_all(
        f"""
        SELECT {COLUMNS} FROM orders WHERE user_id = $1 AND {FILTERS[which]}
        ORDER BY id DESC LIMIT $2 OFFSET $3
        """,
        user_id, limit, offset,
    )  # fmt: skip
    return read_all(rows, Order)


async def count(db: Queries, user_id: int, which: Filter) -> int:
    row = await db.fetch_one(f"SELECT count(*) FROM orders WHERE user_id = $1 AND {FILTERS[which]}", user_id)
    return int(row[0]) if row else 0


async def count_all(db: Queries) -> int:
    row = await db.fetch_one("SELECT count(*) FROM orders")
    return int(row[0]) if row else 0


async def open_on_target(db: Queries, user_id: int, target: str) -> Order | None:
    """The newest unfinished order of a person on the same link: a panel may refuse a second one."""
    row = await db.fetch_one(
        f"""
        SELECT {COLUMNS} FROM orders
        WHERE user_id = $1 AND target = $2 AND status NOT IN ('failed', 'completed', 'partial', 'canceled')
        ORDER BY id DESC LIMIT 1
        """,
        user_id, target,
    )  # fmt: skip
    return read(row, Order) if row else None


async def count_open(db: Queries, panel_key_id: int) -> int:
    """Orders on a panel account that have not come to their end."""
    row = await db.fetch_one(
        """
        SELECT count(*) FROM orders
        WHERE panel_key_id = $1 AND status NOT IN ('failed', 'completed', 'partial', 'canceled')
        """,
        panel_key_id,
    )
    return int(row[0]) if row else 0


async def spent_since(db: Queries, user_id: int, since: int) -> int:
    """Micro-units that a person's orders since a moment cost: the panel's charge if told, else the price."""
    row = await db.fetch_one(
        """
        SELECT coalesce(sum(CASE
            WHEN status = 'canceled' THEN 0
            ELSE coalesce(charge, price) END), 0)
        FROM orders WHERE user_id = $1 AND created_at >= $2 AND status <> 'failed'
        """,
        user_id, since,
    )  # fmt: skip
    return int(row[0]) if row else 0


async def durations(db: Queries, service_id: str, limit: int) -> list[int]:
    """How long (ms) the last completed orders of a service took."""
    rows = await db.fetch_all(
        """
        SELECT ended_at - placed_at FROM orders
        WHERE service_id = $1 AND status = 'completed' AND placed_at IS NOT NULL
        ORDER BY id DESC LIMIT $2
        """,
        service_id, limit,
    )  # fmt: skip
    return [row[0] for row in rows]


async def put_card(db: Queries, order_id: int, user_id: int, message_id: int | None) -> None:
    """Remember which message shows the order now, so that progress is drawn there; None: no message does."""
    await db.execute(
        "UPDATE orders SET card_message_id = $3 WHERE id = $1 AND user_id = $2", order_id, user_id, message_id
    )


async def on_card(db: Queries, user_id: int, message_id: int) -> int | None:
    """The id of the order that a message shows."""
    row = await db.fetch_one(
        "SELECT id FROM orders WHERE user_id = $1 AND card_message_id = $2", user_id, message_id
    )
    return int(row[0]) if row else None


async def take_card(db: Queries, user_id: int, message_id: int) -> None:
    """A message shows something else from now on."""
    await db.execute(
        "UPDATE orders SET card_message_id = NULL WHERE user_id = $1 AND card_message_id = $2",
        user_id, message_id,
    )  # fmt: skip
