"""The database was restored from a copy, and Olga decides what the panel alone cannot tell."""

import logging

import pytest

from sandbox.panel.server import PanelServer
from tests.conftest import Bot
from tests.databases import ask, id_of
from tests.people import Person

FOLLOWERS = "Pictogram Followers · Standard"
CLOSED = "Ordering is closed for now"
FROM_A_COPY = (
    "INSERT INTO conditions (name, since, detail) VALUES ('restore_pending', 0, '23501')",
    "UPDATE orders SET next_check_at = 0 WHERE panel_order_id IS NOT NULL AND ended_at IS NULL",
)
"""What `restore` leaves in the database."""


async def restore(bot: Bot) -> None:
    """Stop the bot, and have its database be one that came from a copy."""
    await bot.stop()
    for statement in FROM_A_COPY:
        await ask(bot.settings.database_url, statement)


async def test_the_orders_of_a_former_panel_are_not_waited_for_after_a_restore(
    alice: Person, olga: Person, bot: Bot
) -> None:
    await alice.orders(FOLLOWERS, "https://example.com/p/1", "1k")
    await restore(bot)
    async with PanelServer(speed=0) as other:
        bot.settings = bot.settings.model_copy(update={"panel_api_url": other.api_url})
        await bot.restart(other)

        await olga.sees("The database was restored from a backup.")
        await olga.sees("The panel has said what happened to the open orders. Ordering is open.")

        assert CLOSED not in (await alice.says("/start"))["text"]
        await bot.stop()


async def test_the_operator_opens_ordering_without_waiting_for_the_panel(
    alice: Person, olga: Person, bot: Bot, panel: PanelServer, caplog: pytest.LogCaptureFixture
) -> None:
    await alice.orders(FOLLOWERS, "https://example.com/p/1", "1k")
    await restore(bot)
    panel.faults.switch_on("http_500", "status")
    await bot.restart(panel)
    alert = await olga.sees("The database was restored from a backup.")
    assert CLOSED in (await alice.says("/start"))["text"]

    sure = await olga.taps("Open ordering anyway", alert)
    assert "what happened to 1 open order" in sure["text"]
    assert CLOSED in (await alice.says("/start"))["text"]
    with caplog.at_level(logging.WARNING):
        await olga.taps("Open ordering", sure)

    await olga.sees("An operator opened ordering before the panel had said")
    ((operator,),) = await ask(bot.settings.database_url, f"SELECT {id_of(olga.id)}")
    assert f"operator {operator} opens ordering after a restore; 1 open orders" in caplog.text
    assert CLOSED not in (await alice.says("/start"))["text"]
    assert await olga.taps_raw("ox") == "This has already been decided."
    panel.faults.switch_off()
    panel.book.end(panel.book.orders[23501], "Completed")
    await alice.sees("Order 1 · Completed")
