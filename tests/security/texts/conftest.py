"""The bot with odd texts for a catalogue; whatever a test does, none may be taken for more than text."""

import logging
import unicodedata
from collections.abc import AsyncIterator
from decimal import Decimal

import pytest

from bot.logs import TextLines
from bot.settings import Settings
from sandbox.panel.catalogue import Service
from sandbox.panel.server import PanelServer
from sandbox.telegram.server import TelegramServer
from sandbox.telegram.world import Person
from tests.conftest import ALICE, OLGA
from tests.security.belongings import Ledger
from tests.security.corpus import STRINGS
from tests.security.shortcut import Direct, Message, direct
from tests.security.texts.talking import COMMENTS, DEFAULT, PROFILE

OURS = {"blockquote", "bold", "code", "expandable_blockquote", "date_time"}
"""The entities that our views make."""

JOINERS = {"\u200d", "\u200c"}
HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
EXPECTED_REFUSALS = ("message is not modified", "query is too old")


def service(number: int, name: str, kind: str = "Default", description: str = "", least: int = 1) -> Service:
    return Service(
        number, name, kind, name, Decimal("0.00001"), least, 100_000, description, True, True, False
    )


@pytest.fixture
async def bot(
    settings: Settings, telegram: TelegramServer, panel: PanelServer, caplog: pytest.LogCaptureFixture
) -> AsyncIterator[Direct]:
    """The program with the corpus for a catalogue; afterwards nothing may have been taken for more than text."""
    for ours in ("bot", "panel", "usecases"):
        caplog.set_level(logging.INFO, ours)
    named = {number: service(number, text, "Default", text) for number, text in enumerate(STRINGS, 1_000)}
    panel.book.services = named | {
        COMMENTS: service(COMMENTS, "Comments", "Custom Comments"),
        PROFILE: service(PROFILE, "Followers of somebody", "Mentions Users Followers"),
        DEFAULT: service(DEFAULT, "Anything", "Default"),
    }
    async with direct(settings, telegram) as program:
        ledger = Ledger(settings.database_url)
        schema = ledger.schema()
        yield program
        assert ledger.schema() == schema
        ledger.close()
    assert not [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]
    assert all(is_one_line(record) for record in caplog.records)
    refused = [call["description"] for call in telegram.calls if call["code"] != 200]
    assert not [words for words in refused if not any(expected in words for expected in EXPECTED_REFUSALS)]
    for chat in telegram.world.chats.values():
        for message in chat.messages.values():
            if message["from"]["is_bot"]:
                check(message)


@pytest.fixture
def alice(telegram: TelegramServer) -> Person:
    return telegram.world.people[ALICE]


@pytest.fixture
def olga(telegram: TelegramServer) -> Person:
    return telegram.world.people[OLGA]


def check(message: Message) -> None:
    """A message shows no sign that cannot be seen, and no format that our views do not make."""
    assert {entity["type"] for entity in message.get("entities", [])} <= OURS, message
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    for text in (message["text"], *(button["text"] for row in rows for button in row)):
        hidden = [
            sign for sign in text if unicodedata.category(sign) in HIDDEN - {"Cs"} and sign not in JOINERS
        ]
        assert set(hidden) <= {"\n"}, (text, hidden)


def is_one_line(record: logging.LogRecord) -> bool:
    record.exc_text = None
    return TextLines().format(record).isprintable()
