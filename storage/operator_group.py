"""The operators' group: where it is, its topics, and what was posted there."""

from enum import StrEnum

from storage.database import Queries
from storage.events import Event
from storage.orders import OrderStage
from storage.records import Json, Record, read, read_all


class Topic(StrEnum):
    ORDERS = "orders"
    MONEY = "money"
    ALERTS = "alerts"
    SUPPORT = "support"


TOPICS = {
    Event.DECIDE_ORDER: Topic.ORDERS,
    Event.DECIDE_REFILL: Topic.ORDERS,
    Event.PROBLEM: Topic.ORDERS,
    Event.SLOW: Topic.ORDERS,
    Event.REFUND_QUESTION: Topic.MONEY,
    Event.MOVED_BY_OPERATOR: Topic.MONEY,
    Event.CHARGEBACK: Topic.MONEY,
    Event.UNMATCHED_PAYMENT: Topic.MONEY,
    Event.ALERT: Topic.ALERTS,
    Event.REFUSALS: Topic.ALERTS,
    Event.HOLD: Topic.ALERTS,
    Event.KNOCK: Topic.ALERTS,
    Event.INVITE_USED: Topic.ALERTS,
    Event.CASE_MESSAGE: Topic.SUPPORT,
    Event.CASE_OVER: Topic.SUPPORT,
}
"""The messages for operators that are posted in the group too, and where."""

_NAMES = ", ".join(f"'{event}'" for event in sorted(TOPICS))
IS_FOR_GROUP = f"event IN ({_NAMES})"
"""As in the index `outbox_for_the_group`."""


class OperatorGroup(Record, frozen=True):
    """`chat_id` is its present id. What was before `begun_at` (epoch ms) is not posted.

    `told_milestone` is the last milestone of an order that was told, at `told_at` (epoch ms).
    """

    chat_id: int
    begun_at: int
    told_milestone: int
    told_at: int


class Notice(Record, frozen=True):
    """A message for operators; of those that say the same to several operators, the first."""

    id: int
    event: Event
    subject_id: int | None
    payload: Json
    created_at: int


class OrderMilestone(Record, frozen=True):
    """An order and a stage that it came to."""

    id: int
    order_id: int
    stage: OrderStage


async def get(db: Queries, setting: int) -> OperatorGroup | None:
    """Return the group that the setting OPERATOR_CHAT_ID names, if the bot has begun to post there."""
    row = await db.fetch_one(
        "SELECT chat_id, begun_at, told_step, told_at FROM operator_group WHERE setting = $1", setting
    )
    return read(row, OperatorGroup) if row else None


async def begin(db: Queries, setting: int, now: int) -> None:
    """Begin to post in the group that the setting names now; another one before it is left."""
    row = await db.fetch_one("SELECT max(id) FROM order_steps")
    await db.execute(
        """
        INSERT INTO operator_group (only_one, setting, chat_id, begun_at, told_step, told_at)
        VALUES (1, $1, $1, $2, $3, $2)
        ON CONFLICT (only_one) DO UPDATE SET setting = excluded.setting, chat_id = excluded.chat_id,
            begun_at = excluded.begun_at, told_step = excluded.told_step, told_at = excluded.told_at
        """,
        setting, now, (row[0] if row else None) or 0,
    )  # fmt: skip


async def move(db: Queries, setting: int, chat_id: int) -> None:
    """Note that the group has become a supergroup with another id."""
    await db.execute("UPDATE operator_group SET chat_id = $2 WHERE setting = $1", setting, chat_id)


async def topic(db: Queries, chat_id: int, name: Topic) -> int | None:
    """Return the number of a topic that the bot has made in the group."""
    row = await db.fetch_one(
        "SELECT thread_id FROM group_topics WHERE chat_id = $1 AND topic = $2", chat_id, name.value
    )
    return row[0] if row else None


async def keep_topic(db: Queries, chat_id: int, name: Topic, thread_id: int) -> None:
    await db.execute(
        """
        INSERT INTO group_topics (chat_id, topic, thread_id) VALUES ($1, $2, $3)
        ON CONFLICT (chat_id, topic) DO UPDATE SET thread_id = excluded.thread_id
        """,
        chat_id, name.value, thread_id,
    )  # fmt: skip


async def forget_topic(db: Queries, chat_id: int, name: Topic) -> None:
    """Note that a topic is gone."""
    await db.execute("DELETE FROM group_topics WHERE chat_id = $1 AND topic = $2", chat_id, name.value)


async def next_notice(db: Queries, since: int) -> Notice | None:
    """Return the oldest message for operators since a time (epoch ms) that was not posted yet."""
    row = await db.fetch_one(
        f"""
        SELECT first, event, subject_id, payload, created_at FROM (
            SELECT min(id) AS first, event, subject_id, payload, created_at FROM outbox
            WHERE {IS_FOR_GROUP} AND created_at >= $1
            GROUP BY event, subject_id, payload, created_at) notices
        WHERE NOT EXISTS (SELECT 1 FROM group_posts WHERE outbox_id = first)
        ORDER BY first LIMIT 1
        """,
        since,
    )
    return read(row, Notice) if row else None


async def note_posted(db: Queries, notice: Notice, chat_id: int, message_ids: list[int]) -> None:
    """Note the messages of the group that show a notice; none: there is nothing to show."""
    of_case = notice.subject_id if notice.event is Event.CASE_MESSAGE else None
    for message_id in message_ids or [0]:
        await db.execute(
            """
            INSERT INTO group_posts (outbox_id, chat_id, message_id, case_id)
            VALUES ($1, $2, $3, (SELECT case_id FROM case_messages WHERE id = $4))
            """,
            notice.id, chat_id, message_id, of_case,
        )  # fmt: skip


async def leave_posted(db: Queries, user_id: int) -> None:
    """Keep notices from being posted again when the messages to this operator are deleted.

    Those that others got too are then named by the first of the others. Call it before the deletion.
    """
    await db.execute(
        f"""
        UPDATE group_posts SET outbox_id = coalesce((
            SELECT min(others.id) FROM outbox others
            JOIN outbox theirs ON theirs.created_at = others.created_at AND theirs.event = others.event
                AND coalesce(theirs.subject_id, 0) = coalesce(others.subject_id, 0)
                AND theirs.payload = others.payload
            WHERE theirs.id = group_posts.outbox_id AND others.user_id <> $1), outbox_id)
        WHERE outbox_id IN (SELECT id FROM outbox WHERE user_id = $1 AND {IS_FOR_GROUP})
        """,
        user_id,
    )


async def delete_posts_before(db: Queries, before: int) -> None:
    """Forget the posts of messages from before a moment (epoch ms), and of cases that were closed before it.

    Nobody answers them any more, and messages of more than a day are not posted again.
    """
    await db.execute(
        "DELETE FROM group_posts WHERE case_id IN (SELECT id FROM cases WHERE closed_at < $1)", before
    )
    await db.execute(
        f"""
        DELETE FROM group_posts WHERE case_id IS NULL
            AND outbox_id < (SELECT min(id) FROM outbox WHERE {IS_FOR_GROUP} AND created_at >= $1)
        """,
        before,
    )


async def case_shown(db: Queries, chat_id: int, message_id: int) -> int | None:
    """Return the case that a message of the group shows."""
    row = await db.fetch_one(
        """
        SELECT case_id FROM group_posts
        WHERE chat_id = $1 AND message_id = $2 AND case_id IS NOT NULL
        """,
        chat_id, message_id,
    )  # fmt: skip
    return row[0] if row else None


async def milestones_since(db: Queries, last: int, limit: int) -> list[OrderMilestone]:
    """Return the milestones of orders after one, the oldest first."""
    rows = await db.fetch_all(
        "SELECT id, order_id, stage FROM order_steps WHERE id > $1 ORDER BY id LIMIT $2", last, limit
    )
    return read_all(rows, OrderMilestone)


async def note_told(db: Queries, setting: int, milestone: int, now: int) -> None:
    """Note up to which milestone the orders were told."""
    await db.execute(
        "UPDATE operator_group SET told_step = $2, told_at = $3 WHERE setting = $1", setting, milestone, now
    )
