"""What the bot wrote down, read past it, on either engine; nobody in the chats can see this."""

import sqlite3
from pathlib import Path
from typing import Any

import asyncpg

from tests.databases import ask

NO_TABLES = (sqlite3.OperationalError, asyncpg.UndefinedTableError, asyncpg.UndefinedColumnError)

WORK = (
    "SELECT count(*) FROM orders WHERE status NOT IN ('completed', 'partial', 'canceled', 'failed')",
    "SELECT count(*) FROM outbox WHERE status IN ('pending', 'sending')",
    "SELECT count(*) FROM inbox WHERE set_aside_because IS NULL",
    "SELECT count(*) FROM refills WHERE status IN ('reserved', 'submitting', 'unconfirmed', 'pending', 'in_progress')",
    "SELECT count(*) FROM broadcast_people WHERE status IN ('waiting', 'sending')",
    "SELECT count(*) FROM broadcasts WHERE started_at IS NOT NULL AND coalesce(card_phase, '') <> 'ended'",
)


class Records:
    def __init__(self, url: str) -> None:
        self.url = url

    async def ask(self, sql: str) -> list[tuple[Any, ...]] | None:
        """None while the bot has not made such a table, or never makes it."""
        if not self._exists():
            return None
        try:
            return await ask(self.url, sql)
        except NO_TABLES:
            return None

    def _exists(self) -> bool:
        return not self.url.startswith("sqlite:") or Path(self.url.removeprefix("sqlite:///")).exists()

    async def work(self) -> int:
        """How much the bot has yet to do."""
        counted = [await self.ask(sql) for sql in WORK]
        return sum(rows[0][0] for rows in counted if rows)
