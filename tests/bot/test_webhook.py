"""A webhook to which nothing comes: why, in the log, in `/readyz` and in `check`."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest
from aiogram.types import WebhookInfo
from aiohttp import web

from bot.telegram import deliveries
from bot.telegram.deliveries import fault_of
from sandbox.panel.server import PanelServer
from sandbox.telegram.server import TelegramServer
from tests.bot.conftest import Process
from tests.conftest import ALICE, Bot, make_settings
from tests.people import Person
from tests.ports import free_ports

SECRET = "the-secret-of-the-webhook"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
ASTRAY = "updates arrive at /hook and are expected at /bot/hook"
NOT_READY = (503, "updates arrive at another path than WEBHOOK_URL's\n")


@asynccontextmanager
async def stripping(port: int, target: int) -> AsyncIterator[list[bool]]:
    """A proxy at `port` that passes /bot/hook on as /hook, until the list is cleared."""

    async def pass_on(request: web.Request) -> web.Response:
        path = request.path.removeprefix("/bot") if strips else request.path
        headers = {HEADER: request.headers.get(HEADER, ""), "Content-Type": "application/json"}
        async with aiohttp.ClientSession() as http:
            url = f"http://127.0.0.1:{target}{path}"
            async with http.post(url, data=await request.read(), headers=headers) as answer:
                body = await answer.read()
                kind = answer.content_type if body else None
                return web.Response(status=answer.status, body=body, content_type=kind)

    strips = [True]
    app = web.Application()
    app.router.add_post("/{path:.*}", pass_on)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    try:
        yield strips
    finally:
        await runner.cleanup()


async def readyz(port: int) -> tuple[int, str]:
    async with aiohttp.ClientSession() as http, http.get(f"http://127.0.0.1:{port}/readyz") as answer:
        return answer.status, await answer.text()


async def test_a_path_that_the_proxy_strips_is_said_once_and_is_over_when_it_is(
    panel: PanelServer,
    telegram: TelegramServer,
    http: aiohttp.ClientSession,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(deliveries, "FIRST_LOOK", 0.5)
    monkeypatch.setattr(deliveries, "BETWEEN", 0.2)
    caplog.set_level(logging.INFO)
    outside, inside, health = free_ports(3)
    url = f"http://127.0.0.1:{outside}/bot/hook"
    settings = make_settings(
        panel, telegram, tmp_path, webhook_url=url, webhook_secret=SECRET, port=inside, health_port=health
    )
    bot = Bot(settings)
    alice = Person(http, telegram.world.chats[ALICE])
    async with stripping(outside, inside) as strips:
        await bot.start()
        await alice.writes("/help")
        while "Telegram cannot deliver" not in caplog.text:
            await asyncio.sleep(0.05)
        await asyncio.sleep(1)

        assert caplog.text.count(ASTRAY) == 1
        assert (
            "Telegram cannot deliver: Wrong response from the webhook: 404 Not Found; 1 updates wait"
            in caplog.text
        )
        assert await readyz(health) == NOT_READY

        strips.clear()
        await alice.sees("How it works")
        while "Telegram delivers again" not in caplog.text:
            await asyncio.sleep(0.05)
        assert (await readyz(health))[0] == 200
        await bot.stop()
    assert caplog.text.count("Telegram cannot deliver") == 1


async def test_who_does_not_know_the_secret_cannot_make_the_bot_unready(
    panel: PanelServer, telegram: TelegramServer, http: aiohttp.ClientSession, tmp_path: Path
) -> None:
    port, health = free_ports(2)
    url = f"http://127.0.0.1:{port}/hook"
    settings = make_settings(
        panel, telegram, tmp_path, webhook_url=url, webhook_secret=SECRET, port=port, health_port=health
    )
    bot = Bot(settings)
    await bot.start()
    while not any(call["method"] == "setWebhook" for call in telegram.calls):
        await asyncio.sleep(0.01)
    for headers in ({}, {HEADER: "wrong"}, {HEADER: "ä"}):
        async with http.post(
            f"http://127.0.0.1:{port}/other", json={"update_id": 1}, headers=headers
        ) as answer:
            assert answer.status == 404

    assert (await readyz(health))[0] == 200
    await bot.stop()


async def test_a_delivery_with_another_secret_is_said_once_and_counted(
    panel: PanelServer,
    telegram: TelegramServer,
    http: aiohttp.ClientSession,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    port, health = free_ports(2)
    url = f"http://127.0.0.1:{port}/hook"
    settings = make_settings(
        panel, telegram, tmp_path, webhook_url=url, webhook_secret=SECRET, port=port, health_port=health
    )
    bot = Bot(settings)
    await bot.start()
    while not any(call["method"] == "setWebhook" for call in telegram.calls):
        await asyncio.sleep(0.01)
    for headers in ({}, {HEADER: "another-secret-16"}, {HEADER: "another-secret-16"}):
        async with http.post(url, json={"update_id": 1}, headers=headers) as answer:
            assert answer.status == 401

    async with http.get(f"http://127.0.0.1:{health}/metrics") as answer:
        assert 'panelgram_updates_total{outcome="wrong_secret"} 2.0' in await answer.text()
    assert caplog.text.count("another secret than WEBHOOK_SECRET") == 1
    assert "another-secret-16" not in caplog.text
    await bot.stop()


URL = "https://bot.example/hook"


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ({"url": URL, "pending_update_count": 3}, None),
        ({"url": URL, "pending_update_count": 0, "last_error_message": "Connection timed out"}, None),
        ({"url": URL, "pending_update_count": 3, "last_error_message": "Connection timed out"},
         "Telegram cannot deliver: Connection timed out; 3 updates wait"),
        ({"url": "https://other.example/a-secret-path", "pending_update_count": 0},
         "it is set to another URL, at other.example: another program uses this token, or WEBHOOK_URL was changed"),
        ({"url": "", "pending_update_count": 0}, "no webhook is set"),
    ],
)  # fmt: skip
def test_what_telegram_says_of_its_deliveries(said: dict[str, object], fault: str | None) -> None:
    since = {"last_error_date": datetime.now(UTC)} if "last_error_message" in said else {}

    assert fault_of(WebhookInfo(has_custom_certificate=False, **said, **since), URL) == fault  # type: ignore[arg-type]


async def test_check_says_how_telegram_delivers(program: Process, telegram: TelegramServer) -> None:
    nobody, other = free_ports(2)
    hook = {"WEBHOOK_URL": f"http://127.0.0.1:{nobody}/hook", "WEBHOOK_SECRET": SECRET}

    code, output = await program.ends("check", **hook)
    assert "ok     webhook: not set; the start sets it\n" in output
    assert code == 0

    await telegram._updates.set_webhook({"url": hook["WEBHOOK_URL"], "secret_token": SECRET}, None)
    telegram.world.put_update({"message": {"message_id": 1, "chat": {"id": ALICE}}})
    while not telegram._updates._deliveries.last_error:
        await asyncio.sleep(0.02)
    code, output = await program.ends("check", **hook)
    assert "WRONG  webhook: Telegram cannot deliver: " in output
    assert "1 updates wait" in output
    assert code == 2

    code, output = await program.ends("check", **{**hook, "WEBHOOK_URL": f"http://127.0.0.1:{other}/hook"})
    assert "WRONG  webhook: it is set to another URL, at 127.0.0.1: " in output
    assert code == 2


async def test_check_blames_the_token_only_where_telegram_does(
    program: Process, telegram: TelegramServer
) -> None:
    telegram.faults.switch_on("server_error", "getMe", times=1)
    code, output = await program.ends("check")
    assert code == 2
    assert "WRONG  Telegram: does not answer as it should" in output

    code, output = await program.ends("check", BOT_TOKEN="12345:a-token-nobody-knows")
    assert "WRONG  Telegram: BOT_TOKEN is not known there" in output
