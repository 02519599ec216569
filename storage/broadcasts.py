"""Broadcasts: messages of the operators to many people. One is under way at a time."""

from enum import StrEnum

import msgspec

from storage.audiences import Segment
from storage.database import Queries
from storage.records import Record, read, read_all


class BroadcastKind(StrEnum):
    NEWS = "news"
    """A person can mute it."""
    SERVICE = "service"
    """About outages and prices; it cannot be muted."""


class BroadcastStatus(StrEnum):
    DRAFT = "draft"
    DROPPED = "dropped"
    SENDING = "sending"
    PAUSED = "paused"
    ENDED = "ended"
    STOPPED = "stopped"
    DELETING = "deleting"
    DELETED = "deleted"


class Trouble(StrEnum):
    """Why the bot has paused a broadcast by itself."""

    SOURCE = "source"  # the message, or a part of its album, is gone
    REFUSED = "refused"  # Telegram refuses it for one person after another
    TELEGRAM = "telegram"  # it is not known whether the last calls arrived


IS_UNDER_WAY = "status IN ('sending', 'paused', 'deleting')"


class Broadcast(Record, frozen=True):
    """`message_ids` are in the author's chat, with spaces between; several are an album.

    `service_ref` names the service that its button opens. `total` counts the people of the snapshot. Times in
    epoch ms.
    """

    id: int
    author: int
    kind: BroadcastKind
    message_ids: str
    album: str | None
    service_ref: str | None
    segment: str | None
    status: BroadcastStatus
    trouble: Trouble | None
    total: int | None
    card_id: int | None
    card_phase: str | None
    created_at: int
    started_at: int | None
    ended_at: int | None

    @property
    def source_ids(self) -> list[int]:
        """The messages to copy, in their order."""
        return [int(one) for one in self.message_ids.split()]

    @property
    def messages_each(self) -> int:
        """How many messages each person gets. The buttons of an album are one more."""
        parts = len(self.source_ids)
        has_buttons = self.kind is BroadcastKind.NEWS or self.service_ref is not None
        return parts + 1 if parts > 1 and has_buttons else parts

    @property
    def audience(self) -> Segment | None:
        return msgspec.json.decode(self.segment, type=Segment) if self.segment else None


BROADCAST_COLUMNS = (
    "id, author, kind, message_ids, album, service_ref, segment, status, trouble, total, card_id, "
    "card_phase, created_at, started_at, ended_at"
)


async def create(db: Queries, author: int, message_id: int, album: str | None, now: int) -> Broadcast:
    """Begin a draft with its first message."""
    row = await db.fetch_one(
        f"""
        INSERT INTO broadcasts (author, message_ids, album, created_at) VALUES ($1, $2, $3, $4)
        RETURNING {BROADCAST_COLUMNS}
        """,
        author, str(message_id), album, now,
    )  # fmt: skip
    assert row is not None  # noqa: S101 - an insert returns its row
    return read(row, Broadcast)


async def get(db: Queries, broadcast_id: int) -> Broadcast | None:
    row = await db.fetch_one(f"SELECT {BROADCAST_COLUMNS} FROM broadcasts WHERE id = $1", broadcast_id)
    return read(row, Broadcast) if row else None


async def under_way(db: Queries) -> Broadcast | None:
    """Return the broadcast that is being sent, is paused or is being deleted."""
    row = await db.fetch_one(
        f"SELECT {BROADCAST_COLUMNS} FROM broadcasts WHERE {IS_UNDER_WAY} AND started_at IS NOT NULL"
    )
    return read(row, Broadcast) if row else None


async def untold(db: Queries) -> Broadcast | None:
    """Return a broadcast that has ended or was deleted, if its card does not say so."""
    row = await db.fetch_one(
        f"""
        SELECT {BROADCAST_COLUMNS} FROM broadcasts
        WHERE status IN ('ended', 'stopped', 'deleted') AND coalesce(card_phase, '') <> status
        ORDER BY id LIMIT 1
        """
    )
    return read(row, Broadcast) if row else None


async def started(db: Queries, limit: int) -> list[Broadcast]:
    """Return the broadcasts that were sent, the newest first."""
    rows = await db.fetch_all(
        f"""
        SELECT {BROADCAST_COLUMNS} FROM broadcasts WHERE started_at IS NOT NULL
        ORDER BY started_at DESC, id DESC LIMIT $1
        """,
        limit,
    )
    return read_all(rows, Broadcast)


async def service_messages_since(db: Queries, moment: int) -> int:
    """Count the service messages that were sent since a moment (epoch ms)."""
    row = await db.fetch_one(
        """
        SELECT count(*) FROM broadcasts
        WHERE started_at IS NOT NULL AND started_at > $1 AND kind = 'service'
        """,
        moment,
    )
    return int(row[0]) if row else 0


async def change(db: Queries, draft: Broadcast) -> bool:
    """Save messages, kind, service and segment of a draft; False if it is no draft any more."""
    changed = await db.execute(
        """
        UPDATE broadcasts SET message_ids = $2, kind = $3, service_ref = $4, segment = $5
        WHERE id = $1 AND status = 'draft'
        """,
        draft.id, draft.message_ids, draft.kind.value, draft.service_ref, draft.segment,
    )  # fmt: skip
    return changed > 0


async def drop_drafts(db: Queries, author: int) -> None:
    """Drop all drafts of an operator, with their lists."""
    await db.execute(
        """
        DELETE FROM broadcast_lists
        WHERE broadcast_id IN (SELECT id FROM broadcasts WHERE author = $1 AND status = 'draft')
        """,
        author,
    )
    await db.execute(
        "UPDATE broadcasts SET status = 'dropped' WHERE author = $1 AND status = 'draft'", author
    )


async def start(db: Queries, broadcast_id: int, total: int, now: int) -> bool:
    """Start to send a draft to its snapshot; False if it is no draft any more.

    Raises Constraint if another broadcast is under way.
    """
    changed = await db.execute(
        """
        UPDATE broadcasts SET status = 'sending', total = $2, started_at = $3
        WHERE id = $1 AND status = 'draft'
        """,
        broadcast_id, total, now,
    )  # fmt: skip
    await db.execute("DELETE FROM broadcast_lists WHERE broadcast_id = $1", broadcast_id)
    return changed > 0


async def pause(db: Queries, broadcast_id: int, trouble: Trouble | None = None) -> bool:
    """False if it is not being sent. `trouble` is set when the bot pauses it by itself."""
    changed = await db.execute(
        "UPDATE broadcasts SET status = 'paused', trouble = $2 WHERE id = $1 AND status = 'sending'",
        broadcast_id, trouble.value if trouble else None,
    )  # fmt: skip
    return changed > 0


async def go_on(db: Queries, broadcast_id: int) -> bool:
    """False if it is not paused."""
    changed = await db.execute(
        "UPDATE broadcasts SET status = 'sending', trouble = NULL WHERE id = $1 AND status = 'paused'",
        broadcast_id,
    )
    return changed > 0


async def stop(db: Queries, broadcast_id: int, now: int) -> bool:
    """Stop for good; False if it is neither being sent nor paused."""
    changed = await db.execute(
        """
        UPDATE broadcasts SET status = 'stopped', trouble = NULL, ended_at = $2
        WHERE id = $1 AND status IN ('sending', 'paused')
        """,
        broadcast_id, now,
    )  # fmt: skip
    return changed > 0


async def end(db: Queries, broadcast_id: int, now: int) -> bool:
    """End a broadcast of which nobody waits and nothing is under way; False otherwise."""
    changed = await db.execute(
        """
        UPDATE broadcasts SET status = 'ended', ended_at = $2
        WHERE id = $1 AND status = 'sending' AND NOT EXISTS (
            SELECT 1 FROM broadcast_people WHERE broadcast_id = $1 AND status IN ('waiting', 'sending'))
        """,
        broadcast_id, now,
    )  # fmt: skip
    return changed > 0


async def start_deleting(db: Queries, broadcast_id: int, since: int) -> bool:
    """Start to delete it for all; False if it was sent before `since` (epoch ms) or has not ended.

    Raises Constraint if another broadcast is under way.
    """
    changed = await db.execute(
        """
        UPDATE broadcasts SET status = 'deleting'
        WHERE id = $1 AND status IN ('ended', 'stopped') AND started_at > $2
        """,
        broadcast_id, since,
    )  # fmt: skip
    return changed > 0


async def end_deleting(db: Queries, broadcast_id: int) -> bool:
    """End the deletion; False if something is left to delete, or a call of the broadcast is under way."""
    changed = await db.execute(
        """
        UPDATE broadcasts SET status = 'deleted'
        WHERE id = $1 AND status = 'deleting' AND NOT EXISTS (
            SELECT 1 FROM broadcast_people
            WHERE broadcast_id = $1 AND message_ids IS NOT NULL AND is_deleted IS NULL)
            AND NOT EXISTS (
                SELECT 1 FROM broadcast_people WHERE broadcast_id = $1 AND status = 'sending')
        """,
        broadcast_id,
    )
    return changed > 0


async def note_card(db: Queries, broadcast_id: int, card_id: int | None, phase: str) -> None:
    """Record the message that shows how far it is, and what it was sent for."""
    await db.execute(
        "UPDATE broadcasts SET card_id = $2, card_phase = $3 WHERE id = $1", broadcast_id, card_id, phase
    )
