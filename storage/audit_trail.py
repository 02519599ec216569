"""The audit trail: what operators did, when, and what it changed. Rows are only added. See migration 39.

The tables of orders, money and prices keep who decided as well, because their rules need it. They keep the
last decision only, and not what was there before it.
"""

from enum import StrEnum

from storage.database import Queries
from storage.records import Record, read_all


class Act(StrEnum):
    """What was done. In brackets: whose id `subject` is."""

    ORDER_EXISTS = "order_exists"  # (order)
    ORDER_NEVER_EXISTED = "order_never_existed"  # (order)
    ORDER_LOST = "order_lost"  # (order) of a former panel, whose outcome stays unknown
    ORDER_ENDED = "order_ended"  # (order)
    ORDER_ENTERED = "order_entered"  # (order)
    REFILL_EXISTS = "refill_exists"  # (refill)
    REFILL_NEVER_EXISTED = "refill_never_existed"  # (refill)
    PANEL_CLOSED = "panel_closed"  # (panel key)
    ORDERING_OPENED = "ordering_opened"
    MONEY_GIVEN_BACK = "money_given_back"  # (order) `after`: how much
    MONEY_TAKEN_BACK = "money_taken_back"  # (order) `after`: how much
    CREDIT = "credit"  # (user) `after`: how much
    DEBIT = "debit"  # (user)
    WRITE_OFF = "write_off"  # (user)
    CREDIT_LINE = "credit_line"  # (user)
    PAYMENT_CREDITED = "payment_credited"  # (top-up)
    PAYMENT_RETURNED = "payment_returned"  # (top-up)
    WALLETS_CONFIRMED = "wallets_confirmed"
    HOLD_DECIDED = "hold_decided"  # (hold)
    MOVES_LIFTED = "moves_lifted"  # `after`: how many services
    DECISION_TAKEN_BACK = "decision_taken_back"  # (panel key)
    PRICES_CHANGED = "prices_changed"  # (edit) `after`: the change
    EXCHANGE_RATE = "exchange_rate"
    PRICES_CONFIRMED = "prices_confirmed"
    SHOP_VALUE = "shop_value"  # `after`: its name and value
    BACKUP_SENT = "backup_sent"  # `after`: its file
    DAILY_BACKUP = "daily_backup"  # whether the actor gets each daily copy
    LOW_BALANCE = "low_balance"  # below which operators are told
    SERVICE_CHANGED = "service_changed"  # the panel's id, and what customers see otherwise
    BROADCAST_SENT = "broadcast_sent"  # (broadcast) to how many people
    BROADCAST_PAUSED = "broadcast_paused"  # (broadcast)
    BROADCAST_CONTINUED = "broadcast_continued"  # (broadcast)
    BROADCAST_STOPPED = "broadcast_stopped"  # (broadcast)
    BROADCAST_DELETED = "broadcast_deleted"  # (broadcast) for all
    CASE_CLOSED = "case_closed"  # (case)
    TEXT_WRITTEN = "text_written"  # which one, in which language
    TEXT_RESET = "text_reset"  # as above
    GROUP_MADE = "group_made"  # (group)
    GROUP_RENAMED = "group_renamed"  # (group)
    GROUP_ENDED = "group_ended"  # (group)
    GROUP_CHOSEN = "group_chosen"  # (user) the numbers of the groups
    INVITED = "invited"
    LET_IN = "let_in"  # (user)
    REFUSED = "refused"  # (user)
    REMOVED = "removed"  # (user)
    ROLE_GIVEN = "role_given"  # (user)
    BLOCKED = "blocked"  # (user) no new orders
    UNBLOCKED = "unblocked"  # (user)
    WROTE = "wrote"  # (user)
    FORBIDDEN = "forbidden"  # `after`: the action that the role does not allow


class AuditEntry(Record, frozen=True):
    """`at` in epoch ms. `actor` is None for the shell; `actor_name` is "" for a forgotten person."""

    id: int
    at: int
    actor: int | None
    actor_name: str
    act: str
    subject: int | None
    subject_name: str
    before: str
    after: str


async def add(
    db: Queries, at: int, actor: int | None, act: Act, subject: int | None = None, *,
    before: str = "", after: str = "",
) -> None:  # fmt: skip
    """Note what was done. Call it in the transaction of the change."""
    await db.execute(
        """
        INSERT INTO audit_trail (at, actor, act, subject, before, after) VALUES ($1, $2, $3, $4, $5, $6)
        """,
        at, actor, act.value, subject, before, after,
    )  # fmt: skip


async def newest(db: Queries, offset: int, limit: int) -> list[AuditEntry]:
    """Return entries, the newest first. `subject_name` is the name of the person with the subject's id."""
    rows = await db.fetch_all(
        """
        SELECT audit_trail.id, at, actor, coalesce(actors.name, ''), act, subject, coalesce(people.name, ''),
            before, after
        FROM audit_trail
        LEFT JOIN users AS actors ON actors.id = actor
        LEFT JOIN users AS people ON people.id = subject
        ORDER BY audit_trail.id DESC LIMIT $1 OFFSET $2
        """,
        limit, offset,
    )  # fmt: skip
    return read_all(rows, AuditEntry)


async def count_newest(db: Queries, most: int) -> int:
    """Return the number of entries, at most `most`."""
    row = await db.fetch_one(
        "SELECT count(*) FROM (SELECT id FROM audit_trail ORDER BY id DESC LIMIT $1) AS last", most
    )
    return int(row[0]) if row else 0


async def was_refused(db: Queries, actor: int, action: str, since: int) -> bool:
    """Whether a refusal of this action was noted since a moment (epoch ms)."""
    row = await db.fetch_one(
        f"""
        SELECT 1 FROM audit_trail
        WHERE actor = $1 AND act = '{Act.FORBIDDEN}' AND at >= $2 AND after = $3 LIMIT 1
        """,
        actor, since, action,
    )  # fmt: skip
    return row is not None
