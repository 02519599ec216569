"""Panel keys: the accounts at panels. The operator's own key is in the settings, not in the database."""

from storage.database import Queries
from storage.records import Record, read, read_all


class PanelKey(Record, frozen=True):
    """`balance` in micro-units, None until the panel first told it; times in epoch milliseconds.

    `rate_per_piece_since` and `charge_ignored_since` are the operator's decisions that the rates are for one
    unit, and that the charges are ignored. `became` is the account of the same panel at a new address.
    """

    id: int
    url: str
    balance: int | None
    currency: str | None
    balance_at: int | None
    services_at: int | None
    rate_per_piece_since: int | None
    charge_ignored_since: int | None
    became: int | None = None
    own_values_version: int = 0
    """It grows with each change of operators' own values of services."""
    up_since: int | None = None
    """Since when the panel has answered, as far as it was asked."""


PANEL_KEY_COLUMNS = (
    "id, url, balance, currency, balance_at, services_at, "
    "rate_per_piece_since, charge_ignored_since, became, own_values_version, up_since"
)


async def of_operator(db: Queries, url: str) -> PanelKey:
    """Return the operator's own account on a panel; add it if the panel is new."""
    row = await db.fetch_one(
        f"""
        INSERT INTO panel_keys (url) VALUES ($1)
        ON CONFLICT (url) WHERE owner_id IS NULL DO UPDATE SET url = excluded.url
        RETURNING {PANEL_KEY_COLUMNS}
        """,
        url,
    )
    assert row is not None  # noqa: S101 - an upsert returns its row
    return read(row, PanelKey)


async def all_of_operator(db: Queries) -> list[PanelKey]:
    """Return all accounts that were ever the operator's own."""
    return read_all(
        await db.fetch_all(f"SELECT {PANEL_KEY_COLUMNS} FROM panel_keys WHERE owner_id IS NULL ORDER BY id"),
        PanelKey,
    )


async def respell(db: Queries, panel_key_id: int, url: str) -> None:
    """Note another spelling of the same panel's URL."""
    await db.execute("UPDATE panel_keys SET url = $2 WHERE id = $1", panel_key_id, url)


async def get(db: Queries, panel_key_id: int) -> PanelKey:
    row = await db.fetch_one(f"SELECT {PANEL_KEY_COLUMNS} FROM panel_keys WHERE id = $1", panel_key_id)
    if row is None:
        raise LookupError(panel_key_id)
    return read(row, PanelKey)


async def lock(db: Queries, panel_key_id: int) -> PanelKey:
    """As `get`, but lock the row until the end of the transaction."""
    row = await db.fetch_one(
        f"UPDATE panel_keys SET url = url WHERE id = $1 RETURNING {PANEL_KEY_COLUMNS}", panel_key_id
    )
    if row is None:
        raise LookupError(panel_key_id)
    return read(row, PanelKey)


async def keep_balance(db: Queries, panel_key_id: int, balance: int, currency: str, now: int) -> None:
    await db.execute(
        "UPDATE panel_keys SET balance = $2, currency = $3, balance_at = $4 WHERE id = $1",
        panel_key_id, balance, currency, now,
    )  # fmt: skip


async def assume_currency(db: Queries, panel_key_id: int, currency: str) -> None:
    """Set the currency if none is known; "" means that it cannot be known."""
    await db.execute(
        "UPDATE panel_keys SET currency = $2 WHERE id = $1 AND currency IS NULL", panel_key_id, currency
    )


async def is_back(db: Queries, panel_key_id: int, now: int) -> None:
    """Note that the panel answers since now."""
    await db.execute("UPDATE panel_keys SET up_since = $2 WHERE id = $1", panel_key_id, now)


async def services_were_refreshed(db: Queries, panel_key_id: int, now: int) -> None:
    await db.execute("UPDATE panel_keys SET services_at = $2 WHERE id = $1", panel_key_id, now)


async def take_rates_per_piece(db: Queries, panel_key_id: int, since: int | None, now: int | None) -> bool:
    """Note since when the rates are for one unit; `now` None takes the decision back.

    False if `since` is not the last decision.
    """
    return await _decide(db, "rate_per_piece_since", panel_key_id, since, now)


async def ignore_charges(db: Queries, panel_key_id: int, since: int | None, now: int | None) -> bool:
    """Note since when the charges are ignored; otherwise as `take_rates_per_piece`."""
    return await _decide(db, "charge_ignored_since", panel_key_id, since, now)


async def _decide(db: Queries, column: str, panel_key_id: int, since: int | None, now: int | None) -> bool:
    row = await db.fetch_one(
        f"UPDATE panel_keys SET {column} = $3 WHERE id = $1 AND coalesce({column}, 0) = $2 RETURNING id",
        panel_key_id, since or 0, now,
    )  # fmt: skip
    return row is not None
