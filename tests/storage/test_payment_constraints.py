"""SQL that tries to pay an invoice twice, to give Stars back for nothing, or to lose a place: the database says no."""

from collections.abc import AsyncIterator

import pytest

from storage import accounts, invoices, star_refunds, star_statement, topups, transfers
from storage.accounts import AccountKind
from storage.database import Constraint, Database
from storage.engines.open import open_database
from storage.star_refunds import RefundCause
from storage.topups import HeardFrom
from storage.transfers import TransferKind
from tests.usecases.records import begin

ALICE, OLGA = 1, 9

SEED = """
INSERT INTO invoices (id, user_id, stars, credited, currency, created_at, expires_at)
    VALUES (1, 1, 100, 1170000, 'USD', 0, 3600000);
INSERT INTO invoices (id, user_id, stars, credited, currency, draft_id, review, created_at, expires_at)
    VALUES (2, 1, 100, 1170000, 'USD', 'draft', 'review', 0, 3600000);
UPDATE invoices SET status = 'paid' WHERE id = 2;
UPDATE invoices SET ordered_at = 5 WHERE id = 2;
INSERT INTO star_statement (id, rows_read, compared_at) VALUES (1, 10, 5);
INSERT INTO topups (id, charge_id, user_id, stars, credited, currency, heard_from, paid_at, created_at)
    VALUES (1, 'one', 1, 100, 1170000, 'USD', 'update', 0, 0), (2, 'two', 1, 100, 1170000, 'USD', 'update', 0, 0),
        (3, 'three', 1, 100, NULL, 'USD', 'update', 0, 0), (4, 'four', 1, 100, NULL, 'USD', 'update', 0, 0)
"""

NEW_INVOICE = (
    "INSERT INTO invoices (id, user_id, stars, credited, currency, status, draft_id, review, ordered_at, created_at,"
    " expires_at) VALUES "
)
NEW_REFUND = "INSERT INTO star_refunds (topup_id, reversal, cause, asked_by, status, asked_at, due_at, ended_at) VALUES "

ATTACKS = {
    "an invoice that begins paid": NEW_INVOICE + "(9, 1, 1, 1, 'USD', 'paid', NULL, NULL, NULL, 0, 1)",
    "an invoice that begins ordered": NEW_INVOICE + "(9, 1, 1, 1, 'USD', 'open', 'd', 'r', 5, 0, 1)",
    "an invoice without Stars": NEW_INVOICE + "(9, 1, 0, 1, 'USD', 'open', NULL, NULL, NULL, 0, 1)",
    "an invoice that brings nothing": NEW_INVOICE + "(9, 1, 1, 0, 'USD', 'open', NULL, NULL, NULL, 0, 1)",
    "an invoice of nobody": NEW_INVOICE + "(9, 77, 1, 1, 'USD', 'open', NULL, NULL, NULL, 0, 1)",
    "an invoice in no currency": NEW_INVOICE + "(9, 1, 1, 1, '', 'open', NULL, NULL, NULL, 0, 1)",
    "a draft without its review": NEW_INVOICE + "(9, 1, 1, 1, 'USD', 'open', 'd', NULL, NULL, 0, 1)",
    "an invoice that expires before it is made": NEW_INVOICE
    + "(9, 1, 1, 1, 'USD', 'open', NULL, NULL, NULL, 5, 5)",
    "an invoice in another's place": NEW_INVOICE + "(1, 1, 1, 1, 'USD', 'open', NULL, NULL, NULL, 0, 1)",
    "more money for an invoice": "UPDATE invoices SET credited = 9000000 WHERE id = 1",
    "fewer Stars for an invoice": "UPDATE invoices SET stars = 1 WHERE id = 1",
    "somebody else's invoice": "UPDATE invoices SET user_id = 8 WHERE id = 1",
    "another draft of an invoice": "UPDATE invoices SET draft_id = 'x' WHERE id = 2",
    "more time for an invoice": "UPDATE invoices SET expires_at = 7200000 WHERE id = 1",
    "a paid invoice that is open again": "UPDATE invoices SET status = 'open' WHERE id = 2",
    "a paid invoice that expires": "UPDATE invoices SET status = 'expired' WHERE id = 2",
    "an order of an invoice that is not paid": "UPDATE invoices SET ordered_at = 5 WHERE id = 1",
    "a second order of an invoice": "UPDATE invoices SET ordered_at = 6 WHERE id = 2",
    "an order that is forgotten": "UPDATE invoices SET ordered_at = NULL WHERE id = 2",
    "deleting an invoice": "DELETE FROM invoices WHERE id = 1",
    "a place further back in the statement": "UPDATE star_statement SET rows_read = 9",
    "a comparison that was not": "UPDATE star_statement SET compared_at = 4",
    "a second place in the statement": "INSERT INTO star_statement (id, rows_read) VALUES (2, 50)",
    "losing the place": "DELETE FROM star_statement",
    "a refund before the money is taken": NEW_REFUND + "(1, NULL, 'person', 1, 'asked', 0, 0, NULL)",
    "a refund with a key of its own": NEW_REFUND
    + "(1, 'topup:1:reversal:1', 'person', 1, 'asked', 0, 0, NULL)",
    "a refund with another's reversal": NEW_REFUND
    + "(1, 'topup:2:reversal:1', 'telegram', NULL, 'done', 0, 0, 1)",
    "a refund with the top-up as its reversal": NEW_REFUND
    + "(2, 'topup:2', 'person', 1, 'asked', 0, 0, NULL)",
    "a refund that nobody asks for": NEW_REFUND + "(3, NULL, 'person', NULL, 'asked', 0, 0, NULL)",
    "a refund that begins done": NEW_REFUND + "(3, NULL, 'person', 1, 'done', 0, 0, 1)",
    "a chargeback that begins asked": NEW_REFUND + "(3, NULL, 'telegram', NULL, 'asked', 0, 0, NULL)",
    "a refund with an unknown cause": NEW_REFUND + "(3, NULL, 'luck', NULL, 'done', 0, 0, 1)",
    "a second refund of a payment": NEW_REFUND + "(4, NULL, 'operator', 9, 'asked', 0, 0, NULL)",
    "a refund that ends without a time": "UPDATE star_refunds SET status = 'done' WHERE topup_id = 4",
    "a refund that is refused before it is sent": "UPDATE star_refunds SET status = 'refused', ended_at = 1 WHERE topup_id = 4",
    "a refund of another payment": "UPDATE star_refunds SET topup_id = 3 WHERE topup_id = 4",
    "a refund that somebody else asked for": "UPDATE star_refunds SET asked_by = 8 WHERE topup_id = 4",
    "a refund that an operator has not asked for": NEW_REFUND
    + "(3, NULL, 'operator', 1, 'asked', 0, 0, NULL)",
    "a refund that the payer has not asked for": NEW_REFUND + "(3, NULL, 'person', 8, 'asked', 0, 0, NULL)",
    "deleting a refund": "DELETE FROM star_refunds WHERE topup_id = 4",
    "crediting a payment whose Stars go back": "UPDATE topups SET credited = 1170000 WHERE id = 4",
}


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    async with open_database(database_url) as database:
        await begin(database)
        await accounts.open_house(database, "USD")
        await accounts.open_for(database, ALICE)
        for statement in SEED.split(";\n"):
            await database.execute(statement)
        for topup in (1, 2):
            await move(database, topup, TransferKind.TOPUP, f"topup:{topup}")
        await move(database, 2, TransferKind.TOPUP_REVERSAL, "topup:2:reversal:1")
        await star_refunds.ask(database, 4, None, RefundCause.OPERATOR, OLGA, 0)
        yield database


async def move(db: Database, topup: int, kind: TransferKind, key: str) -> None:
    is_out = kind is TransferKind.TOPUP_REVERSAL
    await transfers.add(
        db,
        key=key,
        kind=kind,
        giver=AccountKind.WALLET if is_out else AccountKind.STARS,
        taker=AccountKind.STARS if is_out else AccountKind.WALLET,
        user_id=ALICE,
        amount=1_170_000,
        topup_id=topup,
        now=0,
    )


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
async def test_the_database_refuses(db: Database, attack: str) -> None:
    with pytest.raises(Constraint):
        await db.execute(attack)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize("table", ["invoices", "star_statement", "star_refunds"])
async def test_no_row_is_replaced(db: Database, table: str) -> None:
    (before,) = await db.fetch_all(f"SELECT * FROM {table} ORDER BY 1 LIMIT 1")
    values = ", ".join(f"${place}" for place in range(1, len(before) + 1))

    changed = [*before[:1], 9 if table == "star_statement" else before[1], *before[2:]]

    with pytest.raises(Constraint):
        await db.execute(f"INSERT OR REPLACE INTO {table} VALUES ({values})", *changed)


async def test_a_refused_refund_gives_the_money_back_first(db: Database) -> None:
    refund = await star_refunds.ask(db, 2, "topup:2:reversal:1", RefundCause.PERSON, ALICE, 0)
    assert await star_refunds.begin_sending(db, refund.id, 60)
    with pytest.raises(Constraint):
        await star_refunds.refuse(db, refund.id, "CHARGE_NOT_FOUND", 1)

    await move(db, 2, TransferKind.REVERSAL_UNDONE, "topup:2:undone:1")

    assert await star_refunds.refuse(db, refund.id, "CHARGE_NOT_FOUND", 1)
    assert not await star_refunds.end(db, refund.id, 2)
    await move(db, 2, TransferKind.TOPUP_REVERSAL, "topup:2:reversal:2")  # and another one may follow
    await star_refunds.note(db, 2, "topup:2:reversal:2", RefundCause.TELEGRAM, 3)


async def test_who_has_the_stars_does_not_get_the_money_too(db: Database) -> None:
    await star_refunds.note(db, 2, "topup:2:reversal:1", RefundCause.TELEGRAM, 3)

    with pytest.raises(Constraint):
        await move(db, 2, TransferKind.REVERSAL_UNDONE, "topup:2:undone:1")


async def test_an_expired_invoice_may_turn_out_to_be_paid(db: Database) -> None:
    assert [one.id for one in await invoices.expire(db, 3_600_000)] == [1]
    assert await invoices.pay(db, 1)
    assert not await invoices.pay(db, 1)


async def test_the_place_in_the_statement_goes_onwards(db: Database) -> None:
    await star_statement.read_up_to(db, 12)
    await star_statement.read_up_to(db, 3)
    await star_statement.note_end(db, 40)
    await star_statement.note_compared(db, 50)

    assert await star_statement.place(db) == star_statement.StatementPlace(12, 40, 50)


async def test_what_a_person_paid_counts_from_a_moment_on(db: Database) -> None:
    await topups.add(
        db, charge_id="five", user_id=ALICE, stars=10, credited=117_000, currency="USD", invoice_id=1,
        heard_from=HeardFrom.STATEMENT, paid_at=100, now=200,
    )  # fmt: skip

    assert await topups.paid_since(db, ALICE, 100) == topups.PaidSince(0, 117_000)
    assert await topups.paid_since(db, OLGA, 0) == topups.PaidSince(None, 0)
