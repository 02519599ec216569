"""What became of a broadcast for each person of its snapshot. Each is marked before the call, once."""

from collections.abc import Collection
from enum import StrEnum

from storage.audiences import Admitted, Segment, matching
from storage.database import Database, Queries
from storage.records import Record, read_all


class CopyOutcome(StrEnum):
    """The comments say what counts as one."""

    SENT = "sent"
    BLOCKED = "blocked"
    FAILED = "failed"  # Telegram refused it for this person, or an album came without all its parts
    UNKNOWN = "unknown"  # the process or the connection ended in the middle
    SKIPPED = "skipped"  # it was stopped before, or the person muted news or left since the snapshot


class Copy(Record, frozen=True):
    """A broadcast in a person's chat. `chat_id` is None for a forgotten person."""

    user_id: int
    chat_id: int | None
    message_ids: str


class Tally(Record, frozen=True):
    """How many people are in which state."""

    waiting: int = 0
    sending: int = 0
    sent: int = 0
    blocked: int = 0
    failed: int = 0
    unknown: int = 0
    skipped: int = 0

    @property
    def left(self) -> int:
        return self.waiting + self.sending

    @property
    def total(self) -> int:
        return self.left + self.sent + self.blocked + self.failed + self.unknown + self.skipped


class DeletionTally(Record, frozen=True):
    """How far a deletion for all is. Telegram did not delete the `kept` ones."""

    waiting: int = 0
    deleted: int = 0
    kept: int = 0

    @property
    def total(self) -> int:
        return self.waiting + self.deleted + self.kept


class _Counted(Record, frozen=True):
    state: str
    people: int


async def take_snapshot(
    db: Queries, broadcast_id: int, segment: Segment, admitted: Admitted, now: int, *, is_news: bool
) -> int:
    """Write down who gets a broadcast, in one statement. Returns how many they are."""
    condition, values = matching(segment, admitted, now, is_news=is_news, broadcast_id=broadcast_id, first=2)
    return await db.execute(
        f"""
        INSERT INTO broadcast_people (broadcast_id, user_id)
        SELECT CAST($1 AS BIGINT), users.id FROM users WHERE {condition}
        """,
        broadcast_id, *values,
    )  # fmt: skip


async def waiting(db: Queries, broadcast_id: int, limit: int) -> list[int]:
    """Return the ids of the next people."""
    rows = await db.fetch_all(
        """
        SELECT user_id FROM broadcast_people WHERE broadcast_id = $1 AND status = 'waiting'
        ORDER BY user_id LIMIT $2
        """,
        broadcast_id, limit,
    )  # fmt: skip
    return [row[0] for row in rows]


async def claim(db: Queries, broadcast_id: int, user_id: int, instance: int) -> bool:
    """Mark a person before the call; False if the broadcast is not being sent, or somebody else has them."""
    claimed = await db.execute(
        """
        UPDATE broadcast_people SET status = 'sending', taken_by = $3
        WHERE broadcast_id = $1 AND user_id = $2 AND status = 'waiting'
            AND EXISTS (SELECT 1 FROM broadcasts WHERE id = $1 AND status = 'sending')
        """,
        broadcast_id, user_id, instance,
    )  # fmt: skip
    return claimed > 0


async def finish(
    db: Queries,
    broadcast_id: int,
    user_id: int,
    outcome: CopyOutcome,
    message_ids: str | None,
    now: int,
    instance: int,
) -> None:
    """Record what came of a call, also if the person was taken for lost meanwhile. Idempotent."""
    await db.execute(
        """
        UPDATE broadcast_people SET status = $3, message_ids = $4, done_at = $5
        WHERE broadcast_id = $1 AND user_id = $2 AND status IN ('sending', 'unknown') AND taken_by = $6
        """,
        broadcast_id, user_id, outcome.value, message_ids, now, instance,
    )  # fmt: skip


async def skip(db: Queries, broadcast_id: int, user_id: int) -> None:
    """Leave out a person who waits."""
    await db.execute(
        """
        UPDATE broadcast_people SET status = 'skipped'
        WHERE broadcast_id = $1 AND user_id = $2 AND status = 'waiting'
        """,
        broadcast_id, user_id,
    )  # fmt: skip


async def skip_all(db: Queries, broadcast_id: int) -> None:
    """Leave out everybody who waits, because the broadcast was stopped."""
    await db.execute(
        "UPDATE broadcast_people SET status = 'skipped' WHERE broadcast_id = $1 AND status = 'waiting'",
        broadcast_id,
    )


async def put_back(db: Queries, broadcast_id: int, user_id: int, instance: int) -> None:
    """Let a person wait again: Telegram has refused the call, so nothing was sent.

    If the broadcast is not sent any more, they are left out.
    """
    await db.execute(
        """
        UPDATE broadcast_people SET status = CASE
            WHEN EXISTS (SELECT 1 FROM broadcasts WHERE id = $1 AND status IN ('sending', 'paused'))
            THEN 'waiting'
            ELSE 'skipped' END
        WHERE broadcast_id = $1 AND user_id = $2 AND status = 'sending' AND taken_by = $3
        """,
        broadcast_id, user_id, instance,
    )  # fmt: skip


async def lose_abandoned(
    db: Queries, broadcast_id: int, living: Collection[int], instance: int, under_way: Collection[int]
) -> None:
    """Record as unknown the calls of processes that have ended: it is not known whether they arrived.

    These are the calls of processes that are gone, and those of `instance` that are not `under_way`.
    """
    rows = await db.fetch_all(
        "SELECT user_id, taken_by FROM broadcast_people WHERE broadcast_id = $1 AND status = 'sending'",
        broadcast_id,
    )
    lost = [
        (broadcast_id, user_id, taken_by)
        for user_id, taken_by in rows
        if taken_by not in living or (taken_by == instance and user_id not in under_way)
    ]
    await db.execute_many(
        """
        UPDATE broadcast_people SET status = 'unknown'
        WHERE broadcast_id = $1 AND user_id = $2 AND status = 'sending' AND taken_by = $3
        """,
        lost,
    )


async def tally(db: Database, broadcast_id: int) -> Tally:
    """Count the people by their states. It looks at all of them."""
    counted = await db.fetch_records(
        _Counted,
        "state, people",
        """
        FROM (SELECT status AS state, count(*) AS people FROM broadcast_people
              WHERE broadcast_id = $1 GROUP BY status) AS counted
        """,
        broadcast_id,
    )
    return Tally(**{one.state: one.people for one in counted})


async def tally_deleted(db: Database, broadcast_id: int) -> DeletionTally:
    counted = await db.fetch_records(
        _Counted,
        "state, people",
        """
        FROM (SELECT CASE is_deleted WHEN 1 THEN 'deleted' WHEN 0 THEN 'kept' ELSE 'waiting' END AS state,
                  count(*) AS people
              FROM broadcast_people WHERE broadcast_id = $1 AND message_ids IS NOT NULL GROUP BY 1) AS counted
        """,
        broadcast_id,
    )
    return DeletionTally(**{one.state: one.people for one in counted})


async def to_delete(db: Queries, broadcast_id: int, limit: int) -> list[Copy]:
    """Return the next copies to delete."""
    rows = await db.fetch_all(
        """
        SELECT user_id, (SELECT telegram_id FROM users WHERE id = user_id), message_ids
        FROM broadcast_people
        WHERE broadcast_id = $1 AND message_ids IS NOT NULL AND is_deleted IS NULL
        ORDER BY user_id LIMIT $2
        """,
        broadcast_id, limit,
    )  # fmt: skip
    return read_all(rows, Copy)


async def note_deletion(db: Queries, broadcast_id: int, user_id: int, *, deleted: bool) -> None:
    await db.execute(
        "UPDATE broadcast_people SET is_deleted = $3 WHERE broadcast_id = $1 AND user_id = $2",
        broadcast_id, user_id, int(deleted),
    )  # fmt: skip


async def keep_the_rest(db: Queries, broadcast_id: int) -> None:
    """Note all copies that are left as not deleted."""
    await db.execute(
        """
        UPDATE broadcast_people SET is_deleted = 0
        WHERE broadcast_id = $1 AND message_ids IS NOT NULL AND is_deleted IS NULL
        """,
        broadcast_id,
    )
