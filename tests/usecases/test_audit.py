"""The books add up, or selling closes; each rule is broken once, past the triggers."""

from collections.abc import AsyncIterator

import pytest

from storage import accounts, audit, conditions, credit_lines
from storage.audit import CHECKS, Check
from storage.database import Database
from storage.engines.open import open_database
from tests.databases import ENGINES, ask
from tests.usecases.records import begin
from usecases.alerting.alert_operators import AlertOperators
from usecases.operating.watch_panel import CLOSING
from usecases.paying.audit_books import BOOKS_WRONG, AuditBooks, parse
from usecases.people.access import Access
from views.operating import alerts


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    """Alice has 5.00, a credit line of 9.00, an order of 0.90 that ended partial (0.30 came back), one that failed, one that waits."""
    async with open_database(database_url) as db:
        await begin(db)
        await accounts.open_house(db, "USD")
        await accounts.open_for(db, 1)
        await _earn(db)
        yield db


async def _earn(db: Database) -> None:
    await _move(db, "credit:1", "credit", "wallet", "credit", 5_000_000)
    await credit_lines.grant(db, 1, 9_000_000, 9, "for regulars", 0)
    for number, status in ((1, "partial"), (2, "failed"), (3, "reserved")):
        await _order(db, number, status)


async def _order(db: Database, number: int, status: str) -> None:
    await db.execute(
        "INSERT INTO drafts (id, user_id, panel_key_id, service_id, created_at, updated_at) "
        "VALUES ($1, 1, 1, '1', 0, 0)",
        str(number),
    )
    async with db.transaction() as transaction:
        await transaction.execute(
            """
            INSERT INTO orders (id, user_id, panel_key_id, draft_id, service_id, service_name, service_type,
                parameters, target, rate, price, currency, refillable, cancelable, created_at, paid_from)
            VALUES ($1, 1, 1, $2, '1', 'x', 'default', '{}', 'x', '0.9', 900000, 'USD', 0, 0, 0, 'wallet')
            """,
            number, str(number),
        )  # fmt: skip
        await _move(transaction, f"order:{number}:reserve", "wallet", "held", "reserve", 900_000, number)
    if status == "reserved":
        return
    async with db.transaction() as transaction:
        await transaction.execute("UPDATE orders SET status = 'submitting' WHERE id = $1", number)
        await transaction.execute("INSERT INTO submissions (order_id, started_at) VALUES ($1, 0)", number)
    outcome = "not_sent" if status == "failed" else "placed"
    async with db.transaction() as transaction:
        await transaction.execute(
            "UPDATE submissions SET outcome = $2, ended_at = 0 WHERE order_id = $1", number, outcome
        )
        step = "failed" if status == "failed" else "pending"
        await transaction.execute(
            "UPDATE orders SET status = $2, panel_order_id = $3, failure = $4 WHERE id = $1",
            number, step, None if status == "failed" else str(700 + number), "not_sent" if status == "failed" else None,
        )  # fmt: skip
        kind, taker = ("release", "wallet") if status == "failed" else ("capture", "sales")
        await _move(transaction, f"order:{number}:settle", "held", taker, kind, 900_000, number)
    if status == "partial":
        await db.execute("UPDATE orders SET status = 'partial', ended_at = 0 WHERE id = $1", number)
        await _move(db, f"order:{number}:refund:300000", "sales", "wallet", "refund", 300_000, number)


async def _move(
    db: object, key: str, giver: str, taker: str, kind: str, amount: int, order: int | None = None
) -> None:
    await db.execute(  # type: ignore[attr-defined]  # a database or its transaction
        """
        INSERT INTO transfers (key, kind, debit, credit, amount, order_id, actor, reason, happened_at, created_at)
        SELECT $1, $2, giver.id, taker.id, CAST($5 AS BIGINT), CAST($6 AS BIGINT), CAST($7 AS BIGINT), $8, 0, 0
        FROM accounts AS giver, accounts AS taker WHERE giver.kind = $3 AND taker.kind = $4
        """,
        key, kind, giver, taker, amount, order, 9 if kind == "credit" else None, "x",
    )  # fmt: skip


async def without_rules(db: Database, url: str, statement: str) -> None:
    """Change a row as somebody at a shell does who drops what stands in the way."""
    if url.startswith("sqlite:"):
        rows = await db.fetch_all("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in rows:
            await db.execute(f"DROP TRIGGER {name}")
        await db.execute("PRAGMA ignore_check_constraints = ON")
        await db.execute(statement)
        return
    for table in ("accounts", "transfers", "orders", "topups"):
        await ask(url, f"ALTER TABLE {table} DISABLE TRIGGER USER")
    for table in ("accounts", "orders"):
        for (name,) in await ask(
            url,
            f"SELECT conname FROM pg_constraint WHERE conrelid = '{table}'::regclass AND contype = 'c'",
        ):
            await ask(url, f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    await ask(url, statement)


WALLET = "(SELECT id FROM accounts WHERE kind = 'wallet')"
BREAKS = {
    Check.SUM: f"UPDATE accounts SET balance = balance + 100 WHERE id = {WALLET}",
    Check.BALANCE: f"UPDATE accounts SET balance = balance + 100 WHERE id = {WALLET}",
    Check.LINE: f"UPDATE accounts SET floor = -9000001 WHERE id = {WALLET}",
    Check.BOUNDS: f"UPDATE accounts SET floor = 9000000 WHERE id = {WALLET}",
    Check.KEPT_ASIDE: "UPDATE accounts SET balance = balance + 100 WHERE kind = 'held'",
    Check.REFUNDED: "UPDATE orders SET refunded = 400000 WHERE id = 1",
    Check.RESERVED: "UPDATE transfers SET amount = 899999 WHERE key = 'order:1:reserve'",
    Check.SETTLED: "UPDATE transfers SET kind = 'release' WHERE key = 'order:1:settle'",
    Check.STRANGE: f"UPDATE transfers SET credit = {WALLET} WHERE key = 'order:1:settle'",
    Check.CREDITED: "INSERT INTO topups (charge_id, user_id, stars, credited, currency, heard_from, paid_at, "
    "created_at) VALUES ('c', 1, 1, 100, 'USD', 'update', 0, 0)",
}


async def test_books_that_add_up_have_no_differences(db: Database) -> None:
    assert await audit.differences(db) == []
    assert set(BREAKS) == set(CHECKS) == set(Check)


@pytest.mark.parametrize("check", Check)
async def test_what_was_changed_by_hand_is_found(db: Database, database_url: str, check: Check) -> None:
    await without_rules(db, database_url, BREAKS[check])

    assert check in {one.check for one in await audit.differences(db)}


async def test_a_difference_closes_selling_until_the_books_add_up_again(
    db: Database, database_url: str
) -> None:
    access = Access(db=db, admin_ids=[8, 9], allowed_ids=[], clock=lambda: 7)
    audit_books = AuditBooks(db=db, alert=AlertOperators(db=db, access=access, clock=lambda: 7))
    await audit_books()
    assert await conditions.current(db) == []
    await without_rules(db, database_url, BREAKS[Check.KEPT_ASIDE])

    for _ in range(2):
        await audit_books()

    (noted,) = await conditions.current(db)
    assert noted.name == BOOKS_WRONG
    assert BOOKS_WRONG in CLOSING
    held = next(one for one in parse(noted.detail) if one.check is Check.KEPT_ASIDE)
    assert (held.expected, held.found) == (900_000, 900_100)
    told = await db.fetch_all("SELECT user_id FROM outbox WHERE event = 'alert'")
    assert sorted(row[0] for row in told) == [8, 9]
    shown = alerts.alert({"condition": BOOKS_WRONG, "detail": noted.detail}).text
    assert f"Account {held.about}: 0.9001 is kept aside, the unsettled orders cost 0.90." in shown
    await db.execute("UPDATE accounts SET balance = balance - 100 WHERE kind = 'held'")
    await audit_books()
    assert await conditions.current(db) == []
