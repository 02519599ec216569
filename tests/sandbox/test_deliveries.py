"""The sandbox's Telegram hands over updates as the real one does, to pollers and to webhooks."""

import asyncio

import aiohttp.web
import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramConflictError

from sandbox.telegram.server import TelegramServer
from tests.conftest import ALICE
from tests.sandbox.conftest import keys


async def test_updates_come_again_until_they_are_confirmed(api: Bot, telegram: TelegramServer) -> None:
    telegram.world.put_update({"message": {"message_id": 1, "date": 1, "chat": {"id": 5, "type": "private"}}})

    first = await api.get_updates(timeout=0)
    again = await api.get_updates(timeout=0)
    after = await api.get_updates(offset=first[0].update_id + 1, timeout=0)

    assert [one.update_id for one in first] == [one.update_id for one in again]
    assert after == []


async def test_a_second_poller_ends_the_first_with_a_conflict(api: Bot) -> None:
    first = asyncio.create_task(api.get_updates(timeout=5))
    await asyncio.sleep(0.1)
    second = asyncio.create_task(api.get_updates(timeout=1))

    with pytest.raises(TelegramConflictError):
        await first
    assert await second == []


async def test_a_webhook_gets_updates_with_its_secret_until_it_takes_them(
    api: Bot, telegram: TelegramServer
) -> None:
    got: list[tuple[str, int]] = []

    async def receive(request: aiohttp.web.Request) -> aiohttp.web.Response:
        got.append((request.headers["X-Telegram-Bot-Api-Secret-Token"], (await request.json())["update_id"]))
        return aiohttp.web.Response(status=500 if len(got) == 1 else 200)

    app = aiohttp.web.Application()
    app.router.add_post("/hook", receive)
    runner = aiohttp.web.AppRunner(app)
    await runner.setup()
    site = aiohttp.web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = site._server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
    await api.set_webhook(f"http://127.0.0.1:{port}/hook", secret_token="a-secret-of-16-signs")
    telegram.world.put_update({"message": {"message_id": 1, "date": 1, "chat": {"id": 5, "type": "private"}}})

    while len(got) < 2:
        await asyncio.sleep(0.02)
    with pytest.raises(TelegramConflictError):
        await api.get_updates(timeout=0)
    await api.delete_webhook()
    await runner.cleanup()

    assert got[0] == got[1]
    assert got[0][0] == "a-secret-of-16-signs"
    assert not telegram.world.updates


async def test_updates_of_kinds_that_were_not_asked_for_do_not_come(
    api: Bot, telegram: TelegramServer
) -> None:
    chat = telegram.world.chats[ALICE]
    await api.send_message(ALICE, "x", reply_markup=keys({"text": "a", "callback_data": "b"}))
    telegram.world.tap(chat, telegram.world.people[ALICE], max(chat.messages), "b")

    assert await api.get_updates(timeout=0, allowed_updates=["message"]) == []


async def test_redelivered_updates_come_even_if_an_offset_is_above_them(
    api: Bot, telegram: TelegramServer
) -> None:
    telegram.world.put_update({"message": {"message_id": 1, "date": 1, "chat": {"id": 5, "type": "private"}}})
    (first,) = await api.get_updates(timeout=0)
    assert await api.get_updates(offset=first.update_id + 1, timeout=0) == []

    telegram.world.redeliver(1)

    (again,) = await api.get_updates(offset=first.update_id + 1, timeout=0)
    assert again.update_id == first.update_id
    assert await api.get_updates(offset=first.update_id + 1, timeout=0) == []


async def test_a_webhook_that_is_taken_away_while_it_is_tried_again_leaves_the_update_waiting(
    api: Bot, telegram: TelegramServer
) -> None:
    await api.set_webhook("http://127.0.0.1:1/hook", secret_token="a-secret-of-16-signs")
    telegram.world.put_update({"message": {"message_id": 1, "date": 1, "chat": {"id": 5, "type": "private"}}})
    await asyncio.sleep(0.1)

    await api.delete_webhook()

    assert len(await api.get_updates(timeout=0)) == 1
