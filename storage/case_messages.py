"""Messages of cases, by the person whose case it is and by operators."""

from storage import outbox
from storage.database import Queries
from storage.events import Event
from storage.records import Record, read, read_all


class CaseMessage(Record, frozen=True):
    """`is_answer`: an operator wrote it. The text of a photo is its caption, which may be empty.

    `message_id` is of the chat with the author, or of the group `group_id`; `update_id` brought it.
    `written_at` in epoch ms.
    """

    id: int
    case_id: int
    author_id: int
    is_answer: bool
    text: str
    has_photo: bool
    message_id: int
    update_id: int
    written_at: int
    group_id: int | None = None


CASE_MESSAGE_COLUMNS = (
    "id, case_id, author_id, is_answer, text, has_photo, message_id, update_id, written_at, group_id"
)


async def add(
    db: Queries,
    case_id: int,
    author_id: int,
    text: str,
    *,
    is_answer: bool,
    has_photo: bool,
    brought: tuple[int, int],
    now: int,
    group_id: int | None = None,
) -> CaseMessage | None:
    """Add a message; None if the same message was added before. `brought` are its message and update ids."""
    row = await db.fetch_one(
        f"""
        INSERT INTO case_messages (case_id, author_id, is_answer, text, has_photo, message_id, update_id,
            written_at, group_id)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT (author_id, message_id, update_id) DO NOTHING RETURNING {CASE_MESSAGE_COLUMNS}
        """,
        case_id, author_id, int(is_answer), text, int(has_photo), *brought, now, group_id,
    )  # fmt: skip
    return read(row, CaseMessage) if row else None


async def get(db: Queries, message_id: int) -> CaseMessage | None:
    row = await db.fetch_one(f"SELECT {CASE_MESSAGE_COLUMNS} FROM case_messages WHERE id = $1", message_id)
    return read(row, CaseMessage) if row else None


async def brought_by(db: Queries, author_id: int, message_id: int, update_id: int) -> CaseMessage | None:
    """Return the message that an update has brought."""
    row = await db.fetch_one(
        f"""
        SELECT {CASE_MESSAGE_COLUMNS} FROM case_messages
        WHERE author_id = $1 AND message_id = $2 AND update_id = $3
        """,
        author_id, message_id, update_id,
    )  # fmt: skip
    return read(row, CaseMessage) if row else None


async def was_sent(db: Queries, author_id: int, message_id: int, group_id: int | None = None) -> bool:
    """Return whether a message of the author's chat, or of theirs in the group, belongs to a case."""
    row = await db.fetch_one(
        """
        SELECT 1 FROM case_messages
        WHERE author_id = $1 AND message_id = $2 AND coalesce(group_id, 0) = $3 LIMIT 1
        """,
        author_id, message_id, group_id or 0,
    )  # fmt: skip
    return row is not None


async def first_of(db: Queries, case_id: int) -> int | None:
    """Return the id of a case's first message; None if they were deleted."""
    row = await db.fetch_one("SELECT min(id) FROM case_messages WHERE case_id = $1", case_id)
    return row[0] if row else None


async def last_of(db: Queries, case_id: int, limit: int) -> list[CaseMessage]:
    """Return the last messages of a case, the oldest of them first."""
    rows = await db.fetch_all(
        f"SELECT {CASE_MESSAGE_COLUMNS} FROM case_messages WHERE case_id = $1 ORDER BY id DESC LIMIT $2",
        case_id, limit,
    )  # fmt: skip
    return read_all(rows, CaseMessage)[::-1]


async def of_cases(db: Queries, user_id: int) -> list[CaseMessage]:
    """Return all messages of a person's cases, the oldest first."""
    rows = await db.fetch_all(
        f"""
        SELECT {CASE_MESSAGE_COLUMNS} FROM case_messages
        WHERE case_id IN (SELECT id FROM cases WHERE user_id = $1) ORDER BY id
        """,
        user_id,
    )
    return read_all(rows, CaseMessage)


async def times_since(db: Queries, author_id: int, since: int) -> list[int]:
    """Return when a person wrote to support since a moment (epoch ms), the oldest first."""
    rows = await db.fetch_all(
        """
        SELECT written_at FROM case_messages WHERE author_id = $1 AND is_answer = 0 AND written_at > $2
        ORDER BY written_at
        """,
        author_id, since,
    )  # fmt: skip
    return [row[0] for row in rows]


async def tell_unread(db: Queries, user_id: int, now: int) -> None:
    """Tell the operators whose answers wait for a person that the person has blocked the bot."""
    rows = await db.fetch_all(
        """
        SELECT author_id, id FROM case_messages WHERE id IN (
            SELECT subject_id FROM outbox WHERE user_id = $1 AND event = 'case_answer' AND status = 'pending'
            UNION ALL
            SELECT subject_id FROM outbox WHERE user_id = $1 AND event = 'case_answer' AND status = 'sending')
        ORDER BY id
        """,
        user_id,
    )
    for author_id, message_id in rows:
        await outbox.add_once(db, author_id, Event.CASE_UNREAD, message_id, now)


async def delete_of(db: Queries, user_id: int) -> None:
    """Delete the messages of all cases of a person, those of operators too."""
    await db.execute(
        "DELETE FROM case_messages WHERE case_id IN (SELECT id FROM cases WHERE user_id = $1)", user_id
    )


async def delete_closed_before(db: Queries, before: int) -> int:
    """Delete the messages of cases that were closed before a moment (epoch ms); return how many."""
    return await db.execute(
        "DELETE FROM case_messages WHERE case_id IN (SELECT id FROM cases WHERE closed_at < $1)", before
    )
