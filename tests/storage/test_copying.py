"""A database that moves from SQLite to PostgreSQL: everything arrives, or nothing, and the promises hold there."""

import hashlib
import secrets
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

from storage import accounts, audit, order_progress, submissions
from storage.accounts import Wallet
from storage.database import Constraint, DatabaseError, DatabaseInUse, DatabaseTooNew
from storage.engines.import_sqlite import copy_to_postgres
from storage.engines.migrate import migrate_sqlite
from storage.engines.open import open_database
from storage.engines.sqlite.file import sole_user
from storage.submissions import SubmissionDecision
from tests.databases import ask, empty_database
from tests.storage.ledger.books import (
    ALICE,
    BOB,
    HOUSE,
    WALLET,
    in_doubt,
    insert,
    payment,
    placed,
    refund,
    step,
    topup,
)
from tests.storage.test_constraints import ATTACKS, NEW_ORDER, SEED
from usecases.paying import money_of_orders

pytestmark = pytest.mark.postgres

PLACED = "UPDATE orders SET status = 'pending', panel_order_id = 'p' || id, placed_at = 5 WHERE id = {id}"
TO_EACH_STATE: dict[str, tuple[str, ...]] = {
    "reserved": (),
    "submitting": ("submitting",),
    "unconfirmed": ("submitting", "unconfirmed"),
    "pending": ("submitting", "pending"),
    "processing": ("submitting", "pending", "processing"),
    "in_progress": ("submitting", "pending", "in_progress"),
    "problem": ("submitting", "pending", "problem"),
    "completed": ("submitting", "pending", "completed"),
    "partial": ("submitting", "pending", "partial"),
    "canceled": ("submitting", "pending", "canceled"),
    "failed": ("submitting", "failed"),
}
AROUND = """
UPDATE users SET role = 'operator' WHERE id = 2;
INSERT INTO submissions (order_id, started_at) SELECT id, 7 FROM orders WHERE status = 'submitting';
INSERT INTO outbox (user_id, event, subject_id, created_at, due_at) VALUES (1, 'order_card', 1, 1, 1);
INSERT INTO outbox (user_id, event, status, payload, created_at, due_at)
    VALUES (1, 'alert', 'sending', '{"detail": "ü 🙂 "" \\ ''"}', 1, 1), (2, 'knock', 'dropped', '{}', 1, 1);
INSERT INTO inbox (update_id, raw, kept_at, kept_by) VALUES (9223372036854775807, '{"update_id": 1}', 1, 77);
INSERT INTO inbox (update_id, raw, kept_at, set_aside_because) VALUES (-1, '', 1, 'not understood');
INSERT INTO services VALUES (1, 'b', 0, 'n', 't', 'c', '0.90', 1, 2, '', 0, 1, 0), (1, 'B', 1, '', 't', 'c', '1', 1, 2, '', 0, 1, 0),
    (1, 'é', 2, 'n', 't', 'c', '1', 1, 2, '', 0, 1, 0), (1, '10', 3, 'n', 't', 'c', '1', 1, 2, '', 0, 1, 0);
INSERT INTO invites (code_hash, role, created_at, expires_at) VALUES ('00ff', 'customer', 1, 2);
INSERT INTO conversations VALUES (1, 'answer', '{"draft": "one"}'), (2, NULL, '{}');
INSERT INTO former_cards (user_id, message_id, order_id) VALUES (1, 9, 1);
INSERT INTO bots (only_one, id) VALUES (1, 42);
INSERT INTO balance_comparisons (panel_key_id, day, read_at, balance, currency, costs, unclear) VALUES (1, 0, 1, -5, '', 3, 0);
INSERT INTO favourites VALUES (1, 1, 'b', 1);
INSERT INTO own_texts VALUES ('welcome', 'all', '<b>ü</b> 🙂', 2, 1);
INSERT INTO own_values (panel_key_id, service_id, hidden, name, changed_by, changed_at) VALUES (1, 'b', 1, 'ü', 2, 1), (1, 'x', 1, NULL, NULL, 1);
INSERT INTO service_changes (panel_key_id, service_id, service_name, kind, was, now, seen_at) VALUES (1, 'b', 'n', 'rate', '1', '2', 1);
INSERT INTO introductions VALUES ('commands', 'en', '00ff');
INSERT INTO rounds VALUES (1, 'hour', 5), (1, 'older', 4);
INSERT INTO invoices (id, user_id, stars, credited, currency, created_at, expires_at) VALUES (77, 1, 100, 1170000, 'USD', 1, 2);
INSERT INTO star_statement (id, rows_read, read_at) VALUES (1, 3, 5);
INSERT INTO topups (id, charge_id, user_id, stars, currency, heard_from, paid_at, created_at)
    VALUES (900, 'stx-unmatched', 1, 100, 'USD', 'update', 1, 2);
INSERT INTO star_refunds (topup_id, cause, asked_by, asked_at, due_at) VALUES (900, 'operator', 2, 1, 1);
INSERT INTO accounts (id, kind, user_id) VALUES (99, 'wallet', 2);
INSERT INTO credit_lines (user_id, line, granted_by, reason, created_at) VALUES (2, 500, 2, 'for regulars', 1);
INSERT INTO cases (id, user_id, order_id, reason, opened_at) VALUES (55, 1, 1, 'slow', 1);
INSERT INTO case_messages (id, case_id, author_id, is_answer, text, has_photo, message_id, update_id, written_at)
    VALUES (66, 55, 1, 0, 'ü 🙂', 0, 5, 100000001, 1);
INSERT INTO operator_group (only_one, setting, chat_id, begun_at, told_step, told_at) VALUES (1, -5, -1005, 1, 2, 3);
INSERT INTO group_topics (chat_id, topic, thread_id) VALUES (-1005, 'support', 7);
INSERT INTO group_posts (outbox_id, chat_id, message_id) VALUES (3, -1005, 9);
INSERT INTO case_copies (user_id, message_id, case_id, for_operator) VALUES (2, 9, 55, 1);
INSERT INTO balance_comparisons (panel_key_id, day, read_at, balance, currency, costs, unclear)
    VALUES (1, 20000, 1, 5, 'USD', 0, 0);
INSERT INTO mass_orders (user_id, panel_key_id, lines, currency, digest, created_at) VALUES (1, 1, '[]', 'USD', '', 0);
INSERT INTO customer_groups (name, discount, created_at) VALUES ('Gold', '12.5', 1);
UPDATE users SET group_id = 1 WHERE id = 1;
INSERT INTO price_edits (made_by, made_at) VALUES (1, 1), (1, 2);
INSERT INTO price_edits (made_by, made_at, undoes) VALUES (1, 3, 1);
INSERT INTO price_rules (panel_key_id, level, subject, group_id, percent, plus, begun_in) VALUES (1, 'all', '', 1, '50', 0, 1);
INSERT INTO price_rules (panel_key_id, level, subject, fixed, begun_in) VALUES (1, 'service', 'b', 900000, 1);
UPDATE price_rules SET ended_in = 2 WHERE id = 2;
INSERT INTO broadcasts (author, message_ids, segment, status, total, created_at, started_at, ended_at)
    VALUES (1, '5 6', '["a",""]', 'ended', 1, 1, 2, 3);
INSERT INTO broadcast_people (broadcast_id, user_id, status, message_ids, done_at) VALUES (1, 2, 'sent', '7 8', 3);
INSERT INTO broadcasts (author, message_ids, created_at) VALUES (1, '9', 4);
INSERT INTO broadcast_lists VALUES (2, 77);
INSERT INTO shop_settings (name, value, changed_by, changed_at) VALUES ('star_price', '0.0117', 1, 1);
INSERT INTO holds (panel_key_id, service_id, service_name, quoted, took, seen, created_at, old_rate, new_rate)
    VALUES (1, 'B', 'n', 0, 0, 'rate', 1, '0.90', '0.0009');
INSERT INTO audit_trail (at, actor, act, subject, before, after) VALUES (1, NULL, 'role_given', 2, 'customer', 'owner');
INSERT INTO conditions VALUES ('panel_down', 1, 'a line
and another	with a tab')
"""


LEDGER = [
    *(
        insert("accounts", id=number, kind=kind, currency="USD" if kind == "sales" else None)
        for number, kind in enumerate(HOUSE, 1)
    ),
    *(
        insert("accounts", id=WALLET + place, kind=kind, user_id=ALICE)
        for place, kind in enumerate(("wallet", "held", "debt"))
    ),
    payment(1, 20_000_000),
    topup(1, 20_000_000),
    *in_doubt(31),
    *placed(32),
    step(32, "partial"),
    refund(32, 400_000, 400_000),
    insert("refund_questions", order_id=32, doubt="by_hand", asked_at=0, said_at=0),
]

SWITCHED_OFF = "SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'O'"


@pytest.fixture
async def target(tmp_path: Path) -> AsyncIterator[str]:
    async with empty_database("postgres", tmp_path) as url:
        yield url


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Orders in every state, and something in every table."""
    file = tmp_path / "panelgram.db"
    migrate_sqlite(file)
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.executescript(SEED)
        for number, steps in enumerate(TO_EACH_STATE.values(), 11):
            connection.executescript(an_order(number, steps))
        connection.executescript(AROUND)
        connection.executescript(";".join(LEDGER))
    connection.close()
    return file


def an_order(number: int, steps: tuple[str, ...]) -> str:
    """The SQL that makes an order and takes it so far."""
    sql = [
        f"INSERT INTO drafts (id, user_id, panel_key_id, service_id, created_at, updated_at) VALUES ('d{number}', 1, 1, '1', 0, 0)",
        NEW_ORDER.replace("(user_id", "(id, user_id")
        + f"({number}, 1, 1, 'd{number}', '1', 'n', 't', '{{}}', 'l', 1, '1', 1, 'USD', 0, 0, 0, 'reserved')",
    ]
    for status in steps:
        failure = ", failure = 'funds'" if status == "failed" else ""
        plain = f"UPDATE orders SET status = '{status}'{failure} WHERE id = {number}"
        sql.append(PLACED.format(id=number) if status == "pending" else plain)
    return ";".join(sql)


def tables(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as connection, connection:
        rows = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
    return [
        name for (name,) in rows if not name.startswith("sqlite_") and name not in ("migrations", "lives")
    ]


def digest(file: Path) -> bytes:
    return hashlib.sha256(file.read_bytes()).digest()


def silent(*_: object) -> None:
    pass


async def test_everything_arrives_and_the_file_stays_as_it_was(file: Path, target: str) -> None:
    before = digest(file)
    heard: list[str] = []
    async with open_database(target):
        pass

    copied = await copy_to_postgres(file, target, lambda what, table, *_: heard.append(f"{what} {table}"))

    assert len(tables(file)) == 48
    for table in tables(file):
        here, there = [await ask(url, f"SELECT * FROM {table}") for url in (f"sqlite:///{file}", target)]
        assert here, table
        assert sorted(map(repr, here)) == sorted(map(repr, there)), table
        assert f"compared {table}" in heard
    assert {row[0] for row in await ask(target, "SELECT DISTINCT status FROM orders")} == set(TO_EACH_STATE)
    assert copied.rows == sum([len(await ask(target, f"SELECT 1 FROM {table}")) for table in tables(file) if table != "legal_steps"])  # fmt: skip
    assert copied.changed == 0
    assert digest(file) == before


async def test_afterwards_the_database_refuses_what_it_refused_before(file: Path, target: str) -> None:
    async with open_database(target) as db:
        await copy_to_postgres(file, target, silent)

        for attack in ATTACKS.values():
            with pytest.raises(Constraint):
                await db.execute(attack)


async def test_the_books_go_on_where_they_were(file: Path, target: str) -> None:
    async with open_database(target) as db:
        await copy_to_postgres(file, target, silent)

        async with db.transaction() as transaction:
            await submissions.decide(transaction, 31, SubmissionDecision.NEVER, BOB, 5)
            failed = await order_progress.fail(transaction, 31, "x", 5)
            assert failed is not None
            await money_of_orders.settle(transaction, failed, 5)

        assert await accounts.of_user(db, ALICE) == Wallet(19_500_000, 0, 0, 0)
        assert await audit.differences(db) == []
        with pytest.raises(Constraint):
            await db.execute(refund(32, 500_001, 900_001))


async def test_new_rows_get_ids_that_nobody_had(file: Path, target: str) -> None:
    async with open_database(target) as db:
        await copy_to_postgres(file, target, silent)

        await db.execute(
            NEW_ORDER + "(1, 1, 'three', '1', 'n', 't', '{}', 'l', 1, '1', 1, 'USD', 0, 0, 0, 'reserved')"
        )
        assert await db.fetch_one("SELECT id FROM orders WHERE draft_id = 'three'") == (33,)
        for table in ("panel_keys (url)", "outbox (user_id, event, created_at, due_at)"):
            values = "('https://other.example')" if "url" in table else "(1, 'alert', 1, 1)"
            await db.execute(f"INSERT INTO {table} VALUES {values}")


async def test_numbers_that_a_restore_left_out_are_left_out_there_too(file: Path, target: str) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE sqlite_sequence SET seq = 20000 WHERE name = 'refills'")
    connection.close()

    async with open_database(target):
        await copy_to_postgres(file, target, silent)

    assert await ask(target, "SELECT nextval(pg_get_serial_sequence('refills', 'id'))") == [(20001,)]


async def test_a_nul_becomes_a_sign_that_postgresql_can_hold_and_is_counted(file: Path, target: str) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE users SET name = ? WHERE id = 1", ("A\0li\0ce",))
        connection.executemany("INSERT INTO conditions VALUES (?, 0, '')", [("a\0z",), ("aa",), ("a",)])
    async with open_database(target):
        pass

    copied = await copy_to_postgres(file, target, silent)

    assert copied.changed == 2
    assert await ask(target, "SELECT name FROM users WHERE id = 1") == [("A\ufffdli\ufffdce",)]
    assert ("a\ufffdz",) in await ask(target, "SELECT name FROM conditions")


async def test_a_database_that_holds_rows_is_left_alone(file: Path, target: str) -> None:
    async with open_database(target) as db:
        await db.execute("INSERT INTO conditions VALUES ('panel_down', 0, '')")

    with pytest.raises(DatabaseError, match="TO is not empty: there are rows in conditions"):
        await copy_to_postgres(file, target, silent)

    assert await ask(target, "SELECT count(*) FROM users") == [(0,)]


@pytest.mark.parametrize(
    "change",
    [
        "INSERT INTO users (id, name, created_at) VALUES (5, 'Eve', 0)",
        "DELETE FROM conditions",
        "DELETE FROM services WHERE id = '10'",
        "UPDATE orders SET status_word = ' ' WHERE id = 11",
        "UPDATE users SET knocked_at = 0 WHERE id = 2",
        "UPDATE submissions SET detail = 'Ⅳ' WHERE order_id = 12",
    ],
)
async def test_a_copy_that_differs_is_taken_back(file: Path, target: str, change: str) -> None:
    """The file is changed, past the lock, when all is copied and nothing compared yet."""
    left = set(tables(file)) - {"legal_steps"}

    def tell(what: str, table: str, *_: int) -> None:
        left.discard(table)
        if not left and what == "copied":
            with closing(sqlite3.connect(file)) as connection, connection:
                connection.execute(change)

    async with open_database(target):
        pass

    with pytest.raises(DatabaseError, match="so nothing was copied"):
        await copy_to_postgres(file, target, tell)

    assert await ask(target, "SELECT count(*) FROM users") == [(0,)]


async def test_text_that_is_no_text_is_named_and_nothing_copied(file: Path, target: str) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE users SET name = CAST(x'ff' AS TEXT) WHERE id = 1")
    async with open_database(target):
        pass

    with pytest.raises(DatabaseError, match=r"panelgram\.db cannot be read: .*utf-8"):
        await copy_to_postgres(file, target, silent)


async def test_a_copy_that_breaks_off_leaves_nothing_and_can_be_begun_again(file: Path, target: str) -> None:
    def stop(_: str, table: str, *__: int) -> None:
        if table == "orders":
            raise RuntimeError

    async with open_database(target) as db:
        with pytest.raises(RuntimeError):
            await copy_to_postgres(file, target, stop)
        assert await ask(target, "SELECT count(*) FROM drafts") == [(0,)]
        assert await ask(target, SWITCHED_OFF) == [(0,)]

        await copy_to_postgres(file, target, silent)
        assert await db.fetch_one("SELECT count(*) FROM orders") == (15,)
        assert await ask(target, SWITCHED_OFF) == [(0,)]


async def test_the_owner_of_the_database_need_not_be_more_than_that(file: Path, target: str) -> None:
    role, password = f"owner_{secrets.token_hex(6)}", secrets.token_hex(8)
    parts = urlsplit(target)
    url = urlunsplit(parts._replace(netloc=f"{role}:{password}@{parts.hostname}:{parts.port or 5432}"))
    await ask(target, f"CREATE ROLE {role} LOGIN NOSUPERUSER PASSWORD '{password}'")
    await ask(target, f"ALTER DATABASE {parts.path[1:]} OWNER TO {role}")
    try:
        async with open_database(url) as db:
            copied = await copy_to_postgres(file, url, silent)
            with pytest.raises(Constraint):
                await db.execute(ATTACKS["deleting an order"])
        assert copied.rows > 30
    finally:
        await ask(target, f"REASSIGN OWNED BY {role} TO CURRENT_USER")
        await ask(target, f"DROP ROLE {role}")


async def test_a_file_that_a_bot_works_on_is_not_copied(file: Path, target: str) -> None:
    with sole_user(file), pytest.raises(DatabaseInUse, match="another process is working on"):
        await copy_to_postgres(file, target, silent)


@pytest.mark.parametrize(("number", "kind"), [(1, DatabaseError), (99, DatabaseTooNew)])
async def test_a_file_of_another_schema_is_not_copied(
    file: Path, target: str, number: int, kind: type[DatabaseError]
) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("DELETE FROM migrations")
        connection.execute("INSERT INTO migrations VALUES (?, '')", (number,))

    with pytest.raises(kind, match=f"has schema {number}"):
        await copy_to_postgres(file, target, silent)
