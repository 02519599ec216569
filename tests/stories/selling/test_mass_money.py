"""What the summary of a mass order says about money, and what is told beside it."""

import asyncio

from sandbox.panel.server import PanelServer
from tests.conftest import ALICE, Bot
from tests.databases import ask
from tests.people import Person
from tests.shops import give, wallet
from tests.stories.mass import listed
from usecases.submitting.send_once import LONGEST_ABSENCE_MS


async def test_what_was_taken_back_is_not_said_to_be_in_the_wallet(
    alice: Person, olga: Person, bot: Bot, panel: PanelServer
) -> None:
    url = bot.settings.database_url
    await give(url, ALICE, 5_000_000)
    await alice.taps("Place 2", await alice.says(listed(2)))
    await alice.sees("Pending: 2")
    one, two = panel.book.orders.values()
    panel.book.end(one, "Canceled")
    await alice.sees("1 of 2 finished", "Back in your wallet: $0.90")

    one.state, one.delivered = "Completed", 1000
    await ask(url, "UPDATE orders SET look_again_at = 1 WHERE id = 1")
    await olga.taps("Take back $0.90")
    panel.book.end(two, "Completed")

    await alice.sees("Mass order 1 is finished", "Completed: 2")
    assert (await wallet(url, ALICE))["wallet"] == 5_000_000 - 1_800_000
    assert alice.count("Back in your wallet") == 0


async def test_an_end_that_the_operators_decide_is_told_beside_the_summary(
    alice: Person, olga: Person, bot: Bot, panel: PanelServer
) -> None:
    await give(bot.settings.database_url, ALICE, 5_000_000)
    await alice.taps("Place 2", await alice.says(listed(2)))
    await alice.sees("Pending: 2")
    one, _ = panel.book.orders.values()

    panel.book.end(one, "Partial")
    one.delivered = 1000

    await olga.sees("How much of order 1 comes back?")
    await alice.sees("Order 1 · Partial", "how much of the price comes back. You'll get a message.")
    await alice.sees("1 of 2 finished", "The operator decides about the money of 1 order.")


async def test_what_was_not_sent_after_a_long_absence_is_told_once(
    alice: Person, bot: Bot, panel: PanelServer
) -> None:
    url = bot.settings.database_url
    await give(url, ALICE, 20_000_000)
    panel.faults.switch_on("slow", "add", seconds=0.2)
    await alice.taps("Place 12", await alice.says(listed(12)))
    while len(panel.book.orders) < 3:
        await asyncio.sleep(0.01)
    await bot.stop()
    panel.faults.switch_off()
    ((left,),) = await ask(url, "SELECT count(*) FROM orders WHERE status = 'reserved'")
    assert left > 1
    await ask(url, f"UPDATE bots SET served_at = served_at - {LONGEST_ABSENCE_MS + 1}")
    await ask(url, f"UPDATE orders SET created_at = created_at - {LONGEST_ABSENCE_MS + 1}")

    await bot.start()

    told = await alice.sees(f"The bot was away for a while, so {left} orders were not sent and not charged.")
    await alice.sees(f"Not placed: {left}", f"Pending: {12 - left}")
    assert alice.labels(told) == ["📄 What failed (.csv)", "📦 Its orders", "🏠 Menu"]
    assert alice.count("The bot was away for a while") == 1
    assert (await wallet(url, ALICE))["wallet"] == 20_000_000 - (12 - left) * 900_000
