"""Three processes of the program behind nginx, each known by its process id."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Self

from storage.engines.postgres.cluster import LEADER
from tests.long.crash.nurseries import Nursery, nursery_of
from tests.long.crash.records import Records
from tests.long.crash.town import Town
from tests.long.replicas.proxy import nginx
from tests.ports import free_ports

REPLICAS = 3
MOVES_WITHIN = 15.0  # seconds, as promised
STARTS_WITHIN = 60.0
STOPS_WITHIN = 45.0

WHO_LEADS = f"""
SELECT split_part(application_name, ' ', 2)::int FROM pg_stat_activity WHERE pid IN (
    SELECT pid FROM pg_locks
    WHERE locktype = 'advisory' AND objsubid = 1 AND granted
        AND (classid::bigint << 32) + objid::bigint = {LEADER}
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))
"""


class Replica:
    """One of the processes; it can be ended and started again on its port."""

    def __init__(self, nursery: Nursery, port: int) -> None:
        self._nursery = nursery
        self._port = port
        self.process_id = 0

    async def start(self, point: str = "never", count: int = 1) -> None:
        """Until it takes updates."""
        self.process_id = await self._nursery.start(point, count)
        async with asyncio.timeout(STARTS_WITHIN):
            while not await self._listens():
                await asyncio.sleep(0.05)

    async def _listens(self) -> bool:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", self._port)
        except OSError:
            return False
        writer.close()
        return True

    async def end(self, number: int) -> int | None:
        """Its exit code, negative for a signal."""
        os.kill(self.process_id, number)
        return await self._nursery.ended(STOPS_WITHIN)


class Fleet:
    def __init__(self, replicas: list[Replica], records: Records) -> None:
        self.replicas = replicas
        self._records = records

    async def leader(self, *, other_than: int = 0) -> Replica:
        """Wait for one that leads."""
        async with asyncio.timeout(MOVES_WITHIN):
            while True:
                for (process_id,) in await self._records.ask(WHO_LEADS) or ():
                    for replica in self.replicas:
                        if replica.process_id == process_id != other_than:
                            return replica
                await asyncio.sleep(0.1)

    async def stop(self) -> list[int | None]:
        return [await replica.end(signal.SIGTERM) for replica in self.replicas]

    @classmethod
    @asynccontextmanager
    async def of(cls, town: Town, folder: Path, records: Records) -> AsyncIterator[Self]:
        """A fleet that serves a town, all under way."""
        port, *ports = free_ports(REPLICAS + 1)
        async with AsyncExitStack() as stack:
            url = await stack.enter_async_context(nginx(folder, port, ports))
            served = {**town.environment, "WEBHOOK_URL": url, "WEBHOOK_SECRET": "the-secret-of-the-webhook"}
            replicas = []
            for one in ports:
                environment = {**served, "PORT": str(one), "DATABASE_CONNECTIONS": "4"}
                nursery = nursery_of("tests.long.crash.real_bot", environment, folder, f"bot-{one}.log")
                replicas.append(Replica(await stack.enter_async_context(nursery), one))
            await asyncio.gather(*(replica.start() for replica in replicas))
            yield cls(replicas, records)
