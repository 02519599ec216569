"""Looking around: the catalogue, searching, links, old and forged buttons, and who is let in."""

import asyncio

import aiohttp
import pytest

from bot.settings import Settings
from sandbox.panel.server import PanelServer
from sandbox.telegram.server import TelegramServer
from tests.conftest import ALICE, OLGA, Bot
from tests.people import Person

ENGINES_OF_STORIES = ("sqlite",)


async def test_categories_lead_to_services_and_to_a_card(alice: Person) -> None:
    catalogue = await alice.taps("Catalogue")
    assert "54 services in 10 categories" in catalogue["text"]

    category = await alice.taps("Pictogram · Followers · 6")
    assert "$0.90 · Pictogram Followers · Standard" in alice.labels(category)

    card = await alice.taps("Standard")
    assert "$0.90 per 1,000" in card["text"]
    assert "50 to 10,000" in card["text"]
    assert {"type": "blockquote"}.items() <= card["entities"][-2].items()
    assert (await alice.taps("Back"))["text"].startswith("📷 Pictogram · Followers")


async def test_long_lists_have_pages_with_an_end(alice: Person) -> None:
    await alice.taps("Catalogue")

    second = await alice.taps("›")
    assert any("Odd names" in label for label in alice.labels(second))

    first = await alice.taps("‹")
    assert any("Pictogram" in label for label in alice.labels(first))
    await alice.taps_raw(alice.data_of("‹", first), first["message_id"])
    assert alice.chat.messages[first["message_id"]] == first


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("reel views", "Pictogram Reel Views"),
        ("clipstrem subscribrs", "Clipstream Subscribers"),
        ("118", "Pictogram Mentions by hashtag"),
        ("websites", "Search ranking clicks"),
        ("ＰＩＣＴＯＧＲＡＭ story", "Pictogram Story Views"),
    ],
    ids=["words", "misspelt", "id", "category", "full-width"],
)
async def test_services_are_found(alice: Person, panel: PanelServer, words: str, found: str) -> None:
    if words == "118":
        words = str(next(one.id for one in panel.book.services.values() if found in one.name))

    hits = await alice.says(f"/search {words}")

    assert any(found in label for label in alice.labels(hits)), alice.labels(hits)


async def test_words_out_of_the_blue_are_searched_for(alice: Person) -> None:
    hits = await alice.says("story views")

    assert "Pictogram Story Views" in alice.labels(hits)[0]


async def test_nothing_found_offers_a_way_on(alice: Person) -> None:
    nothing = await alice.says("/search qqqqqq")

    assert "No results for “qqqqqq”." in nothing["text"]
    assert "🗂 Catalogue" in alice.labels(nothing)


async def test_odd_names_are_shown_as_text(alice: Person, panel: PanelServer) -> None:
    odd = {one.category: one for one in panel.book.services.values()}["🧪 Odd names"]
    names = [one for one in panel.book.services.values() if one.category == odd.category]

    bold = await alice.says(f"/start s_{names[0].id}")
    assert bold["text"].startswith('Bold Followers & "friends"\n')

    bidi = await alice.says(f"/start s_{names[1].id}")
    assert "\u202e" not in bidi["text"]
    assert bidi["text"].startswith("🌸 مرحبا evil Followers 🌸")

    long = await alice.says(f"/start s_{names[2].id}")
    assert len(long["text"].splitlines()[0]) <= 300
    await alice.says("/search very long")
    label = next(label for label in alice.labels(alice.newest) if "very long" in label)
    assert label.startswith("$0.61 · Followers with a very long name")
    assert label.endswith("… · 🧪 Odd names")


async def test_a_link_opens_a_service_and_an_own_order(alice: Person) -> None:
    assert "Pictogram Followers · Standard" in (await alice.says("/start s_101"))["text"]
    await alice.orders("Pictogram Followers · Standard", "example.com/p/1", "1k")

    assert "Order 1 · " in (await alice.says("/start o_1"))["text"]


@pytest.mark.parametrize("payload", ["s_99999", "s_", "o_1", "o_-1", "o_x", "x_1", "____"])
async def test_a_link_to_nothing_answers_without_an_effect(alice: Person, payload: str) -> None:
    answer = await alice.says(f"/start {payload}")

    assert any("🏠 Menu" in label or "🗂 Catalogue" in label for label in alice.labels(answer))


async def test_someone_elses_order_is_not_found(alice: Person, olga: Person) -> None:
    await alice.orders("Pictogram Followers · Standard", "example.com/p/1", "1k")

    assert "There is no order 1. Send another number." in (await olga.says("/start o_1"))["text"]
    for data in ("o:1", "or:1", "rf:1:0", "cx:1", "cy:1:0", "again:1"):
        assert await olga.taps_raw(data) == "There is no such order."


@pytest.mark.parametrize(
    "data",
    ["", "x", "o", "o:", "o:-1", "o:0", "o:" + "9" * 26, "o:1:2", "ok:nope", "da:abcdefghijkl:link:1",
     "da:abcdefghijkl:nofield:1", "c:zz", "cat:-1", "ntf:loud", "gone:1", "\u202e", "s:../../etc", "li:1002"],
)  # fmt: skip
async def test_a_forged_or_old_button_gets_a_fresh_menu(alice: Person, data: str) -> None:
    toast = await alice.taps_raw(data or " ")

    assert toast
    assert alice.shown.startswith(("Hello, Alice", "Catalogue"))


async def test_a_button_of_a_message_too_old_to_edit_is_answered_below(
    alice: Person, telegram: TelegramServer
) -> None:
    menu = alice.newest
    telegram.world.chats[alice.id].old.add(menu["message_id"])

    await alice.taps("Help", menu)

    assert alice.newest["message_id"] > menu["message_id"]
    assert "How it works" in alice.newest["text"]


async def test_a_stranger_gets_one_line_and_is_let_in_by_the_operator(olga: Person, bob: Person) -> None:
    line = await bob.says("/start")
    assert "I've told the operator you'd like to join" in line["text"]
    assert bob.labels(line) == []
    shut = (await bob.says("/catalogue"))["text"]
    assert shut == "This bot is private. Send /start to ask the operator to let you in."
    assert await bob.taps_raw("cat:0") == shut

    knock = await olga.sees("Bob (ID 1002) wants to join.")
    await bob.says("/start")
    assert olga.count("wants to join") == 1
    await olga.taps("Let in", knock)

    await bob.sees("You're in. Welcome!")
    assert "54 services" in (await bob.says("/catalogue"))["text"]


async def test_an_invitation_lets_one_person_in_once(olga: Person, bob: Person, alice: Person) -> None:
    await olga.taps("Operator")
    shown = await olga.taps("Invite a customer")
    code = shown["text"].partition("?start=")[2].strip()

    assert "Hello, Bob" in (await bob.says(f"/start {code}"))["text"]
    assert "was used or has expired" in (await alice.says(f"/start {code}"))["text"]


async def test_a_group_gets_one_line(alice: Person, telegram: TelegramServer, bot: Bot) -> None:
    group = telegram.world.add_group("Friends", [alice.id])
    owner = telegram.world.people[alice.id]
    for text in ("hello everybody", "/start"):
        message = telegram.world.put_message(group, {"text": text}, owner)
        telegram.world.put_update({"message": message})
    await alice.says("/help")

    answers = [message["text"] for message in group.messages.values() if message["from"]["is_bot"]]
    assert answers == ["I work in private chats only: t.me/panelgram_bot"]


@pytest.mark.parametrize(
    ("command", "text"),
    [
        ("/help", "How it works"),
        ("/privacy", "Privacy"),
        ("/terms", "Terms"),
        ("/balance", "On the account: $1,000.00"),
        ("/settings", "Settings"),
        ("/orders", "You have not ordered anything yet."),
        ("/catalogue", "Catalogue"),
        ("/search", "Send words"),
        ("/nonsense", "Hello, Alice"),
    ],
)
async def test_every_command_answers_and_leads_on(alice: Person, command: str, text: str) -> None:
    answer = await alice.says(command)

    assert text in answer["text"]
    assert alice.labels(answer)


async def test_the_commands_menu_is_set(alice: Person, telegram: TelegramServer) -> None:
    async with asyncio.timeout(20):  # they are set beside the start
        while not (commands := telegram.world.commands.get('{"type": "default"}/')):
            await asyncio.sleep(0.01)

    assert [one["command"] for one in commands] == [
        "start", "catalogue", "search", "orders", "balance", "settings", "help", "privacy", "terms",
    ]  # fmt: skip


async def test_orders_are_listed_filtered_and_found_by_number(
    alice: Person, panel: PanelServer, telegram: TelegramServer
) -> None:
    for place in range(10):
        await alice.orders("Pictogram Followers · Standard", f"example.com/p/{place}", "100")
    panel.book.end(panel.book.orders[23501], "Canceled")
    await alice.sees("Order 1 · Canceled")

    orders = await alice.says("/orders", shows="10 orders")
    assert alice.labels(orders)[0].startswith("🕓 10 · 100 · Pictogram Followers")
    assert "1 / 2" in alice.labels(orders)

    attention = await alice.taps("Attention", orders)
    assert alice.labels(attention)[0].startswith("↩️ 1 ·")

    await alice.taps("Find")
    await alice.says("#7", shows="Order 7 · ")
    orders = await alice.says("/orders", shows="10 orders")
    await alice.taps("Find", orders)
    await alice.says("77", shows="There is no order 77. Send another number.")


async def test_an_operator_sees_how_things_are(olga: Person) -> None:
    assert olga.id == OLGA
    health = await olga.taps("Operator")

    assert "The panel is up and the key works." in health["text"]
    assert "Services offered: 54" in health["text"]


async def test_a_service_tells_how_long_it_usually_takes_once_ten_orders_are_done(
    alice: Person, panel: PanelServer, telegram: TelegramServer
) -> None:
    for place in range(10):
        assert "Usually done" not in (await alice.says("/start s_101", shows="per 1,000"))["text"]
        await alice.orders("Pictogram Followers · Standard", f"example.com/p/{place}", "100")
        panel.book.end(panel.book.orders[23501 + place], "Completed")
        await alice.sees(f"Order {place + 1} · Completed")

    assert "Usually done in 1 minute" in (await alice.says("/start s_101", shows="per 1,000"))["text"]


async def test_a_panel_that_is_down_at_the_start_leaves_the_old_catalogue_with_its_age(
    alice: Person, olga: Person, panel: PanelServer, bot: Bot
) -> None:
    assert "Last heard from the panel" not in (await alice.says("/catalogue"))["text"]
    await bot.stop()
    panel.down = True
    await bot.start()
    await olga.sees("The panel does not answer.")

    catalogue = await alice.says("/catalogue")

    assert "54 services in 10 categories" in catalogue["text"]
    assert "Last heard from the panel" in catalogue["text"]
    assert "Pictogram Followers · Standard" in (await alice.says("/start s_101"))["text"]


async def test_before_the_panel_has_ever_answered_nothing_is_called_missing(
    settings: Settings, panel: PanelServer, telegram: TelegramServer, http: aiohttp.ClientSession
) -> None:
    panel.down = True
    bot = Bot(settings.model_copy(update={"catalogue_interval": 0.2}))
    await bot.start()
    alice = Person(http, telegram.world.chats[ALICE])
    await alice.says("/start")

    for words in ("/catalogue", "/start s_101", "/search followers"):
        assert "The panel has not answered yet" in (await alice.says(words))["text"]
    panel.down = False
    await bot.has_catalogue()
    found = await alice.taps("Try again")

    assert "results for “followers”" in found["text"]
    await bot.stop()
