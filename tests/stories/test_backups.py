"""An owner gets sealed backups into the chat, and the bot goes back to one of them."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from bot.backups import Backups
from bot.outgoing import backup_messages
from bot.settings import Settings
from sandbox.panel.server import PanelServer
from sandbox.telegram.server import TelegramServer
from storage.engines.open import is_file
from storage.events import Event
from tests.conftest import OLGA, Bot, make_settings
from tests.databases import ask
from tests.people import Message, Person

ON_SQLITE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
KEPT = "SELECT act, after FROM audit_trail ORDER BY id"


@pytest.fixture
def key() -> str | None:
    return "a-key-that-is-long-enough-to-encrypt-with"


@pytest.fixture
def settings(
    panel: PanelServer, telegram: TelegramServer, tmp_path: Path, database_url: str, key: str | None
) -> Settings:
    return make_settings(panel, telegram, tmp_path, database_url=database_url, secret_key=key)


async def opens_backups(olga: Person) -> Message:
    await olga.says("/admin", shows="Operator")
    return await olga.taps("Backups")


async def gets_file(olga: Person) -> Message:
    """Wait for the first file."""
    async with asyncio.timeout(40):
        while not (found := [one for one in olga.chat.messages.values() if "document" in one]):
            await asyncio.sleep(0.02)
    return found[0]


def body_of(message: Message, telegram: TelegramServer) -> bytes:
    return telegram.world.files[message["document"]["file_id"]].body


async def begins_a_day_later(bot: Bot, panel: PanelServer) -> Path:
    """Start the bot again without the copies that it has, so that a daily one is due; returns its folder."""
    await bot.stop()
    folder = Backups(bot.settings).folder
    for copy in folder.glob("panelgram-*"):
        copy.unlink()
    await bot.restart(panel)
    async with asyncio.timeout(40):
        while not list(folder.glob("panelgram-*.sealed")):
            await asyncio.sleep(0.02)
    return folder


async def test_a_backup_from_the_chat_brings_the_orders_back(
    olga: Person, alice: Person, bot: Bot, panel: PanelServer, telegram: TelegramServer, tmp_path: Path
) -> None:
    desk = await opens_backups(olga)
    if not is_file(bot.settings.database_url):
        assert "The data is in PostgreSQL" in desk["text"]
        assert olga.labels(desk) == ["‹ Operator", "🏠 Menu"]
        await olga.taps_raw("bks")
        assert await ask(bot.settings.database_url, KEPT) == []
        return
    await alice.orders("Pictogram Followers · Standard", "https://example.com/p/1", "1k")
    await opens_backups(olga)
    await olga.taps("Send a backup")
    message = await gets_file(olga)
    arrived, name = body_of(message, telegram), message["document"]["file_name"]
    assert f"python -m bot restore {name}" in message["caption"]
    assert b"SQLite format" not in arrived
    assert b"example.com" not in arrived
    assert await ask(bot.settings.database_url, KEPT) == [("backup_sent", name)]

    await bot.stop()
    await ask(bot.settings.database_url, "DELETE FROM order_steps")
    (tmp_path / name).write_bytes(arrived)
    assert Backups(bot.settings).restore(tmp_path / name) is not None
    await bot.start()

    await alice.says("/orders", shows="1 order")
    ((steps,),) = await ask(bot.settings.database_url, "SELECT count(*) FROM order_steps")
    assert int(str(steps)) > 0


@ON_SQLITE
async def test_each_daily_copy_comes_while_it_is_wanted(
    olga: Person, bot: Bot, panel: PanelServer, telegram: TelegramServer
) -> None:
    await opens_backups(olga)
    await olga.taps("Send each daily backup")
    assert olga.toast == "Each daily backup comes into this chat."

    folder = await begins_a_day_later(bot, panel)
    message = await gets_file(olga)
    name = message["document"]["file_name"]
    assert body_of(message, telegram) == (folder / name).read_bytes()

    await opens_backups(olga)
    await olga.taps("Stop daily backups")
    await begins_a_day_later(bot, panel)
    assert await ask(bot.settings.database_url, KEPT) == [
        ("daily_backup", "on"), ("backup_sent", name), ("daily_backup", "off")
    ]  # fmt: skip


@ON_SQLITE
async def test_a_copy_that_telegram_does_not_take_stays_on_the_server(
    olga: Person, bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup_messages, "LARGEST_BACKUP", 1_000_000)
    await opens_backups(olga)

    await olga.taps("Send a backup")

    told = await olga.sees("Telegram takes files of up to 1 MB", "It lies on the server: ")
    path = Path(told["text"].partition("It lies on the server: ")[2])
    assert path.parent.name == "chat"
    assert (await asyncio.to_thread(path.read_bytes)).startswith(b"gAAAA")
    await opens_backups(olga)
    await olga.taps("Send a backup")
    async with asyncio.timeout(40):
        while olga.count("Telegram takes files of up to 1 MB") < 2:
            await asyncio.sleep(0.02)
    assert len(list(path.parent.iterdir())) == 1  # one copy for the chat at a time


@ON_SQLITE
async def test_a_file_that_is_not_sealed_never_goes_into_a_chat(olga: Person, bot: Bot) -> None:
    plain = Backups(bot.settings.model_copy(update={"secret_key": None})).write()

    await ask(
        bot.settings.database_url,
        "INSERT INTO outbox (user_id, event, subject_id, payload, created_at, due_at)"
        f" SELECT id, '{Event.BACKUP}', id, '{{\"file\":\"{plain.name}\"}}', 0, 0 FROM users"
        f" WHERE telegram_id = {OLGA}",
    )

    left: Any = 1
    async with asyncio.timeout(40):
        while left:
            await asyncio.sleep(0.02)
            ((left,),) = await ask(
                bot.settings.database_url, "SELECT count(*) FROM outbox WHERE status = 'pending'"
            )
    assert not [one for one in olga.chat.messages.values() if "document" in one]


@ON_SQLITE
@pytest.mark.parametrize("key", [None])
async def test_without_a_key_none_is_sent(olga: Person, bot: Bot) -> None:
    desk = await opens_backups(olga)

    assert "A backup comes into a chat only if it is sealed." in desk["text"]
    assert olga.labels(desk) == ["‹ Operator", "🏠 Menu"]
    await olga.taps_raw("bks")
    assert await ask(bot.settings.database_url, KEPT) == []
