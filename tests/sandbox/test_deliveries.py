"""The sandbox's Telegram hands over updates as the real one does, to pollers and to webhooks."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial

import aiohttp.web
import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramConflictError

from sandbox.telegram.server import TelegramServer
from tests.conftest import ALICE
from tests.sandbox.conftest import keys

UPDATE = {"message": {"message_id": 1, "date": 1, "chat": {"id": 5, "type": "private"}}}


async def test_updates_come_again_until_they_are_confirmed(api: Bot, telegram: TelegramServer) -> None:
    telegram.world.put_update(UPDATE)

    first = await api.get_updates(timeout=0)
    again = await api.get_updates(timeout=0)
    after = await api.get_updates(offset=first[0].update_id + 1, timeout=0)

    assert [one.update_id for one in first] == [one.update_id for one in again]
    assert after == []


async def test_a_second_poller_ends_the_first_with_a_conflict(api: Bot, telegram: TelegramServer) -> None:
    first = asyncio.create_task(api.get_updates(timeout=40))
    while not telegram.calls:
        await asyncio.sleep(0.01)
    second = asyncio.create_task(api.get_updates(timeout=1))

    with pytest.raises(TelegramConflictError):
        await first
    assert await second == []


Hook = Callable[[aiohttp.web.Request], Awaitable[aiohttp.web.Response]]


@asynccontextmanager
async def listening(hook: Hook) -> AsyncIterator[str]:
    """A server of a bot; yields the address of its webhook."""
    app = aiohttp.web.Application()
    app.router.add_post("/hook", hook)
    runner = aiohttp.web.AppRunner(app)
    await runner.setup()
    site = aiohttp.web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = site._server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
    yield f"http://127.0.0.1:{port}/hook"
    await runner.cleanup()


async def test_a_webhook_gets_updates_with_its_secret_until_it_takes_them(
    api: Bot, telegram: TelegramServer
) -> None:
    got: list[tuple[str, int]] = []

    async def receive(request: aiohttp.web.Request) -> aiohttp.web.Response:
        got.append((request.headers["X-Telegram-Bot-Api-Secret-Token"], (await request.json())["update_id"]))
        return aiohttp.web.Response(status=500 if len(got) == 1 else 200)

    async with listening(receive) as url:
        await api.set_webhook(url, secret_token="a-secret-of-16-signs")
        telegram.world.put_update(UPDATE)
        while telegram.world.updates:
            await asyncio.sleep(0.02)
        with pytest.raises(TelegramConflictError):
            await api.get_updates(timeout=0)
        await api.delete_webhook()

    assert len(got) == 2
    assert got[0] == got[1]
    assert got[0][0] == "a-secret-of-16-signs"


@pytest.mark.parametrize(
    ("status", "complaint"),
    [
        (404, "Wrong response from the webhook: 404 Not Found"),
        (502, "Wrong response from the webhook: 502 Bad Gateway"),
        (302, "Wrong response from the webhook: 302 Found"),
    ],
)
async def test_webhook_info_says_what_went_wrong_with_the_last_delivery(
    api: Bot, telegram: TelegramServer, status: int, complaint: str
) -> None:
    async def refuse(_: aiohttp.web.Request) -> aiohttp.web.Response:
        return aiohttp.web.Response(status=status, headers={"Location": "/elsewhere"})

    async with listening(refuse) as url:
        await api.set_webhook(url, allowed_updates=["message"])
        assert (await api.get_webhook_info()).last_error_message is None
        telegram.world.put_update(UPDATE)
        while (info := await api.get_webhook_info()).last_error_message is None:
            await asyncio.sleep(0.02)

    assert (info.url, info.pending_update_count, info.allowed_updates) == (url, 1, ["message"])
    assert info.last_error_message == complaint
    assert info.last_error_date is not None
    await api.delete_webhook()
    info = await api.get_webhook_info()
    assert (info.url, info.last_error_message, info.pending_update_count) == ("", None, 1)


async def test_the_call_in_a_webhooks_answer_is_carried_out_unless_it_would_read_or_end_something(
    api: Bot, telegram: TelegramServer
) -> None:
    replies = ['{"method": "getMe"}', '{"method": "deleteWebhook"}', "no JSON", "[]",
               f'{{"method": "sendMessage", "chat_id": {ALICE}, "text": "hello"}}']  # fmt: skip
    waiting = iter(replies)

    async def reply(_: aiohttp.web.Request) -> aiohttp.web.Response:
        return aiohttp.web.Response(text=next(waiting), content_type="application/json")

    async with listening(reply) as url:
        await api.set_webhook(url)
        telegram.calls.clear()
        for _ in replies:
            telegram.world.put_update(UPDATE)
        while telegram.world.updates:
            await asyncio.sleep(0.02)

        assert [call["method"] for call in telegram.calls] == ["sendMessage"]
        assert [one["text"] for one in telegram.world.chats[ALICE].messages.values()] == ["hello"]
        await api.delete_webhook()


async def test_a_message_that_is_not_taken_holds_up_no_pre_checkout_query(
    api: Bot, telegram: TelegramServer
) -> None:
    asked = asyncio.Event()

    async def receive(request: aiohttp.web.Request) -> aiohttp.web.Response:
        if "message" in await request.json():
            return aiohttp.web.Response(status=500)
        asked.set()
        return aiohttp.web.Response()

    async with listening(receive) as url:
        await api.set_webhook(url)
        telegram.world.put_update({"message": {"chat": {"id": ALICE}, "from": {"id": ALICE}}})
        telegram.world.put_update({"pre_checkout_query": {"id": "1", "from": {"id": ALICE}}})
        async with asyncio.timeout(10):
            await asked.wait()
        await api.delete_webhook()

    assert ["message" in update for _, update in telegram.world.updates] == [True]


async def test_webhook_info_says_that_nobody_listens(api: Bot, telegram: TelegramServer) -> None:
    await api.set_webhook("https://127.0.0.1:1/hook")
    telegram.world.put_update(UPDATE)

    while (info := await api.get_webhook_info()).last_error_message is None:
        await asyncio.sleep(0.02)

    assert info.last_error_message == "Connection refused"


async def test_a_refused_webhook_leaves_the_one_before(api: Bot) -> None:
    await api.set_webhook("https://127.0.0.1:1/hook")

    with pytest.raises(TelegramBadRequest, match="only on ports 80, 88, 443 or 8443"):
        await api.set_webhook("https://bot.example:9000/hook")

    assert (await api.get_webhook_info()).url == "https://127.0.0.1:1/hook"


@pytest.mark.parametrize("port", ["", ":443", ":80", ":88", ":8443"])
async def test_telegrams_ports_are_taken(api: Bot, port: str) -> None:
    assert await api.set_webhook(f"https://bot.example{port}/hook")


async def test_kinds_that_were_not_asked_for_are_not_kept(api: Bot, telegram: TelegramServer) -> None:
    """What waits already when the wish changes is handed over all the same, as the Bot API's documentation says."""
    chat = telegram.world.chats[ALICE]
    await api.send_message(ALICE, "x", reply_markup=keys({"text": "a", "callback_data": "b"}))
    tap = partial(telegram.world.tap, chat, telegram.world.people[ALICE], max(chat.messages), "b")
    tap()

    (waited,) = await api.get_updates(timeout=0, allowed_updates=["message"])
    assert waited.callback_query is not None
    tap()
    assert await api.get_updates(offset=waited.update_id + 1, timeout=0) == []
    assert await api.get_updates(timeout=0, allowed_updates=[]) == []
    tap()
    assert len(await api.get_updates(timeout=0)) == 1


@pytest.mark.parametrize(
    ("allowed", "comes"),
    [
        (None, {"message", "edited_message", "my_chat_member", "callback_query", "inline_query"}),
        ([], {"message", "edited_message", "my_chat_member", "callback_query", "inline_query"}),
        (["message"], {"message"}),
        (["chat_member", "inline_query"], {"chat_member", "inline_query"}),
    ],
)
async def test_exactly_the_kinds_that_are_named_come(
    api: Bot, telegram: TelegramServer, allowed: list[str] | None, comes: set[str]
) -> None:
    await api.get_updates(timeout=0, allowed_updates=allowed)
    kinds = ("message", "edited_message", "my_chat_member", "chat_member", "callback_query", "inline_query")

    for kind in kinds:
        telegram.world.put_update({kind: {}})

    assert {kind for _, update in telegram.world.updates for kind in update} - {"update_id"} == comes


async def test_redelivered_updates_come_even_if_an_offset_is_above_them(
    api: Bot, telegram: TelegramServer
) -> None:
    telegram.world.put_update(UPDATE)
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
    telegram.world.put_update(UPDATE)
    await asyncio.sleep(0.1)

    await api.delete_webhook()

    assert len(await api.get_updates(timeout=0)) == 1
