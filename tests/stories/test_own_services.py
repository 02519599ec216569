"""Favourites, what was ordered lately, filters of a category, and what stands in for a service that is gone."""

import asyncio

from sandbox.panel.server import PanelServer
from storage.favourites import MOST_FAVOURITES
from tests.conftest import ALICE, Bot
from tests.databases import ask, id_of, run
from tests.people import Person

STANDARD = "Pictogram Followers · Standard"
FAST = "Pictogram Followers · Fast"
FOLLOWERS = "📷 Pictogram · Followers"


async def test_a_service_is_marked_found_in_the_catalogue_and_unmarked(alice: Person) -> None:
    menu = await alice.says("/catalogue", shows="Catalogue")
    assert not [label for label in alice.labels(menu) if "Favourites" in label]
    card = await alice.opens_service(STANDARD)

    marked = await alice.taps("☆ Favourite", card)
    assert alice.toast == "Added to your favourites."
    assert "★ Favourite" in alice.labels(marked)
    menu = await alice.says("/catalogue", shows="Catalogue")
    assert alice.labels(menu)[0] == "⭐ Favourites · 1"
    listed = await alice.taps("Favourites", menu)
    assert "1 of at most 100" in listed["text"]
    await alice.taps(STANDARD, listed)
    await alice.taps("★ Favourite")

    assert alice.toast == "Removed from your favourites."
    assert alice.labels(await alice.says("/catalogue", shows="Catalogue"))[0] != "⭐ Favourites · 1"


async def test_a_second_tap_on_the_star_changes_nothing(alice: Person, bot: Bot) -> None:
    card = await alice.opens_service(STANDARD)
    star = alice.data_of("☆ Favourite", card)

    for _ in range(3):
        await alice.taps_raw(star, card["message_id"])

    assert await ask(bot.settings.database_url, "SELECT service_id FROM favourites") == [("101",)]


async def test_there_are_a_hundred_favourites_at_most(alice: Person, bot: Bot) -> None:
    marks = ",".join(f"({id_of(ALICE)}, 1, 'old-{number}', {number})" for number in range(MOST_FAVOURITES))
    await run(bot.settings.database_url, f"INSERT INTO favourites VALUES {marks}")
    card = await alice.opens_service(STANDARD)

    await alice.taps("☆ Favourite", card)

    assert alice.toast == "You have as many favourites as there can be. Remove one first."
    assert await ask(bot.settings.database_url, "SELECT count(*) FROM favourites") == [(100,)]


async def test_the_services_of_the_last_orders_are_listed_once_and_newest_first(alice: Person) -> None:
    for place, service in enumerate((STANDARD, FAST, STANDARD)):
        await alice.orders(service, f"https://example.com/p/{place}", "100")

    menu = await alice.says("/catalogue", shows="Catalogue")
    assert alice.labels(menu)[0] == "🕘 Recent · 2"
    listed = await alice.taps("Recent", menu)

    assert [label.split(" · ")[2] for label in alice.labels(listed)[:2]] == ["Standard", "Fast"]


async def test_a_category_is_filtered_and_sorted(alice: Person) -> None:
    await alice.says("/catalogue", shows="Catalogue")
    page = await alice.taps(FOLLOWERS)
    assert len(services(alice, page)) == 6

    page = await alice.taps("Cancelable", page)
    assert services(alice, page) == ["$0.90", "$1.15", "$6.90"]
    page = await alice.taps("Refill", page)
    page = await alice.taps("Cheapest", page)
    assert {"• Cheapest", "• Refill", "• Cancelable"} <= set(alice.labels(page))
    page = await alice.taps("• Cancelable", page)
    assert services(alice, page) == ["$0.90", "$1.15", "$1.48", "$0.75", "$6.90"]  # packages at the end


async def test_instead_of_a_gone_service_the_nearest_by_price_are_shown(
    alice: Person, bot: Bot, panel: PanelServer
) -> None:
    card = await alice.opens_service(STANDARD)
    await alice.taps("☆ Favourite", card)
    panel.book.services.pop(101)
    await bot.restart(panel)
    while await ask(bot.settings.database_url, "SELECT id FROM services WHERE id = '101'"):
        await asyncio.sleep(0.05)

    gone = await alice.says("/start s_101", shows="no longer offered")

    assert services(alice, gone)[0] == "$1.15"
    assert len(services(alice, gone)) == 3
    assert not [
        label
        for label in alice.labels(await alice.says("/catalogue", shows="Catalogue"))
        if "Favourites" in label
    ]


def services(person: Person, page: dict[str, object]) -> list[str]:
    """The prices on the buttons of services."""
    return [label.split(" · ")[0] for label in person.labels(page) if label.startswith("$")]
