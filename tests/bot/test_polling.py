"""Polling beside updates that cannot be read at all."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiogram import Bot
from aiohttp import web

from bot.incoming.intake import Intake
from bot.incoming.polling import Polling
from bot.telegram.client import open_bot
from bot.telegram.rate_limits import RateLimits
from bot.telegram.reading import Raw
from bot.telegram.uptime import TelegramUptime
from storage.engines.open import open_database
from usecases.clock import wall_clock

LEVELS = 100_000  # deeper than any Python reads
NESTED = b'{"a":' * LEVELS + b"1" + b"}" * LEVELS
ODD = {
    "nested deep": b'{"update_id": 3, "message": %s}' % NESTED,
    "a number of 5,000 digits": b'{"update_id": 3, "message": {"date": %s}}' % (b"9" * 5_000),
}


class Telegram:
    """Gives out updates as bytes, from an offset on."""

    def __init__(self, updates: dict[int, bytes]) -> None:
        self.updates = updates
        self.asked = 0

    async def answer(self, request: web.Request) -> web.Response:
        self.asked += 1
        form = await request.post()
        due = [body for number, body in self.updates.items() if number >= int(str(form["offset"]))]
        if not due:
            await asyncio.sleep(0.05)
        body = b'{"ok": true, "result": [%s]}' % b",".join(due[: int(str(form["limit"]))])
        return web.Response(body=body, content_type="application/json")


class Taking(Intake):
    """Takes every update for handled."""

    def __init__(self) -> None:
        self.taken: list[Raw] = []

    @property
    def has_room(self) -> bool:
        return True

    def take(self, raw: Raw, _: object = None) -> "asyncio.Future[None]":
        self.taken.append(raw)
        safe: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        safe.set_result(None)
        return safe


@pytest.fixture
async def served() -> AsyncIterator[tuple[Telegram, Bot]]:
    telegram = Telegram({one: json.dumps({"update_id": one}).encode() for one in range(1, 6)})
    app = web.Application()
    app.router.add_post("/{path:.*}", telegram.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    bot = open_bot("42:token", f"http://127.0.0.1:{runner.addresses[0][1]}", RateLimits(), proxy=None)
    yield telegram, bot
    await bot.session.close()
    await runner.cleanup()


@pytest.mark.parametrize("odd", ODD)
async def test_an_update_that_cannot_be_read_does_not_hold_up_the_others(
    served: tuple[Telegram, Bot], odd: str, tmp_path: Path
) -> None:
    telegram, bot = served
    telegram.updates[3] = ODD[odd]
    intake = Taking()

    async with open_database(f"sqlite:///{tmp_path}/panelgram.db") as db:
        uptime = TelegramUptime(db=db, clock=wall_clock)
        polling = asyncio.create_task(Polling(bot=bot, intake=intake, uptime=uptime).run())
        async with asyncio.timeout(60):
            while len(intake.taken) < len(telegram.updates):
                await asyncio.sleep(0.02)
        polling.cancel()

    assert [raw["update_id"] for raw in intake.taken] == [1, 2, 3, 4, 5]
    assert intake.taken[2] == {"update_id": 3, "message": "cannot be read"}
    assert telegram.asked < 20
