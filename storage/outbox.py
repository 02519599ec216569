"""Messages that are owed to people: what happened; the words are chosen when it is sent."""

from collections.abc import Collection
from enum import IntEnum, StrEnum
from functools import lru_cache
from itertools import chain

from storage.database import Queries, Value
from storage.many_rows import places
from storage.records import Json, Record, dump, read_all


class Event(StrEnum):
    """What a message is about; the subject's id in brackets."""

    ORDER_CARD = "order_card"  # (order) its card is out of date
    ORDER_SUBMITTED = "order_submitted"  # (order) placed, failed or unconfirmed: what came of sending it
    ORDER_DECIDED = "order_decided"  # (order) the operator found out whether it exists
    ORDER_PROBLEM = "order_problem"  # (order) the panel reports a problem, for whose order it is
    ORDER_ENDED = "order_ended"  # (order)
    REFILL_SUBMITTED = "refill_submitted"  # (refill)
    REFILL_DECIDED = "refill_decided"  # (refill)
    REFILL_ENDED = "refill_ended"  # (refill)
    CANCEL_SUBMITTED = "cancel_submitted"  # (cancel)
    DECIDE_ORDER = "decide_order"  # (order) the operator's card with the evidence
    DECIDE_REFILL = "decide_refill"  # (refill) likewise
    PROBLEM = "problem"  # (order) the panel reports a problem, for the operator
    SLOW = "slow"  # orders that are slower than usual, in the payload, for the operator
    HOLD = "hold"  # (hold) the panel took several times what was quoted, for the operator
    KNOCK = "knock"  # (user) somebody asks the operator to be let in
    KNOCK_CARD = "knock_card"  # (message) the operator's message about those who knock is out of date
    LET_IN = "let_in"  # (user)
    NOT_LET_IN = "not_let_in"  # (user) an operator refused
    INVITE_USED = "invite_used"  # (user) somebody opened an operator's link
    ALERT = "alert"  # what is wrong is in the payload: condition, detail
    REFUSALS = "refusals"  # what the panel refused is in the payload


FOR_OPERATORS = frozenset({
    Event.DECIDE_ORDER, Event.DECIDE_REFILL, Event.PROBLEM, Event.SLOW, Event.HOLD, Event.KNOCK,
    Event.KNOCK_CARD, Event.INVITE_USED, Event.ALERT, Event.REFUSALS,
})  # fmt: skip


class Rank(IntEnum):
    """What goes first, in a chat and among chats; of one rank the oldest does."""

    ANSWERS = 0  # what came of something that a person did, and of their money
    DECISIONS = 1  # what the operator has to know or decide
    NEWS = 2
    KNOCKS = 3


RANKS = {
    Event.ORDER_SUBMITTED: Rank.ANSWERS,
    Event.ORDER_DECIDED: Rank.ANSWERS,
    Event.REFILL_SUBMITTED: Rank.ANSWERS,
    Event.REFILL_DECIDED: Rank.ANSWERS,
    Event.CANCEL_SUBMITTED: Rank.ANSWERS,
    Event.LET_IN: Rank.ANSWERS,
    Event.NOT_LET_IN: Rank.ANSWERS,
    Event.DECIDE_ORDER: Rank.DECISIONS,
    Event.DECIDE_REFILL: Rank.DECISIONS,
    Event.PROBLEM: Rank.DECISIONS,
    Event.SLOW: Rank.DECISIONS,
    Event.HOLD: Rank.DECISIONS,
    Event.ALERT: Rank.DECISIONS,
    Event.REFUSALS: Rank.DECISIONS,
    Event.ORDER_CARD: Rank.NEWS,
    Event.ORDER_PROBLEM: Rank.NEWS,
    Event.ORDER_ENDED: Rank.NEWS,
    Event.REFILL_ENDED: Rank.NEWS,
    Event.INVITE_USED: Rank.NEWS,
    Event.KNOCK: Rank.KNOCKS,
    Event.KNOCK_CARD: Rank.KNOCKS,
}
"""What is said of one order keeps its order: its cards and its end are of one rank, behind its beginning."""

KNOWN_EVENTS = ", ".join(f"'{event}'" for event in Event)

RANK_STEP = 1_000_000_000_000  # more than there are messages; a place in the queue is rank * APART + id
PLACE = f"""
    CASE {" ".join(f"WHEN event = '{event}' THEN {rank:d}" for event, rank in RANKS.items())} END
    * {RANK_STEP} + id
    """
"""What this release has no name for has no place: a newer one that was here before owes it, and sends it."""


class OutboxMessage(Record, frozen=True):
    """`user_id` is the chat it goes to."""

    id: int
    user_id: int
    event: Event
    subject_id: int | None
    attempts: int
    created_at: int
    payload: Json


FIRST_OPERATOR = 0
"""Who becomes operator first. What is owed to them waits until they come."""

MOMENTS = 30_000  # ms
FAR = 3_600_000  # ms; what is due later than that was put off before somebody set the clock back

MESSAGE_COLUMNS = "id, user_id, event, subject_id, attempts, created_at, payload"

MESSAGES_PER_STATEMENT = 50  # messages of one statement


async def add(
    db: Queries,
    user_id: int,
    event: Event,
    subject_id: int | None,
    now: int,
    payload: dict[str, object] | None = None,
) -> None:
    """Owe a message. Belongs into the transaction of the change that it tells of.

    A card that waits to be drawn again is not queued twice.
    """
    await db.execute(_adding(1), now, user_id, event.value, subject_id, dump(payload or {}))


async def add_many(db: Queries, messages: list[tuple[int, Event, int]], now: int) -> None:
    """As `add`, of (user, event, subject) each, in this order; each is given once."""
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
    """One statement for so many messages; $1 is now."""
    rows = (f"({row}, CAST($1 AS BIGINT), CAST($1 AS BIGINT))" for row in places(number, 4, 2))
    return f"""
        INSERT INTO outbox (user_id, event, subject_id, payload, created_at, due_at) VALUES {", ".join(rows)}
        ON CONFLICT (user_id, subject_id) WHERE status = 'pending' AND event = 'order_card'
            -- nobody takes it before the commit, and draws what was before
            DO UPDATE SET due_at = outbox.due_at
        """


async def take_due(db: Queries, now: int, limit: int, instance: int) -> list[OutboxMessage]:
    """Claim messages that may be sent now, by rank and age; a chat's next one waits until its first is done.

    Of two processes that do so at the same time one gets each.

    One that is tried again within moments holds up those behind it, so that a chat reads in order; one that
    is put off for longer does not. People who blocked the bot, and operators who have not started it yet,
    keep theirs until they come. An event that this release does not know waits for one that does.
    """
    heads = await db.fetch_all(
        f"""
        SELECT first % {RANK_STEP} FROM (
            SELECT min({PLACE}) AS first, min(CASE WHEN due_at <= $1 OR due_at > $4 THEN {PLACE} END) AS due
            FROM outbox
            WHERE status = 'pending' AND (due_at <= $3 OR due_at > $4)
                AND user_id NOT IN (SELECT user_id FROM outbox WHERE status = 'sending')
                AND EXISTS (SELECT 1 FROM users WHERE id = outbox.user_id AND blocked_at IS NULL)
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
    """Claims so many messages by their ids; $1 is the process.

    A statement of its own: PostgreSQL plans one that also looks for them by its last count of the rows, and
    where thousands have come since, such a plan took a minute.
    """
    ids = ", ".join(places(number, 1, 2))
    return f"""
        UPDATE outbox SET status = 'sending', attempts = attempts + 1, taken_by = $1
        WHERE status = 'pending' AND id IN ({ids}) RETURNING {MESSAGE_COLUMNS}
        """


async def sent(db: Queries, message_id: int, now: int, instance: int) -> bool:
    """False if another process has taken it meanwhile, and may have sent it before."""
    return await _end(db, message_id, "sent", now, instance)


async def drop(db: Queries, message_id: int, now: int, instance: int) -> bool:
    """Give a message up: it can never be sent, or there is nothing left to say. False as in `sent`."""
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
    """Send it later, with so many attempts behind it; not where another process has it by now.

    A card for which a newer redraw waits is dropped: one is enough.
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


async def waiting(db: Queries) -> tuple[int, int | None]:
    """How many messages wait for people who can be sent to, and when the oldest came to be owed."""
    row = await db.fetch_one(
        """
        SELECT count(*), min(created_at) FROM outbox
        WHERE status = 'pending'
            AND EXISTS (SELECT 1 FROM users WHERE id = outbox.user_id AND blocked_at IS NULL)
        """
    )
    return (row[0], row[1]) if row else (0, None)


async def not_known(db: Queries) -> list[str]:
    """The events that wait and that only a newer release knows."""
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
    """What nobody is about to send any more may or may not have arrived; it is sent again.

    That is what processes have taken that are gone, and this one, `instance`, beside what is `under_way`.
    """
    rows = await db.fetch_all("SELECT id, taken_by FROM outbox WHERE status = 'sending'")
    for message_id, taken_by in sorted(rows):
        if taken_by not in living or (taken_by == instance and message_id not in under_way):
            await put_back(db, message_id, now, 0, taken_by)
