"""Operators write the welcome, the rules and the support line, and people read them in their language."""

import pytest

from tests.conftest import Bot
from tests.databases import ask
from tests.people import Message, Person

ENGINES_OF_STORIES = ("sqlite",)

TEXTS = "SELECT kind, language, html FROM own_texts ORDER BY kind, language"


def speaks(person: Person, language: str) -> None:
    """Have a person's client say another language."""
    assert person.chat.owner is not None
    person.chat.owner.language_code = language


async def opens_text(olga: Person, kind: str, language: str = "All languages") -> Message:
    """Olga opens one of the texts, to write it."""
    await olga.says("/start")
    await olga.taps("Operator")
    await olga.taps("Texts")
    await olga.taps(kind)
    return await olga.taps(language)


async def writes_text(olga: Person, kind: str, text: str, language: str = "All languages") -> None:
    await opens_text(olga, kind, language)
    await olga.says(text, shows="Nothing is saved yet")
    await olga.taps("Save")
    assert olga.toast == "Saved. People see this text from now on."


async def test_a_welcome_stands_on_the_first_screen_until_it_is_reset(
    alice: Person, olga: Person, bot: Bot
) -> None:
    shown = await opens_text(olga, "Welcome")
    assert "You have not written it yet." in shown["text"]
    preview = await olga.says("<b>Olga's shop</b>\nEverything for pages", shows="Nothing is saved yet")
    assert "Olga's shop\nEverything for pages" in preview["text"]
    assert "Hello, Alice" in (await alice.says("/start"))["text"]

    await olga.taps("Save", preview)

    start = await alice.says("/start")
    assert start["text"].startswith("Olga's shop\nEverything for pages")
    assert "Hello" not in start["text"]
    assert any(entity["type"] == "bold" for entity in start["entities"])
    await opens_text(olga, "Welcome")
    await olga.taps("Reset")
    assert await ask(bot.settings.database_url, "SELECT count(*) FROM own_texts") == [(1,)]
    await olga.taps("Reset")
    assert olga.toast == "Your text was deleted."
    assert "Hello, Alice" in (await alice.says("/start"))["text"]


async def test_what_is_formatted_in_the_client_is_kept_as_html(olga: Person, bot: Bot) -> None:
    await opens_text(olga, "Rules")
    await olga.says("", html='1 &lt; 2 <b>bold <i>both</i></b> <a href="https://example.com/x">x</a>')
    preview = await olga.sees("Nothing is saved yet")
    await olga.taps("Save", preview)

    html = '1 &lt; 2 <b>bold <i>both</i></b> <a href="https://example.com/x">x</a>'
    assert await ask(bot.settings.database_url, TEXTS) == [("rules", "all", html)]


async def test_rules_and_the_support_line_are_where_people_look_for_help(alice: Person, olga: Person) -> None:
    assert "Rules" not in "".join(alice.labels(await alice.says("/help")))
    await writes_text(olga, "Rules", "One order for one post.")
    await writes_text(olga, "Support line", "Write to @olga_helps.")

    for command in ("/help", "/terms", "/privacy", "/paysupport"):
        assert "Write to @olga_helps." in (await alice.says(command))["text"]
    await alice.says("/help")
    rules = await alice.taps("Rules")

    assert rules["text"] == "Rules\n\nOne order for one post."


async def test_people_read_the_text_of_their_language_or_the_one_for_all(alice: Person, olga: Person) -> None:
    await writes_text(olga, "Welcome", "For all")
    await writes_text(olga, "Welcome", "Для всех", "Русский")

    assert (await alice.says("/start"))["text"].startswith("For all")
    speaks(alice, "ru")
    assert (await alice.says("/start"))["text"].startswith("Для всех")


async def test_a_text_of_the_other_direction_begins_from_its_own_side(alice: Person, olga: Person) -> None:
    await writes_text(olga, "Welcome", "<b>مرحبا</b> بكم في Panelgram!\nEnglish line")
    start = (await alice.says("/start"))["text"]
    assert start.startswith("\u200fمرحبا بكم في Panelgram!\nEnglish line"), repr(start)

    speaks(alice, "ar")
    start = (await alice.says("/start"))["text"]
    assert start.startswith("مرحبا بكم في Panelgram!\n\u200f\u2068English line\u2069"), repr(start)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("Hi\n<b>Olga", "Line 2: <b> is opened and never closed."),
        ("<div>Hi</div>", "Line 1: Telegram does not know the tag <div>."),
        ("x" * 2_000, "The text has 2,000 characters. At most 1,000 are possible."),
        ("\u2800 \u2800", "There is nothing to read in this text."),
    ],
)
async def test_bad_input_is_asked_again_and_not_saved(olga: Person, bot: Bot, typed: str, why: str) -> None:
    await opens_text(olga, "Welcome")

    again = await olga.says(typed, shows=why)

    assert "Save" not in "".join(olga.labels(again))
    await olga.says("Better", shows="Nothing is saved yet")
    assert await ask(bot.settings.database_url, TEXTS) == []


async def test_save_saves_only_the_text_of_its_preview(olga: Person, bot: Bot) -> None:
    await opens_text(olga, "Welcome")
    first = await olga.says("First", shows="Nothing is saved yet")
    save = olga.data_of("Save", first)
    await olga.says("Second", shows="Nothing is saved yet")

    assert await olga.taps_raw(save) == "This menu is out of date. Here is a fresh one."

    assert await ask(bot.settings.database_url, TEXTS) == []


async def test_a_customer_who_forges_the_buttons_changes_nothing(
    alice: Person, olga: Person, bot: Bot
) -> None:
    await writes_text(olga, "Welcome", "Olga's")
    await olga.taps("All languages")
    buttons = ["own", "ownl:welcome", "owno:welcome:all", "owns:welcome:all:01234567", "ownx:welcome:all"]

    for forged in [*buttons, "ownx:nothing:all", "owno:welcome:xx"]:
        assert await alice.taps_raw(forged) == "This menu is out of date. Here is a fresh one."

    assert await ask(bot.settings.database_url, TEXTS) == [("welcome", "all", "Olga's")]
    await alice.says("<b>Alice's</b>")
    assert await ask(bot.settings.database_url, TEXTS) == [("welcome", "all", "Olga's")]
