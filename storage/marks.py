"""Marks show at the start that the database is an older copy.

A mark is stored where a copy does not include it. For SQLite it is a file beside the database. For PostgreSQL
it is the object id of a table, which a restore changes, and the identifier of the server's cluster, because
two new clusters may use the same ids. The database holds the name of its life, and the mark the possible
lives.
https://www.postgresql.org/docs/current/datatype-oid.html
"""

import asyncio
import json
import os
import secrets
from pathlib import Path

from storage.database import DatabaseAway, Outside, Queries


class FileMark:
    """The mark of an SQLite database, in a file beside it. Each write replaces the file and is durable."""

    def __init__(self, database: Path) -> None:
        self.file = Path(f"{database}.mark")
        self._outside = Outside(())

    async def read(self) -> Outside | None:
        """Return the contents; None if the file is missing or cannot be understood."""
        try:
            told = json.loads(await asyncio.to_thread(self.file.read_text, "utf-8"))
            sent = tuple(told["sent"]) if told["sent"] else None
            return Outside(tuple(told["lives"]), sent)
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            return None

    async def announce(self, before: Outside) -> str:
        """Note that a new life may follow, and return its name; raises DatabaseAway."""
        new = secrets.token_hex(8)
        await self._write(Outside((new, *before.lives), before.sent))
        return new

    async def settle(self, life: str) -> None:
        """Note that the database is in this life; raises DatabaseAway."""
        await self._write(Outside((life,), self._outside.sent))

    async def note(self, table: str, row: int) -> None:
        """Note the row that is sent to the panel next; raises DatabaseAway."""
        await self._write(Outside(self._outside.lives, (table, row)))

    async def _write(self, outside: Outside) -> None:
        self._outside = outside
        try:
            await asyncio.to_thread(replace_durably, self.file, _as_text(outside))
        except OSError as error:
            raise DatabaseAway(f"{self.file} cannot be written: {error.strerror}") from error


class TableMark:
    """The mark of a PostgreSQL database: its cluster and a table's object id. Sent rows are not noted."""

    def __init__(self, db: Queries) -> None:
        self._db = db

    async def read(self) -> Outside:
        """Return both names of the life: a new database, or one of an older release, has the id alone."""
        name = await self.announce(Outside(()))
        return Outside((name, name.rpartition(":")[2]))

    async def announce(self, before: Outside) -> str:  # noqa: ARG002 - a table keeps its id
        row = await self._db.fetch_one("SELECT CAST('orders'::regclass::oid AS TEXT)")
        table = str(row[0]) if row else ""
        cluster = await self._cluster()
        return f"{cluster}:{table}" if cluster else table

    async def _cluster(self) -> str:
        """Return the cluster's unique identifier; "" if the role may not read it."""
        allowed = "SELECT has_function_privilege('pg_control_system()', 'EXECUTE')"
        if await self._db.fetch_one(allowed) != (True,):
            return ""
        row = await self._db.fetch_one("SELECT CAST(system_identifier AS TEXT) FROM pg_control_system()")
        return str(row[0]) if row else ""

    async def settle(self, life: str) -> None:
        """Do nothing: the server keeps the id."""

    async def note(self, table: str, row: int) -> None:
        """Do nothing: a restore changes the table's id anyway."""


MARKED_TABLES = ("orders", "refills", "cancels")


async def life(db: Queries) -> str | None:
    """Return the life of the database; None before the first one."""
    row = await db.fetch_one("SELECT name FROM lives")
    return str(row[0]) if row else None


async def begin_life(db: Queries, name: str, now: int) -> None:
    """Record that another life begins; `now` in epoch milliseconds."""
    await db.execute("DELETE FROM lives")
    await db.execute("INSERT INTO lives (name, began_at) VALUES ($1, $2)", name, now)


async def was_sent(db: Queries, table: str, row: int) -> bool:
    """Whether the database knows that a row was sent to the panel."""
    if table not in MARKED_TABLES:
        return False
    found = await db.fetch_one(f"SELECT status FROM {table} WHERE id = $1", row)
    return found is not None and found[0] != "reserved"


def name_life(database: Path, name: str | None) -> None:
    """Make the mark fit a database that no process uses. `name` None: before the first life."""
    file = FileMark(database).file
    if name is None:
        file.unlink(missing_ok=True)
    else:
        replace_durably(file, _as_text(Outside((name,))))


def _as_text(outside: Outside) -> str:
    return json.dumps({"lives": outside.lives, "sent": outside.sent})


def replace_durably(file: Path, text: str) -> None:
    """Replace a small file atomically and durably: a power cut leaves the old file or the new one."""
    partial = file.with_name(f"{file.name}.partial")
    number = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        os.write(number, text.encode())
        os.fsync(number)
    finally:
        os.close(number)
    partial.replace(file)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
