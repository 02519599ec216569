"""Reviews of lists in a shop: a button orders exactly the lines and the sum that it shows."""

import asyncio

from sandbox.panel.server import PanelServer
from sandbox.telegram.server import TelegramServer
from tests.conftest import ALICE, Bot
from tests.databases import ask
from tests.people import Person
from tests.shops import give, hold, lift_holds, mark_up, owe, wallet
from tests.stories.mass import files, link, listed, ordered, table
from tests.stories.paying import STAR, invoice

ENGINES_OF_STORIES = ("sqlite",)

THREE = f"101 | {link(1)} | 1000\n102 | {link(2)} | 1000\n103 | {link(3)} | 1000"
FIVE = f"101 | {link(1)} | 1000\n" + "\n".join(f"102 | {link(number)} | 2000" for number in range(2, 6))


async def test_only_the_unchanged_are_ordered_although_another_price_changes_meanwhile(
    alice: Person, bot: Bot, panel: PanelServer
) -> None:
    url = bot.settings.database_url
    await give(url, ALICE, 50_000_000)
    review = await alice.says(THREE)
    await mark_up(url, "101", "900")
    changed = await alice.taps("Place 3", review)
    await mark_up(url, "102", "100")

    again = await alice.taps("Only the 2 unchanged · ", changed)

    assert "Left out, because the price has changed:\n1. $0.90 → $9.00" in again["text"]
    assert "2. $0.42 → $0.84" in again["text"]
    assert "All 3 · $10.99" in alice.labels(again)
    await alice.taps("✅ Place 1 · $1.15", again)
    await alice.sees("Mass order 1 · 0 of 1 finished", "Pending: 1")
    assert ordered(panel) == [link(3)]
    assert (await wallet(url, ALICE))["wallet"] == 50_000_000 - 1_150_000


async def test_the_first_lines_stay_the_first_ones_when_a_price_and_the_money_change(
    alice: Person, bot: Bot, panel: PanelServer
) -> None:
    url = bot.settings.database_url
    await give(url, ALICE, 2_000_000)
    review = await alice.says(FIVE)
    await mark_up(url, "101", "10")
    await give(url, ALICE, 48_000_000, 2)

    again = await alice.taps("Place the first 2 · $1.74", review)

    assert "2 lines, $1.83" in again["text"]
    place = alice.data_of("✅ Place 2 · $1.83", again)
    whole = await alice.taps("All 5 · $4.35", again)
    assert "✅ Place 5 · $4.35" in alice.labels(whole)
    await alice.taps_raw(place, again["message_id"])
    await alice.sees("Mass order 1 · 0 of 2 finished", "Pending: 2")
    assert ordered(panel) == [link(1), link(2)]
    assert (await wallet(url, ALICE))["wallet"] == 50_000_000 - 1_830_000


async def test_a_top_up_is_for_the_lines_that_the_review_shows(alice: Person, bot: Bot) -> None:
    url = bot.settings.database_url
    await give(url, ALICE, 2_000_000)
    review = await alice.says(listed(5))
    await mark_up(url, "101", "100")
    again = await alice.taps("Place the first 2 · $1.80", review)

    await alice.taps("Top up $1.60", again)
    await invoice(alice)

    ((credited,),) = await ask(url, "SELECT credited FROM invoices")
    assert 1_600_000 <= credited < 1_600_000 + STAR
    await mark_up(url, "101", "200")
    shown = await alice.taps("Top up $1.60", again)
    assert "1. $1.80 → $2.70" in shown["text"]
    assert await ask(url, "SELECT count(*) FROM invoices") == [(1,)]


async def test_new_prices_come_first_and_none_is_hidden(
    alice: Person, bot: Bot, panel: PanelServer, telegram: TelegramServer
) -> None:
    url = bot.settings.database_url
    await give(url, ALICE, 50_000_000)
    same = "\n".join(f"103 | {link(number)} | 1000" for number in range(1, 9))
    review = await alice.says(f"{same}\n{listed(12, first=9)}")
    await mark_up(url, "101", "100")

    again = await alice.taps("Place 20", review)

    assert "Nothing was ordered yet:\n9. $0.90 → $1.80 · 1,000" in again["text"]
    assert "16. $0.90 → $1.80" in again["text"]
    assert "… and 4 more, together $3.60 → $7.20" in again["text"]
    await alice.taps("All lines", again)
    told = table(telegram, files(alice)[-1])
    assert [row[4:6] for row in told] == [["", "1.15"]] * 8 + [["0.9", "1.8"]] * 12


async def test_two_taps_on_a_part_of_a_list_keep_the_way_to_its_rest(
    alice: Person, bot: Bot, panel: PanelServer
) -> None:
    url = bot.settings.database_url
    await give(url, ALICE, 2_000_000)
    review = await alice.says(listed(5))
    data = alice.data_of("Place the first 2", review)

    for _ in range(2):
        await alice.taps_raw(data, review["message_id"])

    await alice.sees("Mass order 1 · 0 of 2 finished", "Pending: 2")
    shown = await alice.sees("2 orders are on their way.", button="Review the other 3 lines")
    assert shown["message_id"] == review["message_id"]
    assert "3 lines, $2.70" in (await alice.taps("Review the other 3 lines"))["text"]
    for order in panel.book.orders.values():
        panel.book.end(order, "Completed")
    await alice.sees("2 of 2 finished")
    while not await ask(url, "SELECT id FROM mass_orders WHERE finished_at IS NOT NULL"):
        await asyncio.sleep(0.02)
    await alice.taps_raw(data, review["message_id"])
    await alice.sees("This list was ordered before.", button="Review the other 3 lines")
    assert ordered(panel) == [link(1), link(2)]


async def test_of_two_reviews_of_a_list_the_second_is_shown_again_after_the_first_was_ordered(
    alice: Person, bot: Bot, panel: PanelServer
) -> None:
    url = bot.settings.database_url
    await give(url, ALICE, 50_000_000)
    first = await alice.says(listed(3))
    one = alice.data_of("Place 3", first)
    second = await alice.says(listed(3).replace(" | ", "\t"))
    two = alice.data_of("Place 3", second)
    await alice.taps_raw(one, first["message_id"])
    await alice.sees("Mass order 1 · 0 of 3 finished", "Pending: 3")

    await alice.taps_raw(two, second["message_id"])

    again = await alice.sees("This is the same list as in mass order 1", "Line 3: order 3")
    assert again["message_id"] == second["message_id"]
    assert len(panel.book.orders) == 3
    for order in panel.book.orders.values():
        panel.book.end(order, "Completed")
    await alice.sees("3 of 3 finished")
    ended = await alice.taps("Also with open orders", again)
    assert "This is the same list as in mass order 1" in ended["text"]
    assert "is still open" not in ended["text"]
    await alice.taps("Place 3", ended)
    await alice.sees("Mass order 2 · 0 of 3 finished", "Pending: 3")


async def test_an_order_on_a_link_that_was_placed_after_the_review_is_named_before_another(
    alice: Person, bot: Bot, panel: PanelServer
) -> None:
    url = bot.settings.database_url
    await give(url, ALICE, 1_000_000)
    review = await alice.says(f"101 | {link(1)} | 1000\n102 | {link(1)} | 1000\n102 | {link(2)} | 1000")
    await alice.taps("Place the first 1", review)
    await alice.sees("Mass order 1 ·", "Pending: 1")
    await give(url, ALICE, 5_000_000, 2)

    rest = await alice.taps("Review the other 2 lines")

    assert "still open:\nLine 2: order 1" in rest["text"]
    place = alice.data_of("Place 1 · $0.42", rest)
    other = await alice.says(f"101 | {link(2)} | 500\n101 | {link(3)} | 500")
    await alice.taps("Place 2", other)
    await alice.sees("Mass order 3 ·", "Pending: 2")
    await alice.taps_raw(place, rest["message_id"])
    await alice.sees("Line 2: order 1", "Line 3: order 2")
    assert len(panel.book.orders) == 3


async def test_a_list_is_kept_for_a_day(alice: Person, bot: Bot, panel: PanelServer) -> None:
    url = bot.settings.database_url
    await give(url, ALICE, 9_000_000)
    review = await alice.says(listed(3))
    await ask(url, "UPDATE mass_orders SET created_at = created_at - 86500000")

    await alice.taps("Place 3", review)

    assert alice.toast == "This menu is out of date. Here is a fresh one."
    assert await ask(url, "SELECT count(*) FROM orders") == [(0,)]


async def test_lines_that_are_held_for_a_while_are_back_afterwards(
    alice: Person, bot: Bot, panel: PanelServer
) -> None:
    url = bot.settings.database_url
    await give(url, ALICE, 50_000_000)
    review = await alice.says(THREE)
    await hold(url, "101")
    held = await alice.taps("Place 3", review)
    assert "Line 1: This service is not for sale right now: its price is being checked." in held["text"]
    await alice.taps("Place 2 · $1.57", held)
    await alice.sees("Mass order 1 ·", "Pending: 2")
    rest = await alice.taps("Review the other 1 line")
    assert "0 lines, $0.00; 1 wrong" in rest["text"]

    await lift_holds(url)

    back = await alice.taps("Refresh", rest)
    await alice.taps("Place 1 · $0.90", back)
    await alice.sees("Mass order 2 ·", "Pending: 1")
    assert sorted(ordered(panel)) == [link(1), link(2), link(3)]


async def test_a_hold_of_the_whole_panel_keeps_the_list_as_it_was(
    alice: Person, bot: Bot, panel: PanelServer
) -> None:
    url = bot.settings.database_url
    await give(url, ALICE, 50_000_000)
    await alice.taps("Place 2", await alice.says(f"104 | {link(8)} | 1000\n103 | {link(9)} | 1000"))
    await alice.sees("Pending: 2")
    review = await alice.says(THREE)
    await ask(
        url,
        "INSERT INTO holds (panel_key_id, service_id, service_name, order_id, quoted, took, seen, created_at) "
        "SELECT 1, service_id, service_name, id, 1, 9, 'charge', 1 FROM orders",
    )

    toast = await alice.taps_raw(alice.data_of("Place 3", review), review["message_id"])

    assert toast.startswith("This service is not for sale right now")
    await lift_holds(url)
    await alice.taps("Place 3 · $2.47", review)
    await alice.sees("Mass order 2 ·", "Pending: 3")


async def test_a_review_that_a_debt_stops_says_what_is_owed(alice: Person, bot: Bot) -> None:
    url = bot.settings.database_url
    await give(url, ALICE, 1_000_000)
    await owe(url, ALICE, 5_000_000)

    review = await alice.says(listed(2))

    assert "You owe $5.00. What comes in pays that first; until then you can't order." in review["text"]
    assert not any(label.startswith("✅") for label in alice.labels(review))
