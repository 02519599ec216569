"""Copies of the database while the bot runs, and the drill: going back to one doubles and loses nothing."""

import asyncio
import os
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import aiohttp
import pytest

from sandbox.panel.server import PanelServer
from sandbox.telegram.server import TelegramServer
from tests.conftest import OLGA
from tests.people import Person
from tests.program.conftest import Process, arrive

FOLLOWERS = "Pictogram Followers · Real look"
KEY = "a-key-that-is-long-enough-to-encrypt-with"
OTHER_KEY = "another-key-that-is-as-long-as-the-first"


@pytest.fixture
def olga(http: aiohttp.ClientSession, telegram: TelegramServer) -> Person:
    return Person(http, telegram.world.chats[OLGA], patience=30)


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
    await visitor.sees("Order 2 · Pending", "Panel number")
    await visitor.taps_raw(place_ready, ready["message_id"])
    await visitor.sees("Order 3 · Pending", "Panel number")
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
    await visitor.sees("Order 1 · Completed", "1,000 of 1,000 delivered", patience=30)
    await olga.sees("The open orders are known again. Ordering is open.")
    await visitor.sees("Order 2 · Being checked", patience=30)
    card = await olga.sees("Does the panel have order 2?", "23502")
    toast = await visitor.taps_raw(place_ready, ready["message_id"])  # its order is not known here
    assert "Sending" not in toast
    assert sum(call.action == "add" for call in panel.calls) == 3
    await olga.taps("It exists", card)
    await olga.taps("23502")
    await visitor.sees("It was checked: the panel has your order.")
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
    async with asyncio.timeout(10):
        while len(list(folder.glob("*.db"))) != 3:
            await asyncio.sleep(0.05)

    oldest, _, newest = sorted(folder.glob("*.db"))
    assert oldest.name == "panelgram-20200103-000000.db"
    assert read(newest, "PRAGMA integrity_check") == [("ok",)]
    await program.signal(signal.SIGTERM)
    await program.start(BACKUP_KEEP="3")
    await visitor.writes("/help")
    await visitor.sees("How it works", patience=30)
    assert len(list(folder.glob("*.db"))) == 3
    assert max(folder.glob("*.db")) == newest


async def test_the_operator_hears_when_no_backup_can_be_made(
    program: Process, visitor: Person, olga: Person, tmp_path: Path
) -> None:
    (tmp_path / "taken").write_text("a file where the folder should be")

    await program.start(BACKUP_DIR="taken")
    await arrive(olga)

    await olga.sees("No backup of the database could be made.", "taken")


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
    assert (code, output.strip()) == (2, "SECRET_KEY: none of its keys opens this backup")
    code, output = await other.ends("restore", str(sealed), SECRET_KEY=f"{OTHER_KEY}, {KEY}")
    assert code == 0, output
    assert read(tmp_path / "data" / "panelgram.db", "SELECT name FROM users") == [("Alice",)]
