"""One bot, two programs with databases of their own: the one that serves goes on, the newcomer gives way."""

import asyncio
import signal
from pathlib import Path

import aiohttp
import pytest

from bot.main import run
from bot.settings import Settings
from bot.telegram import deliveries
from bot.telegram.verdicts import TokenRefused
from sandbox.panel.server import PanelServer
from sandbox.telegram.server import TelegramServer
from tests.bot.conftest import Process, arrive
from tests.conftest import make_settings
from tests.people import Person
from tests.ports import free_port

GIVES_WAY = "BOT_TOKEN: another program serves this bot already: "
OTHER = "http://127.0.0.1:9/of-another-program"


@pytest.fixture
def newcomer(program: Process, tmp_path: Path) -> Process:
    """The same token, another folder."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    return Process({**program.environment, "LOG_LEVEL": "ERROR"}, folder)


async def set_webhook(http: aiohttp.ClientSession, telegram: TelegramServer, url: str) -> None:
    async with http.post(
        f"/bot{telegram.token}/setWebhook", json={"url": url, "secret_token": "x"}
    ) as answer:
        assert answer.status == 200, await answer.text()


async def test_a_newcomer_gives_way_to_a_program_that_polls_which_goes_on(
    program: Process, newcomer: Process, visitor: Person
) -> None:
    await program.start()
    await arrive(visitor)

    code, output = await newcomer.ends("run")

    assert (code, output.count("\n")) == (2, 1)
    assert output.startswith(f"{GIVES_WAY}it fetches the updates. End it first;")
    await visitor.says("/start")
    assert program.process is not None
    assert program.process.returncode is None


async def test_a_predecessor_that_crashed_is_in_nobodys_way(
    program: Process, newcomer: Process, visitor: Person
) -> None:
    await program.start()
    await arrive(visitor)
    await program.signal(signal.SIGKILL)
    await visitor.writes("/help")  # waits, and nobody takes it

    await newcomer.start("run")

    await visitor.sees("/start")
    assert newcomer.process is not None
    newcomer.process.kill()
    await newcomer.process.wait()


async def test_a_newcomer_leaves_the_webhook_of_another_program_as_it_is(
    newcomer: Process, http: aiohttp.ClientSession, telegram: TelegramServer
) -> None:
    await set_webhook(http, telegram, OTHER)

    code, output = await newcomer.ends("run")

    assert (code, output.count("\n")) == (2, 1)
    assert output.startswith(f"{GIVES_WAY}its webhook is set to another URL, at 127.0.0.1.")
    assert telegram._updates._webhook == OTHER


@pytest.fixture
def by_webhook(
    panel: PanelServer, telegram: TelegramServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Settings:
    monkeypatch.setattr(deliveries, "FIRST_LOOK", 0.3)
    monkeypatch.setattr(deliveries, "BETWEEN", 0.3)
    port = free_port()
    changes = {"webhook_url": f"http://127.0.0.1:{port}/hook", "webhook_secret": "the-secret-of-the-webhook"}
    return make_settings(panel, telegram, tmp_path, port=port, **changes)


async def test_a_webhook_that_another_program_took_is_set_again_and_said(
    by_webhook: Settings,
    http: aiohttp.ClientSession,
    telegram: TelegramServer,
    caplog: pytest.LogCaptureFixture,
) -> None:
    stop = asyncio.Event()
    bot = asyncio.create_task(run(by_webhook, stop))
    async with asyncio.timeout(60):
        while telegram._updates._webhook != by_webhook.webhook_url:
            await asyncio.sleep(0.05)
        await set_webhook(http, telegram, OTHER)
        while telegram._updates._webhook != by_webhook.webhook_url:
            await asyncio.sleep(0.05)
    stop.set()
    await bot

    assert "it is set to another URL, at 127.0.0.1" in caplog.text


async def test_a_token_that_is_revoked_ends_the_program_in_webhook_mode(
    by_webhook: Settings, telegram: TelegramServer
) -> None:
    bot = asyncio.create_task(run(by_webhook, asyncio.Event(), look_for=0))
    async with asyncio.timeout(60):
        while telegram._updates._webhook != by_webhook.webhook_url:
            await asyncio.sleep(0.05)
        telegram.token = "42:another-token-that-was-made-since"

        with pytest.raises(TokenRefused, match="BOT_TOKEN: Telegram does not know this token"):
            await bot
