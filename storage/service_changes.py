"""What the panel's list changed between two refreshes: kept for a month, told once a day."""

from collections.abc import Iterable
from enum import StrEnum

from storage.database import Queries, Value
from storage.records import Record, read_all


class ChangeKind(StrEnum):
    NEW = "new"
    GONE = "gone"
    BACK = "back"
    """The panel lists again what it had removed within the last month."""
    RATE = "rate"
    LIMITS = "limits"
    NAME = "name"
    TYPE = "type"


class ServiceChange(Record, frozen=True):
    """`was` and `now` are the panel's values; "" where there is none."""

    service_id: str
    service_name: str
    kind: ChangeKind
    was: str = ""
    now: str = ""
    seen_at: int = 0


CHANGE_COLUMNS = "service_id, service_name, kind, was, now, seen_at"


async def add(
    db: Queries, panel_key_id: int, changes: Iterable[ServiceChange], seen_at: int, told_at: int | None
) -> None:
    """Keep changes. Of a service and kind that was not told yet, the first `was` and the last `now` stay."""
    await db.execute_many(
        """
        INSERT INTO service_changes (panel_key_id, service_id, service_name, kind, was, now, seen_at, told_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (panel_key_id, service_id, kind) WHERE told_at IS NULL DO UPDATE SET
            now = excluded.now, service_name = excluded.service_name
        """,
        [_row(panel_key_id, one, seen_at, told_at) for one in changes],
    )


def _row(panel_key_id: int, it: ServiceChange, seen_at: int, told_at: int | None) -> tuple[Value, ...]:
    kind = it.kind.value
    return panel_key_id, it.service_id, it.service_name, kind, it.was, it.now, seen_at, told_at


async def removed(db: Queries, panel_key_id: int) -> set[str]:
    """Return the ids of the services that the panel removed within the last month, back or not."""
    rows = await db.fetch_all(
        "SELECT DISTINCT service_id FROM service_changes WHERE panel_key_id = $1 AND kind = 'gone'",
        panel_key_id,
    )
    return {str(row[0]) for row in rows}


async def untold(db: Queries, panel_key_id: int, before: int) -> dict[str, int]:
    """Count the changes until a moment (epoch ms) that were not told, by kind.

    What has come to the former value again is not counted.
    """
    rows = await db.fetch_all(
        """
        SELECT kind, sum(CASE WHEN was <> now OR kind IN ('new', 'gone', 'back') THEN 1 ELSE 0 END)
        FROM service_changes WHERE panel_key_id = $1 AND told_at IS NULL AND seen_at < $2 GROUP BY kind
        """,
        panel_key_id, before,
    )  # fmt: skip
    return {str(kind): int(count) for kind, count in rows}


async def mark_told(db: Queries, panel_key_id: int, before: int, now: int) -> None:
    await db.execute(
        """
        UPDATE service_changes SET told_at = $3
        WHERE panel_key_id = $1 AND told_at IS NULL AND seen_at < $2
        """,
        panel_key_id, before, now,
    )  # fmt: skip


async def newest(db: Queries, panel_key_id: int, most: int) -> list[ServiceChange]:
    """Return the last changes, the newest first, without those that came to the former value again."""
    rows = await db.fetch_all(
        f"""
        SELECT {CHANGE_COLUMNS} FROM service_changes
        WHERE panel_key_id = $1 AND (was <> now OR kind IN ('new', 'gone', 'back'))
        ORDER BY id DESC LIMIT $2
        """,
        panel_key_id, most,
    )  # fmt: skip
    return read_all(rows, ServiceChange)


async def drop_before(db: Queries, panel_key_id: int, before: int) -> None:
    """Delete the changes that were seen and told before a moment (epoch ms)."""
    await db.execute(
        "DELETE FROM service_changes WHERE panel_key_id = $1 AND seen_at < $2 AND told_at IS NOT NULL",
        panel_key_id, before,
    )  # fmt: skip
