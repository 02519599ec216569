"""The parts of a story: a panel, a Telegram, the bot between them, and people."""

import asyncio
import gc
import os
import random
import signal
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from hypothesis import settings as hypothesis_settings

from bot.main import run
from bot.settings import Settings
from bot.telegram import rate_limits
from sandbox.panel.server import PanelServer
from sandbox.telegram.server import TelegramServer
from tests.databases import SERVER, ask, open_shop
from tests.migrated import drop_kept, migrated_database
from tests.people import Person

# How long an example takes depends on the machine: a deadline would fail on a busy one.
hypothesis_settings.register_profile("usual", deadline=None)
hypothesis_settings.register_profile("long", deadline=None, max_examples=5_000)
hypothesis_settings.load_profile("usual")

ALICE, BOB, OLGA = 1001, 1002, 1003

ENDS_WITHIN = 100.0  # seconds

TAKE_LONG = {"long", "bot"}
"""Folders of tests that start programs."""


def pytest_configure() -> None:
    """Let programs that tests start hear SIGHUP and SIGINT, also where `nohup` or a shell's `&` ignores them."""
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--seed", type=int, default=0, help="of tests that draw at random; 0: drawn anew")
    parser.addoption("--runs", type=int, default=1, help="so many times as long")
    parser.addoption("--slow", action="store_true", help="with the tests that start programs or a browser")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what needs a PostgreSQL where none is named, and the slow tests unless asked for."""
    if _leaves_out_slow(config):
        config.hook.pytest_deselected(items=[item for item in items if _is_slow(item)])
        items[:] = [item for item in items if not _is_slow(item)]
    if not os.environ.get(SERVER):
        left_out = [item for item in items if item.get_closest_marker("postgres")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not item.get_closest_marker("postgres")]
    items[:] = _longest_first(items, int(getattr(config, "workerinput", {}).get("workercount", 1)))


def _leaves_out_slow(config: pytest.Config) -> bool:
    """Whether slow tests are left out: not if asked for, nor where the command line names paths."""
    return config.args_source is pytest.Config.ArgsSource.TESTPATHS and not config.getoption("--slow")


def _is_slow(item: pytest.Item) -> bool:
    """Whether a test starts the bot as a program of its own, or a browser, or takes as long."""
    folder = item.path.relative_to(Path(__file__).parent).parts[0]
    starts_program = "program" in getattr(item, "fixturenames", ())
    return folder in ("long", "browser") or starts_program or item.get_closest_marker("slow") is not None


def _longest_first(items: list[pytest.Item], workers: int) -> list[pytest.Item]:
    """Each worker begins with its part of the tests that take long, so that none is left with them at the end.

    Those in a browser begin on two workers: each that has one starts a Chromium of its own.
    """
    tests: dict[str, list[pytest.Item]] = {"browser": [], "long": [], "short": []}
    for item in items:
        folder = item.path.relative_to(Path(__file__).parent).parts[0]
        tests["browser" if folder == "browser" else "long" if folder in TAKE_LONG else "short"].append(item)
    few = min(2, workers)
    parts = [
        (tests["browser"][worker::few] if worker < few else [])
        + tests["long"][worker::workers]
        + tests["short"][worker::workers]
        for worker in range(workers)
    ]
    return [item for part in parts for item in part]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if _leaves_out_slow(config):
        terminalreporter.write_line("left out the slow tests: `make test-all` runs them too")
    if not os.environ.get(SERVER):
        terminalreporter.write_line(f"SKIPPED everything on PostgreSQL: {SERVER} names none")


def pytest_collection_finish() -> None:
    """Spare the garbage collector what was imported and collected."""
    gc.collect()
    gc.freeze()


def pytest_sessionfinish() -> None:
    asyncio.run(drop_kept())


@pytest.fixture
def seed(request: pytest.FixtureRequest) -> int:
    """Where a test that draws at random begins; it says so when it fails."""
    return int(request.config.getoption("--seed")) or random.randrange(1, 2**32)


@pytest.fixture
def runs(request: pytest.FixtureRequest) -> int:
    return int(request.config.getoption("--runs"))


class Bot:
    """The real program in this process; it can be stopped and started again on the same database."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._stop = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        self._stop = asyncio.Event()
        self._task = asyncio.create_task(run(self.settings, self._stop, look_for=0))

    async def stop(self) -> None:
        """As SIGTERM does."""
        self._stop.set()
        if self._task is not None:
            await asyncio.wait({self._task}, timeout=ENDS_WITHIN)
            assert self._task.done(), f"the bot does not end: {asyncio.all_tasks()}"
            await self._task
            self._task = None

    async def restart(self, panel: PanelServer) -> None:
        """Stop and start again, until the catalogue was fetched anew."""
        await self.stop()
        panel.calls.clear()
        before = await self._catalogue_at()
        await self.start()
        await self.has_catalogue(since=before)

    async def has_catalogue(self, since: int | None = None) -> None:
        """Wait until the panel was heard of its services, for the first time or anew."""
        while await self._catalogue_at() == since:
            await asyncio.sleep(0.02)
        await asyncio.sleep(0.05)  # it is written down, and served next

    async def _catalogue_at(self) -> int | None:
        """When the catalogue was last heard from the panel."""
        ((at,),) = await ask(self.settings.database_url, "SELECT max(services_at) FROM panel_keys")
        return None if at is None else int(at)


@pytest.fixture(autouse=True)
def chat_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """The outbox need not wait a second between two messages to a chat: the `telegram` here takes them."""
    monkeypatch.setattr(rate_limits, "CHAT_PAUSE", 0.0)


@pytest.fixture
async def panel() -> AsyncIterator[PanelServer]:
    """A panel whose clock stands still; `panel.book.clock.advance(seconds)` moves its orders."""
    async with PanelServer(speed=0) as server:
        yield server


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramServer]:
    """Without limits of frequency: a person of the tests does in a second what takes others a minute.

    What keeps to the limits is tested in tests/bot/test_pace.py, tests/sandbox and the crash harness.
    """
    async with TelegramServer(limits=False) as server:
        yield server


@pytest.fixture
def engine() -> str:
    """Which database a test runs on; stories and storage run on both."""
    return "sqlite"


@pytest.fixture
async def database_url(engine: str, tmp_path: Path) -> AsyncIterator[str]:
    async with migrated_database(engine, tmp_path) as url:
        yield url


@pytest.fixture
def settings(panel: PanelServer, telegram: TelegramServer, tmp_path: Path, database_url: str) -> Settings:
    return make_settings(panel, telegram, tmp_path, database_url=database_url)


def make_settings(panel: PanelServer, telegram: TelegramServer, folder: Path, **changes: Any) -> Settings:
    given: dict[str, Any] = {
        "bot_token": telegram.token,
        "telegram_api_url": telegram.url,
        "panel_api_url": panel.api_url,
        "panel_api_key": "demo-key",
        "panel_calls_per_minute": 6_000,
        "database_url": f"sqlite:///{folder}/panelgram.db",
        "status_interval": 0.2,
        "admin_ids": [OLGA],
        "allowed_ids": [ALICE],
    }
    return Settings(_env_file=None, **(given | changes))


@pytest.fixture
async def bot(settings: Settings) -> AsyncIterator[Bot]:
    """The bot, ready: its catalogue and balance are there."""
    program = Bot(settings)
    await program.start()
    yield program
    await program.stop()


@pytest.fixture
async def http(telegram: TelegramServer) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(telegram.url) as session:
        yield session


@pytest.fixture
async def alice(http: aiohttp.ClientSession, telegram: TelegramServer, bot: Bot) -> Person:
    """A customer who has opened the menu."""
    return await _arrive(Person(http, telegram.world.chats[ALICE]), bot)


@pytest.fixture
async def olga(http: aiohttp.ClientSession, telegram: TelegramServer, bot: Bot) -> Person:
    """The operator, who has opened the menu."""
    return await _arrive(Person(http, telegram.world.chats[OLGA]), bot)


@pytest.fixture
def bob(http: aiohttp.ClientSession, telegram: TelegramServer, bot: Bot) -> Person:
    """Somebody whom nobody has let in."""
    return Person(http, telegram.world.chats[BOB])


async def _arrive(person: Person, bot: Bot) -> Person:
    """Open the menu, again until the panel has told services and balance: then the bot knows all it needs."""
    for _ in range(100):
        message = await person.says("/start")
        if any(money in message["text"] for money in ("Balance $", "to spend")):
            await bot.has_catalogue()
            if bot.settings.mode == "reseller":
                await open_shop(bot.settings.database_url, OLGA)
            return person
        await asyncio.sleep(0.05)
    raise AssertionError("the bot did not get ready")
