"""Olga's panel gets a new address, or she goes to another panel, while orders are open."""

from bot.commands.panels import panels
from sandbox.panel.server import PanelServer
from tests.conftest import Bot
from tests.people import Person

FOLLOWERS = "Pictogram Followers · Standard"
LINK = "https://example.com/p/1"


def move_to(bot: Bot, panel: PanelServer) -> None:
    """Name another panel in the settings; the bot is stopped."""
    bot.settings = bot.settings.model_copy(update={"panel_api_url": panel.api_url})


async def test_at_a_new_address_of_the_same_panel_the_open_orders_go_on(
    alice: Person, olga: Person, bot: Bot, panel: PanelServer
) -> None:
    await alice.orders(FOLLOWERS, LINK, "1k")
    review = await alice.reviews(FOLLOWERS, "https://example.com/p/2", "2k")
    await bot.stop()
    async with PanelServer(speed=0) as moved:
        moved.book, moved.dialect, moved.api = panel.book, panel.dialect, panel.api
        panel.down = True
        move_to(bot, moved)
        said: list[str] = []
        await panels(bot.settings, ["same-as", panel.api_url], said.append, lambda _: True)
        assert said[-1] == f"{moved.api_url}  present  open orders: 1, open refills: 0"
        await bot.restart(moved)

        panel.book.end(panel.book.orders[23501], "Completed")

        await alice.sees("Order 1 · Completed", "1,000 of 1,000 delivered")
        await alice.taps("Place order", review)
        await alice.sees("Order 2 · Pending", "23502")
        assert olga.count("PANEL_API_URL was changed") == 0
        await bot.stop()


async def test_what_is_open_at_a_former_panel_is_closed_by_the_operator_and_told_as_far_as_it_is_known(
    alice: Person, olga: Person, bot: Bot, panel: PanelServer
) -> None:
    await alice.orders(FOLLOWERS, LINK, "1k")
    panel.book.start(panel.book.orders[23501])
    await alice.sees("Order 1 · In progress", "300 of 1,000 delivered")
    await order_in_doubt(alice, panel)
    await bot.stop()
    async with PanelServer(speed=0) as other:
        move_to(bot, other)
        await bot.restart(other)
        alert = await olga.sees("PANEL_API_URL was changed", "python -m bot panel same-as")
        listed = await olga.taps("Former panels", alert)
        assert "2 open orders" in listed["text"]

        sure = await olga.taps("Close what is open at", listed)
        for read in ("Its last status was In progress", "We don't know whether it took the order"):
            assert read in sure["text"]
        assert alice.count("no longer connected") == 0
        closed = await olga.taps("Close them", sure)

        assert "Closed: 2 open orders. The customers are told." in closed["text"]
        await alice.sees(
            "Order 1 · Closed",
            "The panel that had this order is no longer connected.",
            "Its last status was In progress, 300 of 1,000 delivered, on ",
            "We don't know what happened to it since, or to the money.",
        )
        await alice.sees("Order 2 · Closed", "We don't know whether it took the order, or charged for it.")
        assert alice.count("othing was charged") == 0
        assert alice.count("Not charged") == 0
        await olga.sees("Nothing is open at the previous panel any more.")
        balance = await alice.says("/balance", shows="Today")
        assert "Today: $2.70" in balance["text"]  # both may have been charged
        assert not other.book.orders
        assert await olga.taps_raw("fx:1") == "This has already been decided."
        await bot.stop()


async def test_an_order_in_doubt_of_a_former_panel_has_an_honest_button(
    alice: Person, olga: Person, bot: Bot, panel: PanelServer
) -> None:
    await order_in_doubt(alice, panel)
    await bot.stop()
    async with PanelServer(speed=0) as other:
        move_to(bot, other)
        await bot.restart(other)
        other.book.add("demo-key", {"service": "101", "link": "https://example.com/p/2", "quantity": "2000"})
        card = await olga.sees("Does the panel have order 1?", "so it cannot be asked")
        assert not any("Yes, the panel has it" in label for label in olga.labels(card))
        await olga.taps_raw("qy:1", card["message_id"])
        await olga.says("23501")  # a number of the other panel's
        await olga.sees("The panel doesn't have this number on our key")

        sure = await olga.taps("Close without knowing", await olga.taps("Back"))
        assert "We don't know whether it took the order, or charged for it." in sure["text"]
        assert alice.count("Closed") == 0
        await olga.taps("Close it", sure)

        await alice.sees("Order 1 · Closed", "We don't know whether it took the order, or charged for it.")
        assert alice.count("othing was charged") == 0
        await bot.stop()


async def order_in_doubt(alice: Person, panel: PanelServer) -> None:
    """The panel took it, and its answer was lost."""
    review = await alice.reviews(FOLLOWERS, "https://example.com/p/2", "2k")
    panel.faults.switch_on("lost_answer", "add", times=1)
    await alice.taps("Place order", review)
    await alice.sees("Being checked", "We don't know yet whether the panel has your order")
