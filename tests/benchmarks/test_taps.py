"""The people of the benchmarks notice a bot that does something else than what is measured."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from benchmarks.rig.taps import PATH, People, Person, WrongAnswer
from benchmarks.rig.telegram_stub import TOKEN, Message, TelegramStub

PEOPLE = 3
ANSWER, DRAW = "answerCallbackQuery", "editMessageText"
PAGE = {"text": "<b>Page</b> 2 &amp; 3 🌸", "parse_mode": "HTML"}
KEYBOARD = {
    "inline_keyboard": [[{"text": "›", "callback_data": "c:3"}, {"text": "Site", "url": "https://x.example"}]]
}


class Bot:
    """Does these calls at each tap, the last in the webhook's response where `replies`."""

    def __init__(
        self, stub: TelegramStub, http: aiohttp.ClientSession, calls: Sequence[str], *, replies: bool
    ) -> None:
        self.stub, self.http, self.calls, self.replies = stub, http, calls, replies

    async def receive(self, request: web.Request) -> web.Response:
        update = await request.json()
        if "message" in update:
            await self.call(
                "sendMessage", {**PAGE, "chat_id": update["message"]["from"]["id"], "reply_markup": KEYBOARD}
            )
            return web.Response()
        tap = update["callback_query"]
        made = [(call, _fields(call, tap)) for call in self.calls]
        reply = made.pop() if self.replies else None
        for method, fields in made:
            await self.call(method, fields)
        return web.json_response({"method": reply[0], **reply[1]}) if reply else web.Response()

    async def call(self, method: str, fields: dict[str, Any]) -> None:
        async with self.http.post(f"{self.stub.url}/bot{TOKEN}/{method}", json=fields) as response:
            assert (await response.json())["ok"] is True


def _fields(method: str, tap: dict[str, Any]) -> dict[str, Any]:
    if method == ANSWER:
        return {"callback_query_id": tap["id"]}
    message = tap["message"]
    return {
        **PAGE,
        "chat_id": message["chat"]["id"],
        "message_id": message["message_id"],
        "reply_markup": KEYBOARD,
    }


@asynccontextmanager
async def people_of(*calls: str, replies: bool = False) -> AsyncIterator[tuple[People, TelegramStub]]:
    async with TelegramStub() as stub, aiohttp.ClientSession() as http:
        app = web.Application()
        app.router.add_post(PATH, Bot(stub, http, calls, replies=replies).receive)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        people = People(PEOPLE, stub, runner.addresses[0][1])
        await people.begin()
        try:
            yield people, stub
        finally:
            people.leave()
            await runner.cleanup()


def go_on(message: Message, _: Person) -> str:
    return message.buttons[0]


async def test_each_tap_counts_once_and_brings_its_time() -> None:
    async with people_of(ANSWER, DRAW) as (people, stub):
        window = await people.browse(30, go_on)

    assert (stub.counts[ANSWER], stub.counts[DRAW], len(window.took)) == (30, 30, 30)
    assert all(0 < took < window.wall for took in window.took)


async def test_an_answer_in_the_response_of_the_webhook_counts_as_one() -> None:
    async with people_of(DRAW, ANSWER, replies=True) as (people, stub):
        await people.browse(30, go_on)

    assert (stub.counts[ANSWER], stub.counts[DRAW]) == (30, 30)


async def test_a_message_comes_back_as_telegram_gives_it_out() -> None:
    async with people_of(ANSWER, DRAW) as (people, stub):
        await people.browse(1, go_on)
        message = stub.messages[people.all[0].id]

    assert (message.text, message.buttons) == ("Page 2 & 3 🌸", ("c:3",))
    assert '"entities":[{"offset": 0, "length": 4, "type": "bold"}]' in message.json


@pytest.mark.parametrize("calls", [(ANSWER, DRAW, DRAW), (ANSWER, ANSWER, DRAW)])
async def test_a_bot_that_does_more_is_found_out(calls: tuple[str, ...]) -> None:
    async with people_of(*calls) as (people, _):
        with pytest.raises(WrongAnswer, match="came, expected"):
            await people.browse(1, go_on)
