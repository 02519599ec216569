"""What a fleet goes through while people order: kills at random, or a restart of each in turn."""

import asyncio
import os
import signal
from dataclasses import dataclass
from pathlib import Path

from tests.databases import empty_database
from tests.long.crash.customers import order_at_panelgram
from tests.long.crash.records import Records
from tests.long.crash.town import Town
from tests.long.crash.verdict import Verdict
from tests.long.replicas.fleet import Fleet

PATIENCE = 8.0  # seconds: Telegram delivers again after a while what a dead process was given
CALM = 20.0


@dataclass(frozen=True, slots=True)
class Voyage:
    """`ends` are the exit codes of the last processes, `unanswered` taps whose button still waits."""

    verdict: Verdict
    ends: list[int | None]
    unanswered: list[str]


async def kill_at_random(folder: Path, seed: int, kills: int) -> Voyage:
    """Every other time the leader, else one that follows; it is started again a little later."""
    async with empty_database("postgres", folder) as url:
        records = Records(url)
        town = Town(seed, order_at_panelgram, records, patience=PATIENCE)
        async with town.at_work(), Fleet.of(town, folder, records) as fleet:
            for number in range(kills):
                await _kill_one(fleet, town, leads=number % 2 == 0)
            await town.close_shop()
            ends = await fleet.stop()
        return await _what_became(town, kills, ends)


async def _kill_one(fleet: Fleet, town: Town, *, leads: bool) -> None:
    await town.more_orders(town.chance.randint(1, 10), PATIENCE)
    leader = await fleet.leader()
    followers = [replica for replica in fleet.replicas if replica is not leader]
    killed = leader if leads else town.chance.choice(followers)
    assert await killed.end(signal.SIGKILL) == -signal.SIGKILL
    await fleet.leader(other_than=killed.process_id)
    await asyncio.sleep(town.chance.uniform(0, 2))
    await killed.start()


async def hang_the_leader(folder: Path, seed: int) -> Voyage:
    """It stands still in the middle of its work until another leads, and then goes on as if nothing had been."""
    async with empty_database("postgres", folder) as url:
        records = Records(url)
        town = Town(seed, order_at_panelgram, records, patience=CALM, troubled=False)
        async with town.at_work(), Fleet.of(town, folder, records) as fleet:
            await town.more_orders(town.chance.randint(1, 10), CALM)
            hanging = await fleet.leader()
            os.kill(hanging.process_id, signal.SIGSTOP)
            try:
                await fleet.leader(other_than=hanging.process_id)
                await town.more_orders(3, CALM)
            finally:
                os.kill(hanging.process_id, signal.SIGCONT)
            await town.more_orders(3, CALM)
            await town.close_shop()
            ends = await fleet.stop()
        return await _what_became(town, 1, ends)


async def restart_in_turn(folder: Path, seed: int) -> Voyage:
    """SIGTERM to one after another; nothing else goes wrong."""
    async with empty_database("postgres", folder) as url:
        records = Records(url)
        town = Town(seed, order_at_panelgram, records, patience=CALM, troubled=False)
        town.telegram.limits.enabled = False
        async with town.at_work(), Fleet.of(town, folder, records) as fleet:
            for replica in fleet.replicas:
                await town.more_orders(town.chance.randint(5, 20), CALM)
                assert await replica.end(signal.SIGTERM) == 0
                await replica.start()
            await town.close_shop()
            ends = await fleet.stop()
        return await _what_became(town, 0, ends)


async def _what_became(town: Town, kills: int, ends: list[int | None]) -> Voyage:
    taps = town.telegram.world.taps.values()
    return Voyage(await town.verdict(kills), ends, [tap.id for tap in taps if tap.answer is None])
