"""Migration 24 takes over what operators had decided before there was a ledger. Nothing of it costs anybody money."""

import shutil
from pathlib import Path

import pytest

from storage.database import Constraint
from storage.engines.migrate import MIGRATIONS
from storage.engines.open import open_database
from tests.databases import ENGINES, ask, empty_database, run
from tests.storage.ledger.books import decide
from tests.storage.ledger.steps import is_sound
from tests.storage.test_people_numbered import migrate

DECIDED = """
INSERT INTO users (id, name, created_at) VALUES (5, 'Alice', 0);
INSERT INTO panel_keys (id, url) VALUES (1, 'https://panel.example');
INSERT INTO drafts (id, user_id, panel_key_id, service_id, created_at, updated_at) VALUES
    ('a', 5, 1, '1', 0, 0), ('b', 5, 1, '1', 0, 0), ('c', 5, 1, '1', 0, 0), ('d', 5, 1, '1', 0, 0);
INSERT INTO orders (user_id, panel_key_id, draft_id, service_id, service_name, service_type, parameters, target,
    quantity, rate, price, currency, refillable, cancelable, created_at)
SELECT 5, 1, id, '1', 'n', 'default', '{}', 'x', 1, '1', 1, 'USD', 0, 0, 0 FROM drafts ORDER BY id;
UPDATE orders SET status = 'submitting';
INSERT INTO submissions (order_id, started_at) SELECT id, 0 FROM orders;
UPDATE submissions SET outcome = 'unknown', ended_at = 1;
UPDATE orders SET status = 'unconfirmed';
UPDATE submissions SET decided_by = 7, decided_at = 2 WHERE order_id < 3;
UPDATE submissions SET decided_by = 0, decided_at = 2 WHERE order_id = 3;
UPDATE orders SET status = 'pending', panel_order_id = 'p' || id WHERE id IN (1, 3);
UPDATE orders SET status = 'failed', failure = 'never_existed' WHERE id = 2;
UPDATE orders SET status = 'canceled' WHERE id = 1
"""
"""Operator 7 was removed and has no row any more; 0 is one whom nobody knows."""


@pytest.mark.parametrize("engine", ENGINES)
async def test_what_was_decided_then_stays_decided(engine: str, tmp_path: Path) -> None:
    (tmp_path / "before").mkdir()
    for file in (MIGRATIONS / engine).glob("*.sql"):
        if file.name < "0023":
            shutil.copy(file, tmp_path / "before")
    async with empty_database(engine, tmp_path) as url:
        await migrate(url, tmp_path / "before")
        await run(url, DECIDED)

        async with open_database(url) as db:
            told = await ask(url, "SELECT order_id, decision FROM submissions ORDER BY order_id")
            assert told == [(1, "exists"), (2, "never"), (3, "exists"), (4, None)]
            assert await ask(url, "SELECT DISTINCT paid_from, refunded, needs_transfer FROM orders") == [
                ("panel", 0, None)
            ]
            with pytest.raises(Constraint):
                await db.execute(decide(2, "exists"))
            await is_sound(db)
