"""Translates asyncpg's errors into those of `storage.database`."""

from collections.abc import Iterator
from contextlib import contextmanager

import asyncpg

from storage.database import Constraint, DatabaseAway, DatabaseFull

SERVER_AWAY = (
    OSError,
    TimeoutError,
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.ObjectNotInPrerequisiteStateError,  # the database accepts no connections for now
    asyncpg.TooManyConnectionsError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.IdleSessionTimeoutError,
    asyncpg.InterfaceError,  # the connection was lost just now
    asyncpg.InternalClientError,  # the server has announced that it closes the connection
    asyncpg.DeadlockDetectedError,
    asyncpg.SerializationError,
    asyncpg.QueryCanceledError,
    asyncpg.DiskFullError,
    asyncpg.ReadOnlySQLTransactionError,  # a standby that is about to take over
)
LOST = (
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    asyncpg.PostgresConnectionError,
    asyncpg.AdminShutdownError,
)
STATEMENT_ERRORS = (asyncpg.IntegrityConstraintViolationError, *SERVER_AWAY)


@contextmanager
def as_ours() -> Iterator[None]:
    """Raise the driver's errors as ours."""
    try:
        yield
    except STATEMENT_ERRORS as error:
        raise in_our_words(error) from error


def in_our_words(error: Exception) -> Exception:
    if isinstance(error, asyncpg.IntegrityConstraintViolationError):
        return Constraint(str(error))
    if isinstance(error, asyncpg.DiskFullError):
        return DatabaseFull(error)
    return DatabaseAway(f"the database is away: {words(error)}")


def words(error: BaseException) -> str:
    return str(error) or type(error).__name__
