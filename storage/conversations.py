"""What a person's next text is taken for; kept, so that a restart in the middle loses nothing."""

from storage.database import Queries
from storage.rows import Json, Record, dump, read


class Conversation(Record, frozen=True):
    state: str | None
    data: Json


async def get(db: Queries, user_id: int) -> Conversation:
    row = await db.fetch_one("SELECT state, data FROM conversations WHERE user_id = $1", user_id)
    return read(row, Conversation) if row else Conversation(None, Json())


async def keep_state(db: Queries, user_id: int, state: str | None) -> None:
    await db.execute(
        """
        INSERT INTO conversations (user_id, state) VALUES ($1, $2)
        ON CONFLICT (user_id) DO UPDATE SET state = excluded.state
        """,
        user_id, state,
    )  # fmt: skip


async def keep_data(db: Queries, user_id: int, data: dict[str, object]) -> None:
    await db.execute(
        """
        INSERT INTO conversations (user_id, data) VALUES ($1, $2)
        ON CONFLICT (user_id) DO UPDATE SET data = excluded.data
        """,
        user_id, dump(data),
    )  # fmt: skip
