"""Own values: what operators show of a service instead of what the panel says, by the panel's service id."""

from enum import StrEnum

from storage.database import Queries
from storage.records import Record, read_all

IDS_PER_STATEMENT = 500


class OwnValue(StrEnum):
    """The names of the columns with a text."""

    NAME = "name"
    DESCRIPTION = "description"
    NOTE = "note"
    CATEGORY = "category"


class OwnMark(StrEnum):
    """The names of the columns that say yes or no."""

    HIDDEN = "hidden"
    PINNED = "pinned"


class OwnValues(Record, frozen=True):
    """None where the panel's value is shown. The panel has no notes."""

    service_id: str
    hidden: bool = False
    pinned: bool = False
    name: str | None = None
    description: str | None = None
    note: str | None = None
    category: str | None = None

    @property
    def are_the_panels(self) -> bool:
        """Whether the service is shown as the panel lists it."""
        return self == OwnValues(self.service_id)


OWN_VALUES_COLUMNS = "service_id, hidden, pinned, name, description, note, category"


async def of_panel(db: Queries, panel_key_id: int) -> list[OwnValues]:
    rows = await db.fetch_all(
        f"SELECT {OWN_VALUES_COLUMNS} FROM own_values WHERE panel_key_id = $1 ORDER BY service_id",
        panel_key_id,
    )
    return read_all(rows, OwnValues)


async def put(
    db: Queries,
    panel_key_id: int,
    service_id: str,
    column: OwnValue | OwnMark,
    value: str | int | None,
    operator_id: int,
    now: int,
) -> None:
    """Set one value, or take it away with None. Call `begin_version` in the same transaction."""
    await db.execute(
        f"""
        INSERT INTO own_values (panel_key_id, service_id, {column.value}, changed_by, changed_at)
        VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (panel_key_id, service_id) DO UPDATE SET
            {column.value} = excluded.{column.value},
            changed_by = excluded.changed_by, changed_at = excluded.changed_at
        """,
        panel_key_id, service_id, value, operator_id, now,
    )  # fmt: skip


async def remove(db: Queries, panel_key_id: int, service_id: str) -> None:
    """Take all values of a service away. Call `begin_version` in the same transaction."""
    await db.execute(
        "DELETE FROM own_values WHERE panel_key_id = $1 AND service_id = $2", panel_key_id, service_id
    )


async def hide_new(db: Queries, panel_key_id: int, service_ids: list[str], now: int) -> None:
    """Hide services that have no values yet. Call `begin_version` in the same transaction."""
    for start in range(0, len(service_ids), IDS_PER_STATEMENT):
        await db.execute_many(
            """
            INSERT INTO own_values (panel_key_id, service_id, hidden, changed_at) VALUES ($1, $2, 1, $3)
            ON CONFLICT (panel_key_id, service_id) DO NOTHING
            """,
            [(panel_key_id, one, now) for one in service_ids[start : start + IDS_PER_STATEMENT]],
        )


async def begin_version(db: Queries, panel_key_id: int) -> None:
    """Let every process notice that own values have changed."""
    await db.execute(
        "UPDATE panel_keys SET own_values_version = own_values_version + 1 WHERE id = $1", panel_key_id
    )
