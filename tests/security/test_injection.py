"""Whatever the panel lists and people write comes out as text, in chats, in logs and in the database."""

import io
import json
import logging
import unicodedata
from collections.abc import AsyncIterator
from decimal import Decimal
from typing import Any

import pytest

from bot.logs import JsonLines, TextLines, WithoutSecrets
from bot.settings import Settings
from panel.service_types import lines as entries_of
from sandbox.panel.api import Api
from sandbox.panel.catalogue import Service
from sandbox.panel.server import PanelServer
from sandbox.telegram.server import TelegramServer
from sandbox.telegram.world import Person
from tests.conftest import ALICE, OLGA
from tests.security.belongings import Ledger, under_way
from tests.security.corpus import STRINGS
from tests.security.shortcut import Direct, Message, direct
from usecases.links import parse_link
from views.callbacks import OpenCategory
from views.text import clean, clean_lines, cut

OURS = {"bold", "code", "expandable_blockquote", "date_time"}
"""The entities that our views make."""

JOINERS = {"\u200d", "\u200c"}
HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
EXPECTED_REFUSALS = ("message is not modified", "query is too old")

COMMENTS, PROFILE, DEFAULT = 9_001, 9_002, 9_003


class Rude(Api):
    """Answers some actions with whatever a test has put down, the others as always."""

    def __init__(self, api: Api, answers: dict[str, Any]) -> None:
        self.__dict__.update(api.__dict__)
        self.answers = answers

    def answer(self, sent: dict[str, str]) -> Any:
        scripted = self.answers.get(sent.get("action", ""))
        return (
            super().answer(sent) if scripted is None else scripted(sent) if callable(scripted) else scripted
        )


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


def is_command(text: str) -> bool:
    return text.lstrip().startswith("/")


def of_json(text: str) -> str:
    """A text as it arrives: half of a surrogate pair is no text."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


async def test_names_categories_and_descriptions_of_services_are_text(bot: Direct, alice: Person) -> None:
    shown = 0
    for number, text in enumerate(map(of_json, STRINGS), 1_000):
        if not text.strip():
            continue
        card = await bot.says(alice, f"/start s_{number}")
        assert cut(text.strip(), 300).strip() in card["text"]
        assert clean_lines(text.strip())[:1_500].strip() in card["text"]
        of = bot.catalogue.category_of(bot.catalogue.service(str(number)))
        category = await bot.taps(alice, OpenCategory(category=of.id).pack())
        assert cut(text.strip(), 300).strip() in category["text"]
        question = await bot.taps(alice, f"d:{number}")
        assert "Step 1 of 2" in question["text"]
        shown += 1
    assert shown > 400


async def test_names_of_people_are_text(bot: Direct, telegram: TelegramServer, olga: Person) -> None:
    await bot.says(olga, "/start")
    for text in STRINGS:
        person = telegram.world.add_person(text, text, text[:40])
        person.last_name = text
        await bot.says(person, "/start")
        await bot.carry_out()
        name = cut(f"{of_json(text)} {of_json(text)}", 80).strip()
        knock = next(reversed(telegram.world.chats[OLGA].messages.values()))
        assert f"{name} (id {person.id}) asks to be let in." in " ".join(knock["text"].split("🚪 "))
        await bot.taps(olga, f"in:{person.id}")
        await bot.carry_out()
        menu = await bot.says(person, "/start")
        assert menu["text"].startswith(f"Hello, {clean(f'{of_json(text)} {of_json(text)}')[:40]}".strip())


async def test_what_is_typed_is_text(bot: Direct, alice: Person) -> None:
    """Searched for, looked up as a number, followed as a link, taken for a link and for a quantity."""
    for text in map(of_json, STRINGS):
        await bot.says(alice, f"/search {text}")
        await bot.taps(alice, "on")
        await bot.says(alice, text)
        await bot.says(alice, f"/start {text}")
        await bot.taps(alice, f"d:{DEFAULT}")
        answer = await bot.says(alice, text)
        expected = "Step 2 of 2" if parse_link(text) else "This is not a link"
        if is_command(text):
            continue
        assert expected in answer["text"]
        await bot.says(alice, "example.com/p/1")
        assert "This is not a whole number" in (await bot.says(alice, f"x{text}"))["text"]


async def test_what_the_operator_types_for_a_number_is_text(
    bot: Direct, olga: Person, panel: PanelServer
) -> None:
    await bot.says(olga, f"/start s_{DEFAULT}")
    panel.api = Rude(panel.api, {"add": {"strange": 1}})
    await order(bot, olga)

    for text in map(of_json, STRINGS):
        await bot.taps(olga, "qy:1")
        told = await bot.says(olga, f"#{text}")
        assert told["text"] == (
            "⚠️ The panel has no such number on this key, or it belongs to another order here.\n\n"
            "Which number does order 1 have at the panel?\n\nSend it."
        )


async def test_comments_and_lists_are_sent_as_they_were_typed(
    bot: Direct, alice: Person, panel: PanelServer
) -> None:
    """By file, as a text would be cut by Telegram; five strings to an order."""
    texts = [text for text in map(of_json, STRINGS) if entries_of(text)]
    wanted = []
    for start in range(0, len(texts), 5):
        body = "\n".join(texts[start : start + 5]).replace("\0", "")
        await bot.taps(alice, f"d:{COMMENTS}") if start else await bot.says(alice, "/start")
        await bot.taps(alice, f"d:{COMMENTS}")
        await bot.says(alice, f"example.com/p/{start}")
        review = await bot.sends_file(alice, body.encode(), STRINGS[start])
        assert cut(entries_of(body)[0], 60).strip() in review["text"]
        await confirm(bot, alice, review)
        wanted.append("\n".join(entries_of(body)))

    assert [order.sent["comments"] for order in panel.book.orders.values()] == wanted


async def test_a_username_is_sent_and_shown_as_it_was_typed(
    bot: Direct, alice: Person, panel: PanelServer
) -> None:
    texts = [text for text in map(of_json, STRINGS) if len(text.split()) == 1 and len(text.strip()) <= 200]
    for text in texts[::2]:
        await bot.says(alice, f"/start s_{PROFILE}")
        await bot.taps(alice, f"d:{PROFILE}")
        for answer in ("example.com/p/1", "10", text):
            review = await bot.says(alice, answer)
        assert cut(text.strip(), 200).strip() in review["text"], review["text"]


async def test_a_link_of_emoji_can_be_ordered_and_copied(
    bot: Direct, alice: Person, panel: PanelServer
) -> None:
    await bot.says(alice, f"/start s_{DEFAULT}")
    await bot.taps(alice, f"d:{DEFAULT}")
    await bot.says(alice, "https://example.com/" + "🙂" * 400)
    await confirm(bot, alice, await bot.says(alice, "10"))

    assert "Panel number" in (await bot.says(alice, "/start o_1"))["text"]


async def test_what_the_panel_answers_is_text(
    bot: Direct, alice: Person, olga: Person, panel: PanelServer, telegram: TelegramServer
) -> None:
    """A status and a currency for each order, shown on its card and told to the operator."""
    await bot.says(olga, "/start")
    await bot.says(alice, "/start")
    words = {str(700_000 + number): text for number, text in enumerate(STRINGS) if text}
    await under_way(bot.db, ALICE, list(words))
    panel.api = Rude(panel.api, {"status": lambda sent: told(words, sent)})

    await bot.beat("sweep")
    await bot.carry_out()

    for number, text in enumerate(words.values(), 1):
        card = await bot.says(alice, f"/start o_{number}")
        assert f"Order {number} · " in card["text"]
        if clean(of_json(text)) and any(map(str.isalpha, text)) and "one" not in text:
            assert cut(of_json(text), 40).strip() in card["text"]


def told(words: dict[str, str], sent: dict[str, str]) -> dict[str, Any]:
    return {
        one: {"status": words[one], "charge": "1", "currency": words[one]}
        for one in sent["orders"].split(",")
    }


async def test_errors_and_currencies_of_the_panel_are_text(
    bot: Direct, alice: Person, olga: Person, panel: PanelServer
) -> None:
    await bot.says(olga, "/start")
    await bot.says(alice, "/start")
    for text in STRINGS[::2]:
        answers: dict[str, Any] = {"balance": {"balance": "5", "currency": text}}
        panel.api = Rude(panel.api, answers)
        await bot.beat("watch")
        await bot.says(alice, "/balance")
        answers["balance"] = {"error": f"Invalid API key {text}"}
        answers["services"] = {"error": text}
        await bot.beat("watch")
        await bot.beat("catalogue")
        await bot.carry_out()
        await bot.says(olga, "/start")
        await bot.taps(olga, "health")


async def test_what_an_unclear_answer_said_is_text(
    bot: Direct, alice: Person, olga: Person, panel: PanelServer
) -> None:
    await bot.says(alice, "/start")
    await bot.says(olga, "/start")
    answers: dict[str, Any] = {}
    panel.api = Rude(panel.api, answers)
    for number, text in enumerate(STRINGS[::3], 1):
        answers["add"] = {"strange": text}
        await order(bot, alice)
        card = await bot.taps(olga, f"q:{number}")
        seen = cut(f'Seen: {{"strange": "{of_json(text)}', 50)
        assert seen.partition("\\")[0].partition("…")[0].partition('": "')[0] in card["text"]


async def order(bot: Direct, person: Person) -> None:
    await bot.taps(person, f"d:{DEFAULT}")
    await bot.says(person, "example.com/p/1")
    await confirm(bot, person, await bot.says(person, "10"))


async def confirm(bot: Direct, person: Person, review: Message) -> None:
    (data,) = [
        button["callback_data"]
        for row in review["reply_markup"]["inline_keyboard"]
        for button in row
        if "Place order" in button["text"]
    ]
    await bot.taps(person, data)
    await bot.carry_out()


@pytest.mark.parametrize("style", [TextLines, JsonLines])
def test_no_text_can_forge_a_record_of_the_log(style: type[logging.Formatter]) -> None:
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(style())
    handler.addFilter(WithoutSecrets([]))
    for text in STRINGS:
        for said, error in (("the panel is down: %s", None), ("%s could not be handled", failed(text))):
            handler.handle(logging.LogRecord("panel", logging.WARNING, "", 0, said, (text,), error))

    records = [line for line in written.getvalue().split("\n") if line and not line.startswith("    ")]
    assert len(records) == 2 * len(STRINGS)
    for record in written.getvalue().split("\n"):
        assert not [sign for sign in record if unicodedata.category(sign) in {"Cc", "Zl", "Zp", "Cs"}]
    if style is JsonLines:
        assert [json.loads(record)["message"] for record in records[::2]] == [
            f"the panel is down: {text}" for text in STRINGS
        ]


def failed(text: str) -> tuple[type[ValueError], ValueError, None]:
    return ValueError, ValueError(text), None


def test_the_corpus_is_large() -> None:
    assert len(STRINGS) >= 300
