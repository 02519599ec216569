"""A shop whose people have money: what its operator would do, done past the program."""

import sqlite3
from contextlib import closing
from pathlib import Path

from storage.invoices import INVOICE_COLUMNS, Invoice
from storage.records import read
from usecases.clock import HOUR, wall_clock
from usecases.paying.invoice_payloads import InvoicePayloads

SETTINGS = {"MODE": "reseller", "SECRET_KEY": "k" * 40, "ALLOWED_IDS": ""}
STARS, CREDITED = 100, 1_170_000  # of an invoice; micro-units
INVOICE = f"""
    INSERT INTO invoices (id, user_id, stars, credited, currency, created_at, expires_at)
    SELECT telegram_id, id, ?, ?, 'USD', ?, ? FROM users WHERE telegram_id = ?
    RETURNING {INVOICE_COLUMNS}
    """  # noqa: S608 - a constant

SCRIPT = """
    PRAGMA foreign_keys = 1;
    PRAGMA recursive_triggers = 1;
    BEGIN;
    INSERT INTO shop_settings (name, value, changed_by, changed_at)
        SELECT 'prices_confirmed:1:USD', 'yes', id, 0 FROM users WHERE in_admin_ids = 1;
    DELETE FROM conditions WHERE name = 'prices_unconfirmed';
    INSERT INTO accounts (kind, user_id)
        SELECT kind, id FROM users, (SELECT 'wallet' AS kind UNION SELECT 'held' UNION SELECT 'debt');
    INSERT INTO transfers (key, kind, debit, credit, amount, actor, reason, happened_at, created_at)
        SELECT 'credit:' || taker.user_id, 'credit', giver.id, taker.id, 5000000000,
            (SELECT id FROM users WHERE in_admin_ids = 1), 'to begin with', 0, 0
        FROM accounts AS giver, accounts AS taker WHERE giver.kind = 'credit' AND taker.kind = 'wallet';
    COMMIT;
    """


def open_shop(folder: Path) -> None:
    """Confirm the prices, and credit everybody who has written to the bot."""
    with closing(sqlite3.connect(folder / "bot.db")) as connection:
        connection.executescript(SCRIPT)


def open_invoice(folder: Path, telegram_id: int) -> str:
    """Make an invoice that a person may pay, and return its payload."""
    now = wall_clock()
    with closing(sqlite3.connect(folder / "bot.db")) as connection, connection:
        row = connection.execute(INVOICE, (STARS, CREDITED, now, now + HOUR, telegram_id)).fetchone()
    return InvoicePayloads(SETTINGS["SECRET_KEY"], "USD").write(read(row, Invoice), telegram_id)
