"""Starts a bot as a process of its own, pinned to one core, and tells what it costs."""

import asyncio
import os
import socket
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.peers import install
from benchmarks.rig.sandbox_panel import KEY
from benchmarks.rig.taps import PATH, SECRET, People
from benchmarks.rig.telegram_stub import TOKEN, TelegramStub
from tests.ports import free_port

ROOT = Path(__file__).parents[2]
PEERS = ROOT / "benchmarks" / "peers"
Process = asyncio.subprocess.Process

WITH_US = ("setpriv", "--pdeathsig", "KILL")  # no bot outlives the benchmark that started it
LONGEST_START = 60.0  # seconds
CPU_CLOCK = 2  # of a process, all its threads, as clock_getcpuclockid(3) makes it up


@dataclass(slots=True)
class Command:
    """How to start a bot that listens at a port and talks to a Bot API."""

    name: str
    arguments: list[str]
    environment: Callable[[int, str, Path], dict[str, str]]


@dataclass(slots=True)
class Bot:
    """A running one, the Telegram that it talks to, and the people who tap in it."""

    name: str
    process: Process
    stub: TelegramStub
    people: People
    started_in: float  # seconds until the webhook was set and the port was open
    folder: Path
    """Where it runs, and keeps its database."""

    def cpu(self) -> float:
        """Seconds of user and system time so far."""
        return cpu_of(self.process)

    def memory(self) -> float:
        """MB that are resident."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8")
        line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024

    async def stop(self) -> None:
        """Let it end by itself, so that what it keeps is complete."""
        self.process.terminate()
        await self.process.wait()


def cpu_of(process: Process) -> float:
    return time.clock_gettime((~process.pid << 3) | CPU_CLOCK)


def ours(panel_url: str, people: int, **changes: str) -> Command:
    """The whole bot as an operator starts it, with these settings changed."""

    def environment(port: int, api_url: str, folder: Path) -> dict[str, str]:
        return {
            "BOT_TOKEN": TOKEN,
            "TELEGRAM_API_URL": api_url,
            "PANEL_API_URL": panel_url,
            "PANEL_API_KEY": KEY,
            "PANEL_CALLS_PER_MINUTE": "6000",
            "DATABASE_URL": f"sqlite:///{folder}/bot.db",
            "ADMIN_IDS": "999",
            "ALLOWED_IDS": People.ids(people),
            "STATUS_INTERVAL": "86400",
            "WEBHOOK_URL": f"http://127.0.0.1:{port}{PATH}",
            "WEBHOOK_SECRET": SECRET,
            "PORT": str(port),
            "BACKUP_KEEP": "0",
            "LOG_LEVEL": "WARNING",
            **changes,
        }

    return Command("ours", [sys.executable, "-m", "bot"], environment)


def bare(name: str, *arguments: str) -> Command:
    """A peer, which does the same two calls with ten fixed buttons and nothing else."""

    def environment(port: int, api_url: str, _: Path) -> dict[str, str]:
        return {"TOKEN": TOKEN, "API_URL": api_url, "PORT": str(port), "WEBHOOK": PATH, "SECRET": SECRET}

    return Command(name, list(arguments), environment)


def bare_aiogram() -> Command:
    """On the very packages that ours runs on."""
    return bare("aiogram", sys.executable, str(PEERS / "bare_aiogram.py"))


def spread_over_cores() -> tuple[set[int], set[int]]:
    """The core of the bots, and the rest; this process moves to the latter."""
    first, *others = sorted(os.sched_getaffinity(0))
    rest = set(others) or {first}
    os.sched_setaffinity(0, rest)
    return {first}, rest


def bare_telebot() -> Command:
    return bare("pytelegrambotapi", install.python(), str(PEERS / "bare_telebot.py"))


def bare_ptb() -> Command:
    return bare("python-telegram-bot", install.python(), str(PEERS / "bare_ptb.py"))


def bare_grammy() -> Command:
    return bare("grammy", "node", install.grammy())


@asynccontextmanager
async def running(command: Command, core: set[int], *, people: int) -> AsyncIterator[Bot]:
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        stub = await stack.enter_async_context(TelegramStub())
        port = free_port()
        begun = time.perf_counter()
        process = await stack.enter_async_context(started(command, port, stub.url, folder, core))
        await ready(process, port, stub)
        took = time.perf_counter() - begun
        yield Bot(command.name, process, stub, People(people, stub, port), took, folder)


@asynccontextmanager
async def started(
    command: Command, port: int, api_url: str, folder: Path, core: set[int]
) -> AsyncIterator[Process]:
    environment = command.environment(port, api_url, folder)
    process = await asyncio.create_subprocess_exec(
        *WITH_US,
        *command.arguments,
        env={"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"], **environment},
        cwd=folder,
        stdout=sys.stderr,
    )
    os.sched_setaffinity(process.pid, core)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def ready(process: Process, port: int, stub: TelegramStub) -> None:
    async with asyncio.timeout(LONGEST_START):
        await stub.webhook_set.wait()
        await opened(port)
        assert process.returncode is None, "the bot ended"


async def opened(port: int) -> None:
    """Return when somebody listens there."""
    while not _is_open(port):  # noqa: ASYNC110 - who listens is another process
        await asyncio.sleep(0.005)


def _is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
