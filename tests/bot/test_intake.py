"""Taking updates in: by webhook and by polling, whatever strangers and Telegram send."""

import asyncio
import contextlib
import io
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
import pytest

from bot.ports import MOST_CONNECTIONS
from sandbox.panel.server import PanelServer
from sandbox.telegram.server import TelegramServer
from tests.conftest import ALICE, Bot, make_settings
from tests.people import Person
from tests.ports import free_port

SECRET = "the-secret-of-the-webhook"
NESTED = b'{"update_id": 9, "message": ' + b'{"a":' * 1_500 + b"1" + b"}" * 1_500 + b"}"


@pytest.fixture
async def hook(panel: PanelServer, telegram: TelegramServer, tmp_path: Path) -> AsyncIterator[str]:
    """A bot that serves a webhook; yields its URL."""
    port = free_port()
    url = f"http://127.0.0.1:{port}/hook"
    bot = Bot(make_settings(panel, telegram, tmp_path, webhook_url=url, webhook_secret=SECRET, port=port))
    await bot.start()
    while not any(call["method"] == "setWebhook" for call in telegram.calls):
        await asyncio.sleep(0.01)
    yield url
    await bot.stop()


async def test_by_webhook_everything_works_as_by_polling(
    hook: str, http: aiohttp.ClientSession, telegram: TelegramServer, panel: PanelServer
) -> None:
    alice = Person(http, telegram.world.chats[ALICE])
    while "54 services" not in (await alice.says("/catalogue"))["text"]:
        await asyncio.sleep(0.05)

    await alice.orders("Pictogram Followers · Standard", "example.com/p/1", "1k")

    assert len(panel.book.orders) == 1
    assert not telegram.world.updates
    assert not any(call["method"] == "getUpdates" for call in telegram.calls)


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({}, b'{"update_id": 1}', 401),
        ({"X-Telegram-Bot-Api-Secret-Token": "wrong"}, b'{"update_id": 1}', 401),
        ({"X-Telegram-Bot-Api-Secret-Token": "\u00e4"}, b'{"update_id": 1}', 401),
        ({"X-Telegram-Bot-Api-Secret-Token": SECRET}, b"no json", 400),
        ({"X-Telegram-Bot-Api-Secret-Token": SECRET}, b"[" * 100_000, 400),
        ({"X-Telegram-Bot-Api-Secret-Token": SECRET}, b"[1]", 400),
        ({"X-Telegram-Bot-Api-Secret-Token": SECRET}, b'{"update_id": "x"}', 400),
        ({"X-Telegram-Bot-Api-Secret-Token": SECRET}, b"x" * 2_000_000, 413),
        ({"X-Telegram-Bot-Api-Secret-Token": SECRET}, b'{"update_id": 7, "message": {"from": 5}}', 200),
        ({"X-Telegram-Bot-Api-Secret-Token": SECRET}, b'{"update_id": 8, "new_thing": {"a": 1}}', 200),
        ({"X-Telegram-Bot-Api-Secret-Token": SECRET}, NESTED, 200),
        ({"X-Telegram-Bot-Api-Secret-Token": SECRET}, b'{"update_id": 10, "message": {"from": {"id": [7]}}}', 200),
    ],
    ids=["no secret", "wrong secret", "odd secret", "no JSON", "deep", "a list", "a text for an id", "huge",
         "a broken message", "a thing of tomorrow", "nested deep", "a list for an id"],
)  # fmt: skip
async def test_a_strangers_request_gets_a_clear_answer_and_never_a_500(
    hook: str, headers: dict[str, str], body: bytes, status: int
) -> None:
    async with (
        aiohttp.ClientSession() as stranger,
        stranger.post(hook, data=io.BytesIO(body), headers=headers) as answer,
    ):
        assert answer.status == status


HEAD = f"POST {{path}} HTTP/1.1\r\nHost: bot.example\r\nX-Telegram-Bot-Api-Secret-Token: {SECRET}\r\n"
SMUGGLED = "POST /hook HTTP/1.1\r\nHost: bot.example\r\nContent-Length: 16\r\n\r\n" + '{"update_id": 9}'


@pytest.mark.parametrize(
    "rest",
    [
        f"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{SMUGGLED}",
        f"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n{SMUGGLED}",
        f"Content-Length: 0\r\nContent-Length: {len(SMUGGLED)}\r\n\r\n{SMUGGLED}",
        f"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n{SMUGGLED}",
        f"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n{SMUGGLED}",
        f"Content-Length: +5\r\n\r\n12345{SMUGGLED}",
        f"Transfer-Encoding: chunked\r\n\r\n5x\r\n12345\r\n0\r\n\r\n{SMUGGLED}",
    ],
    ids=["length and chunks", "chunks and length", "two lengths", "no encoding", "two encodings", "a sign",
         "no length of a chunk"],
)  # fmt: skip
async def test_a_request_that_hides_another_one_is_refused_and_the_other_not_heard(
    hook: str, rest: str, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(2):
        answers = await spoken_to(hook, HEAD.format(path="/hook") + rest)

        assert answers
        assert all(status in {400, 401, 413, 501} for status in answers), answers
    assert caplog.text.count("no HTTP") <= 1
    assert "Traceback" not in caplog.text


@pytest.mark.parametrize(
    "path", ["/", "/hook/", "//hook", "/hook/../hook", "/hook%2f", "/HOOK", "/hookx", "/metrics"]
)
async def test_the_webhook_has_one_path(hook: str, path: str) -> None:
    body = '{"update_id": 9}'
    request = HEAD.format(path=path) + f"Connection: close\r\nContent-Length: {len(body)}\r\n\r\n{body}"

    assert await spoken_to(hook, request) == [404]


async def spoken_to(hook: str, request: str) -> list[int]:
    """The statuses of all answers to what is written on one connection."""
    reader, writer = await asyncio.open_connection("127.0.0.1", urlsplit(hook).port)
    writer.write(request.encode())
    given = b""
    with contextlib.suppress(TimeoutError, ConnectionError):
        async with asyncio.timeout(3):
            while read := await reader.read(65_536):
                given += read
    writer.close()
    return [
        int(line.split()[1]) for line in given.decode("latin-1").splitlines() if line.startswith("HTTP/1.")
    ]


async def test_an_update_that_does_not_parse_does_not_hold_up_the_others(
    alice: Person, telegram: TelegramServer, caplog: pytest.LogCaptureFixture
) -> None:
    telegram.world.put_update({"message": {"message_id": "not a number", "text": "secret words"}})
    telegram.world.put_update({"thing_of_tomorrow": {"secret words": 1}})

    answer = await alice.says("/help")

    assert "How it works" in answer["text"]
    assert "is set aside: not understood, at message" in caplog.text
    assert "secret words" not in caplog.text
    while telegram.world.updates:  # confirmed, so it does not come again
        await asyncio.sleep(0.05)


async def test_a_slow_handler_of_one_person_does_not_hold_up_another(
    alice: Person, olga: Person, telegram: TelegramServer
) -> None:
    telegram.faults.switch_on("slow", "editMessageText", times=1, seconds=60)
    slow = asyncio.create_task(alice.taps("Catalogue"))
    while telegram.faults.listed():
        await asyncio.sleep(0.01)

    assert "How it works" in (await olga.says("/help"))["text"]

    assert not slow.done()
    telegram.let_go()
    assert "54 services" in (await slow)["text"]


async def test_what_was_not_answered_when_the_bot_ended_is_answered_at_its_start(
    alice: Person, bot: Bot, http: aiohttp.ClientSession
) -> None:
    await bot.stop()
    await alice.writes("/help")

    await bot.start()

    await alice.sees("How it works")


async def test_an_answer_that_was_lost_on_its_way_is_given_again(
    hook: str, http: aiohttp.ClientSession, telegram: TelegramServer
) -> None:
    """The response carried it; Telegram did not get the response and delivers the tap again."""
    alice = Person(http, telegram.world.chats[ALICE])
    menu = await alice.says("/start")
    tap = {
        "update_id": 99_999,
        "callback_query": {
            "id": "77", "from": {"id": ALICE, "is_bot": False, "first_name": "Alice"}, "chat_instance": "1",
            "data": "home", "message": menu,
        },
    }  # fmt: skip
    responses = []
    for _ in range(2):
        async with http.post(hook, json=tap, headers={"X-Telegram-Bot-Api-Secret-Token": SECRET}) as response:
            responses.append(await response.json())

    assert responses == [{"method": "answerCallbackQuery", "callback_query_id": "77"}] * 2


async def test_connections_that_say_nothing_do_not_keep_telegram_out(
    hook: str, http: aiohttp.ClientSession, telegram: TelegramServer, caplog: pytest.LogCaptureFixture
) -> None:
    port = urlsplit(hook).port
    silent = [await asyncio.open_connection("127.0.0.1", port) for _ in range(MOST_CONNECTIONS + 60)]

    alice = Person(http, telegram.world.chats[ALICE])
    assert "How it works" in (await alice.says("/help"))["text"]

    async with asyncio.timeout(60):
        first = await silent[0][0].read()
    assert first == b""
    assert caplog.text.count("connections are open") == 1
    for _, writer in silent:
        writer.close()
