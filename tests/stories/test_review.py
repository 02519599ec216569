"""Between a review and its confirm: nothing is ordered that the person did not see."""

import asyncio
from decimal import Decimal

from sandbox.panel.server import PanelServer
from sandbox.telegram.server import TelegramServer
from tests.conftest import Bot
from tests.people import Person

ENGINES_OF_STORIES = ("sqlite",)

FOLLOWERS = "Pictogram Followers · Standard"
LINK = "https://example.com/p/1"


async def test_a_second_tap_on_a_review_whose_price_changed_orders_nothing_at_a_price_nobody_saw(
    alice: Person, panel: PanelServer, bot: Bot
) -> None:
    review = await alice.reviews(FOLLOWERS, LINK, "1k")
    data = alice.data_of("Place order", review)
    panel.book.services[101].rate = Decimal("9.00")
    await bot.restart(panel)

    await asyncio.gather(*(alice.taps_raw(data, review["message_id"]) for _ in range(2)))

    await alice.sees("Review your order", "9.00")
    await asyncio.sleep(0.3)
    assert not panel.book.orders


async def test_a_changed_price_that_telegram_did_not_show_is_not_ordered_at(
    alice: Person, panel: PanelServer, bot: Bot, telegram: TelegramServer
) -> None:
    review = await alice.reviews(FOLLOWERS, LINK, "1k")
    panel.book.services[101].rate = Decimal("9.00")
    await bot.restart(panel)
    telegram.faults.switch_on("http_500", "editMessageText", times=1)

    await alice.taps("Place order", review)

    await alice.sees("Please check it; nothing was ordered yet.", "9.00")
    assert not panel.book.orders


async def test_an_old_review_orders_nothing_but_what_it_showed(alice: Person, panel: PanelServer) -> None:
    review = await alice.reviews(FOLLOWERS, LINK, "1k")
    old = alice.data_of("Place order", review)
    await alice.taps("Change", review)
    await alice.taps("Link")
    await alice.says("https://example.com/another")

    await alice.taps_raw(old)

    await alice.sees("Your order has changed since this review.", "example.com/another")
    assert not panel.book.orders


async def test_a_price_that_changed_is_shown_before_anything_is_ordered(
    alice: Person, panel: PanelServer, bot: Bot
) -> None:
    review = await alice.reviews(FOLLOWERS, LINK, "1k")
    panel.book.services[101].rate = Decimal("1.20")
    await bot.restart(panel)

    await alice.taps("Place order", review)
    again = await alice.sees("The price changed from $0.90 to $1.20. Nothing was ordered yet.")
    assert not panel.book.orders

    await alice.taps("Place order · $1.20", again)
    await alice.sees("Reference")
    assert next(iter(panel.book.orders.values())).price == Decimal("1.2")


async def test_limits_that_changed_ask_the_quantity_again(
    alice: Person, panel: PanelServer, bot: Bot
) -> None:
    review = await alice.reviews(FOLLOWERS, LINK, "1k")
    panel.book.services[101].min = 2_000
    await bot.restart(panel)

    await alice.taps("Place order", review)

    await alice.sees("The panel changed the limits", "From 2,000 to 10,000", "Link: https://example.com/p/1")
    assert not panel.book.orders


async def test_a_service_that_vanished_is_not_ordered(alice: Person, panel: PanelServer, bot: Bot) -> None:
    review = await alice.reviews(FOLLOWERS, LINK, "1k")
    panel.book.services[101].removed = True
    await bot.restart(panel)

    await alice.taps("Place order", review)

    assert alice.toast == "This service is not offered any more. Nothing was ordered."
    assert not panel.book.orders
