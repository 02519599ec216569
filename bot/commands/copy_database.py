"""`python -m bot copy-database FROM TO`: copies an SQLite file to PostgreSQL."""

from collections.abc import Callable

from bot.commands.progress import progress_bar
from storage.database import DatabaseError
from storage.engines.open import file_of, is_file, open_database


async def copy_database(source: str, target: str, show: Callable[[str], None]) -> None:
    """Copy all rows, compare them and show the progress.

    Raises DatabaseError. Its text names the command instead of DATABASE_URL, which is not read here.
    """
    try:
        await _copy(source, target, show)
    except DatabaseError as error:
        reason = str(error).removeprefix("DATABASE_URL: ")
        raise DatabaseError(f"copy-database: {reason}") from error


async def _copy(source: str, target: str, show: Callable[[str], None]) -> None:
    if not is_file(source) or is_file(target):
        raise DatabaseError("expected FROM like sqlite:///path/to/file.db and TO like postgresql://host/name")
    async with open_database(target):
        pass  # this checks the connection and creates the schema
    from storage.engines.import_sqlite import copy_to_postgres  # noqa: PLC0415 - now the driver is known to be there

    with progress_bar() as shows:
        copied = await copy_to_postgres(
            file_of(source), target, lambda what, table, done, of: shows(f"{what} {table}", done, of)
        )
    show(f"{copied.rows:,} rows are copied, compared and the same.")
    if copied.changed:
        show(
            f"{copied.changed:,} texts have a NUL in them, which PostgreSQL cannot hold:"
            " U+FFFD stands in its place."
        )
    show("Set DATABASE_URL to TO and start the bot. The file is as it was; no bot should use it any more.")
