"""Whatever people write comes out as text: in their own chats, in the operator's, at the panel."""

import pytest

from panel.service_types import lines as entries_of
from sandbox.panel.server import PanelServer
from sandbox.telegram.server import TelegramServer
from sandbox.telegram.world import Person
from tests.conftest import OLGA
from tests.security.corpus import STRINGS
from tests.security.shortcut import Direct
from tests.security.texts.talking import COMMENTS, DEFAULT, PROFILE, Rude, confirm, of_json, order
from usecases.ordering.links import is_sentence, meanings
from views.text import clean, cut

pytestmark = pytest.mark.slow


def is_command(text: str) -> bool:
    return text.lstrip().startswith("/")


async def test_names_of_people_are_text(bot: Direct, telegram: TelegramServer, olga: Person) -> None:
    await bot.says(olga, "/start")
    for text in STRINGS:
        person = telegram.world.add_person(text, text, text[:40])
        person.last_name = text
        await bot.says(person, "/start")
        await bot.carry_out()
        name = cut(f"{of_json(text)} {of_json(text)}", 80).strip()
        knock = next(reversed(telegram.world.chats[OLGA].messages.values()))
        assert f"{name} (ID {person.id}) wants to join." in " ".join(knock["text"].split("🚪 "))
        await bot.taps(olga, knock["reply_markup"]["inline_keyboard"][0][0]["callback_data"])
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
        expected = "This is not a link or a username"
        if found := meanings(text):
            expected = "Tap what you mean" if len(found) > 1 or is_sentence(text) else "Step 2 of 2"
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
            "⚠️ The panel doesn't have this number on our key, or it belongs to another order here.\n\n"
            "What is the panel's number for order 1?\n\nSend the number."
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

    assert "Reference" in (await bot.says(alice, "/start o_1"))["text"]
