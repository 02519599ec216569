"""What the program tells of itself: alive, serving, and figures that move as things happen."""

import asyncio
import math
import re
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.monitoring.health import SILENCE
from bot.monitoring.metrics import Metrics
from bot.settings import Settings
from sandbox.panel.server import PanelServer
from sandbox.telegram.server import TelegramServer
from tests.bot.conftest import Process, arrive
from tests.conftest import ALICE, Bot, make_settings
from tests.databases import empty_database, let_in
from tests.people import Person
from tests.ports import free_port

FOLLOWERS = "Pictogram Followers · Standard"
LINK = "https://example.com/p/1"


@pytest.fixture
def settings(panel: PanelServer, telegram: TelegramServer, tmp_path: Path, database_url: str) -> Settings:
    return make_settings(panel, telegram, tmp_path, database_url=database_url, health_port=free_port())


class Probe:
    """What asks the program, as Prometheus or an orchestrator would."""

    def __init__(self, http: aiohttp.ClientSession, port: int) -> None:
        self._http = http
        self._url = f"http://127.0.0.1:{port}"

    async def asks(self, path: str) -> tuple[int, str]:
        async with self._http.get(self._url + path) as answer:
            return answer.status, await answer.text()

    async def reads(self, name: str, /, **labels: str) -> float:
        """A figure; 0 where there is none yet."""
        _, text = await self.asks("/metrics")
        for family in text_string_to_metric_families(text):
            for sample in family.samples:
                if sample.name == f"panelgram_{name}" and sample.labels == labels:
                    return float(sample.value)
        return 0.0

    async def waits_for(self, what: Callable[[], Awaitable[bool]]) -> None:
        async with asyncio.timeout(60):
            while not await what():
                await asyncio.sleep(0.05)

    async def is_told(self, path: str, status: int, words: str) -> None:
        """Ask until that is the answer; at first nobody may listen yet."""
        async with asyncio.timeout(90):
            while await self._attempt(path) != (status, words):
                await asyncio.sleep(0.05)

    async def _attempt(self, path: str) -> tuple[int, str] | None:
        try:
            return await self.asks(path)
        except aiohttp.ClientConnectorError:
            return None


@pytest.fixture
async def probe(settings: Settings) -> AsyncIterator[Probe]:
    assert settings.health_port is not None
    async with aiohttp.ClientSession() as http:
        yield Probe(http, settings.health_port)


async def test_a_program_that_starts_is_alive_and_not_ready(
    settings: Settings, telegram: TelegramServer, probe: Probe
) -> None:
    telegram.faults.switch_on("http_500", "getMe")
    bot = Bot(settings)
    await bot.start()
    while not telegram.calls:
        await asyncio.sleep(0.01)

    assert await probe.asks("/healthz") == (200, "alive\n")
    assert await probe.asks("/readyz") == (503, "the program is starting\n")
    assert await probe.reads("ready") == 0
    assert math.isnan(await probe.reads("outbox_waiting"))

    telegram.faults.switch_off()
    await probe.is_told("/readyz", 200, "ready, and leads\n")
    await bot.stop()


async def test_other_paths_and_methods_are_not_there(
    bot: Bot, probe: Probe, http: aiohttp.ClientSession, settings: Settings
) -> None:
    await probe.is_told("/readyz", 200, "ready, and leads\n")
    for path in ("/", "/metrics/", "/hook", "/..%2f..%2fetc/passwd"):
        assert (await probe.asks(path))[0] == 404
    async with http.post(f"http://127.0.0.1:{settings.health_port}/metrics") as answer:
        assert answer.status == 405


async def test_updates_and_panel_calls_are_counted(alice: Person, panel: PanelServer, probe: Probe) -> None:
    before = await probe.reads("updates_total", outcome="handled")
    await alice.says("/help")
    await probe.waits_for(lambda: _is(probe, "updates_total", before + 1, outcome="handled"))
    assert await probe.reads("update_seconds_count") == before + 1

    await alice.orders(FOLLOWERS, LINK, "1k")
    await probe.waits_for(lambda: _is(probe, "panel_calls_total", 1, action="add", outcome="placed"))
    assert await probe.reads("panel_calls_total", action="services", outcome="answered") > 0
    assert await probe.reads("sweeps_total") > 0
    assert 0 <= await probe.reads("sweep_age_seconds") < 10
    assert await probe.reads("loop_lag_seconds_count") > 0
    assert [await probe.reads(name) for name in ("ready", "leader", "database_up")] == [1, 1, 1]


async def test_a_refused_order_and_one_in_doubt_show(alice: Person, panel: PanelServer, probe: Probe) -> None:
    panel.faults.switch_on("no_funds", "add", times=1)
    await alice.taps("Place order", await alice.reviews(FOLLOWERS, LINK, "1k"))
    await probe.waits_for(lambda: _is(probe, "panel_calls_total", 1, action="add", outcome="refused"))
    assert await probe.reads("orders_unconfirmed") == 0

    panel.faults.switch_on("lost_answer", "add", times=1)
    await alice.taps("Place order", await alice.reviews(FOLLOWERS, "https://example.com/p/2", "1k"))
    await probe.waits_for(lambda: _is(probe, "orders_unconfirmed", 1))
    assert await probe.reads("panel_calls_total", action="add", outcome="unknown") == 1


async def test_a_429_is_counted_and_what_waits_for_telegram_grows_old(
    alice: Person, panel: PanelServer, telegram: TelegramServer, probe: Probe
) -> None:
    await alice.orders(FOLLOWERS, LINK, "1k")
    telegram.faults.switch_on("rate_limit", "sendMessage", times=1, seconds=3)
    before = await probe.reads("telegram_429_total")

    panel.book.end(panel.book.orders[23501], "Completed")

    await probe.waits_for(lambda: _is(probe, "telegram_429_total", before + 1))
    await probe.waits_for(lambda: _is(probe, "outbox_waiting", 1))
    assert 0 <= await probe.reads("outbox_age_seconds") < 60
    await probe.waits_for(lambda: _is(probe, "outbox_waiting", 0))


async def test_an_update_that_cannot_be_handled_is_counted(
    alice: Person, telegram: TelegramServer, probe: Probe
) -> None:
    telegram.world.put_update({"message": {"message_id": "not a number"}})

    await probe.waits_for(lambda: _is(probe, "updates_total", 1, outcome="set_aside"))


async def test_a_panel_that_is_down_shows_and_the_program_serves_all_the_same(
    alice: Person, panel: PanelServer, probe: Probe
) -> None:
    panel.down = True

    await probe.waits_for(
        lambda: _is_more(probe, "panel_calls_total", 0, action="balance", outcome="unreachable")
    )
    assert await probe.asks("/readyz") == (200, "ready, and leads\n")
    await probe.waits_for(lambda: _is(probe, "condition", 1, name="panel_down"))
    assert await probe.reads("condition", name="panel_key") == 0


async def test_no_figure_holds_a_name_a_link_or_a_secret(
    alice: Person, probe: Probe, settings: Settings
) -> None:
    await alice.orders(FOLLOWERS, LINK, "1k")

    _, text = await probe.asks("/metrics")

    for word in ("Alice", "example.com", "Pictogram", "127.0.0.1", *settings.secrets()):
        assert word not in text
    assert re.search(rf"(?<![\d.]){ALICE}(?!\d)", text) is None


@pytest.mark.postgres
async def test_while_the_database_is_away_the_program_is_alive_and_not_ready(
    panel: PanelServer, telegram: TelegramServer, tmp_path: Path
) -> None:
    async with empty_database("postgres", tmp_path) as url, aiohttp.ClientSession() as http:
        settings = make_settings(panel, telegram, tmp_path, database_url=url, health_port=free_port())
        bot, probe = Bot(settings), Probe(http, settings.health_port or 0)
        await bot.start()
        await probe.is_told("/readyz", 200, "ready, and leads\n")

        await let_in(url, allowed=False)
        await probe.is_told("/readyz", 503, "the database does not answer\n")
        assert (await probe.asks("/healthz"))[0] == 200
        assert await probe.reads("database_up") == 0
        assert math.isnan(await probe.reads("orders_unconfirmed"))

        await let_in(url, allowed=True)
        await probe.is_told("/readyz", 200, "ready, and leads\n")
        await bot.stop()


@pytest.mark.postgres
async def test_a_follower_serves_and_leaves_the_sweep_to_the_leader(
    panel: PanelServer, telegram: TelegramServer, tmp_path: Path
) -> None:
    async with empty_database("postgres", tmp_path) as url, aiohttp.ClientSession() as http:
        bots, probes = [], []
        for _ in range(2):
            settings = make_settings(panel, telegram, tmp_path, database_url=url, health_port=free_port())
            bots.append(Bot(settings))
            probes.append(Probe(http, settings.health_port or 0))
            await bots[-1].start()
            await probes[-1].is_told(
                "/readyz", 200, f"ready, and {'follows' if len(bots) > 1 else 'leads'}\n"
            )

        leader, follower = probes
        await leader.waits_for(lambda: _is_more(leader, "sweeps_total", 0))
        assert (await leader.reads("leader"), await follower.reads("leader")) == (1, 0)
        assert math.isnan(await follower.reads("sweep_age_seconds"))

        await bots[0].stop()
        await follower.is_told("/readyz", 200, "ready, and leads\n")
        await bots[1].stop()


async def test_a_sweep_that_came_to_a_halt_is_noticed_and_a_long_one_is_not() -> None:
    now = 1_000.0
    metrics = Metrics(steady=lambda: now)
    assert metrics.sweep_silent_for == 0
    metrics.leads()
    now += SILENCE + 1
    assert metrics.sweep_silent_for > SILENCE

    metrics.panel_called("status", "unreachable")
    assert metrics.sweep_silent_for == 0
    now += SILENCE + 1
    metrics.panel_called("balance", "answered")
    assert metrics.sweep_silent_for > SILENCE

    metrics.swept(3.0, is_done=False)
    assert metrics.sweep_silent_for == 0
    assert math.isnan(metrics.sweep_age)
    metrics.swept(3.0, is_done=True)
    assert metrics.sweep_age == 0


async def test_a_taken_port_is_named_in_one_line(program: Process, settings: Settings, bot: Bot) -> None:
    taken = str(settings.health_port)

    for setting, more in (
        ("HEALTH_PORT", {}),
        ("PORT", {"WEBHOOK_URL": "https://bot.example/hook", "WEBHOOK_SECRET": "a" * 16}),
    ):
        code, output = await program.ends(**{setting: taken, "LOG_LEVEL": "ERROR"}, **more)
        assert (code, output) == (
            2,
            f"{setting}: cannot listen at 127.0.0.1:{taken}: Address already in use\n",
        )


async def test_where_nobody_asks_the_library_that_counts_is_not_loaded() -> None:
    look = "import sys, bot.main; print('prometheus_client' in sys.modules)"
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", look, stdout=asyncio.subprocess.PIPE)
    output, _ = await process.communicate()

    assert output == b"False\n"


async def test_a_program_that_was_told_to_stop_is_not_ready(
    program: Process, visitor: Person, panel: PanelServer
) -> None:
    port = free_port()
    await program.start(HEALTH_PORT=str(port))
    async with aiohttp.ClientSession() as http:
        probe = Probe(http, port)
        await probe.is_told("/readyz", 200, "ready, and leads\n")
        await arrive(visitor)
        panel.faults.switch_on("slow", "add", times=1, seconds=3)
        await visitor.taps("Place order", await visitor.reviews(FOLLOWERS, LINK, "1k"))
        while not any(call.action == "add" for call in panel.calls):
            await asyncio.sleep(0.01)
        assert program.process is not None

        program.process.send_signal(signal.SIGTERM)

        await probe.is_told("/readyz", 503, "the program is ending\n")
        assert (await probe.asks("/healthz"))[0] == 200
    assert await program.process.wait() == 0


async def _is(probe: Probe, name: str, value: float, /, **labels: str) -> bool:
    return await probe.reads(name, **labels) == value


async def _is_more(probe: Probe, name: str, value: float, **labels: str) -> bool:
    return await probe.reads(name, **labels) > value
