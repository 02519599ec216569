"""Moves the rows of a panel's account to its account at a new address."""

from storage.database import Queries

WITHOUT_ZEROS = "ltrim(lower(panel_order_id), '0')"
"""Compares a panel's numbers without leading zeros and case."""

MOVE = (
    # $1 is the old account, $2 the new one.
    "UPDATE panel_keys SET became = $2 WHERE id = $1",
    "UPDATE orders SET panel_key_id = $2 WHERE panel_key_id = $1",
    "UPDATE refills SET panel_key_id = $2 WHERE panel_key_id = $1",
    "UPDATE drafts SET panel_key_id = $2 WHERE panel_key_id = $1",
    # If both accounts hold a service, keep one hold.
    """
    UPDATE holds SET state = 'lifted' WHERE panel_key_id = $1 AND state <> 'lifted' AND service_id IN (
        SELECT service_id FROM holds WHERE panel_key_id = $2 AND state <> 'lifted')
    """,
    "UPDATE holds SET panel_key_id = $2 WHERE panel_key_id = $1",
    # If both accounts have a rule about the same, keep the new account's.
    """
    UPDATE price_rules SET panel_key_id = $2
    WHERE panel_key_id = $1 AND (ended_in IS NOT NULL OR NOT EXISTS (
        SELECT 1 FROM price_rules kept
        WHERE kept.panel_key_id = $2 AND kept.ended_in IS NULL AND kept.level = price_rules.level
            AND kept.subject = price_rules.subject
            AND coalesce(kept.group_id, 0) = coalesce(price_rules.group_id, 0)))
    """,
    # Keep the new account's list of services, if it has one.
    """
    UPDATE services SET panel_key_id = $2
    WHERE panel_key_id = $1 AND NOT EXISTS (SELECT 1 FROM services WHERE panel_key_id = $2)
    """,
    "DELETE FROM services WHERE panel_key_id = $1",
    # If both accounts have own values of a service, keep the new account's.
    """
    UPDATE own_values SET panel_key_id = $2 WHERE panel_key_id = $1 AND service_id NOT IN (
        SELECT service_id FROM own_values WHERE panel_key_id = $2)
    """,
    "DELETE FROM own_values WHERE panel_key_id = $1",
    "DELETE FROM service_changes WHERE panel_key_id = $1",
    "DELETE FROM rounds WHERE panel_key_id = $1",
    # The orders are another sum now: the comparisons begin anew.
    "DELETE FROM balance_comparisons WHERE panel_key_id IN ($1, $2)",
    """
    UPDATE panel_keys SET
        own_values_version = own_values_version + 1,
        services_at = coalesce(services_at, (SELECT services_at FROM panel_keys WHERE id = $1)),
        rate_per_piece_since = coalesce(
            rate_per_piece_since, (SELECT rate_per_piece_since FROM panel_keys WHERE id = $1)),
        charge_ignored_since = coalesce(
            charge_ignored_since, (SELECT charge_ignored_since FROM panel_keys WHERE id = $1))
    WHERE id = $2
    """,
)

ASK_AGAIN = """
    UPDATE submissions SET evidence = NULL WHERE evidence = '{}' AND decided_at IS NULL AND order_id IN (
        SELECT id FROM orders WHERE panel_key_id = $1 AND status = 'unconfirmed')
    """
"""The panel of an order in doubt can be asked again."""


async def first_collision(db: Queries, one: int, other: int) -> str | None:
    """Return a number of the panel that both accounts have; None if there is none."""
    row = await db.fetch_one(
        f"""
        SELECT panel_order_id FROM orders WHERE panel_key_id = $1 AND {WITHOUT_ZEROS} IN (
            SELECT {WITHOUT_ZEROS} FROM orders WHERE panel_key_id = $2 AND panel_order_id IS NOT NULL)
        ORDER BY id LIMIT 1
        """,
        one, other,
    )  # fmt: skip
    return str(row[0]) if row else None


async def move(db: Queries, former: int, present: int) -> None:
    """Move all rows of an account. Call it in a transaction; raises Constraint if numbers collide."""
    for statement in MOVE:
        await db.execute(statement, *((former, present) if "$2" in statement else (former,)))
    await db.execute(ASK_AGAIN, present)
