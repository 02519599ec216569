"""The people of the benchmarks notice a bot that does something else than what is measured."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from benchmarks.rig.other_updates import send_table, type_inline
from benchmarks.rig.taps import PATH, People, Person, WrongAnswer
from benchmarks.rig.telegram_stub import TOKEN, Message, TelegramStub

PEOPLE = 3
ANSWER, DRAW = "answerCallbackQuery", "editMessageText"
DECIDE = "answerPreCheckoutQuery"
PAGE = {"text": "<b>Page</b> 2 &amp; 3 🌸", "parse_mode": "HTML"}
KEYBOARD = {
    "inline_keyboard": [[{"text": "›", "callback_data": "c:3"}, {"text": "Site", "url": "https://x.example"}]]
}


class Bot:
    """Does these calls at each tap, the last in the webhook's response where `replies`.

    At a payment it gives these answers: why it may not be made, or "".
    """

    def __init__(
        self, stub: TelegramStub, http: aiohttp.ClientSession, calls: Sequence[str], *, replies: bool
    ) -> None:
        self.stub, self.http, self.calls, self.replies = stub, http, calls, replies

    async def receive(self, request: web.Request) -> web.Response:
        update = await request.json()
        if "pre_checkout_query" in update:
            asked = {"pre_checkout_query_id": update["pre_checkout_query"]["id"]}
            for words in self.calls:
                await self.call(DECIDE, asked | ({"error_message": words} if words else {}))
            return web.Response()
        if "inline_query" in update:
            asked = update["inline_query"]
            await self.call(
                "answerInlineQuery", {"inline_query_id": asked["id"], "results": [{"id": asked["query"]}]}
            )
            return web.Response()
        if "message" in update:
            text = await self.text_of(update["message"])
            page = {**PAGE, "text": text} if text else PAGE
            await self.call(
                "sendMessage", {**page, "chat_id": update["message"]["from"]["id"], "reply_markup": KEYBOARD}
            )
            return web.Response()
        tap = update["callback_query"]
        made = [(call, _fields(call, tap)) for call in self.calls]
        reply = made.pop() if self.replies else None
        for method, fields in made:
            await self.call(method, fields)
        return web.json_response({"method": reply[0], **reply[1]}) if reply else web.Response()

    async def text_of(self, message: dict[str, Any]) -> str:
        """What is in the file of a message; "" without one."""
        if "document" not in message:
            return ""
        asked = {"file_id": message["document"]["file_id"]}
        async with self.http.post(f"{self.stub.url}/bot{TOKEN}/getFile", json=asked) as response:
            path = (await response.json())["result"]["file_path"]
        async with self.http.get(f"{self.stub.url}/file/bot{TOKEN}/{path}") as response:
            return await response.text()

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


async def test_a_payment_that_may_be_made_brings_its_time() -> None:
    async with people_of("") as (people, stub):
        took = await people.ask_to_pay(people.all[0], "payload", 100)

    assert stub.counts[DECIDE] == 1
    assert took > 0


@pytest.mark.parametrize(("answers", "found"), [(("Too late.",), "refused"), (("", ""), "came, expected")])
async def test_a_bot_that_refuses_a_payment_or_answers_twice_is_found_out(
    answers: tuple[str, ...], found: str
) -> None:
    async with people_of(*answers) as (people, _):
        with pytest.raises(WrongAnswer, match=found):
            await people.ask_to_pay(people.all[0], "payload", 100)


async def test_an_inline_query_brings_its_results() -> None:
    async with people_of(ANSWER, DRAW) as (people, stub):
        took = await type_inline(people, people.all[1], "лайки")

    assert people.all[1].found == b'[{"id": "\\u043b\\u0430\\u0439\\u043a\\u0438"}]'
    assert stub.counts["answerInlineQuery"] == 1
    assert took > 0


async def test_a_table_is_fetched_from_telegram() -> None:
    async with people_of(ANSWER, DRAW) as (people, stub):
        took = await send_table(people, stub, people.all[0], "101;link;100")
        shown = stub.messages[people.all[0].id]

    assert shown.text == "101;link;100"
    assert took > 0
