"""The panel tells its balance in another currency than before."""

from sandbox.panel.server import PanelServer
from tests.conftest import Bot
from tests.people import Person

ENGINES_OF_STORIES = ("sqlite",)

FOLLOWERS = "Pictogram Followers · Standard"
LINK = "https://example.com/p/1"


async def test_sums_are_shown_for_each_currency_and_the_operator_is_told_both_times(
    alice: Person, olga: Person, panel: PanelServer
) -> None:
    await alice.orders(FOLLOWERS, LINK, "1k")
    panel.book.keys["demo-key"].currency = "EUR"
    await olga.sees("The panel's account is now in another currency.", "USD → EUR")

    await alice.orders(FOLLOWERS, "https://example.com/p/2", "2k")
    account = await alice.says("/balance", shows="Today")

    for period in ("Today", "Last 7 days", "Last 30 days"):
        assert f"{period}: €1.80 + $0.90" in account["text"]
    panel.book.keys["demo-key"].currency = "USD"
    await olga.sees("The panel's account is now in another currency.", "EUR → USD")
    assert "Today: $0.90 + €1.80" in (await alice.says("/balance", shows="Today"))["text"]


async def test_a_review_in_the_old_currency_orders_nothing(
    alice: Person, olga: Person, panel: PanelServer, bot: Bot
) -> None:
    review = await alice.reviews(FOLLOWERS, LINK, "1k")
    panel.book.keys["demo-key"].currency = "EUR"
    await olga.sees("USD → EUR")

    await alice.taps("Place order · $0.90", review)

    renewed = await alice.sees("The panel's currency changed from USD to EUR. Nothing was ordered yet.")
    assert not panel.book.orders
    await alice.taps("Place order · €0.90", renewed)
    await alice.sees("Order 1 · Pending", "€0.90", "Reference")
