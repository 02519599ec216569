"""An operator changes what customers see of a service, in the chat."""

import aiohttp
import pytest

from bot.settings import Settings
from sandbox.panel.server import PanelServer
from sandbox.telegram.server import TelegramServer
from tests.conftest import ALICE, OLGA, Bot
from tests.databases import ask
from tests.people import Message, Person
from views.order_callbacks import OrderAgain

ENGINES_OF_STORIES = ("sqlite",)

FOLLOWERS, HEARTS = "Pictogram Followers · Standard", "Hearts, real ones"
LINK = "https://example.com/p/1"
OWN = "SELECT count(*) FROM own_values"


async def opens_on_desk(olga: Person, words: str = FOLLOWERS) -> Message:
    """Olga finds a service from her desk."""
    await olga.says("/start")
    await olga.taps("Operator")
    await olga.taps("Services")
    await olga.says(words, shows="Services")
    return await olga.taps(words)


async def test_services_are_found_page_by_page(olga: Person) -> None:
    await olga.says("/admin", shows="Operator")
    await olga.taps("Services")
    first = await olga.says("Pictogram", shows="results for “Pictogram”")
    seen = {label for label in olga.labels(first) if "$" in label}
    assert len(seen) == 8

    second = await olga.taps("›")

    turned = {label for label in olga.labels(second) if "$" in label}
    assert turned
    assert not turned & seen
    await olga.taps("Changes")
    await olga.taps_raw("svf:1")  # the words are not known now
    assert "result" not in (await olga.sees("Send the ID of a service"))["text"]


async def test_a_service_gets_a_name_a_description_a_note_and_a_category(alice: Person, olga: Person) -> None:
    card = await opens_on_desk(olga)
    assert "No order of it has ended in the last 90 days." in card["text"]
    for label, text in (
        ("Name", HEARTS), ("Description", "From <real> people."), ("Note", "Slow on Sundays"), ("Category", "Best"),
    ):  # fmt: skip
        await olga.taps(label)
        card = await olga.says(text, shows="Saved.")
    assert f"At the panel: {FOLLOWERS}" in card["text"]

    shown = await alice.opens_service(HEARTS)

    for text in (HEARTS, "From <real> people.", "📝 Slow on Sundays", "· Best"):
        assert text in shown["text"]
    assert "Best" in "".join(alice.labels(await alice.says("/catalogue")))
    order = await alice.orders(HEARTS, LINK, "100")
    assert HEARTS in order["text"]
    await opens_on_desk(olga, HEARTS)
    await olga.taps("Reset")
    await olga.taps("Reset")
    assert FOLLOWERS in (await alice.opens_service(FOLLOWERS))["text"]


async def test_a_hidden_service_cannot_be_found_opened_favourited_or_ordered(
    alice: Person, olga: Person, bot: Bot, panel: PanelServer
) -> None:
    await alice.orders(FOLLOWERS, LINK, "100")
    service = await alice.opens_service(FOLLOWERS)
    buttons = [alice.data_of(label, service) for label in ("Favourite", "Order")]
    review = await alice.reviews(FOLLOWERS, "https://example.com/p/2", "100")
    buttons.append(alice.data_of("Place order", review))
    placed = len(panel.book.orders)
    await opens_on_desk(olga)
    hidden = await olga.taps("Hide")
    assert "Hidden: customers cannot find or order it." in hidden["text"]

    for data in [*buttons, f"s:{buttons[0].partition(':')[2]}"]:
        assert await alice.taps_raw(data) == "This service is not offered any more. Nothing was ordered."
        await alice.sees(f"“{FOLLOWERS}” is no longer offered.", "These are most like it")
    assert FOLLOWERS not in "".join(alice.labels(await alice.says(f"/search {FOLLOWERS}")))
    again = OrderAgain(order=1).pack()
    assert await alice.taps_raw(again) == "This service is not offered any more. Nothing was ordered."
    assert "is no longer offered" in (await alice.says("/start s_101"))["text"]
    assert len(panel.book.orders) == placed
    assert await ask(bot.settings.database_url, "SELECT count(*) FROM favourites") == [(0,)]

    await opens_on_desk(olga)
    await olga.taps("Show")
    assert FOLLOWERS in (await alice.opens_service(FOLLOWERS))["text"]


def _data(message: Message) -> list[str]:
    rows = message["reply_markup"]["inline_keyboard"]
    return [button["callback_data"] for row in rows for button in row if "callback_data" in button]


async def test_a_pinned_service_is_the_first_of_its_category(alice: Person, olga: Person) -> None:
    pinned = "Pictogram Followers · Drip-feed"
    await opens_on_desk(olga, pinned)
    await olga.taps("Pin")

    await alice.opens_service(FOLLOWERS)
    category = await alice.taps("Back")

    assert pinned in alice.labels(category)[0]


@pytest.mark.parametrize("typed", ["x" * 121, "\u2800 \u2800"])
async def test_bad_names_are_asked_again(olga: Person, bot: Bot, typed: str) -> None:
    await opens_on_desk(olga)
    await olga.taps("Name")

    await olga.says(typed, shows="This text is too long, or nothing can be read in it.")

    assert await ask(bot.settings.database_url, OWN) == [(0,)]
    await olga.says("مشاهدات سريعة", shows="Saved.")
    assert "مشاهدات سريعة" in (await opens_on_desk(olga, "مشاهدات"))["text"]


async def test_a_customer_who_forges_the_buttons_changes_nothing(
    alice: Person, olga: Person, bot: Bot
) -> None:
    card = await opens_on_desk(olga)
    await olga.taps("Note")
    ask_note = _data(olga.newest) + _data(card)

    for forged in [
        *ask_note,
        "svx:101:name",
        "svz:101",
        "svl:0",
        "svh:0",
        "svm:101:hidden:1",
        "svm:101:name:1",
    ]:
        if forged.startswith("sv"):
            assert await alice.taps_raw(forged) == "This menu is out of date. Here is a fresh one."

    assert await ask(bot.settings.database_url, OWN) == [(0,)]


async def test_what_the_panel_changed_is_listed(olga: Person, panel: PanelServer) -> None:
    await olga.says("/start")
    await olga.taps("Operator")
    await olga.taps("Services")

    changes = await olga.taps("Changes")

    assert "Nothing has changed in the last 30 days." in changes["text"]


async def test_what_the_panel_adds_is_hidden_until_an_operator_shows_it(
    settings: Settings, panel: PanelServer, telegram: TelegramServer, http: aiohttp.ClientSession
) -> None:
    panel.book.services[101].removed = True
    bot = Bot(settings.model_copy(update={"new_services": "hidden"}))
    await bot.start()
    await bot.has_catalogue()
    alice, olga = (Person(http, telegram.world.chats[one]) for one in (ALICE, OLGA))
    await olga.says("/start")
    assert "result" in (await alice.says("/search followers"))["text"], "the first list is shown"
    panel.book.services[101].removed = False
    panel.book.services[102].rate *= 2
    await bot.restart(panel)

    alert = await olga.sees("The panel changed rates by more than 20 % at once.", "How many: 1")
    changes = await olga.taps("Changes", alert)
    assert f"101 · {FOLLOWERS}" in changes["text"]
    assert ": new" in changes["text"]
    assert "rate $0.42 → $0.84" in changes["text"]
    assert FOLLOWERS not in "".join(alice.labels(await alice.says(f"/search {FOLLOWERS}")))
    await olga.taps("Services")
    await olga.taps("Yours")
    await olga.taps(FOLLOWERS)
    await olga.taps("Show")

    assert FOLLOWERS in (await alice.opens_service(FOLLOWERS))["text"]
    await bot.stop()
