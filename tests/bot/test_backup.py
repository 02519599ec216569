"""Copies of the database while the bot runs, and the drill: going back to one doubles and loses nothing."""

import asyncio
import os
import shutil
import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import aiohttp
import pytest

from sandbox.panel.server import PanelServer
from sandbox.telegram.server import TelegramServer
from tests.bot.conftest import Process, arrive
from tests.conftest import OLGA
from tests.people import Person

FOLLOWERS = "Pictogram Followers · Standard"
KEY = "a-key-that-is-long-enough-to-encrypt-with"
OTHER_KEY = "another-key-that-is-as-long-as-the-first"
UNOPENED = "no key of SECRET_KEY opens it, or the file is damaged or incomplete"


@pytest.fixture
def olga(http: aiohttp.ClientSession, telegram: TelegramServer) -> Person:
    return Person(http, telegram.world.chats[OLGA])


def beside(program: Process, folder: Path) -> Process:
    """Another process with the same settings."""
    return Process(program.environment, folder)


def read(file: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(sql).fetchall()


async def test_going_back_to_a_backup_sends_nothing_again_and_asks_before_it_sells(
    program: Process, visitor: Person, olga: Person, panel: PanelServer, tmp_path: Path
) -> None:
    await program.start()
    await arrive(olga)
    await arrive(visitor)
    await visitor.orders(FOLLOWERS, "https://example.com/p/1", "1k")
    ready = await visitor.reviews(FOLLOWERS, "https://example.com/p/2", "1k")
    place_ready = _data(ready, "Place order")
    review = await visitor.reviews(FOLLOWERS, "https://example.com/p/3", "1k")
    panel.faults.switch_on("slow", "add", times=1, seconds=1)
    await visitor.taps("Place order", review)
    while sum(call.action == "add" for call in panel.calls) < 2:
        await asyncio.sleep(0.005)
    assert program.process is not None
    program.process.send_signal(signal.SIGSTOP)
    code, output = await beside(program, tmp_path).ends("backup", "copy.db")
    assert (code, output.strip()) == (0, "The database is copied to copy.db")
    program.process.send_signal(signal.SIGCONT)
    await visitor.sees("Order 2 · Pending", "Reference")
    await visitor.taps_raw(place_ready, ready["message_id"])
    await visitor.sees("Order 3 · Pending", "Reference")
    await program.signal(signal.SIGTERM)
    panel.book.end(panel.book.orders[23501], "Completed")
    panel.down = True

    code, output = await beside(program, tmp_path).ends("restore", "copy.db")
    assert code == 0
    assert "ordering stays closed" in output
    await program.start()

    await olga.sees("The database was restored from a backup.", "23501")
    assert "Ordering is closed for now" in (await visitor.says("/start"))["text"]
    panel.down = False
    await visitor.sees("Order 1 · Completed", "1,000 of 1,000 delivered")
    await olga.sees("The panel has said what happened to the open orders. Ordering is open.")
    await visitor.sees("Order 2 · Being checked")
    card = await olga.sees("Does the panel have order 2?", "23502")
    toast = await visitor.taps_raw(place_ready, ready["message_id"])  # its order is not known here
    assert "Sending" not in toast
    assert sum(call.action == "add" for call in panel.calls) == 3
    await olga.taps("Yes, the panel has it", card)
    await olga.taps("23502")
    await visitor.sees("Checked: the panel has your order.")
    await visitor.orders(FOLLOWERS, "https://example.com/p/4", "1k")
    await visitor.sees("Order 10004 · Pending")  # the card of order 3, not known here, means no other


async def test_numbers_are_not_given_again_after_a_restore_nor_after_a_second_one(
    program: Process, visitor: Person, tmp_path: Path
) -> None:
    await program.start()
    await arrive(visitor)
    code, _ = await beside(program, tmp_path).ends("backup", "copy.db")
    assert code == 0
    await visitor.orders(FOLLOWERS, "https://example.com/p/1", "1k")
    await visitor.sees("Order 1 · Pending")
    for number in (10_002, 20_003):
        await program.signal(signal.SIGTERM)
        assert (await beside(program, tmp_path).ends("restore", "copy.db"))[0] == 0
        await program.start()
        await visitor.orders(FOLLOWERS, f"https://example.com/p/{number}", "1k")
        await visitor.sees(f"Order {number} · Pending")


def _data(message: dict[str, object], label: str) -> str:
    markup = message["reply_markup"]
    assert isinstance(markup, dict)
    return next(
        str(button["callback_data"])
        for row in markup["inline_keyboard"]
        for button in row
        if label in button["text"]
    )


async def test_a_backup_is_refused_where_it_would_overwrite_and_a_restore_while_the_bot_runs(
    program: Process, visitor: Person, tmp_path: Path
) -> None:
    await program.start()
    await arrive(visitor)
    other = beside(program, tmp_path)
    await other.ends("backup", "copy.db")

    code, output = await other.ends("backup", "copy.db")
    assert (code, output.strip()) == (2, "copy.db exists; a backup overwrites nothing")
    code, output = await other.ends("restore", "copy.db")
    assert code == 2
    assert "another process is working on" in output
    assert (tmp_path / "copy.db").stat().st_mode & 0o077 == 0


async def test_a_damaged_or_foreign_file_is_not_restored_and_the_database_stays(
    program: Process, visitor: Person, tmp_path: Path
) -> None:
    await program.start()
    await arrive(visitor)
    await program.signal(signal.SIGTERM)
    other = beside(program, tmp_path)
    await other.ends("backup", "copy.db")
    damaged = bytearray((tmp_path / "copy.db").read_bytes())
    damaged[4_096:12_288] = b"x" * 8_192
    (tmp_path / "damaged.db").write_bytes(damaged)
    (tmp_path / "text.db").write_text("not a database " * 500)
    with closing(sqlite3.connect(tmp_path / "foreign.db")) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    before = read(tmp_path / "data" / "panelgram.db", "SELECT id, name FROM users")

    for name in ("damaged.db", "text.db", "foreign.db", "missing.db"):
        code, output = await other.ends("restore", name)
        assert code == 2, output
        assert output.startswith(name)
        assert "Traceback" not in output

    assert read(tmp_path / "data" / "panelgram.db", "SELECT id, name FROM users") == before
    assert not list((tmp_path / "data").glob("*.partial*"))


async def test_a_file_that_was_copied_after_a_crash_is_restored_with_its_log(
    program: Process, visitor: Person, tmp_path: Path
) -> None:
    await program.start()
    await arrive(visitor)
    await program.signal(signal.SIGKILL)
    copied = tmp_path / "copied"
    shutil.copytree(tmp_path / "data", copied)
    assert (copied / "panelgram.db-wal").stat().st_size

    code, output = await program.ends("restore", "copied/panelgram.db")

    assert code == 0, output
    assert (1001, "Alice") in read(tmp_path / "data" / "panelgram.db", "SELECT telegram_id, name FROM users")
    assert not list((tmp_path / "data").glob("*.partial*"))


async def test_a_copy_a_day_is_made_and_the_oldest_make_room(
    program: Process, visitor: Person, tmp_path: Path
) -> None:
    folder = tmp_path / "data" / "backups"
    folder.mkdir(parents=True)
    for day in range(1, 5):
        (folder / f"panelgram-2020010{day}-000000.db").write_text("an old one")
        os.utime(folder / f"panelgram-2020010{day}-000000.db", (day, day))

    await program.start(BACKUP_KEEP="3")
    await arrive(visitor)
    async with asyncio.timeout(60):
        while len(list(folder.glob("*.db"))) != 3:
            await asyncio.sleep(0.05)

    oldest, _, newest = sorted(folder.glob("*.db"))
    assert oldest.name == "panelgram-20200103-000000.db"
    assert read(newest, "PRAGMA integrity_check") == [("ok",)]
    await program.signal(signal.SIGTERM)
    await program.start(BACKUP_KEEP="3")
    await visitor.writes("/help")
    await visitor.sees("How it works")
    assert len(list(folder.glob("*.db"))) == 3
    assert max(folder.glob("*.db")) == newest


async def test_the_operator_hears_when_no_backup_can_be_made(
    program: Process, visitor: Person, olga: Person, tmp_path: Path
) -> None:
    (tmp_path / "taken").write_text("a file where the folder should be")

    await program.start(BACKUP_DIR="taken")
    await arrive(olga)

    await olga.sees("No backup of the database could be made. The log says why.")


async def test_sealed_copies_open_with_the_new_and_the_old_key_only(
    program: Process, visitor: Person, tmp_path: Path
) -> None:
    await program.start(SECRET_KEY=KEY, BACKUP_KEEP="0")
    await arrive(visitor)
    await program.signal(signal.SIGTERM)
    other = beside(program, tmp_path)
    sealed = tmp_path / "copy.db.sealed"
    await other.ends("backup", str(sealed), SECRET_KEY=KEY)
    assert b"SQLite format" not in sealed.read_bytes()

    code, output = await other.ends("restore", str(sealed))
    assert (code, output.strip()) == (2, f"SECRET_KEY: needed to open {sealed}")
    code, output = await other.ends("restore", str(sealed), SECRET_KEY=OTHER_KEY)
    assert (code, output.strip()) == (2, f"{sealed}: {UNOPENED}")
    code, output = await other.ends("restore", str(sealed), SECRET_KEY=f"{OTHER_KEY}, {KEY}")
    assert code == 0, output
    assert read(tmp_path / "data" / "panelgram.db", "SELECT name FROM users WHERE name <> ''") == [("Alice",)]


async def test_what_was_left_over_is_deleted_after_a_month_and_plain_copies_are_named(
    program: Process, visitor: Person, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    (data / "backups").mkdir(parents=True)
    plain = data / "backups" / "panelgram-20250101-000000.db"
    plain.write_bytes(b"")
    month_ago = time.time() - 31 * 86_400
    old = [data / f"panelgram.db.{end}" for end in ("before-restore-20250101-000000", "schema-1", "partial")]
    young = data / "panelgram.db.schema-2"
    for file in (*old, young, plain):
        file.write_bytes(b"left over")
    for file in (*old, plain):
        os.utime(file, (month_ago, month_ago))

    await program.start(SECRET_KEY=KEY)
    await arrive(visitor)
    async with asyncio.timeout(60):
        while any(file.exists() for file in old):
            await asyncio.sleep(0.1)
    await program.signal(signal.SIGTERM)

    assert young.exists()
    assert program.process is not None
    output = (await program.process.communicate())[0].decode()
    assert f"copies from before SECRET_KEY was set are not sealed: {plain.name}" in output
