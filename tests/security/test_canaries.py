"""Secrets get out on no way: not in logs, on the terminal, in chats or in the database."""

import asyncio
import json
import logging
import signal
from collections import deque
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.logs import WithoutSecrets
from bot.settings import Settings, SettingsWrong, load_settings
from bot.telegram.client import open_bot
from bot.telegram.rate_limits import RateLimits
from panel import Panel
from panel.http.redaction import Censor
from sandbox.telegram.server import TelegramServer
from tests.bot.conftest import Process, arrive
from tests.conftest import ALICE, OLGA
from tests.people import Person
from tests.ports import free_port
from tests.security import canaries
from tests.security.parrot import Parrot, Repeater, echoes

FOLLOWERS = "Pictogram Followers · Standard"


@pytest.fixture
async def panel() -> AsyncIterator[Parrot]:
    async with Parrot(canaries.PANEL_KEY) as server:
        yield server


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramServer]:
    async with TelegramServer(token=canaries.TOKEN, limits=False) as server:
        yield server


@pytest.fixture
async def program(panel: Parrot, telegram: TelegramServer, tmp_path: Path) -> AsyncIterator[Process]:
    process = Process(
        {
            "BOT_TOKEN": canaries.TOKEN,
            "TELEGRAM_API_URL": telegram.url,
            "PANEL_API_URL": panel.api_url,
            "PANEL_API_KEY": canaries.PANEL_KEY,
            "SECRET_KEY": canaries.SECRET_KEY,
            "PANEL_CALLS_PER_MINUTE": "6000",
            "STATUS_INTERVAL": "0.2",
            "CATALOGUE_INTERVAL": "0.2",
            "ALLOWED_IDS": str(ALICE),
            "ADMIN_IDS": str(OLGA),
            "LOG_LEVEL": "DEBUG",
        },
        tmp_path,
    )
    yield process
    if process.process is not None and process.process.returncode is None:
        process.process.kill()
        await process.process.wait()


async def printed_at_the_end(program: Process) -> str:
    assert program.process is not None
    program.process.send_signal(signal.SIGTERM)
    async with asyncio.timeout(90):
        output, _ = await program.process.communicate()
    assert program.process.returncode == 0, output.decode()
    return output.decode()


def chats(telegram: TelegramServer) -> str:
    messages = [list(chat.messages.values()) for chat in telegram.world.chats.values()]
    sent = [call["sent"] for call in telegram.calls if call["method"] != "setWebhook"]
    return json.dumps([messages, sent], ensure_ascii=False) + json.dumps([messages, sent])


@pytest.mark.parametrize("style", ["text", "json"])
async def test_what_panel_and_telegram_repeat_stays_secret(
    program: Process,
    panel: Parrot,
    telegram: TelegramServer,
    http: aiohttp.ClientSession,
    tmp_path: Path,
    style: str,
) -> None:
    port = free_port()
    hook = {
        "WEBHOOK_URL": f"http://127.0.0.1:{port}/hook",
        "WEBHOOK_SECRET": canaries.WEBHOOK_SECRET,
        "PORT": str(port),
    }
    await program.start(LOG_FORMAT=style, **(hook if style == "json" else {}))
    alice, olga = (Person(http, telegram.world.chats[number]) for number in (ALICE, OLGA))
    await arrive(alice)
    await olga.says("/start")

    repeater = Repeater(telegram, canaries.TOKEN, canaries.PANEL_KEY)
    for method, data in (("sendMessage", ""), ("editMessageText", "help"), ("answerCallbackQuery", "help")):
        repeater.refuse(method)
        await (alice.taps_blindly(data) if data else alice.writes("/help"))
        await until(repeater)
    await asyncio.sleep(1)  # answers that are given again have come
    await arrive(alice)
    for reply in echoes(canaries.PANEL_KEY)[:6:2]:
        panel.says["add"] = deque([reply])
        await alice.taps("Place order", await alice.reviews(FOLLOWERS, "example.com/p/1", "1k"))
        await until(panel)
    await olga.taps_raw("q:2")
    await olga.sees("What came back: ")
    replies = echoes(canaries.PANEL_KEY)
    panel.says = {"balance": deque(replies[::2]), "services": deque(replies[1::2])}
    while not panel.is_done:  # a key that is refused is asked with rarely, but for an operator who taps
        await olga.taps_blindly("balr")
        await asyncio.sleep(0.1)
    output = await printed_at_the_end(program)

    assert "is set aside" in output
    assert "[key]" in output
    assert not canaries.leaks(output)
    assert not canaries.leaks(chats(telegram))
    assert not canaries.leaks(canaries.kept_in(tmp_path))


async def until(repeats: Parrot | Repeater) -> None:
    """Wait until everything was said that was to be repeated."""
    async with asyncio.timeout(60):
        while not repeats.is_done:
            await asyncio.sleep(0.01)


async def test_a_start_that_fails_shows_no_secret(program: Process, telegram: TelegramServer) -> None:
    port = free_port()
    Repeater(telegram, canaries.TOKEN, canaries.WEBHOOK_SECRET).refuse("setWebhook")

    code, output = await program.ends(
        WEBHOOK_URL=f"http://127.0.0.1:{port}/hook", WEBHOOK_SECRET=canaries.WEBHOOK_SECRET, PORT=str(port)
    )

    assert code == 2
    assert "WEBHOOK_URL: Telegram refuses it: " in output
    assert not canaries.leaks(output)


async def test_check_shows_no_secret(program: Process, panel: Parrot) -> None:
    for reply in (echoes(canaries.PANEL_KEY)[number] for number in (1, 9, 13, 15)):
        panel.says["balance"] = deque([reply] * 3)
        code, output = await program.ends("check")
        assert ("ok     panel" in output) == (code == 0)
        assert not canaries.leaks(output), output


async def test_settings_that_are_wrong_show_no_secret(program: Process) -> None:
    code, output = await program.ends(
        BOT_TOKEN=f"{canaries.TOKEN} x", PANEL_API_KEY=f"'{canaries.PANEL_KEY}'",
        TELEGRAM_PROXY=f"ftp://user:{canaries.PASSWORD}@proxy.example:1080", PANEL_PROXY=f"http://u:{canaries.PASSWORD}@proxy.example",
        WEBHOOK_URL=f"https://user:{canaries.PASSWORD}@bot.example/hook", WEBHOOK_SECRET=f"{canaries.WEBHOOK_SECRET}!",
        PANEL_API_URL=f"https://user:{canaries.PASSWORD}@panel.example/", PORT=canaries.SECRET_KEY,
        TELEGRAM_API_URL=f"http://telegram.example/{canaries.TOKEN}", ADMIN_IDS=canaries.TOKEN,
        DATABASE_URL=f"mysql://user:{canaries.PASSWORD}@db.example/bot", LOG_LEVEL=canaries.SECRET_KEY,
    )  # fmt: skip

    assert code == 2
    assert len(output.splitlines()) >= 12
    assert not canaries.leaks(output)


def given(**changes: Any) -> dict[str, Any]:
    return {
        "_env_file": None,
        "bot_token": canaries.TOKEN,
        "panel_api_url": "https://panel.example/api/v2",
        "panel_api_key": canaries.PANEL_KEY,
        "webhook_secret": canaries.WEBHOOK_SECRET,
        "secret_key": canaries.SECRET_KEY,
        **changes,
    }


async def test_nothing_that_holds_a_secret_shows_it() -> None:
    settings = load_settings(**given())
    bot, panel = (
        open_bot(canaries.TOKEN, "https://api.telegram.org", RateLimits()),
        Panel("https://x.example", canaries.PANEL_KEY),
    )

    for holder in (settings, bot, bot.session, panel, panel._transport, Censor(canaries.ALL, "")):
        assert not canaries.leaks(f"{holder!r} {holder}")
    with pytest.raises(SettingsWrong) as error:
        load_settings(**given(database_url=f"mysql://u:{canaries.PASSWORD}@db.example/x"))
    assert not canaries.leaks(f"{error.value!r} {error.value}")
    await bot.session.close()


def test_the_password_of_the_database_is_a_secret() -> None:
    url = f"postgresql://bot:{canaries.PASSWORD}%21@db.example/panelgram"
    settings = Settings.model_construct(**(load_settings(**given()).model_dump() | {"database_url": url}))

    assert canaries.PASSWORD not in repr(settings)
    assert {f"{canaries.PASSWORD}%21", f"{canaries.PASSWORD}!"} <= set(settings.secrets())


@pytest.mark.parametrize("secret", canaries.ALL)
def test_a_secret_is_found_in_a_large_body_too(secret: str) -> None:
    censor = Censor([*canaries.ALL, canaries.TOKEN.partition(":")[2]], "[secret]")
    padding = "an ordinary service, 100% real & fast \\u0418 " * 3_000
    for form in canaries.forms(secret):
        assert not canaries.leaks(censor.clean_bytes(f"{padding}{form}{padding}".encode()).decode()), form


@pytest.mark.parametrize("secret", canaries.ALL)
def test_a_secret_is_found_in_every_form(secret: str) -> None:
    censor = Censor([*canaries.ALL, canaries.TOKEN.partition(":")[2]], "[secret]")
    for form in canaries.forms(secret):
        assert not canaries.leaks(censor.clean(f"before {form} after")), form
        assert not canaries.leaks(censor.clean_bytes(f"before {form} after".encode()).decode()), form


def test_a_record_whose_arguments_do_not_fit_is_cleaned_too() -> None:
    record = logging.LogRecord("x", logging.INFO, "", 0, "%d", (canaries.TOKEN,), None)

    assert WithoutSecrets([canaries.TOKEN]).filter(record)

    assert not canaries.leaks(record.getMessage())
