"""Two processes on one PostgreSQL behind nginx, against one on a PostgreSQL of its own behind the same nginx.

A machine of two cores has none to give to a second process: PostgreSQL, nginx, Telegram and the people need
one. So each process gets a slice of the bots' core: it runs 20 ms of every 80, stopped by signals in between,
and two never run at once. There are 32 people for each process. Taps a second of two such processes against
one are what a second core would bring, with all that processes cost each other: locks, connections, what they
tell one another. It does not show where one PostgreSQL or one nginx ends: here they are used to a fraction.
"""

import asyncio
import contextlib
import os
import shutil
import statistics
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import uvloop

from benchmarks.rig.bots import Process, cpu_of, opened, ours, ready, spread_over_cores, started
from benchmarks.rig.browsing import browse, warm_up_ours
from benchmarks.rig.results import Goals, Result, at_least
from benchmarks.rig.sandbox_panel import panel
from benchmarks.rig.slices import SLICE, TURN
from benchmarks.rig.taps import People
from benchmarks.rig.telegram_stub import TelegramStub
from tests.databases import postgres_database
from tests.ports import free_port, free_ports

GOALS: Goals = {"replicas.two_to_one": at_least(1.8)}
PEOPLE = 32  # of one process
WINDOW = 40 * PEOPLE  # taps of one process
ROUNDS = 5
NGINX = shutil.which("nginx") or "/usr/sbin/nginx"
CONFIGURATION = """
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log stderr error;
events {{ worker_connections 1024; }}
http {{
    access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    upstream bots {{ {servers} keepalive 64; }}
    server {{
        listen 127.0.0.1:{port};
        keepalive_requests 10000000;
        location / {{ proxy_pass http://bots; proxy_http_version 1.1; proxy_set_header Connection ""; }}
    }}
}}
"""


@dataclass(frozen=True, slots=True)
class Group:
    """Processes on one database, and who taps at the nginx before them."""

    processes: list[Process]
    people: People

    def cpu(self) -> float:
        return sum(map(cpu_of, self.processes))


def measure() -> list[Result]:
    return [uvloop.run(_measure())]


async def _measure() -> Result:
    core, rest = spread_over_cores()
    async with AsyncExitStack() as stack:
        shop = await stack.enter_async_context(panel())
        groups = [
            await stack.enter_async_context(_group(number, shop.api_url, core, rest)) for number in (1, 2)
        ]
        for group in groups:
            await warm_up_ours(group.people)
        rates: list[list[float]] = [[], []]
        costs: list[list[float]] = [[], []]
        for _ in range(ROUNDS):
            for group, rate, cost in zip(groups, rates, costs, strict=True):
                rate_of_round, cost_of_round = await _round(group, rest)
                rate.append(rate_of_round)
                cost.append(cost_of_round)
    pairs = sorted(two / one for one, two in zip(*rates, strict=True))
    one, two = map(statistics.median, rates)
    cost_of_one, cost_of_two = map(statistics.median, costs)
    raw = (
        f"{two:.0f} against {one:.0f} taps a second, each process on {SLICE / TURN:.0%} of a core, "
        f"ratio {pairs[0]:.2f} to {pairs[-1]:.2f}; CPU {cost_of_two:.0f} against {cost_of_one:.0f} µs a tap"
    )
    return Result("replicas.two_to_one", statistics.median(pairs), "×", raw)


async def _round(group: Group, rest: set[int]) -> tuple[float, float]:
    """Taps a second, and CPU of one in µs."""
    taps = WINDOW * len(group.processes)
    async with _sliced(group.processes, rest):
        before = group.cpu()
        window = await group.people.browse(taps, browse)
        return taps / window.wall, (group.cpu() - before) / taps * 1e6


@asynccontextmanager
async def _group(number: int, panel_url: str, core: set[int], rest: set[int]) -> AsyncIterator[Group]:
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        stub = await stack.enter_async_context(TelegramStub())
        command = ours(
            panel_url, number * PEOPLE, DATABASE_URL=await stack.enter_async_context(postgres_database())
        )
        ports = free_ports(number)
        processes = []
        for port in ports:
            process = await stack.enter_async_context(started(command, port, stub.url, folder, core))
            await ready(process, port, stub)
            processes.append(process)
        entrance = await stack.enter_async_context(_nginx(ports, folder, rest))
        yield Group(processes, People(number * PEOPLE, stub, entrance))


@asynccontextmanager
async def _nginx(ports: Sequence[int], folder: Path, rest: set[int]) -> AsyncIterator[int]:
    """The port of an nginx that shares requests out among others."""
    port = free_port()
    servers = " ".join(f"server 127.0.0.1:{one};" for one in ports)
    file = folder / "nginx.conf"
    file.write_text(CONFIGURATION.format(folder=folder, servers=servers, port=port), encoding="utf-8")
    async with _program(rest, NGINX, "-e", "stderr", "-c", str(file)):
        await opened(port)
        yield port


@asynccontextmanager
async def _sliced(processes: Sequence[Process], rest: set[int]) -> AsyncIterator[None]:
    """Meanwhile they run by turns only."""
    pids = [str(process.pid) for process in processes]
    async with _program(rest, sys.executable, "-m", "benchmarks.rig.slices", *pids):
        yield


@asynccontextmanager
async def _program(rest: set[int], *arguments: str) -> AsyncIterator[None]:
    process = await asyncio.create_subprocess_exec(*arguments)
    os.sched_setaffinity(process.pid, rest)
    try:
        yield
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        await process.wait()
