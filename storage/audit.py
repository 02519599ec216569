"""Whether the books add up, by SQL that trusts neither the triggers nor the balances. It reads all transfers.

Each check is one statement, so it sees one moment. The rules are those of migrations 24
and 29.
"""

from enum import StrEnum

from storage.database import Database
from storage.records import Record

UNSETTLED = "status IN ('reserved', 'submitting', 'unconfirmed')"
SHOWN = 20  # differences of each check


class Check(StrEnum):
    """A rule of the ledger. In brackets: what a difference is about."""

    SUM = "sum"  # (nothing) all balances together are 0
    BALANCE = "balance"  # (account) a balance is the sum of its transfers
    LINE = "line"  # (account) a wallet's floor is minus the credit line that was granted last
    BOUNDS = "bounds"  # (account) no wallet below its floor, nothing kept aside below 0, no debt above 0
    KEPT_ASIDE = "held"  # (account) what is kept aside for a person is the price of their unsettled orders
    REFUNDED = "refunded"  # (order) what came back is the sum of the refunds, and within the price
    RESERVED = "reserved"  # (order) one reserve, of the price
    SETTLED = "settled"  # (order) one capture if it was placed, one release if it failed, else nothing
    STRANGE = "strange"  # (transfer) it moves the money of its own order's person, of an order that pays
    CREDITED = "credited"  # (payment) it was credited once, as it was paid


class Difference(Record, frozen=True):
    """Micro-units: `expected` by the rule, and `found`."""

    check: Check
    about: int
    expected: int
    found: int


SUM_OF_TRANSFERS = """(
    SELECT account, sum(amount) AS amount FROM (
        SELECT credit AS account, amount FROM transfers
        UNION ALL SELECT debit, -amount FROM transfers) AS moves
    GROUP BY account)"""

CHECKS = {
    Check.SUM: "SELECT 0 AS about, 0 AS expected, coalesce(sum(balance), 0) AS found FROM accounts",
    Check.BALANCE: f"""
        SELECT id AS about, coalesce(moved.amount, 0) AS expected, balance AS found
        FROM accounts LEFT JOIN {SUM_OF_TRANSFERS} AS moved ON moved.account = accounts.id""",
    Check.LINE: """
        SELECT accounts.id AS about, -line AS expected, floor AS found
        FROM accounts JOIN credit_lines ON credit_lines.id = (
            SELECT max(id) FROM credit_lines WHERE user_id = accounts.user_id)
        WHERE kind = 'wallet'""",
    Check.BOUNDS: """
        SELECT id AS about, balance AS found, CASE
            WHEN kind = 'wallet' AND balance < floor THEN floor
            WHEN kind = 'held' AND balance < 0 THEN 0
            WHEN kind = 'debt' AND balance > 0 THEN 0
            ELSE balance END AS expected
        FROM accounts""",
    Check.KEPT_ASIDE: f"""
        SELECT coalesce(held.id, 0) AS about, coalesce(unsettled.price, 0) AS expected,
            coalesce(held.balance, 0) AS found
        FROM users
        LEFT JOIN accounts AS held ON held.user_id = users.id AND held.kind = 'held'
        LEFT JOIN (
            SELECT user_id, sum(price) AS price FROM orders WHERE paid_from = 'wallet' AND {UNSETTLED}
            GROUP BY user_id) AS unsettled ON unsettled.user_id = users.id""",
    Check.REFUNDED: """
        SELECT orders.id AS about, refunded AS found,
            CASE WHEN given.amount > price THEN price ELSE coalesce(given.amount, 0) END AS expected
        FROM orders LEFT JOIN (
            SELECT order_id, sum(amount) AS amount FROM transfers WHERE kind = 'refund' GROUP BY order_id
        ) AS given ON given.order_id = orders.id""",
    Check.RESERVED: """
        SELECT orders.id AS about, price AS expected,
            CASE WHEN kept.number = 1 THEN kept.amount ELSE coalesce(kept.number, 0) * price END AS found
        FROM orders LEFT JOIN (
            SELECT order_id, count(*) AS number, sum(amount) AS amount FROM transfers WHERE kind = 'reserve'
            GROUP BY order_id) AS kept ON kept.order_id = orders.id
        WHERE paid_from = 'wallet'""",
    Check.SETTLED: f"""
        SELECT orders.id AS about, CASE WHEN {UNSETTLED} THEN 0 ELSE price END AS expected,
            CASE WHEN status = 'failed' THEN coalesce(ended.released, 0) - coalesce(ended.captured, 0)
                ELSE coalesce(ended.captured, 0) - coalesce(ended.released, 0) END AS found
        FROM orders LEFT JOIN (
            SELECT order_id, sum(CASE kind WHEN 'capture' THEN amount ELSE 0 END) AS captured,
                sum(CASE kind WHEN 'release' THEN amount ELSE 0 END) AS released
            FROM transfers WHERE kind IN ('capture', 'release') GROUP BY order_id
        ) AS ended ON ended.order_id = orders.id
        WHERE paid_from = 'wallet'""",
    Check.STRANGE: """
        SELECT transfers.id AS about, 0 AS expected, transfers.amount AS found
        FROM transfers
        JOIN accounts AS giver ON giver.id = debit
        JOIN accounts AS taker ON taker.id = credit
        LEFT JOIN orders ON orders.id = order_id
        WHERE order_id IS NOT NULL AND (
            coalesce(orders.paid_from, '') <> 'wallet'
            OR coalesce(giver.user_id, orders.user_id) <> orders.user_id
            OR coalesce(taker.user_id, orders.user_id) <> orders.user_id
            OR giver.kind <> CASE transfers.kind
                WHEN 'reserve' THEN 'wallet' WHEN 'refund' THEN 'sales' ELSE 'held' END
            OR taker.kind <> CASE transfers.kind
                WHEN 'reserve' THEN 'held' WHEN 'capture' THEN 'sales' ELSE 'wallet' END)""",
    Check.CREDITED: """
        SELECT topups.id AS about, coalesce(credited, 0) AS expected, coalesce(paid.amount, 0) AS found
        FROM topups LEFT JOIN (
            SELECT topup_id, sum(amount) AS amount FROM transfers WHERE kind = 'topup' GROUP BY topup_id
        ) AS paid ON paid.topup_id = topups.id""",
}
"""For each check the figures of everything that it is about."""


async def differences(db: Database) -> list[Difference]:
    """Return what does not add up, at most 20 of each check."""
    found: list[Difference] = []
    for check, figures in CHECKS.items():
        found += await db.fetch_records(
            Difference,
            "rule, about, expected, found",
            f"""
            FROM (
                SELECT '{check}' AS rule, CAST(about AS BIGINT) AS about,
                    CAST(expected AS BIGINT) AS expected, CAST(found AS BIGINT) AS found
                FROM ({figures}) AS figures WHERE expected <> found
            ) AS wrong ORDER BY about LIMIT {SHOWN}
            """,
        )
    return found
