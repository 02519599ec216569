"""Whatever the panel lists and answers comes out as text, in chats and in the operator's."""

from typing import Any

from panel import Meaning, read_error
from panel.models import NO_NAME
from panel.plain_text import lines, one_line, shows_something
from sandbox.panel.server import PanelServer
from sandbox.telegram.server import TelegramServer
from sandbox.telegram.world import Person
from tests.conftest import ALICE
from tests.security.belongings import under_way
from tests.security.corpus import STRINGS
from tests.security.shortcut import Direct
from tests.security.texts.talking import Rude, of_json, order
from views.callbacks import OpenCategory
from views.text import clean, clean_lines, cut


async def test_names_categories_and_descriptions_of_services_are_text(bot: Direct, alice: Person) -> None:
    shown = 0
    for number, text in enumerate(map(of_json, STRINGS), 1_000):
        if not text.strip():
            continue
        card = await bot.says(alice, f"/start s_{number}")
        name = cut(one_line(text), 300).strip()
        assert (name if shows_something(name) else NO_NAME) in card["text"]
        assert clean_lines(lines(text))[:1_500].strip() in card["text"]
        of = bot.catalogue.shelves.category_of(bot.catalogue.shelves.service(str(number)))
        category = await bot.taps(alice, OpenCategory(category=of.id).pack())
        assert (name if shows_something(name) else NO_NAME) in category["text"]
        question = await bot.taps(alice, f"d:{number}")
        assert "Step 1 of 2" in question["text"]
        shown += 1
    assert shown > 400


async def test_what_the_panel_answers_is_text(
    bot: Direct, alice: Person, olga: Person, panel: PanelServer, telegram: TelegramServer
) -> None:
    """A status and a currency for each order, shown on its card and told to the operator."""
    await bot.says(olga, "/start")
    await bot.says(alice, "/start")
    texts = [text for text in STRINGS if text and read_error(text).meaning is not Meaning.ORDER]
    words = {str(700_000 + number): text for number, text in enumerate(texts)}
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
        seen = cut(f'What came back: {{"strange": "{of_json(text)}', 50)
        assert seen.partition("\\")[0].partition("…")[0].partition('": "')[0] in card["text"]
