"""Inline mode: services are found while somebody types, in the chat with the bot and elsewhere."""

from typing import Any

import aiohttp
import pytest

from sandbox.panel.server import PanelServer
from sandbox.telegram.server import TelegramServer
from tests.conftest import BOB, Bot
from tests.databases import ask
from tests.people import Person

ENGINES_OF_STORIES = ("sqlite",)

LINK = "https://t.me/panelgram_bot?start=s_101"


async def test_in_the_own_chat_results_have_prices_and_open_the_card(alice: Person) -> None:
    found = await alice.types_inline("folowers standard pictogram")

    first = found["results"][0]
    assert first["title"] == "Pictogram Followers · Standard"
    assert first["description"] == "$0.90 per 1,000 · 50 to 10,000"
    await alice.sends_inline(found, first["id"])

    await alice.sees("Pictogram Followers · Standard", "Service 101", button="Order")
    assert alice.written["text"] == LINK


async def test_a_result_opens_the_card_also_where_a_link_was_asked_for(alice: Person) -> None:
    await alice.opens_service("Pictogram Followers · Fast")
    await alice.taps("Order")
    found = await alice.types_inline("101")

    await alice.sends_inline(found, "101")

    await alice.sees("Pictogram Followers · Standard", "Service 101", button="Order")


@pytest.mark.parametrize("kind", ["private", "group", "supergroup", "channel"])
async def test_elsewhere_results_have_no_prices_and_lead_to_the_bot(alice: Person, kind: str) -> None:
    found = await alice.types_inline("101", kind=kind)

    assert "$" not in str(found)
    message = await alice.sends_inline(found, "101")
    assert message["text"] == "Pictogram Followers · Standard"
    assert message["reply_markup"]["inline_keyboard"][0][0]["url"] == LINK


async def test_a_stranger_sees_no_prices_and_leaves_nothing_behind(bob: Person, bot: Bot) -> None:
    await bot.has_catalogue()

    found = await bob.types_inline("followers")

    assert found["results"]
    assert "$" not in str(found)
    assert await ask(bot.settings.database_url, f"SELECT id FROM users WHERE telegram_id = {BOB}") == []


async def test_results_come_by_the_page(alice: Person) -> None:
    titles: list[str] = []
    offset = ""
    for _ in range(3):
        found = await alice.types_inline("pictogram", offset=offset)
        titles += [one["title"] for one in found["results"]]
        if not (offset := found["next_offset"]):
            break

    assert offset == ""
    assert len(titles) == len(set(titles)) > 20


async def test_a_service_whose_name_shows_nothing_does_not_cost_the_others(
    alice: Person, panel: PanelServer, bot: Bot
) -> None:
    panel.book.services[101].name = "\u200b\u2060"
    await bot.restart(panel)

    found = await alice.types_inline("pictogram followers")

    assert {"101", "102"} <= {one["id"] for one in found["results"]}
    assert {one["title"] for one in found["results"] if one["id"] == "101"} == {"…"}


async def test_without_words_favourites_and_the_last_orders_are_there(alice: Person) -> None:
    nothing = await alice.types_inline("")
    assert nothing["button"] == {"text": "Type what you are looking for", "start_parameter": "find"}
    await alice.taps("☆ Favourite", await alice.opens_service("Pictogram Followers · Fast"))
    await alice.orders("Pictogram Followers · Standard", "https://example.com/p/1", "100")

    found = await alice.types_inline("")

    assert [one["id"] for one in found["results"]] == ["102", "101"]


@pytest.mark.parametrize(
    "words",
    [
        "👍" * 128,
        "x" * 256,
        "'; DROP TABLE users; --",
        "\u202eمرحبا",
        "\u0000",
        "   ",
        "1e9",
        "https://t.me/",
    ],
    ids=["emoji", "longest", "sql", "right to left", "nothing", "spaces", "number", "link"],
)
async def test_whatever_is_typed_gets_an_answer(alice: Person, words: str, caplog: Any) -> None:
    found = await alice.types_inline(words)

    assert found["results"] or found["button"]
    assert "an inline query failed" not in caplog.text


async def test_the_button_over_nothing_leads_to_the_search(alice: Person) -> None:
    found = await alice.types_inline("zzzzzzzz")
    assert found["button"]["text"] == "Nothing found. Search in the chat"

    await alice.says(f"/start {found['button']['start_parameter']}", shows="Send words from a service's name")


async def test_the_search_offers_it_where_it_is_switched_on(
    alice: Person, telegram: TelegramServer, http: aiohttp.ClientSession
) -> None:
    prompt = await alice.says("/search", shows="Send words")

    keys = [key for row in prompt["reply_markup"]["inline_keyboard"] for key in row]
    assert [key["text"] for key in keys if key.get("switch_inline_query_current_chat") == ""] == [
        "⌨️ Results as you type"
    ]


async def test_where_it_is_off_nothing_speaks_of_it(
    http: aiohttp.ClientSession, telegram: TelegramServer, bot: Bot
) -> None:
    telegram.world.bot["supports_inline_queries"] = False
    bob = Person(http, telegram.world.chats[BOB])

    assert (await bob.types_inline("followers"))["results"] == []
