"""The cluster on PostgreSQL: members, leader and person locks are advisory locks of one open connection."""

import asyncio
import contextlib
import logging
import os
import secrets
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Self, TypeVar

import asyncpg

from storage.database import DatabaseAway
from storage.engines.migrate import MEMBER
from storage.engines.postgres.person_locks import TURNS, Turns

log = logging.getLogger(__name__)

T = TypeVar("T")

CHANNEL = "panelgram"
LEADER = 0x70616E656C  # the key of the leader's lock, any number that nothing else uses

CONNECT_TIMEOUT_S = 5.0  # seconds
LEADER_POLL_INTERVAL_S = 1.5
"""Seconds between a follower's attempts to lead, and between checks of the server."""
SERVER_TIMEOUT_S = 4.0  # seconds; a server that is slower than this is taken for gone
GRACE = 6.0  # seconds; a missing member may only have lost its connection
NOTIFY_WINDOW_S = 0.02  # seconds within which several notifications of one name become one

# If a process's machine is gone, the server drops its connection and locks after about 10 seconds.
DROPS_THE_DEAD = {"tcp_keepalives_idle": "4", "tcp_keepalives_interval": "2", "tcp_keepalives_count": "3"}
# If a process hangs, its connection stays open and idle. PostgreSQL 14 and later end such a session.
DROPS_WHO_HANGS = """
SELECT set_config(name, '10s', FALSE) FROM pg_settings WHERE name = 'idle_session_timeout'
"""

LIVING = """
SELECT objid::bigint FROM pg_locks
WHERE locktype = 'advisory' AND objsubid = 2 AND classid::bigint = $1 AND granted
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""

NOTIFY = f"SELECT pg_notify('{CHANNEL}', $1)"

LOCK_ERRORS = (
    OSError,
    TimeoutError,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # the server has announced the end of the session
)


@dataclass(frozen=True, slots=True, eq=False)
class Anchor:
    """The connection that holds the locks. `lost` is set when it and its locks are gone."""

    connection: "asyncpg.Connection"
    lost: asyncio.Event = field(default_factory=asyncio.Event)


class PostgresCluster:
    """See `storage.database.Cluster`. It needs its own session, so a transaction pooler does not work."""

    def __init__(self, url: str) -> None:
        self.instance = secrets.randbelow(2**31 - 1) + 1
        self.alone = False
        self._url = url
        self._anchor: Anchor | None = None
        self._here = asyncio.Event()
        self._one_at_a_time = asyncio.Lock()
        self._turns = Turns(self._ask_for_turns)
        self._seen: dict[int, float] = {}
        self._hear: Callable[[str], None] = lambda _: None
        self._leads = False
        self._calls: set[str] = set()
        self._caller: asyncio.Task[None] | None = None
        self._keeper: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._keeper = asyncio.create_task(self._keep())
        return self

    async def __aexit__(self, *_: object) -> None:
        tasks = [task for task in (self._keeper, self._caller) if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(self._turns.stop(), *tasks, return_exceptions=True)

    @asynccontextmanager
    async def leadership(self) -> AsyncIterator[asyncio.Event]:
        while (anchor := await self._try_to_lead()) is None:  # noqa: ASYNC110 - no event tells when it is free
            await asyncio.sleep(LEADER_POLL_INTERVAL_S)
        self._leads = True
        try:
            yield anchor.lost
        finally:
            self._leads = False
            with contextlib.suppress(DatabaseAway):
                await self._ask(_unlock)

    async def live_members(self) -> set[int]:
        await self._arrive()
        await self._look()
        return {self.instance, *self._seen}

    def lock_person(self, person: int) -> AbstractAsyncContextManager[None]:
        return self._turns.turn(person)

    def notify(self, name: str) -> None:
        if self._leads:
            return
        self._calls.add(name)
        if self._caller is None or self._caller.done():
            self._caller = asyncio.create_task(self._pass_on())

    def on_notify(self, hear: Callable[[str], None]) -> None:
        self._hear = hear

    async def _pass_on(self) -> None:
        """Send the collected names to the other processes, each once."""
        while self._calls:
            await asyncio.sleep(NOTIFY_WINDOW_S)
            names, self._calls = [(name,) for name in self._calls], set()
            with contextlib.suppress(DatabaseAway):
                await self._ask(partial(_notify, names))

    async def _try_to_lead(self) -> Anchor | None:
        await self._here.wait()
        try:
            return await self._ask(_lock)
        except DatabaseAway:
            return None

    async def _keep(self) -> None:
        """Keep the connection open, and make a new one after a loss. The locks are lost with the old one."""
        told = False
        while True:
            try:
                self._anchor = await self._join()
                self._here.set()
                while True:
                    await self._look()
                    if told:
                        log.warning("the database is back")
                    told = False
                    await asyncio.sleep(LEADER_POLL_INTERVAL_S)
            except (DatabaseAway, *LOCK_ERRORS) as error:
                if not told:
                    told = True
                    log.warning("the database is away: %s", error)
            except Exception:
                log.exception("what this process is among the others is not clear; it joins them anew")
            finally:
                self._leave()
            await asyncio.sleep(LEADER_POLL_INTERVAL_S)

    async def _join(self) -> Anchor:
        connection = await asyncpg.connect(
            self._url,
            timeout=CONNECT_TIMEOUT_S,
            command_timeout=SERVER_TIMEOUT_S,
            server_settings={"application_name": f"panelgram {os.getpid()}", **DROPS_THE_DEAD},
        )
        try:
            await connection.execute("SELECT pg_advisory_lock($1::int, $2::int)", MEMBER, self.instance)
            await connection.execute(DROPS_WHO_HANGS)
            await connection.add_listener(CHANNEL, self._heard)
        except BaseException:
            connection.terminate()
            raise
        now = time.monotonic()  # members of before the loss may be about to reconnect
        self._seen = dict.fromkeys(self._seen, now)
        return Anchor(connection)

    def _leave(self) -> None:
        self._here.clear()
        if self._anchor is not None:
            self._anchor.lost.set()
            self._anchor.connection.terminate()
        self._anchor = None

    async def _look(self) -> None:
        """Update the list of live members."""
        there = await self._ask(_living)
        now = time.monotonic()
        self._seen |= dict.fromkeys(there, now)
        self._seen = {member: seen for member, seen in self._seen.items() if seen >= now - GRACE}

    async def _arrive(self) -> None:
        """Wait for the session if it is being opened; raises DatabaseAway."""
        try:
            async with asyncio.timeout(SERVER_TIMEOUT_S):
                await self._here.wait()
        except TimeoutError:
            raise DatabaseAway("the database is away") from None

    async def _ask(self, work: Callable[[Anchor], Awaitable[T]]) -> T:
        """Use the session with the locks; raises DatabaseAway, at once if there is no session."""
        async with self._one_at_a_time:
            if self._anchor is None:
                raise DatabaseAway("the database is away")
            try:
                return await work(self._anchor)
            except LOCK_ERRORS as error:
                self._leave()  # it is unknown which locks the session holds
                raise DatabaseAway(f"the database is away: {type(error).__name__}") from error

    async def _ask_for_turns(self, keys: list[int], begin: list[bool]) -> list[tuple[int, bool]]:
        await self._arrive()
        return await self._ask(lambda anchor: anchor.connection.fetch(TURNS, keys, begin))

    def _heard(self, _: object, pid: int, __: str, name: str) -> None:
        if self._anchor is not None and pid != self._anchor.connection.get_server_pid():
            self._hear(name)


async def _lock(anchor: Anchor) -> Anchor | None:
    return anchor if await anchor.connection.fetchval("SELECT pg_try_advisory_lock($1)", LEADER) else None


async def _unlock(anchor: Anchor) -> None:
    await anchor.connection.fetchval("SELECT pg_advisory_unlock($1)", LEADER)


async def _living(anchor: Anchor) -> list[int]:
    return [row[0] for row in await anchor.connection.fetch(LIVING, MEMBER)]


async def _notify(names: list[tuple[str]], anchor: Anchor) -> None:
    await anchor.connection.executemany(NOTIFY, names)
