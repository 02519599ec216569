"""Writes a dump of what this commit's program leaves in a database: see README.md."""

import asyncio
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from sandbox.panel.server import PanelServer
from storage.engines.migrate import newest
from tests.conftest import Bot
from tests.databases import ask, id_of
from tests.people import Person

FOLDER = Path(__file__).parent
FOLLOWERS, LIKES = "Pictogram Followers · Standard", "Clipstream Likes"
LINK = "https://example.com/p/{}"
PANEL = "https://panel.example/api/v2"

NO_STORY_LEAVES = (
    "INSERT INTO conditions (name, since, detail) VALUES ('status_word', 1763900000000, 'Awaiting')",
    (
        "INSERT INTO inbox (update_id, raw, kept_at, set_aside_because)"
        " VALUES (5, '', 1763900000000, 'not understood')"
    ),
    (
        "INSERT INTO outbox (user_id, event, subject_id, payload, created_at, due_at)"
        f" VALUES ({id_of(1003)}, 'knock', {id_of(1002)}, '{{}}', 1763900000000, 1763900000000)"
    ),
    f"INSERT INTO former_cards (user_id, message_id, order_id) VALUES ({id_of(1001)}, 2, 1)",
    "DELETE FROM services WHERE position > 12",
    f"INSERT INTO former_cards (user_id, message_id, order_id) VALUES ({id_of(1001)}, 7, 1)",
    "UPDATE orders SET dismissed_at = 1763900000000, parts_done = 3 WHERE id = 2",
    (
        "INSERT INTO holds (panel_key_id, service_id, service_name, order_id, quoted, took, seen, state, created_at)"
        " VALUES (1, '101', 'Pictogram Followers', 1, 900000, 2700000, 'charge', 'lifted', 1763900000000)"
    ),
    "INSERT INTO customer_groups (name, discount, created_at) VALUES ('Gold', '12.5', 1763900000000)",
    f"INSERT INTO price_edits (made_by, made_at) VALUES ({id_of(1003)}, 1763900000000)",
    (
        "INSERT INTO price_rules (panel_key_id, level, subject, percent, plus, begun_in)"
        " VALUES (1, 'all', '', '50', 0, 1)"
    ),
    (
        "INSERT INTO shop_settings (name, value, changed_by, changed_at)"
        f" VALUES ('star_price', '0.0117', {id_of(1003)}, 1763900000000)"
    ),
    "INSERT INTO accounts (kind, currency) VALUES ('sales', 'USD')",
    "INSERT INTO accounts (kind) VALUES ('stars')",
    *(
        f"INSERT INTO accounts (kind, user_id) VALUES ('{kind}', {id_of(1001)})"
        for kind in ("wallet", "held", "debt")
    ),
    (
        "INSERT INTO invoices (id, user_id, stars, credited, currency, created_at, expires_at)"
        f" VALUES (77, {id_of(1001)}, 100, 1170000, 'USD', 1763900000000, 1763903600000)"
    ),
    "INSERT INTO star_statement (id, rows_read, read_at) VALUES (1, 2, 1763900000000)",
    (
        "INSERT INTO topups (id, charge_id, user_id, stars, credited, currency, heard_from, paid_at, created_at)"
        f" VALUES (901, 'one', {id_of(1001)}, 100, 1170000, 'USD', 'update', 1763900000000, 1763900000000),"
        f" (902, 'two', {id_of(1001)}, 100, NULL, 'USD', 'update', 1763900000000, 1763900000000)"
    ),
    (
        "INSERT INTO transfers (key, kind, debit, credit, amount, topup_id, happened_at, created_at)"
        " SELECT 'topup:901', 'topup', stars.id, wallet.id, 1170000, 901, 1763900000000, 1763900000000"
        " FROM accounts AS stars, accounts AS wallet WHERE stars.kind = 'stars' AND wallet.kind = 'wallet'"
    ),
    (  # a bot with money in wallets does not start in private mode
        "INSERT INTO transfers (key, kind, debit, credit, amount, topup_id, happened_at, created_at)"
        " SELECT 'topup:901:reversal:1', 'topup_reversal', credit, debit, amount, 901, happened_at, created_at"
        " FROM transfers WHERE key = 'topup:901'"
    ),
    (
        "INSERT INTO star_refunds (topup_id, cause, asked_by, asked_at, due_at)"
        f" VALUES (902, 'operator', {id_of(1003)}, 1763900000000, 1763900000000)"
    ),
    (
        "INSERT INTO refund_questions (order_id, doubt, asked_at, said_at)"
        " VALUES (1, 'no_proportion', 1763900000000, 1763900000000)"
    ),
)


async def test_record(
    alice: Person, olga: Person, bob: Person, panel: PanelServer, bot: Bot, engine: str
) -> None:
    await places(alice, FOLLOWERS, LINK.format(1), "1k")  # 1: under way
    await places(alice, FOLLOWERS, LINK.format(2), "500")  # 2: completed, a refill under way
    panel.book.end(panel.book.orders[23502], "Completed")
    await alice.sees("Order 2 · Completed")
    await asyncio.sleep(2)
    await alice.taps("Refill")
    card = await places(alice, LIKES, LINK.format(3), "100")  # 3: a cancel is asked for
    await alice.taps("cancellation", await alice.taps("cancellation", card))
    await asyncio.sleep(3)
    review = await alice.reviews(FOLLOWERS, LINK.format(4), "1k")  # 4: in doubt
    panel.faults.switch_on("lost_answer", "add", times=1)
    await alice.taps("Place order", review)
    await olga.sees("Does the panel have order 4?", patience=60)
    await bob.says("/start")
    await olga.taps("Invite", await olga.taps("Operator", await olga.says("/start")))
    await alice.reviews(FOLLOWERS, LINK.format(5), "2k")  # a review that is ready
    await asyncio.sleep(1)
    await bot.stop()
    for sql in NO_STORY_LEAVES:
        await ask(bot.settings.database_url, sql)
    dump = (await dumped(bot.settings.database_url)).replace(panel.api_url, PANEL)
    file = (
        FOLDER / engine / f"{newest(engine):04}_{await output('git', 'rev-parse', '--short=7', 'HEAD')}.sql"
    )
    await asyncio.to_thread(file.write_text, dump, "utf-8")


async def places(alice: Person, *answers: str) -> dict[str, Any]:
    """Place an order, and let the messages about it come."""
    card = await alice.orders(*answers)
    await asyncio.sleep(3)
    return alice.chat.messages[card["message_id"]]


async def dumped(url: str) -> str:
    if url.startswith("sqlite:"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
            return "\n".join(connection.iterdump()) + "\n"
    whole = await output("pg_dump", "--inserts", "--no-owner", "--no-privileges", url.partition("?")[0])
    settings = ("--", "SET ", "\\", "SELECT pg_catalog.set_config")
    lines = [line for line in whole.splitlines() if line and not line.startswith(settings)]
    return "\n".join(["SET check_function_bodies = off;", *lines]) + "\n"


async def output(program: str, *arguments: str) -> str:
    process = await asyncio.create_subprocess_exec(
        shutil.which(program) or program, *arguments, cwd=FOLDER, stdout=asyncio.subprocess.PIPE
    )
    told, _ = await process.communicate()
    assert process.returncode == 0
    return told.decode().strip()
