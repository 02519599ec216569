"""How far Telegram's statement of Stars was read. It begins with its oldest row."""

from storage.database import Queries
from storage.records import Record, read


class StatementPlace(Record, frozen=True):
    """`read_at` (epoch ms): when the statement was last read to its end.

    `compared_at` (epoch ms): when its sum was last compared with the balance.
    """

    rows_read: int
    read_at: int | None
    compared_at: int | None


async def place(db: Queries) -> StatementPlace:
    row = await db.fetch_one("SELECT rows_read, read_at, compared_at FROM star_statement WHERE id = 1")
    return read(row, StatementPlace) if row else StatementPlace(0, None, None)


async def read_up_to(db: Queries, rows: int) -> None:
    """Record that so many rows were read. A place that lies behind the present one changes nothing."""
    before = await db.fetch_one("SELECT rows_read FROM star_statement WHERE id = 1")
    if before is None or rows > before[0]:
        await db.execute(
            """
            INSERT INTO star_statement (id, rows_read) VALUES (1, $1)
            ON CONFLICT (id) DO UPDATE SET rows_read = excluded.rows_read
            """,
            rows,
        )


async def note_end(db: Queries, now: int) -> None:
    """Record that the statement was read to its end."""
    await db.execute("UPDATE star_statement SET read_at = $1 WHERE id = 1", now)


async def note_compared(db: Queries, now: int) -> None:
    rows = (await place(db)).rows_read
    await db.execute(
        """
        INSERT INTO star_statement (id, rows_read, compared_at) VALUES (1, $1, $2)
        ON CONFLICT (id) DO UPDATE SET compared_at = excluded.compared_at
        """,
        rows, now,
    )  # fmt: skip
