"""SQL that tries to double, lose, reopen, steal or reprice an order: the database itself says no."""

from collections.abc import AsyncIterator

import pytest

from storage.database import Constraint, Database
from storage.engines.open import open_database

SEED = """
INSERT INTO users (id, telegram_id, name, created_at) VALUES (1, 1001, 'Alice', 0), (2, 1002, 'Bob', 0),
    (3, NULL, '', 0);
INSERT INTO panel_keys (id, url) VALUES (1, 'https://panel.example'), (2, 'https://second.example'),
    (3, 'https://third.example');
UPDATE panel_keys SET became = 2 WHERE id = 3;
INSERT INTO drafts (id, user_id, panel_key_id, service_id, created_at, updated_at) VALUES
    ('one', 1, 1, '101', 0, 0), ('two', 1, 1, '101', 0, 0), ('three', 1, 1, '101', 0, 0), ('open', 1, 1, '101', 0, 0);
UPDATE drafts SET status = 'ready', rate = '0.9', price = 900000, currency = 'USD', quantity = 1000 WHERE id <> 'open';
UPDATE drafts SET status = 'claimed' WHERE id IN ('one', 'two');
INSERT INTO orders (id, user_id, panel_key_id, draft_id, service_id, service_name, service_type, parameters, target,
    quantity, rate, price, currency, refillable, cancelable, created_at)
VALUES (1, 1, 1, 'one', '101', 'Followers', 'default', '{}', 'https://e.com', 1000, '0.9', 900000, 'USD', 1, 1, 0),
       (2, 1, 1, 'two', '101', 'Followers', 'default', '{}', 'https://e.com', 1000, '0.9', 900000, 'USD', 1, 1, 0);
UPDATE orders SET status = 'submitting' WHERE id = 1;
INSERT INTO submissions (order_id, started_at) VALUES (1, 0);
UPDATE submissions SET outcome = 'placed', ended_at = 1 WHERE order_id = 1;
UPDATE orders SET status = 'pending', panel_order_id = '23501' WHERE id = 1;
UPDATE orders SET status = 'completed' WHERE id = 1;
INSERT INTO holds (id, panel_key_id, service_id, service_name, order_id, quoted, took, seen, created_at)
    VALUES (1, 1, '101', 'Followers', 1, 900000, 4000000, 'charge', 0);
INSERT INTO refills (id, order_id, user_id, panel_key_id, created_at) VALUES (1, 1, 1, 1, 0);
INSERT INTO cancels (id, order_id, user_id, created_at) VALUES (1, 2, 1, 0)
"""

NEW_ORDER = (
    "INSERT INTO orders (user_id, panel_key_id, draft_id, service_id, service_name, service_type, parameters, target,"
    " quantity, rate, price, currency, refillable, cancelable, created_at, status) VALUES "
)

ATTACKS = {
    "a person with somebody else's Telegram id": "INSERT INTO users (id, telegram_id, name, created_at)"
    " VALUES (9, 1001, 'Eve', 0)",
    "another Telegram id": "UPDATE users SET telegram_id = 1009 WHERE id = 1",
    "a Telegram id for somebody who was forgotten": "UPDATE users SET telegram_id = 1009 WHERE id = 3",
    "another id of a person": "UPDATE users SET id = 9 WHERE id = 3",
    "deleting a person": "DELETE FROM users WHERE id = 3",
    "a second order of a draft": NEW_ORDER
    + "(1, 1, 'one', '1', 'n', 't', '{}', 'l', 1, '1', 1, 'USD', 0, 0, 0, 'reserved')",
    "an order that begins placed": NEW_ORDER
    + "(1, 1, 'three', '1', 'n', 't', '{}', 'l', 1, '1', 1, 'USD', 0, 0, 0, 'pending')",
    "an order with a negative price": NEW_ORDER
    + "(1, 1, 'three', '1', 'n', 't', '{}', 'l', 1, '1', -1, 'USD', 0, 0, 0, 'reserved')",
    "an order of nothing": NEW_ORDER
    + "(1, 1, 'three', '1', 'n', 't', '{}', 'l', 0, '1', 1, 'USD', 0, 0, 0, 'reserved')",
    "an order of nobody": NEW_ORDER
    + "(9, 1, 'three', '1', 'n', 't', '{}', 'l', 1, '1', 1, 'USD', 0, 0, 0, 'reserved')",
    "an order on no key": NEW_ORDER
    + "(1, 9, 'three', '1', 'n', 't', '{}', 'l', 1, '1', 1, 'USD', 0, 0, 0, 'reserved')",
    "an order of no draft": NEW_ORDER
    + "(1, 1, 'none', '1', 'n', 't', '{}', 'l', 1, '1', 1, 'USD', 0, 0, 0, 'reserved')",
    "reopening a completed order": "UPDATE orders SET status = 'pending' WHERE id = 1",
    "submitting a completed order again": "UPDATE orders SET status = 'submitting' WHERE id = 1",
    "reserving a completed order again": "UPDATE orders SET status = 'reserved' WHERE id = 1",
    "a problem of a completed order": "UPDATE orders SET status = 'problem' WHERE id = 1",
    "a problem of an order that is not placed": "UPDATE orders SET status = 'problem', panel_order_id = '5' WHERE id = 2",
    "another service in a claimed quote": "UPDATE drafts SET service_name = 'Views' WHERE id = 'one'",
    "a hold of no order": "INSERT INTO holds (panel_key_id, service_id, service_name, order_id, quoted, took, seen,"
    " created_at) VALUES (1, '102', 'n', 99, 1, 5, 'charge', 0)",
    "a second hold of a service": "INSERT INTO holds (panel_key_id, service_id, service_name, order_id, quoted, took,"
    " seen, created_at) VALUES (1, '101', 'n', 1, 1, 5, 'charge', 0)",
    "a decision on a hold that there is not": "UPDATE holds SET state = 'sold' WHERE id = 1",
    "placing without submitting": "UPDATE orders SET status = 'pending', panel_order_id = '5' WHERE id = 2",
    "an unknown state": "UPDATE orders SET status = 'lost' WHERE id = 2",
    "a panel id without being placed": "UPDATE orders SET panel_order_id = '5' WHERE id = 2",
    "taking the panel id away": "UPDATE orders SET panel_order_id = NULL WHERE id = 1",
    "another panel id": "UPDATE orders SET panel_order_id = '5' WHERE id = 1",
    "an empty panel id": "UPDATE orders SET panel_order_id = '' WHERE id = 1",
    "repricing": "UPDATE orders SET price = 1 WHERE id = 1",
    "another rate": "UPDATE orders SET rate = '0.1' WHERE id = 1",
    "another currency": "UPDATE orders SET currency = 'XTR' WHERE id = 1",
    "another quantity": "UPDATE orders SET quantity = 1000000 WHERE id = 2",
    "another link": "UPDATE orders SET target = 'https://evil.example' WHERE id = 2",
    "other parameters": 'UPDATE orders SET parameters = \'{"link": "x"}\' WHERE id = 2',
    "blanking the link of an open order": "UPDATE orders SET target = '', parameters = '{}' WHERE id = 2",
    "another link of an ended order": "UPDATE orders SET target = 'https://evil.example', parameters = '{}' WHERE id = 1",
    "other parameters of an ended order": "UPDATE orders SET target = '', parameters = '{\"link\": \"x\"}' WHERE id = 1",
    "blanking the answers of an open order's draft": "UPDATE drafts SET answers = '{}' WHERE id = 'two'",
    "other answers of an ended order's draft": "UPDATE drafts SET answers = '{\"a\": 1}' WHERE id = 'one'",
    "repricing an ended order while it is blanked": "UPDATE orders SET target = '', parameters = '{}', price = 1 WHERE id = 1",
    "another service": "UPDATE orders SET service_id = '102' WHERE id = 2",
    "stealing an order": "UPDATE orders SET user_id = 2 WHERE id = 1",
    "moving an order to another panel": "UPDATE orders SET panel_key_id = 2 WHERE id = 1",
    "an account that becomes another one again": "UPDATE panel_keys SET became = 1 WHERE id = 3",
    "closing an order that was not placed": "UPDATE orders SET status = 'closed' WHERE id = 2",
    "closing a completed order": "UPDATE orders SET status = 'closed' WHERE id = 1",
    "closing a refill that was not sent": "UPDATE refills SET status = 'closed' WHERE id = 1",
    "moving an order to another draft": "UPDATE orders SET draft_id = 'three' WHERE id = 1",
    "a failure of an order that did not fail": "UPDATE orders SET failure = 'x' WHERE id = 2",
    "deleting an order": "DELETE FROM orders WHERE id = 2",
    "a second submission": "INSERT INTO submissions (order_id, started_at) VALUES (1, 0)",
    "a submission of what is not submitted": "INSERT INTO submissions (order_id, started_at) VALUES (2, 0)",
    "reopening a submission": "UPDATE submissions SET outcome = NULL, ended_at = NULL WHERE order_id = 1",
    "another outcome": "UPDATE submissions SET outcome = 'refused' WHERE order_id = 1",
    "an outcome that there is not": "UPDATE submissions SET outcome = 'maybe' WHERE order_id = 1",
    "moving a submission": "UPDATE submissions SET order_id = 2 WHERE order_id = 1",
    "deleting a submission": "DELETE FROM submissions WHERE order_id = 1",
    "claiming an open draft": "UPDATE drafts SET status = 'claimed' WHERE id = 'open'",
    "reopening a claimed draft": "UPDATE drafts SET status = 'ready' WHERE id = 'one'",
    "dropping a claimed draft": "UPDATE drafts SET status = 'dropped' WHERE id = 'one'",
    "repricing a claimed draft": "UPDATE drafts SET price = 1 WHERE id = 'one'",
    "other answers in a claimed draft": "UPDATE drafts SET answers = '{\"a\": 1}' WHERE id = 'one'",
    "a ready draft without a price": "UPDATE drafts SET price = NULL WHERE id = 'three'",
    "a draft that begins ready": "INSERT INTO drafts (id, user_id, panel_key_id, service_id, status, rate, price,"
    " currency, created_at, updated_at) VALUES ('x', 1, 1, '1', 'ready', '1', 1, 'USD', 0, 0)",
    "a second open refill": "INSERT INTO refills (order_id, user_id, panel_key_id, created_at) VALUES (1, 1, 1, 0)",
    "a refill that is done at once": "UPDATE refills SET status = 'completed' WHERE id = 1",
    "a second open cancel": "INSERT INTO cancels (order_id, user_id, created_at) VALUES (2, 1, 0)",
    "a cancel that was never sent": "UPDATE cancels SET status = 'asked' WHERE id = 1",
    "a role that there is not": "UPDATE users SET role = 'god' WHERE id = 2",
}


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    async with open_database(database_url) as database:
        for statement in SEED.split(";\n"):
            await database.execute(statement)
        yield database


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
async def test_the_database_refuses(db: Database, attack: str) -> None:
    with pytest.raises(Constraint):
        await db.execute(attack)


async def test_an_id_of_the_panel_belongs_to_one_order(db: Database) -> None:
    await db.execute("UPDATE orders SET status = 'submitting' WHERE id = 2")

    with pytest.raises(Constraint):
        await db.execute("UPDATE orders SET status = 'pending', panel_order_id = '23501' WHERE id = 2")
