"""Orders, with their price and stage. The legal steps between stages are in migrations/."""

from collections.abc import Sequence
from enum import StrEnum

from storage.database import Queries
from storage.drafts import Draft
from storage.many_rows import places
from storage.records import Json, Record, dump, read, read_all


class OrderStage(StrEnum):
    """The stages up to `failed` are ours. The later ones follow the panel, except `closed`."""

    RESERVED = "reserved"
    SUBMITTING = "submitting"
    UNCONFIRMED = "unconfirmed"
    FAILED = "failed"
    PENDING = "pending"
    PROCESSING = "processing"
    IN_PROGRESS = "in_progress"
    PROBLEM = "problem"
    COMPLETED = "completed"
    PARTIAL = "partial"
    CANCELED = "canceled"
    CLOSED = "closed"
    """An operator ended it because its panel is a former one. Its real end is not known."""

    @property
    def placed(self) -> bool:
        """Whether the panel has the order and has not finished it."""
        return self in PLACED

    @property
    def finished(self) -> bool:
        """Whether the order has ended."""
        return self in FINISHED


PLACED = (OrderStage.PENDING, OrderStage.PROCESSING, OrderStage.IN_PROGRESS, OrderStage.PROBLEM)
INCOMPLETE = (OrderStage.PARTIAL, OrderStage.CANCELED, OrderStage.FAILED, OrderStage.CLOSED)
FINISHED = (OrderStage.COMPLETED, *INCOMPLETE)

DISCONNECTED = "disconnected"
"""The failure of a closed order in doubt. Its panel may have the order, and may have charged it."""


def _listed(statuses: tuple[OrderStage, ...]) -> str:
    return ", ".join(f"'{status}'" for status in statuses)


ORDER_IS_OPEN = f"status IN ({_listed(PLACED)})"
"""The SQL condition for `placed` orders, in the same words as the partial indexes."""

ORDER_HAS_ENDED = f"status IN ({_listed(FINISHED)})"
NOT_ENDED = f"status NOT IN ({_listed(FINISHED)})"
DISMISSIBLE = f"status IN ({_listed(INCOMPLETE)}) AND dismissed_at IS NULL"


class PaidFrom(StrEnum):
    """Whose money pays for an order: the operator's panel account alone, or also the person's wallet."""

    PANEL = "panel"
    WALLET = "wallet"
    NOBODY = "nobody"
    """Is never stored: a shop shows its customers an order of the panel account as free of charge."""


class Order(Record, frozen=True):
    """Money in micro-units of `currency`, times in epoch milliseconds.

    `quantity` is the number of paid units, None for a package. `target` is the link, or the username if the
    service's type has no link. `parameters` are those that `add` sends besides key, action and service.
    `mass_line` is its line in the list of `mass_order_id`.
    An adopted order (`adopted_by`) has no service, target, quantity or price, because they are not known.
    `parts_done` counts runs of a drip-feed or posts of a subscription.
    `charge` and `remains` are the panel's figures. `usecases.tracking.figures` decides if they are believed.
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
    status: OrderStage
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
    charge_currency: str | None
    changed_at: int | None
    slow_since: int | None
    unreadable_since: int | None
    ended_by: int | None
    adopted_by: int | None = None
    parts_done: int | None = None
    dismissed_at: int | None = None
    paid_from: PaidFrom = PaidFrom.PANEL
    refunded: int = 0
    cost: int | None = None
    cost_rate: str | None = None
    cost_currency: str | None = None
    mass_order_id: int | None = None
    mass_line: int | None = None

    @property
    def is_closed(self) -> bool:
        """Whether it was closed because its panel is a former one. Its real end is not known."""
        return self.status is OrderStage.CLOSED or self.failure == DISCONNECTED

    @property
    def is_slow(self) -> bool:
        """Whether it was found to be slower than usual and has not changed since."""
        return (
            self.status.placed and self.slow_since is not None and (self.changed_at or 0) <= self.slow_since
        )


ORDER_COLUMNS = (
    "id, user_id, panel_key_id, draft_id, service_id, service_name, service_type, target, quantity, rate, "
    "price, currency, refillable, cancelable, status, status_word, failure, panel_order_id, charge, "
    "start_count, remains, card_message_id, redraw, created_at, placed_at, ended_at, checked_at, "
    "missing_since, parameters, charge_currency, changed_at, slow_since, unreadable_since, ended_by, "
    "adopted_by, parts_done, dismissed_at, paid_from, refunded, cost, cost_rate, cost_currency, "
    "mass_order_id, mass_line"
)


class Request(Record, frozen=True):
    """The service and the parameters of an order. They stay when the catalogue changes."""

    service_name: str
    service_type: str
    refillable: bool
    cancelable: bool
    target: str
    parameters: dict[str, str]


class Cost(Record, frozen=True):
    """What the panel takes for an order by its list: `amount` in micro-units of `currency`.

    The currency is "" if the panel does not name it. A rate and amount of 0: the panel does not tell it.
    """

    rate: str
    amount: int
    currency: str


class OfMassOrder(Record, frozen=True):
    """The list and the line of which an order is. `place` counts the orders of the list before it."""

    mass_order_id: int
    line: int
    place: int


SPACING = 1_000
"""Milliseconds between the places of a list's orders in the queue. What other people order meanwhile goes
first, and no order of a list waits for those that come later than its place."""


async def reserve(
    db: Queries,
    draft: Draft,
    request: Request,
    card_message_id: int | None,
    now: int,
    cost: Cost | None = None,
    of: OfMassOrder | None = None,
) -> Order:
    """Reserve the order of a claimed draft. Call it in the transaction of the claim.

    With a `cost` it is paid from the wallet, otherwise from the panel account alone. `of` tells from which
    list it is.
    """
    row = await db.fetch_one(
        f"""
        INSERT INTO orders (
            user_id, panel_key_id, draft_id, service_id, service_name, service_type, parameters, target,
            quantity, rate, price, currency, refillable, cancelable, card_message_id, created_at,
            paid_from, cost_rate, cost, cost_currency, source, mass_order_id, mass_line, queue_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
            $21, $22, $23, $24)
        RETURNING {ORDER_COLUMNS}
        """,
        draft.user_id, draft.panel_key_id, draft.id, draft.service_id,
        request.service_name, request.service_type,
        dump(request.parameters), request.target, draft.quantity, draft.rate, draft.price, draft.currency,
        int(request.refillable), int(request.cancelable), card_message_id, now,
        (PaidFrom.WALLET if cost else PaidFrom.PANEL).value,
        cost.rate if cost else None, cost.amount if cost else None, cost.currency if cost else None,
        "mass" if of else "chat", of.mass_order_id if of else None, of.line if of else None,
        now + (of.place * SPACING if of else 0),
    )  # fmt: skip
    assert row is not None  # noqa: S101 - an insert returns its row
    return read(row, Order)


async def lock(db: Queries, order_id: int) -> Order | None:
    """Return an order, and keep others from changing it until the transaction ends.

    Call it before the accounts are locked (`storage.accounts.lock`).
    """
    row = await db.fetch_one(
        f"UPDATE orders SET redraw = redraw WHERE id = $1 RETURNING {ORDER_COLUMNS}", order_id
    )
    return read(row, Order) if row else None


async def get(db: Queries, order_id: int) -> Order | None:
    """Return any person's order, for jobs and operators. For a person's own order use `of_user`."""
    row = await db.fetch_one(f"SELECT {ORDER_COLUMNS} FROM orders WHERE id = $1", order_id)
    return read(row, Order) if row else None


async def of_user(db: Queries, order_id: int, user_id: int) -> Order | None:
    row = await db.fetch_one(
        f"SELECT {ORDER_COLUMNS} FROM orders WHERE id = $1 AND user_id = $2", order_id, user_id
    )
    return read(row, Order) if row else None


async def of_draft(db: Queries, draft_id: str, user_id: int) -> Order | None:
    row = await db.fetch_one(
        f"SELECT {ORDER_COLUMNS} FROM orders WHERE draft_id = $1 AND user_id = $2", draft_id, user_id
    )
    return read(row, Order) if row else None


async def with_panel_id(db: Queries, panel_key_id: int, panel_order_id: str) -> Order | None:
    """Return the order with this id at the panel. Leading zeros and case are ignored.

    It reads all orders of the key.
    """
    row = await db.fetch_one(
        f"""
        SELECT {ORDER_COLUMNS} FROM orders
        WHERE panel_key_id = $1 AND ltrim(lower(panel_order_id), '0') = ltrim(lower($2), '0') LIMIT 1
        """,
        panel_key_id, panel_order_id,
    )  # fmt: skip
    return read(row, Order) if row else None


async def with_target(db: Queries, target: str, limit: int) -> list[Order]:
    """Return the newest orders of all people for a target, whatever its case."""
    rows = await db.fetch_all(
        f"""
        SELECT {ORDER_COLUMNS} FROM orders WHERE target <> '' AND lower(target) = lower($1)
        ORDER BY id DESC LIMIT $2
        """,
        target, limit,
    )  # fmt: skip
    return read_all(rows, Order)


async def with_any_panel_id(
    db: Queries, panel_order_id: str, limit: int, user_id: int | None = None
) -> list[Order]:
    """As `with_panel_id`, but at all panels, newest first. `user_id` limits it to one person's orders."""
    of_one, whose = ("AND user_id = $3", (user_id,)) if user_id is not None else ("", ())
    rows = await db.fetch_all(
        f"""
        SELECT {ORDER_COLUMNS} FROM orders
        WHERE panel_order_id IS NOT NULL
            AND ltrim(lower(panel_order_id), '0') = ltrim(lower($1), '0') {of_one}
        ORDER BY id DESC LIMIT $2
        """,
        panel_order_id, limit, *whose,
    )  # fmt: skip
    return read_all(rows, Order)


async def count_all(db: Queries) -> int:
    row = await db.fetch_one("SELECT count(*) FROM orders")
    return int(row[0]) if row else 0


async def open_on_target(db: Queries, user_id: int, target: str) -> Order | None:
    """Return a person's newest unfinished order for a target: a panel may refuse a second one."""
    row = await db.fetch_one(
        f"""
        SELECT {ORDER_COLUMNS} FROM orders
        WHERE user_id = $1 AND target = $2 AND {NOT_ENDED}
        ORDER BY id DESC LIMIT 1
        """,
        user_id, target,
    )  # fmt: skip
    return read(row, Order) if row else None


async def open_on_targets(db: Queries, user_id: int, targets: Sequence[str]) -> dict[str, int]:
    """Return a person's newest unfinished order for each of these targets that has one."""
    if not targets:
        return {}
    rows = await db.fetch_all(
        f"""
        SELECT target, max(id) FROM orders
        WHERE user_id = $1 AND target IN ({next(places(1, len(targets), 2))}) AND {NOT_ENDED} GROUP BY target
        """,
        user_id, *targets,
    )  # fmt: skip
    return dict(rows)


async def count_open(db: Queries, panel_key_id: int) -> int:
    """Count the orders on a panel account that have not ended."""
    row = await db.fetch_one(
        f"SELECT count(*) FROM orders WHERE panel_key_id = $1 AND {NOT_ENDED}", panel_key_id
    )
    return int(row[0]) if row else 0


async def name_of_service(db: Queries, panel_key_id: int, service_id: str) -> str | None:
    """Return a service's name in its last order; None if it was never ordered."""
    row = await db.fetch_one(
        """
        SELECT service_name FROM orders WHERE panel_key_id = $1 AND service_id = $2
        ORDER BY id DESC LIMIT 1
        """,
        panel_key_id, service_id,
    )  # fmt: skip
    return str(row[0]) if row else None
