"""An operator sets prices, and customers pay them."""

import aiohttp
import pytest

from sandbox.panel.server import PanelServer
from sandbox.telegram.server import TelegramServer
from tests.conftest import ALICE, BOB, Bot
from tests.databases import ask, id_of
from tests.people import Person
from tests.stories.shop.acts import FOLLOWERS, LINK, prices, rate_shown, sets, started

ENGINES_OF_STORIES = ("sqlite",)

VIEWS = "Clipstream Views"


async def test_a_shop_is_closed_until_an_operator_has_looked_at_three_prices(
    closed_alice: Person, olga: Person
) -> None:
    await closed_alice.opens_service(FOLLOWERS)
    await closed_alice.taps("Order")
    await closed_alice.says(LINK, shows="How many?")
    await closed_alice.says("157", shows="Ordering is closed for now")

    card = await olga.taps("Check the prices", await olga.sees("The prices of the shop are not confirmed"))
    assert card["text"].count(": cost $") == 3
    await olga.taps("These prices are right", card)

    await olga.sees("The prices of the shop were confirmed.")
    await closed_alice.reviews(FOLLOWERS, LINK, "157")


async def test_the_review_shows_the_arithmetic_with_the_selling_rate(alice: Person) -> None:
    review = await alice.reviews(FOLLOWERS, LINK, "157")

    assert "Price: 157 × $0.945 / 1,000 = $0.148365, rounded up to $0.15" in review["text"]
    assert "Place order · $0.15" in "".join(alice.labels(review))
    assert "Balance" not in review["text"]


async def test_a_rule_is_shown_on_five_services_then_saved_and_undone(alice: Person, olga: Person) -> None:
    assert (await sets(olga, "Percent", "50 %")).count(" → ") == 5
    assert await rate_shown(alice) == "$1.35"
    await prices(olga)
    undo = await olga.taps("Undo the last change")
    assert "The last change is undone." in undo["text"]
    assert await rate_shown(alice) == "$1.35"
    await olga.taps("Save", undo)
    assert await rate_shown(alice) == "$0.945"
    assert "Undo the last change" not in olga.labels(await prices(olga))


async def test_all_prices_change_by_a_percentage_in_one_edit(alice: Person, olga: Person, bot: Bot) -> None:
    await sets(olga, "Percent", "50")
    await prices(olga)
    await olga.taps("All prices by a percentage")
    plan = await olga.says("+10 %", shows="All prices by +10 %")
    await olga.taps("Save", plan)

    assert await rate_shown(alice) == "$1.485"
    assert "+65 % · All services" in olga.labels(await prices(olga))
    assert len(await ask(bot.settings.database_url, "SELECT id FROM price_edits")) == 2


@pytest.mark.parametrize("typed", ["-5", "1e9", "1" * 26, "10001", "0.00001", "many", "1,5,5", ""])
async def test_bad_input_is_asked_again_with_the_limits(alice: Person, olga: Person, typed: str) -> None:
    await prices(olga)
    await olga.taps("All services")
    await olga.taps("Percent")

    again = await olga.says(typed or "?", shows="Send a number from 0 to 10,000")
    assert "How many percent above the cost?" in again["text"]

    plan = await olga.says("12,5", shows="Nothing is saved yet")
    assert "Percent above the cost: 12.5 %" in plan["text"]


async def test_a_fixed_rate_of_0_is_refused_and_one_below_the_cost_obeys_the_margin(
    alice: Person, olga: Person
) -> None:
    await prices(olga)
    await olga.taps("A service")
    await olga.taps(FOLLOWERS, await olga.says("101", shows="Send the ID"))
    await olga.taps("Fixed rate")
    await olga.says("0", shows="Send a number from 0.000001")
    await olga.taps("Save", await olga.says("0.10", shows="No price changes."))
    assert await rate_shown(alice) == "$0.945"

    await prices(olga)
    await olga.taps("$0.10 fixed")
    await olga.taps("Fixed rate")
    await olga.taps("Save", await olga.says("2.50", shows="$0.945 → $2.50"))
    assert await rate_shown(alice) == "$2.50"


async def test_the_second_of_two_operators_sees_what_has_changed(
    alice: Person, olga: Person, petra: Person
) -> None:
    for one in (olga, petra):
        await prices(one)
        await one.taps("All services")
        await one.taps("Percent")
    hers = await petra.says("20", shows="Nothing is saved yet")
    await olga.taps("Save", await olga.says("30", shows="Nothing is saved yet"))

    again = await petra.taps("Save", hers)

    assert "Somebody has changed prices since you saw this." in again["text"]
    assert "Release pack: $31.20 → $28.80" in again["text"]
    assert await rate_shown(alice) == "$1.17"
    await petra.taps("Save", again)
    assert await rate_shown(alice) == "$1.08"


async def test_an_old_button_saves_nothing(alice: Person, olga: Person) -> None:
    await prices(olga)
    await olga.taps("All services")
    await olga.taps("Percent")
    first = await olga.says("20", shows="Nothing is saved yet")
    data = olga.data_of("Save", first)
    await olga.says("90", shows="Percent above the cost: 90 %")

    await olga.taps_raw(data, first["message_id"])

    assert olga.toast == "This has already been decided."
    assert await rate_shown(alice) == "$0.945"


async def test_a_price_that_changes_between_review_and_confirm_is_asked_again(
    alice: Person, olga: Person, panel: PanelServer
) -> None:
    review = await alice.reviews(FOLLOWERS, LINK, "1k")
    await sets(olga, "Percent", "50")

    renewed = await alice.taps("Place order · $0.95", review)

    assert "The price changed from $0.95 to $1.35. Nothing was ordered yet." in renewed["text"]
    assert "Place order · $1.35" in "".join(alice.labels(renewed))
    assert not panel.book.orders


async def test_a_group_gets_its_discount_from_the_next_look_on(alice: Person, olga: Person, bot: Bot) -> None:
    await sets(olga, "Percent", "50")
    review = await alice.reviews(FOLLOWERS, LINK, "1k")
    await makes_group(olga, "Gold", "10")
    await puts(olga, "Alice", "Gold")

    renewed = await alice.taps("Place order · $1.35", review)
    assert "The price changed from $1.35 to $1.22." in renewed["text"]
    assert await rate_shown(alice) == "$1.215"
    assert await rate_shown(olga) == "$1.35"

    await olga.says("/shop", shows="Shop")
    await olga.taps("Gold", await olga.taps("Groups"))
    await olga.taps("End Gold", await olga.taps("End this group"))
    assert await rate_shown(alice) == "$1.35"
    ((group,),) = await ask(
        bot.settings.database_url, f"SELECT group_id FROM users WHERE id = {id_of(ALICE)}"
    )
    assert group is None


async def makes_group(olga: Person, name: str, discount: str) -> None:
    await olga.says("/shop", shows="Shop")
    await olga.taps("Groups")
    await olga.taps("New group")
    await olga.says("x" * 41, shows="at most 40 characters, on one line")
    await olga.taps("Discount", await olga.says(name, shows="Discount: 0 %"))
    await olga.says("100", shows="Send a number from 0 to 99")
    await olga.taps("Save", await olga.says(discount, shows=f"Discount: {discount} %"))


async def puts(olga: Person, name: str, group: str) -> None:
    await olga.says("/start", shows="Hello")
    await olga.taps("People", await olga.taps("Operator"))
    await olga.taps(name)
    card = await olga.taps(group, await olga.taps("Group"))
    assert f"Group: {group}" in card["text"]


async def test_costs_in_another_currency_need_a_rate_and_a_new_look(
    alice: Person, olga: Person, panel: PanelServer
) -> None:
    panel.book.keys["demo-key"].currency = "EUR"
    alert = await olga.sees(
        "The exchange rate for prices is missing or too old.", button="Set the exchange rate"
    )
    await olga.taps("Set the exchange rate", alert)
    await olga.says("0", shows="Send a number from 0.000001")
    plan = await olga.says("1,08", shows="1 EUR = 1.08 USD")
    assert "not sold → " in plan["text"]
    await olga.taps("Save", plan)
    await olga.sees("The exchange rate was set.")

    await opens_anew(olga)

    review = await alice.reviews(FOLLOWERS, LINK, "1k")
    assert "$1.0206" in review["text"]  # 0.90 EUR × 1.08 × 1.05
    assert "€" not in review["text"]


async def opens_anew(olga: Person) -> None:
    await olga.says("/shop", shows="The prices of the shop are not confirmed")
    await olga.taps("These prices are right", await olga.taps("Check the prices"))
    await olga.sees("Ordering is open.")


async def test_a_rate_that_falls_a_thousandfold_holds_its_service(
    alice: Person, olga: Person, panel: PanelServer
) -> None:
    service = panel.book.services[101]
    service.rate = service.rate / 1000

    alert = await olga.sees("The panel changed rates by more than 20 % at once.", "How many: 1")
    assert "Not for sale right now" in (await alice.opens_service(FOLLOWERS))["text"]
    held = await olga.taps("Held services", alert)
    hold = await olga.taps("↕ 101", held)
    assert "Rate at the panel: $0.90 → $0.0009" in hold["text"]
    await olga.taps("Sell it at the new rate", hold)

    assert "$0.000945" in (await alice.opens_service(FOLLOWERS))["text"]
    assert "Not for sale" not in alice.newest["text"]


async def test_stars_and_limits_are_set_in_the_chat(alice: Person, olga: Person, petra: Person) -> None:
    for one in (olga, petra):
        await one.says("/shop", shows="Shop")
        values = await one.taps("Stars and limits")
        assert "100 Stars: $1.17" in values["text"]
        await one.taps("Top-up, most at once")
    await olga.says("-5", shows="Send a number from 1 to")
    saved = await olga.says("250", shows="Top-up, most at once: $250.00")
    assert "Stars and limits" in saved["text"]

    late = await petra.says("300", shows="Somebody has changed prices since you saw this.")
    assert "Now: $250.00" in late["text"]
    await petra.says("300", shows="Top-up, most at once: $300.00")


async def test_in_private_mode_there_is_no_shop(alice: Person) -> None:
    await alice.says("/shop", shows="Hello, Alice")


@pytest.fixture
async def petra(http: aiohttp.ClientSession, telegram: TelegramServer, bot: Bot) -> Person:
    """A second operator."""
    person = Person(http, telegram.world.chats[BOB])
    await person.says("/start")
    await ask(bot.settings.database_url, f"UPDATE users SET role = 'operator' WHERE telegram_id = {BOB}")
    return await started(person, bot)
