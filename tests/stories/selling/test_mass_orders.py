"""Many orders at once in a shop: they are paid from a wallet, all of them or as many as the money allows."""

import asyncio

from sandbox.panel.server import PanelServer
from tests.conftest import ALICE, BOB, Bot
from tests.databases import ask
from tests.people import Person
from tests.shops import give, wallet
from tests.stories.mass import files, link, listed, ordered


async def test_a_list_is_paid_from_the_wallet_and_what_is_canceled_comes_back(
    alice: Person, bot: Bot, panel: PanelServer
) -> None:
    url = bot.settings.database_url
    await give(url, ALICE, 10_000_000)
    review = await alice.says(listed(10))
    data = alice.data_of("Place 10 · $9.00", review)

    await asyncio.gather(*(alice.taps_blindly(data) for _ in range(2)))
    await alice.sees("Mass order 1 · 0 of 10 finished", "Pending: 10")

    assert await wallet(url, ALICE) == {"wallet": 1_000_000, "held": 0, "debt": 0}
    first, *others = panel.book.orders.values()
    panel.book.end(first, "Canceled")
    for order in others:
        panel.book.end(order, "Completed")
    await alice.sees("10 of 10 finished", "Back in your wallet: $0.90")
    assert await wallet(url, ALICE) == {"wallet": 1_900_000, "held": 0, "debt": 0}
    while not files(alice):
        await asyncio.sleep(0.02)
    assert alice.count("Order 1 ·") == 0


async def test_too_little_money_places_the_first_lines_and_keeps_the_rest(
    alice: Person, bot: Bot, panel: PanelServer
) -> None:
    url = bot.settings.database_url
    await give(url, ALICE, 2_000_000)

    review = await alice.says(listed(5))

    assert "You have $2.00, which pays for the first 2 lines." in review["text"]
    assert "💳 Top up $2.50" in alice.labels(review)
    await alice.taps("Place the first 2 · $1.80", review)
    await alice.sees("Mass order 1 · 0 of 2 finished", "Pending: 2")
    assert ordered(panel) == [link(1), link(2)]
    rest = await alice.taps("Review the other 3 lines")
    assert "which pays for none of them" in rest["text"]
    await give(url, ALICE, 5_000_000, 2)
    enough = await alice.taps("Refresh", rest)
    await alice.taps("Place 3 · $2.70", enough)
    await alice.sees("Mass order 2 · 0 of 3 finished", "Pending: 3")
    assert await wallet(url, ALICE) == {"wallet": 2_500_000, "held": 0, "debt": 0}


async def test_money_that_is_gone_at_the_confirm_orders_nothing_and_asks(
    alice: Person, bot: Bot, panel: PanelServer
) -> None:
    url = bot.settings.database_url
    await give(url, ALICE, 5_000_000)
    review = await alice.says(listed(5))
    data = alice.data_of("Place 5 · $4.50", review)
    single = await alice.says(f"102 | {link(9)} | 10k\n102 | {link(8)} | 100")
    await alice.taps("Place 2 · $4.25", single)
    await alice.sees("Pending: 2")

    await alice.taps_raw(data, review["message_id"])

    await alice.sees("You have $0.75, which pays for none of them.")
    assert await ask(url, "SELECT count(*) FROM orders") == [(2,)]


async def test_a_subscription_in_a_list_is_named_and_anothers_list_cannot_be_touched(
    alice: Person, bob: Person, bot: Bot
) -> None:
    url = bot.settings.database_url
    await give(url, ALICE, 5_000_000)
    await give(url, BOB, 5_000_000)
    ((subscription,),) = await ask(url, "SELECT id FROM services WHERE name LIKE '%Auto Likes%'")

    review = await alice.says(f"{listed(1)}\n{subscription} | name | 20 | 30 | 5 | 0")

    assert "Line 2: Subscriptions are not for sale here." in review["text"]
    await bob.taps_raw(alice.data_of("Place 1 · $0.90", review))
    assert await ask(url, "SELECT count(*) FROM orders") == [(0,)]
    assert (await wallet(url, BOB))["wallet"] == 5_000_000


async def test_orders_that_a_stopped_bot_left_waiting_are_sent_once(
    alice: Person, bot: Bot, panel: PanelServer
) -> None:
    url = bot.settings.database_url
    await give(url, ALICE, 20_000_000)
    panel.faults.switch_on("slow", "add", seconds=0.1)
    await alice.taps("Place 12", await alice.says(listed(12)))
    while len(panel.book.orders) < 3:
        await asyncio.sleep(0.01)

    await bot.restart(panel)

    await alice.sees("Mass order 1 · 0 of 12 finished", "Pending: 12")
    assert sorted(ordered(panel)) == sorted(link(number) for number in range(1, 13))
    assert await wallet(url, ALICE) == {"wallet": 9_200_000, "held": 0, "debt": 0}
