"""The outbox: a queue of messages. The text of a message is written when it is sent."""

from collections.abc import Collection
from functools import lru_cache
from itertools import chain

from storage.database import Queries, Value
from storage.events import RANKS, Event
from storage.many_rows import places
from storage.records import Json, Record, dump, read_all

KNOWN_EVENTS = ", ".join(f"'{event}'" for event in Event)

RANK_STEP = 1_000_000_000_000  # more than there are messages; a place in the queue is rank * RANK_STEP + id
PLACE = f"""
    CASE {" ".join(f"WHEN event = '{event}' THEN {rank:d}" for event, rank in RANKS.items())} END
    * {RANK_STEP} + id
    """
"""An unknown event has no place: a newer release added it, and a newer release will send it."""


class OutboxMessage(Record, frozen=True):
    """`chat_id` is the person's Telegram id.

    `postponed_until` (epoch ms): the message waited for the end of quiet hours.
    """

    id: int
    user_id: int
    chat_id: int
    event: Event
    subject_id: int | None
    attempts: int
    created_at: int
    payload: Json
    postponed_until: int | None = None


FIRST_OPERATOR = 0
"""Stands for the first operator. The messages wait until there is one."""

MOMENTS = 30_000  # ms
FAR = 3_600_000  # ms; a later due time means that the clock was set back since

REACHABLE = """EXISTS (
    SELECT 1 FROM users WHERE id = outbox.user_id AND blocked_at IS NULL AND telegram_id IS NOT NULL)"""
LONGEST_POSTPONED = 26 * 3_600_000  # ms; a day, an hour of changed clocks, and an hour to spare
CHAT_ID = "(SELECT telegram_id FROM users WHERE id = outbox.user_id)"
MESSAGE_COLUMNS = f"id, user_id, {CHAT_ID}, event, subject_id, attempts, created_at, payload, held_until"

MESSAGES_PER_STATEMENT = 50


def is_not_postponed(now: str) -> str:
    """Return the condition that a message does not wait for the end of quiet hours; `now` is a placeholder.

    One that would wait for longer than quiet hours last was postponed before the clock was set back.
    """
    return f"(held_until IS NULL OR held_until <= {now} OR held_until - {LONGEST_POSTPONED} > {now})"


async def add(
    db: Queries,
    user_id: int,
    event: Event,
    subject_id: int | None,
    now: int,
    payload: dict[str, object] | None = None,
) -> None:
    """Add a message. Call it in the transaction of the change that the message tells of.

    A card that waits for its redraw is not queued twice.
    """
    await db.execute(_adding(1), now, user_id, event.value, subject_id, dump(payload or {}))


async def add_once(
    db: Queries, user_id: int, event: Event, subject_id: int, now: int, postponed_until: int | None = None
) -> None:
    """As `add`, unless the same message waits already. With `postponed_until` (epoch ms) it waits so long."""
    await db.execute(
        """
        INSERT INTO outbox (user_id, event, subject_id, created_at, due_at, held_until)
        SELECT CAST($1 AS BIGINT), CAST($2 AS TEXT), CAST($3 AS BIGINT), CAST($4 AS BIGINT),
            CAST($4 AS BIGINT), CAST($5 AS BIGINT)
        WHERE NOT EXISTS (
            SELECT 1 FROM outbox WHERE user_id = $1 AND event = $2 AND subject_id = $3 AND status = 'pending')
        """,
        user_id, event.value, subject_id, now, postponed_until,
    )  # fmt: skip


async def add_many(db: Queries, messages: list[tuple[int, Event, int]], now: int) -> None:
    """As `add`, for many messages (user, event, subject) in this sequence. They must be distinct."""
    rows: list[tuple[Value, ...]] = [
        (user_id, event.value, subject_id, "{}") for user_id, event, subject_id in messages
    ]
    whole = len(rows) - len(rows) % MESSAGES_PER_STATEMENT
    for start in range(0, whole, MESSAGES_PER_STATEMENT):
        await db.execute(
            _adding(MESSAGES_PER_STATEMENT),
            now,
            *chain.from_iterable(rows[start : start + MESSAGES_PER_STATEMENT]),
        )
    if rest := rows[whole:]:
        await db.execute_many(_adding(1), [(now, *row) for row in rest])


@lru_cache
def _adding(number: int) -> str:
    """Build one statement for so many messages; $1 is now."""
    rows = (f"({row}, CAST($1 AS BIGINT), CAST($1 AS BIGINT))" for row in places(number, 4, 2))
    return f"""
        INSERT INTO outbox (user_id, event, subject_id, payload, created_at, due_at) VALUES {", ".join(rows)}
        ON CONFLICT (user_id, subject_id) WHERE status = 'pending' AND event = 'order_card'
            -- nobody takes it before the commit, and draws what was before
            DO UPDATE SET due_at = outbox.due_at
        """


async def take_due(db: Queries, now: int, limit: int, instance: int) -> list[OutboxMessage]:
    """Claim due messages, by rank and age, one per chat. Each message goes to one process only.

    A message that is retried within 30 s holds up those behind it, so that the chat stays in sequence; one
    that is put off for longer does not. Messages to people who blocked the bot or have not started it yet
    wait. An event that this release does not know waits for a newer release.
    """
    heads = await db.fetch_all(
        f"""
        SELECT first % {RANK_STEP} FROM (
            SELECT min({PLACE}) AS first, min(CASE WHEN due_at <= $1 OR due_at > $4 THEN {PLACE} END) AS due
            FROM outbox
            WHERE status = 'pending' AND (due_at <= $3 OR due_at > $4) AND {is_not_postponed("$1")}
                AND user_id NOT IN (SELECT user_id FROM outbox WHERE status = 'sending')
                AND {REACHABLE}
            GROUP BY user_id) chats
        WHERE first = due ORDER BY first LIMIT $2
        """,
        now, limit, now + MOMENTS, now + FAR,
    )  # fmt: skip
    if not heads:
        return []
    rows = await db.fetch_all(_claiming(len(heads)), instance, *(head for (head,) in heads))
    return sorted(read_all(rows, OutboxMessage), key=lambda message: (RANKS[message.event], message.id))


@lru_cache
def _claiming(number: int) -> str:
    """Build the statement that claims so many messages by their ids; $1 is the process.

    The search is another statement: PostgreSQL plans a combined one by old statistics, and such a plan took a
    minute after thousands of new rows.
    """
    ids = ", ".join(places(number, 1, 2))
    return f"""
        UPDATE outbox SET status = 'sending', attempts = attempts + 1, taken_by = $1
        WHERE status = 'pending' AND id IN ({ids}) AND {REACHABLE} RETURNING {MESSAGE_COLUMNS}
        """


async def sent(db: Queries, message_id: int, now: int, instance: int) -> bool:
    """Record that a message was sent; False if another process has taken it, and may have sent it too."""
    return await _end(db, message_id, "sent", now, instance)


async def drop(db: Queries, message_id: int, now: int, instance: int) -> bool:
    """Drop a message that cannot be sent or is out of date. False as in `sent`."""
    return await _end(db, message_id, "dropped", now, instance)


async def _end(db: Queries, message_id: int, status: str, now: int, instance: int) -> bool:
    ended = await db.execute(
        """
        UPDATE outbox SET status = $2, done_at = $3
        WHERE id = $1 AND taken_by = $4 AND status = 'sending'
        """,
        message_id, status, now, instance,
    )  # fmt: skip
    return ended > 0


async def put_back(db: Queries, message_id: int, due_at: int, attempts: int, instance: int) -> None:
    """Put a message back until `due_at`, with its number of attempts, unless another process has taken it.

    A card for which a newer redraw waits is dropped.
    """
    await db.execute(
        """
        UPDATE outbox SET due_at = $2, attempts = $3, status = CASE
            WHEN event = 'order_card' AND EXISTS (
                SELECT 1 FROM outbox newer WHERE newer.status = 'pending' AND newer.event = 'order_card'
                    AND newer.user_id = outbox.user_id AND newer.subject_id = outbox.subject_id)
            THEN 'dropped' ELSE 'pending' END
        WHERE id = $1 AND taken_by = $4 AND status = 'sending'
        """,
        message_id, due_at, attempts, instance,
    )  # fmt: skip


async def is_being_sent(db: Queries, user_id: int) -> bool:
    """Return whether a message to this person is on its way."""
    row = await db.fetch_one(
        "SELECT 1 FROM outbox WHERE user_id = $1 AND status = 'sending' LIMIT 1", user_id
    )
    return row is not None


async def waiting(db: Queries, now: int) -> tuple[int, int | None]:
    """Return the number of waiting messages to reachable people, and since when the oldest waits (epoch ms).

    Those that wait for the end of quiet hours are not counted.
    """
    row = await db.fetch_one(
        f"""
        SELECT count(*), min(CASE WHEN held_until <= $1 THEN held_until ELSE created_at END) FROM outbox
        WHERE status = 'pending' AND {is_not_postponed("$1")} AND {REACHABLE}
        """,
        now,
    )
    return (row[0], row[1]) if row else (0, None)


async def not_known(db: Queries) -> list[str]:
    """Return the waiting events that this release does not know."""
    rows = await db.fetch_all(
        f"""
        SELECT DISTINCT event FROM outbox
        WHERE status = 'pending' AND event NOT IN ({KNOWN_EVENTS}) ORDER BY event
        """
    )
    return [str(event) for (event,) in rows]


async def put_back_abandoned(
    db: Queries, now: int, living: Collection[int], instance: int, under_way: Collection[int]
) -> None:
    """Put back claimed messages that no process sends any more. They may arrive twice.

    These are the messages of processes that are gone, and those of `instance` that are not `under_way`.
    """
    rows = await db.fetch_all("SELECT id, taken_by FROM outbox WHERE status = 'sending'")
    for message_id, taken_by in sorted(rows):
        if taken_by not in living or (taken_by == instance and message_id not in under_way):
            await put_back(db, message_id, now, 0, taken_by)
