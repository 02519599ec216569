"""`python -m bot audit`: whether the books of the wallets add up, for people at a shell."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.settings import Settings
from storage import accounts, audit
from storage.database import Database
from storage.engines.open import file_of, is_file, open_database
from storage.engines.sqlite.backup import write_backup
from views.operating.books import difference


async def audit_books(settings: Settings, show: Callable[[str], None]) -> int:
    """Print a line for each difference and return how many there are. Also while the bot runs."""
    async with _opened(settings.database_url) as db:
        if await accounts.currency(db) is None:
            show("There are no wallets: the bot was never started with MODE=reseller.")
            return 0
        found = await audit.differences(db)
    for one in found:
        show(difference(one))
    show(f"The books do not add up. Differences: {len(found)}" if found else "The books add up.")
    return len(found)


@asynccontextmanager
async def _opened(url: str) -> AsyncIterator[Database]:
    """Open the database, or a copy of an SQLite file: one process works on such a file at a time."""
    if not is_file(url):
        async with open_database(url) as db:
            yield db
        return
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "books.db"
        await asyncio.to_thread(write_backup, file_of(url), copy, None)
        async with open_database(f"sqlite:///{copy}") as db:
            yield db
