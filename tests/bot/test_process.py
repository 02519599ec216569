"""The program as a process: settings, signals, kills, one line for each thing that is wrong."""

import asyncio
import re
import signal
from pathlib import Path

import aiohttp
import pytest

from sandbox.panel.server import PanelServer
from sandbox.telegram.server import TelegramServer
from tests.bot.conftest import Process, arrive
from tests.people import Person


async def doubt(person: Person, panel: PanelServer, program: Process) -> None:
    """Kill the program while the panel has its call."""
    review = await person.reviews("Pictogram Followers · Standard", "example.com/p/1", "1k")
    await person.taps("Place order", review)
    while not any(call.action == "add" for call in panel.calls):
        await asyncio.sleep(0.005)
    await program.signal(signal.SIGKILL)


@pytest.mark.parametrize("kind", ["no_answer", "lost_answer", "slow"])
async def test_a_kill_while_the_panel_is_asked_doubles_nothing_and_tells_the_person(
    program: Process, visitor: Person, panel: PanelServer, kind: str
) -> None:
    await program.start()
    await arrive(visitor)
    panel.faults.switch_on(kind, "add", times=1)
    await doubt(visitor, panel, program)

    await program.start()

    await visitor.sees("Order 1 · Being checked", "we won't send it twice", patience=90)
    assert sum(call.action == "add" for call in panel.calls) == 1


async def test_sigterm_waits_for_the_open_order_and_exits_0(
    program: Process, visitor: Person, panel: PanelServer
) -> None:
    await program.start()
    await arrive(visitor)
    panel.faults.switch_on("slow", "add", times=1, seconds=2)
    review = await visitor.reviews("Pictogram Followers · Standard", "example.com/p/1", "1k")
    await visitor.taps("Place order", review)
    while not any(call.action == "add" for call in panel.calls):
        await asyncio.sleep(0.005)

    assert await program.signal(signal.SIGTERM) == 0

    await visitor.sees("Order 1 · Pending", "Reference")


@pytest.mark.timeout(120)
async def test_sigterm_while_the_panel_hangs_ends_it_in_time_and_leaves_the_order_in_doubt(
    program: Process, visitor: Person, panel: PanelServer
) -> None:
    await program.start()
    await arrive(visitor)
    panel.faults.switch_on("no_answer", "add", times=1)
    review = await visitor.reviews("Pictogram Followers · Standard", "https://example.com/p/1", "1k")
    await visitor.taps("Place order", review)
    while not any(call.action == "add" for call in panel.calls):
        await asyncio.sleep(0.005)

    assert await program.signal(signal.SIGTERM) == 0  # within 40 s

    await program.start()
    await visitor.sees("Order 1 · Being checked", "we won't send it twice", patience=90)
    assert sum(call.action == "add" for call in panel.calls) == 1


async def test_a_new_key_of_the_panel_account_goes_on_with_its_orders(
    program: Process, visitor: Person, panel: PanelServer
) -> None:
    await program.start()
    await arrive(visitor)
    await visitor.orders("Pictogram Followers · Standard", "https://example.com/p/1", "1k")
    await program.signal(signal.SIGTERM)
    order = panel.book.orders[23501]
    panel.book.keys["a-new-key"] = panel.book.keys.pop("demo-key")
    order.key = "a-new-key"

    await program.start(PANEL_API_KEY="a-new-key")

    panel.book.end(order, "Completed")
    await visitor.sees("Order 1 · Completed", patience=90)
    await visitor.orders("Pictogram Followers · Standard", "https://example.com/p/2", "1k")
    assert panel.book.orders[23502].key == "a-new-key"


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGINT])
async def test_the_end_of_its_terminal_ends_it_as_sigterm_does(
    program: Process, visitor: Person, number: int
) -> None:
    await program.start()
    await arrive(visitor)

    assert await program.signal(number) == 0


async def test_settings_that_are_missing_or_wrong_are_named_all_at_once(program: Process) -> None:
    code, output = await program.ends(
        BOT_TOKEN="", PANEL_API_URL="http://panel.example/api", PORT="many", ADMIN_IDS="olga",
        WEBHOOK_URL="https://bot.example/hook", PANEL_API_KEY="secret-key-of-the-panel",
    )  # fmt: skip

    assert code == 2
    for line in (
        "BOT_TOKEN: is not set",
        "PANEL_API_URL: expected a URL that begins with https://",
        "PORT: expected a whole number",
        "ADMIN_IDS: expected Telegram user ids",
        "WEBHOOK_SECRET: expected 16 to 256",
    ):
        assert line in output
    assert "Traceback" not in output
    assert "secret-key-of-the-panel" not in output


async def test_a_webhook_without_its_secret_is_named(program: Process) -> None:
    code, output = await program.ends(WEBHOOK_URL="https://bot.example/hook")

    assert code == 2
    assert "WEBHOOK_SECRET: expected 16 to 256" in output


async def test_a_wrong_token_ends_with_one_line(program: Process) -> None:
    code, output = await program.ends(BOT_TOKEN="12345:a-token-nobody-knows", LOG_LEVEL="ERROR")

    assert code == 2
    assert output.strip() == "BOT_TOKEN: Telegram does not know this token; ask @BotFather for the right one"


async def test_a_telegram_that_cannot_be_reached_is_tried_again(
    program: Process, visitor: Person, telegram: TelegramServer
) -> None:
    telegram.faults.switch_on("http_500", "getMe", times=1)
    telegram.faults.switch_on("reset", "setMyCommands", times=1)

    await program.start()

    await visitor.writes("/start")
    await visitor.sees("Hello, Alice", patience=90)


async def test_a_wrong_panel_key_lets_the_bot_run_and_closes_ordering(
    program: Process, visitor: Person, http: aiohttp.ClientSession, telegram: TelegramServer
) -> None:
    await program.start(PANEL_API_KEY="not-the-key")
    olga = Person(http, telegram.world.chats[1003])
    await olga.writes("/start")
    await olga.sees("Hello, Olga", patience=90)

    await olga.sees("The panel refuses the API key.")
    await visitor.writes("/start")
    await visitor.sees("Ordering is closed for now")


async def test_a_second_process_on_the_same_database_ends_and_says_why(
    program: Process, visitor: Person, tmp_path: Path
) -> None:
    await program.start()
    await visitor.writes("/start")
    await visitor.sees("Hello, Alice", patience=90)
    second = Process(program.environment, tmp_path)

    code, output = await second.ends(LOG_LEVEL="ERROR")

    assert code == 2
    assert "another process is working on data/panelgram.db" in output


async def test_the_database_is_readable_by_its_owner_only(
    program: Process, visitor: Person, tmp_path: Path
) -> None:
    await program.start()
    await visitor.writes("/start")
    await visitor.sees("Hello, Alice", patience=90)

    assert (tmp_path / "data" / "panelgram.db").stat().st_mode & 0o077 == 0


async def test_who_opens_the_claim_link_becomes_operator_once(
    program: Process, visitor: Person, http: aiohttp.ClientSession, telegram: TelegramServer
) -> None:
    await program.start(ADMIN_IDS="", ALLOWED_IDS="")
    assert program.process is not None
    assert program.process.stdout is not None
    code = ""
    while "claim_" not in code:
        async with asyncio.timeout(30):
            code = (await program.process.stdout.readline()).decode()
    link = code.strip().partition("?start=")[2]

    await visitor.writes(f"/start {link}")
    await visitor.sees("Hello, Alice")
    assert "🛠 Operator" in visitor.labels(visitor.newest)

    bob = Person(http, telegram.world.chats[1002])
    assert "was used or has expired" in (await bob.says(f"/start {link}"))["text"]
    await program.signal(signal.SIGTERM)
    output = (await program.process.communicate())[0].decode()
    assert re.search(r"user \d+ opened an invitation; role: operator", output)


async def test_check_says_what_is_right_and_what_is_wrong(program: Process) -> None:
    code, output = await program.ends("check", PANEL_API_KEY="not-the-key")

    assert code == 2
    assert "ok     Telegram: @panelgram_bot" in output
    assert "WRONG  panel: the panel refuses: Invalid API key" in output
    assert "ok     database: 0 orders" in output

    code, output = await program.ends("check")
    assert code == 0
    assert "1000.00 USD on the account, 54 of 54 services offered" in output
