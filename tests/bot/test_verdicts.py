"""What Telegram says to a call: the table, and what the program does with each row of it."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramRetryAfter
from aiogram.methods import SendMessage
from aiohttp import web

from bot.telegram.client import open_bot
from bot.telegram.rate_limits import RateLimits
from bot.telegram.session import Session
from bot.telegram.verdicts import (
    REFUSALS,
    TABLE,
    TokenRefused,
    Verdict,
    description,
    is_passing,
    verdict,
    wait_of,
)
from sandbox.panel.server import PanelServer
from sandbox.telegram.errors import bad_request
from sandbox.telegram.server import TelegramServer
from tests.conftest import ALICE, BOB
from tests.conftest import Bot as Program
from tests.people import Person
from tests.ports import free_port

FOLLOWERS = "Pictogram Followers · Standard"
NEWS = f"Order 1 · Completed\n{FOLLOWERS}\n\n1,000 of 1,000 delivered"  # its card has a bar before that


def refusal(code: int, words: str | None = "", **parameters: int) -> tuple[int, str]:
    answer: dict[str, Any] = {"ok": False, "error_code": code, "description": words}
    if words is None:
        del answer["description"]
    return code, json.dumps(answer | ({"parameters": parameters} if parameters else {}))


SAID: dict[str, tuple[tuple[int, str], Verdict, float]] = {
    "400, nothing to change": (
        refusal(400, "Bad Request: message is not modified: specified new message content and reply markup are "
                "exactly the same"), Verdict.DONE, 0),
    "400, a tap of yesterday": (
        refusal(400, "Bad Request: query is too old and response timeout expired or query ID is invalid"),
        Verdict.DONE, 0),
    "400, a message that is gone": (refusal(400, "Bad Request: message to edit not found"), Verdict.ANEW, 0),
    "400, a message of last week": (refusal(400, "Bad Request: message can't be edited"), Verdict.ANEW, 0),
    "400, a mistake of ours": (refusal(400, "Bad Request: can't parse entities"), Verdict.NEVER, 0),
    "400, no such chat": (refusal(400, "Bad Request: chat not found"), Verdict.NEVER, 0),
    "400 without words": (refusal(400, None), Verdict.NEVER, 0),
    "400, a group that moved": (refusal(400, "Bad Request", migrate_to_chat_id=-1001), Verdict.NEVER, 0),
    "401": (refusal(401, "Unauthorized"), Verdict.ENDS, 0),
    "403, blocked": (refusal(403, "Forbidden: bot was blocked by the user"), Verdict.BLOCKED, 0),
    "403, gone": (refusal(403, "Forbidden: user is deactivated"), Verdict.BLOCKED, 0),
    "404": (refusal(404, "Not Found"), Verdict.LATER, 0),
    "409": (refusal(409, "Conflict: terminated by other getUpdates request"), Verdict.LATER, 0),
    "413": (refusal(413, "Request Entity Too Large"), Verdict.LATER, 0),
    "420": (refusal(420, "FLOOD_WAIT_7"), Verdict.LATER, 0),
    "429": (refusal(429, "Too Many Requests: retry after 7", retry_after=7), Verdict.LATER, 7),
    "429 that names no time": (refusal(429, "Too Many Requests"), Verdict.LATER, 0),
    "429 that names none": (refusal(429, "Too Many Requests", retry_after=0), Verdict.LATER, 0),
    "a code that nobody knows": (refusal(499, "Something new"), Verdict.LATER, 0),
    "no, with HTTP 200": ((200, '{"ok": false, "description": "?"}'), Verdict.LATER, 0),
    "500": (refusal(500, "Internal Server Error"), Verdict.LATER, 0),
    "500, restarting": (refusal(500, "Internal Server Error: restart"), Verdict.LATER, 0),
    "502": (refusal(502, "Bad Gateway"), Verdict.LATER, 0),
    "503 without words": (refusal(503, None), Verdict.LATER, 0),
    "a proxy's HTML": ((502, "<html>Bad Gateway</html>"), Verdict.LATER, 0),
    "HTML for 404": ((404, "<h1>404</h1>"), Verdict.LATER, 0),
    "HTML for 200": ((200, "<html>"), Verdict.LATER, 0),
    "half an answer": ((200, '{"ok": tru'), Verdict.LATER, 0),
    "nothing": ((200, ""), Verdict.LATER, 0),
    "a list": ((200, "[]"), Verdict.LATER, 0),
    "a number": ((400, "7"), Verdict.LATER, 0),
}  # fmt: skip


@pytest.mark.parametrize("name", SAID)
async def test_every_answer_has_its_verdict(name: str) -> None:
    (code, body), expected, wait = SAID[name]
    bot = Bot("42:a-token-of-nobody", session=Session())

    with pytest.raises(REFUSALS) as caught:
        bot.session.check_response(bot, SendMessage(chat_id=1, text="x"), code, body)

    assert verdict(caught.value) is expected
    assert wait_of(caught.value) == wait
    assert is_passing(caught.value) is (expected in (Verdict.LATER, Verdict.ENDS))


def test_every_row_of_the_table_decides_something() -> None:
    bot = Bot("42:a-token-of-nobody", session=Session())
    decided = set()
    for (code, body), _, _ in SAID.values():
        with pytest.raises(REFUSALS) as caught:
            bot.session.check_response(bot, SendMessage(chat_id=1, text="x"), code, body)
        words = description(caught.value).lower()
        decided.add(next(row for row in TABLE if isinstance(caught.value, row[0]) and row[1] in words))

    assert decided == set(TABLE)


@pytest.mark.parametrize("where", ["http://127.0.0.1:{port}", "http://telegram.invalid"])
async def test_a_telegram_that_cannot_be_reached_is_later(where: str) -> None:
    bot = open_bot("42:a-token-of-nobody", where.format(port=free_port()), RateLimits())
    try:
        for call in (bot.send_message(1, "x"), bot.set_my_description("x")):
            with pytest.raises(REFUSALS) as caught:
                await call
            assert verdict(caught.value) is Verdict.LATER
    finally:
        await bot.session.close()


TROUBLE = (
    "not_found",
    "conflict",
    "flood_wait",
    "rate_limit_bare",
    "rate_limit",
    "server_error",
    "html",
    "reset",
)


@pytest.mark.parametrize("fault", TROUBLE)
async def test_no_trouble_costs_a_message(
    alice: Person, telegram: TelegramServer, panel: PanelServer, fault: str
) -> None:
    """The answer to a command, and what the outbox owes."""
    await alice.orders(FOLLOWERS, "https://example.com/p/1", "1k")
    await alice.sees("Order 1", "Last checked")
    telegram.faults.switch_on(fault, "sendMessage", times=2, seconds=1)
    await alice.writes("/help")
    panel.book.end(panel.book.orders[23501], "Completed")

    await alice.sees("How it works")
    await alice.sees(NEWS)


def calls(telegram: TelegramServer, method: str) -> list[float]:
    """The times of the calls, in seconds."""
    return [call["at"] for call in telegram.calls if call["method"] == method]


async def waited(telegram: TelegramServer, method: str) -> float:
    """The seconds between the first two calls."""
    async with asyncio.timeout(60):
        while len(calls(telegram, method)) < 2:
            await asyncio.sleep(0.01)
    first, second = calls(telegram, method)[:2]
    return second - first


async def test_nothing_is_fetched_before_the_retry_after_of_getupdates_is_over(
    alice: Person, telegram: TelegramServer
) -> None:
    telegram.calls.clear()
    telegram.faults.switch_on("rate_limit", "getUpdates", times=1, seconds=2)
    await alice.writes("/help")  # ends the call that was waiting when the fault came
    await alice.sees("How it works")
    await alice.writes("/terms")

    assert await waited(telegram, "getUpdates") >= 2
    await alice.sees("Terms")


@pytest.mark.parametrize("method", ["setMyCommands", "setMyDescription", "deleteWebhook", "getMe"])
async def test_a_start_waits_out_a_retry_after(
    settings: Any, panel: PanelServer, telegram: TelegramServer, method: str
) -> None:
    telegram.faults.switch_on("rate_limit", method, times=1, seconds=2)
    program = Program(settings)
    await program.start()
    assert await waited(telegram, method) >= 2
    await program.has_catalogue()
    await program.stop()


@pytest.mark.parametrize("method", ["answerCallbackQuery", "editMessageText"])
async def test_no_answer_to_a_tap_goes_out_inside_its_retry_after(
    alice: Person, telegram: TelegramServer, method: str
) -> None:
    telegram.faults.switch_on("rate_limit", method, times=1, seconds=2)
    telegram.calls.clear()
    tapping = asyncio.create_task(alice.taps_blindly("help"))

    assert await waited(telegram, method) >= 2
    await tapping
    await alice.sees("How it works")


async def test_a_token_that_is_revoked_ends_the_program(
    alice: Person, telegram: TelegramServer, panel: PanelServer, bot: Program
) -> None:
    """By the sender too, which is all that calls where updates come by webhook."""
    await alice.orders(FOLLOWERS, "https://example.com/p/1", "1k")
    await alice.sees("Order 1", "Last checked")
    telegram.faults.switch_on("unauthorized", "sendMessage", times=1)
    panel.book.end(panel.book.orders[23501], "Completed")

    assert bot._task is not None
    with pytest.raises(TokenRefused):
        async with asyncio.timeout(60):
            await bot._task
    await bot.start()
    await alice.sees(NEWS)


async def test_a_message_that_can_never_be_sent_reaches_the_operator_once(
    alice: Person, olga: Person, telegram: TelegramServer, panel: PanelServer, bot: Program
) -> None:
    own = telegram._methods["sendMessage"]

    async def refuse(given: Any, files: Any) -> Any:
        if str(given["chat_id"]) == str(ALICE) and "Open order" in str(given.get("reply_markup")):
            raise bad_request("the group of <b>words</b> is not liked")
        return await own(given, files)

    for number in (1, 2):
        await alice.orders(FOLLOWERS, f"https://example.com/p/{number}", "1k")
        await alice.sees(f"Order {number}", "Last checked")
    telegram._methods["sendMessage"] = refuse
    for number in (23501, 23502):
        panel.book.end(panel.book.orders[number], "Completed")

    alert = await olga.sees("A message could not be sent and was given up")
    assert "order_ended" in alert["text"]
    assert "Bad Request: the group of <b>words</b> is not liked" in alert["text"]
    await asyncio.sleep(1)
    assert olga.count("could not be sent") == 1


async def test_a_person_who_blocked_the_bot_is_no_message_that_can_never_be_sent(
    alice: Person, olga: Person, panel: PanelServer
) -> None:
    await alice.orders(FOLLOWERS, "https://example.com/p/1", "1k")
    await alice.sees("Order 1", "Last checked")
    await alice.blocks()
    panel.book.end(panel.book.orders[23501], "Completed")
    await asyncio.sleep(1.5)
    assert olga.count("could not be sent") == 0

    await alice.blocks(blocked=False)
    await alice.writes("/help")
    await alice.sees(NEWS)


@pytest.fixture
async def shelf() -> AsyncIterator[tuple[str, list[web.Response]]]:
    """A server of files that answers what a test has put down."""
    answers: list[web.Response] = []

    async def give(_: web.Request) -> web.Response:
        return answers.pop(0)

    app = web.Application()
    app.router.add_get("/{path:.*}", give)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}", answers
    await runner.cleanup()


async def test_a_download_is_refused_as_a_call_is_and_repeats_no_token(
    shelf: tuple[str, list[web.Response]],
) -> None:
    url, answers = shelf
    bot = open_bot(f"{BOB}:the-token-of-a-download", url, RateLimits())
    try:
        code, body = SAID["429"][0]
        answers.append(web.Response(status=code, text=body))
        with pytest.raises(TelegramRetryAfter) as caught:
            await bot.download_file("documents/list.txt")
        assert caught.value.retry_after == 7
        for code, body in (SAID["404"][0], SAID["a proxy's HTML"][0]):
            answers.append(web.Response(status=code, text=body))
            with pytest.raises(REFUSALS) as passing:
                await bot.download_file("documents/list.txt")
            assert verdict(passing.value) is Verdict.LATER
            assert "the-token-of-a-download" not in str(passing.value)
        answers.append(web.Response(body=b"one\ntwo"))
        file = await bot.download_file("documents/list.txt")
        assert file is not None
        assert file.read() == b"one\ntwo"
    finally:
        await bot.session.close()
