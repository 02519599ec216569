"""A person gets their data as files, and deletes them by a command."""

import asyncio
import json
from typing import Any

from sandbox.panel.server import PanelServer
from sandbox.telegram.server import TelegramServer
from tests.conftest import ALICE, Bot
from tests.databases import ask
from tests.people import Person

STANDARD = "Pictogram Followers · Standard"


async def documents(person: Person, telegram: TelegramServer, count: int) -> dict[str, bytes]:
    """Wait for so many files; returns them by name."""
    async with asyncio.timeout(40):
        while (
            len(found := [one["document"] for one in person.chat.messages.values() if "document" in one])
            < count
        ):
            await asyncio.sleep(0.02)
    return {one["file_name"]: telegram.world.files[one["file_id"]].body for one in found}


async def sent_at(bot: Bot) -> int | None:
    ((at,),) = await ask(
        bot.settings.database_url, f"SELECT exported_at FROM users WHERE telegram_id = {ALICE}"
    )
    return None if at is None else int(at)


async def test_all_data_come_as_files_and_only_the_own(
    alice: Person, olga: Person, panel: PanelServer, telegram: TelegramServer, bot: Bot
) -> None:
    await olga.orders(STANDARD, "https://example.com/olga", "100")
    await alice.orders(STANDARD, "https://example.com/p/1", "1k")
    await alice.taps_raw("mark:103")

    await alice.taps_blindly(alice.data_of("My data as files", await alice.says("/privacy")))

    files = await documents(alice, telegram, 2)
    told: dict[str, Any] = json.loads(files["data.json"])
    assert told["profile"] | {"telegram_id": ALICE, "name": "Alice", "username": "alice"} == told["profile"]
    assert told["settings"]["notifications"] == "all"
    assert told["favourites"] == ["103"]
    assert [(one["link"], one["price"], one["status"]) for one in told["orders"]] == [
        ("https://example.com/p/1", "0.9", "pending")
    ]
    assert "wallet" not in told
    assert b"https://example.com/p/1" in files["orders.csv"]
    assert not any(b"olga" in body for body in files.values())
    again = await alice.says("/export")
    assert "You got your data within the last day. You can get it again in 24 hours." in again["text"]
    await ask(bot.settings.database_url, "UPDATE users SET exported_at = exported_at - 86400001")
    await alice.says("/export")
    await documents(alice, telegram, 4)


async def test_what_could_not_be_sent_can_be_asked_for_again(
    alice: Person, telegram: TelegramServer, bot: Bot
) -> None:
    telegram.faults.switch_on("http_500", "sendDocument", times=1)

    await alice.taps_blindly(alice.data_of("My data as files", await alice.says("/privacy")))

    files = await documents(alice, telegram, 1)
    assert list(files) == ["data.json"]
    async with asyncio.timeout(40):
        while await sent_at(bot) is None:
            await asyncio.sleep(0.02)


async def test_the_command_asks_before_it_deletes(alice: Person) -> None:
    asked = await alice.says("/forget")

    assert "Nothing was deleted" in asked["text"]  # ALLOWED_IDS names her
