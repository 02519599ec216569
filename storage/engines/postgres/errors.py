"""What asyncpg raises, as the errors of `storage.database`."""

from collections.abc import Iterator
from contextlib import contextmanager

import asyncpg

from storage.database import Constraint, DatabaseAway, DatabaseFull

SERVER_AWAY = (
    OSError,
    TimeoutError,
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.ObjectNotInPrerequisiteStateError,  # the database lets nobody in just now
    asyncpg.TooManyConnectionsError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.IdleSessionTimeoutError,
    asyncpg.InterfaceError,  # of a connection that was lost just now
    asyncpg.InternalClientError,  # of one that is just being lost: the server has said so, and hangs up next
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
    """Tell the driver's errors in our words."""
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
