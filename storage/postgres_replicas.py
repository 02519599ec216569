"""Who else works on this database, and who leads: advisory locks of one connection that stays open."""

import asyncio
import contextlib
import logging
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import Any, Self

import asyncpg

log = logging.getLogger(__name__)

CHANNEL = "panelgram"
LEADER = 0x70616E656C  # the key of the leader's lock, any number that nothing else uses
MEMBER = 0x70616E  # the first half of the key of each process's own lock; the second is its number

CONNECT_WITHIN = 5.0  # seconds
LOOK = 1.5  # seconds between a follower's attempts to lead, and between looks whether the server is there
ANSWERS_WITHIN = 4.0  # seconds; a server that is slower than this is taken for gone
TOGETHER = 0.02  # seconds within which calls of one name are one

# A process whose machine is gone says nothing; the server drops it, and its locks, after about 9 seconds.
DROPS_THE_DEAD = {"tcp_keepalives_idle": "4", "tcp_keepalives_interval": "2", "tcp_keepalives_count": "3"}

LIVING = """
SELECT objid::bigint FROM pg_locks
WHERE locktype = 'advisory' AND objsubid = 2 AND classid::bigint = $1 AND granted
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""

NOTIFY = f"SELECT pg_notify('{CHANNEL}', $1)"

Work = Callable[["asyncpg.Connection"], Any]


TROUBLE = (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError)


class PostgresReplicas:
    """See `storage.database.Replicas`. Needs a session of its own: no transaction pooler in between."""

    def __init__(self, url: str) -> None:
        self.instance = secrets.randbelow(2**31 - 1) + 1
        self._url = url
        self._connection: asyncpg.Connection | None = None
        self._here = asyncio.Event()
        self._one_at_a_time = asyncio.Lock()
        self._lost = asyncio.Event()
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
        await asyncio.gather(*tasks, return_exceptions=True)

    @asynccontextmanager
    async def leadership(self) -> AsyncIterator[asyncio.Event]:
        while not await self._try_to_lead():  # noqa: ASYNC110 - nobody tells when a lock becomes free
            await asyncio.sleep(LOOK)
        self._leads = True
        try:
            yield self._lost
        finally:
            self._leads = False
            with contextlib.suppress(*TROUBLE):
                await self._ask(lambda anchor: anchor.fetchval("SELECT pg_advisory_unlock($1)", LEADER))

    async def living(self) -> set[int]:
        await self._here.wait()
        rows = await self._ask(lambda anchor: anchor.fetch(LIVING, MEMBER))
        return {self.instance, *(row[0] for row in rows)}

    def call(self, name: str) -> None:
        if self._leads:
            return
        self._calls.add(name)
        if self._caller is None or self._caller.done():
            self._caller = asyncio.create_task(self._pass_on())

    def listen(self, hear: Callable[[str], None]) -> None:
        self._hear = hear

    async def _pass_on(self) -> None:
        """Tell the others what was called within a moment, each name once."""
        while self._calls:
            await asyncio.sleep(TOGETHER)
            names, self._calls = [(name,) for name in self._calls], set()
            with contextlib.suppress(*TROUBLE):
                await self._ask(partial(_notify, names))

    async def _try_to_lead(self) -> bool:
        await self._here.wait()
        try:
            got = await self._ask(lambda anchor: anchor.fetchval("SELECT pg_try_advisory_lock($1)", LEADER))
        except TROUBLE:
            return False
        return bool(got)

    async def _keep(self) -> None:
        """Stay connected; where the connection is lost so are its locks, and it is made anew."""
        told = False
        while True:
            try:
                self._connection = await self._join()
                self._lost.clear()
                if told:
                    log.warning("the database is back")
                told = False
                self._here.set()
                while True:
                    await asyncio.sleep(LOOK)
                    await self._ask(lambda anchor: anchor.execute("SELECT 1"))
            except TROUBLE as error:
                if not told:
                    told = True
                    log.warning("the database is away: %s", type(error).__name__)
            finally:
                self._leave()
            await asyncio.sleep(LOOK)

    async def _join(self) -> "asyncpg.Connection":
        connection = await asyncpg.connect(
            self._url,
            timeout=CONNECT_WITHIN,
            command_timeout=ANSWERS_WITHIN,
            server_settings={"application_name": f"panelgram {self.instance}", **DROPS_THE_DEAD},
        )
        try:
            await connection.execute("SELECT pg_advisory_lock($1::int, $2::int)", MEMBER, self.instance)
            await connection.add_listener(CHANNEL, self._heard)
        except BaseException:
            connection.terminate()
            raise
        return connection

    def _leave(self) -> None:
        self._here.clear()
        self._lost.set()
        if self._connection is not None:
            self._connection.terminate()
        self._connection = None

    async def _ask(self, work: Work) -> Any:
        async with self._one_at_a_time:
            if self._connection is None:
                raise ConnectionError("not connected")
            return await work(self._connection)

    def _heard(self, _: object, pid: int, __: str, name: str) -> None:
        if self._connection is not None and pid != self._connection.get_server_pid():
            self._hear(name)


async def _notify(names: list[tuple[str]], anchor: "asyncpg.Connection") -> None:
    await anchor.executemany(NOTIFY, names)
