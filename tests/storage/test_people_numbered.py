"""Migration 23 gives everybody an id of the bot's own. Each row stays with its person."""

import asyncio
import shutil
from pathlib import Path

import asyncpg
import pytest

from storage import users
from storage.engines.migrate import MIGRATIONS, migrate_postgres, migrate_sqlite
from storage.engines.open import open_database
from tests.databases import ENGINES, ask, empty_database, run

ALICE, BOB, CAROL, DAVE, EVE, OLGA = 1001, 1002, 1003, 1004, 1005, 1006

BEFORE = f"""
INSERT INTO users (id, name, role, created_at, let_in_by) VALUES
    ({ALICE}, 'Alice', 'customer', 5, {EVE}), ({BOB}, '', NULL, 6, NULL), ({CAROL}, '', NULL, 7, NULL);
INSERT INTO panel_keys (id, url) VALUES (1, 'https://panel.example');
INSERT INTO drafts (id, user_id, panel_key_id, service_id, created_at, updated_at) VALUES
    ('a', {ALICE}, 1, '1', 0, 0), ('b', {BOB}, 1, '1', 0, 0), ('c', {CAROL}, 1, '1', 0, 0);
INSERT INTO orders (id, user_id, panel_key_id, draft_id, service_id, service_name, service_type, parameters, target,
    quantity, rate, price, currency, refillable, cancelable, created_at)
VALUES (1, {ALICE}, 1, 'a', '1', 'n', 'default', '{{}}', 'x', 1, '1', 1, 'USD', 0, 0, 0),
       (2, {BOB}, 1, 'b', '1', 'n', 'default', '{{}}', '', 1, '1', 1, 'USD', 0, 0, 0),
       (3, {CAROL}, 1, 'c', '1', 'n', 'default', '{{}}', 'x', 1, '1', 1, 'USD', 0, 0, 0);
UPDATE orders SET status = 'submitting' WHERE id = 2;
UPDATE orders SET status = 'failed', failure = 'other', ended_by = {EVE} WHERE id = 2;
INSERT INTO former_cards (user_id, message_id, order_id) VALUES ({ALICE}, 7, 1), ({CAROL}, 7, 3);
INSERT INTO conversations (user_id, state) VALUES ({ALICE}, 'answer'), ({DAVE}, NULL);
INSERT INTO invites (code_hash, role, created_at, expires_at, created_by) VALUES ('h', 'customer', 0, 9, {EVE});
INSERT INTO outbox (user_id, event, subject_id, payload, created_at, due_at) VALUES
    ({OLGA}, 'knock', {CAROL}, '{{}}', 1, 1), (0, 'decide_order', 1, '{{}}', 2, 2),
    ({ALICE}, 'order_card', 1, '{{}}', 3, 3),
    ({OLGA}, 'alert', NULL, '{{"condition": "message_unsent:knock", "detail": "1005: Forbidden"}}', 4, 4);
INSERT INTO conditions (name, since, detail) VALUES ('message_unsent:knock', 0, '1005: Forbidden')
"""
"""Bob was forgotten; Carol was let in from the shell, removed, and waits for an order. Eve, an operator, is gone.

Olga is in ADMIN_IDS and has never written.
"""


@pytest.mark.parametrize("engine", ENGINES)
async def test_everybody_gets_an_id_and_keeps_what_is_theirs(engine: str, tmp_path: Path) -> None:
    (tmp_path / "before").mkdir()
    for file in (MIGRATIONS / engine).glob("00[01]*.sql"):
        shutil.copy(file, tmp_path / "before")
    for number in ("0020", "0021", "0022"):
        (file,) = (MIGRATIONS / engine).glob(f"{number}*.sql")
        shutil.copy(file, tmp_path / "before")
    async with empty_database(engine, tmp_path) as url:
        await migrate(url, tmp_path / "before")
        await run(url, BEFORE)

        async with open_database(url):
            pass

        known = dict(await ask(url, "SELECT telegram_id, id FROM users WHERE telegram_id IS NOT NULL"))
        assert known.keys() == {ALICE, CAROL, OLGA}
        ((bob,),) = await ask(url, "SELECT user_id FROM orders WHERE id = 2")
        ((eve,),) = await ask(url, "SELECT ended_by FROM orders WHERE id = 2")
        assert len({bob, eve, *known.values()}) == 5
        assert await ask(url, "SELECT user_id FROM orders ORDER BY id") == [
            (known[ALICE],),
            (bob,),
            (known[CAROL],),
        ]
        assert await ask(url, f"SELECT let_in_by FROM users WHERE telegram_id = {ALICE}") == [(eve,)]
        assert await ask(url, "SELECT created_by FROM invites") == [(eve,)]
        assert await ask(url, "SELECT user_id FROM former_cards ORDER BY order_id") == [
            (known[ALICE],),
            (known[CAROL],),
        ]
        assert await ask(url, "SELECT user_id FROM conversations WHERE state = 'answer'") == [(known[ALICE],)]
        assert await ask(url, "SELECT user_id, subject_id FROM outbox ORDER BY id") == [
            (known[OLGA], known[CAROL]),
            (0, 1),
            (known[ALICE], 1),
        ]
        assert await ask(url, "SELECT count(*) FROM conditions") == [(0,)]


async def migrate(url: str, migrations: Path) -> None:
    if url.startswith("sqlite:"):
        await asyncio.to_thread(migrate_sqlite, Path(url.removeprefix("sqlite:///")), migrations)
        return
    connection = await asyncpg.connect(url)
    try:
        await migrate_postgres(connection, migrations)
    finally:
        await connection.close()


async def test_two_copies_of_a_database_give_no_id_twice(tmp_path: Path) -> None:
    ids = []
    for name in ("one.db", "other.db"):
        async with open_database(f"sqlite:///{tmp_path}/{name}") as db:
            ids += [(await users.keep(db, person, "Somebody", "en", 0)).id for person in (ALICE, BOB, CAROL)]
    assert len(set(ids)) == 6
