"""The books of the benchmarks are true ones: a shop that starts with them sells."""

import asyncio
from pathlib import Path

from benchmarks.rig.bulk import load_sqlite
from benchmarks.rig.histories import EMPTY, FULL, loads, wallet_of
from storage import accounts, audit, transfers
from storage.engines.open import open_database


async def test_the_books_add_up(tmp_path: Path) -> None:
    await asyncio.to_thread(load_sqlite, tmp_path / "bot.db", loads("https://panel.example", 300))

    async with open_database(f"sqlite:///{tmp_path}/bot.db") as db:
        assert await audit.differences(db) == []
        assert await accounts.wallet_of(db, FULL) == wallet_of(FULL)
        assert len(await transfers.entries(db, wallet_of(FULL), 2**62, 1_000)) == 300
        assert await transfers.entries(db, wallet_of(EMPTY), 2**62, 1_000) == []
