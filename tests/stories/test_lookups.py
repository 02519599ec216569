"""Olga looks up an order of anybody's, and who spent how much."""

import csv
import io

import pytest

from sandbox.panel.server import PanelServer
from sandbox.telegram.server import TelegramServer
from tests.conftest import Bot
from tests.databases import ask
from tests.people import Person
from usecases.operating.report_sales import Sales
from views.operating.sales import table

ENGINES_OF_STORIES = ("sqlite",)

FOLLOWERS = "Pictogram Followers · Standard"
LINK = "https://example.com/p/1"
FACTS = ("Alice", "ID 1001", FOLLOWERS, "Quantity: 1,000", LINK, "$0.90", "23501", "Order 1 · Pending")


@pytest.mark.parametrize("typed", ["1", "#1", "where is order 1?", "23501", "# 023501", "23 501"])
async def test_the_operator_finds_an_order_by_its_number_here_or_at_the_panel(
    alice: Person, olga: Person, typed: str
) -> None:
    await alice.orders(FOLLOWERS, LINK, "1k")
    await olga.taps("Find an order", await olga.taps("Operator", await olga.says("/start")))

    found = await olga.says(typed, shows="Alice")

    assert all(fact in found["text"] for fact in FACTS), found["text"]


async def test_a_number_that_no_order_has_is_asked_for_again(alice: Person, olga: Person) -> None:
    await alice.orders(FOLLOWERS, LINK, "1k")
    await olga.taps("Find an order", await olga.taps("Operator", await olga.says("/start")))

    again = await olga.says("4711")
    assert "There is no order 4711. Send another number." in again["text"]
    assert "Find an order" in again["text"]
    await olga.says("1", shows="Order 1 · Pending")


async def test_a_customer_is_asked_again_for_a_number_until_an_order_has_it(
    alice: Person, bob: Person, olga: Person
) -> None:
    await alice.orders(FOLLOWERS, LINK, "1k")
    await olga.orders(FOLLOWERS, "https://example.com/p/2", "1k")
    asked = await alice.taps("Find", await alice.says("/orders"))
    assert alice.labels(asked) == ["‹ Back", "🏠 Menu"]

    for typed, answer in (
        ("99", "There is no order 99. Send another number."),
        ("likes", "None of your orders has “likes” in its link or service. Send something else."),
        ("2", "There is no order 2. Send another number."),  # Olga's
        ("23502", "There is no order 23502. Send another number."),
    ):
        again = await alice.says(typed, shows=answer)
        assert alice.labels(again) == ["‹ Back", "🏠 Menu"]

    assert "Order 1 · Pending" in (await alice.says("# 023501", shows="Reference 23501"))["text"]


async def test_a_number_that_means_two_own_orders_shows_both(
    alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sandbox.panel.book.FIRST_ORDER", 2)
    await alice.orders(FOLLOWERS, LINK, "1k")
    await alice.orders(FOLLOWERS, "https://example.com/p/2", "1k")
    await alice.taps("Find", await alice.says("/orders"))

    both = await alice.says("2", shows="These were found")

    assert "Order 1 · Pending" in (await alice.taps("1 · 1,000 ·", both))["text"]


async def test_a_number_that_two_orders_have_shows_both(
    alice: Person, olga: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sandbox.panel.book.FIRST_ORDER", 2)
    await alice.orders(FOLLOWERS, LINK, "1k")
    await alice.orders(FOLLOWERS, "https://example.com/p/2", "1k")
    await olga.taps("Find an order", await olga.taps("Operator", await olga.says("/start")))

    both = await olga.says("2")

    assert olga.labels(both)[:2] == ["🕓 Order 2, 3 at the panel", "🕓 Order 1, 2 at the panel"]
    assert "https://example.com/p/2" in (await olga.taps("Order 2", both))["text"]


async def test_an_order_in_doubt_leads_to_its_decision(
    alice: Person, olga: Person, panel: PanelServer
) -> None:
    review = await alice.reviews(FOLLOWERS, LINK, "1k")
    panel.faults.switch_on("lost_answer", "add", times=1)
    await alice.taps("Place order", review)
    await alice.sees("Being checked")
    await olga.taps("Find an order", await olga.taps("Operator", await olga.says("/start")))

    found = await olga.says("1", shows="Being checked")

    assert "Does the panel have order 1?" in (await olga.taps("Decide about order 1", found))["text"]


async def test_sales_come_as_a_file_by_person_and_month_with_sums_per_currency(
    alice: Person, olga: Person, bot: Bot, panel: PanelServer, telegram: TelegramServer
) -> None:
    operator = await olga.taps("Operator", await olga.says("/start"))
    await olga.taps("Sales", operator)
    assert olga.toast == "There are no orders yet."
    for number in range(1, 4):
        await alice.orders(FOLLOWERS, f"https://example.com/p/{number}", "1k")
    panel.book.end(panel.book.orders[23503], "Canceled")
    await alice.sees("Order 3 · Canceled")
    await ask(bot.settings.database_url, "UPDATE users SET name = '=cmd()' WHERE telegram_id = 1001")

    await olga.taps("Sales", operator)

    document = olga.newest["document"]
    assert document["file_name"] == "sales.csv"
    body = telegram.world.files[document["file_id"]].body
    assert body.startswith(b"\xef\xbb\xbf")
    head, line = csv.reader(io.StringIO(body.decode("utf-8-sig")))
    assert head == ["Month", "Telegram ID", "Name", "Currency", "Orders", "Quoted", "Spent"]
    assert line[1:] == ["1001", "'=cmd()", "USD", "3", "2.7", "1.8"]


def test_currencies_are_not_added_up_and_no_cell_is_a_formula() -> None:
    names = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '"a",\n=2', "Алиса 😀"]
    sales = [Sales("2026-11", 5, name, currency, 1, 1, 1) for name in names for currency in ("USD", "EUR")]

    rows = list(csv.reader(io.StringIO(table(sales).decode("utf-8-sig"))))

    assert [row[2:4] for row in rows[1:5]] == [
        ["'=1+1", "USD"],
        ["'=1+1", "EUR"],
        ["'+1", "USD"],
        ["'+1", "EUR"],
    ]
    assert all(len(row) == 7 for row in rows)
    assert not any(cell[:1] in ("=", "+", "-", "@", "\t", "\r") for row in rows for cell in row)
    assert rows[-1][2] == "Алиса 😀"
    assert rows[-1][5] == "0.000001"


@pytest.mark.parametrize("typed", ["example.com/p/1", "@alice", "alic", "1001"])
async def test_the_operator_finds_an_order_by_its_link_or_its_person(
    alice: Person, olga: Person, typed: str
) -> None:
    await alice.orders(FOLLOWERS, LINK, "1k")
    await olga.says("/admin")
    await olga.taps("Find an order")

    found = await olga.says(typed)

    if "Orders of a person" in found["text"]:
        found = await olga.taps("1 · 1,000")
    assert all(fact in found["text"] for fact in FACTS), found["text"]


async def test_the_card_of_an_order_asks_the_panel_and_copies_words_for_the_supplier(
    alice: Person, olga: Person, panel: PanelServer
) -> None:
    await alice.orders(FOLLOWERS, LINK, "1k")
    await olga.says("/admin")
    await olga.taps("Find an order")
    card = await olga.says("1", shows="Alice")
    rows = card["reply_markup"]["inline_keyboard"]
    copied = [one["copy_text"]["text"] for row in rows for one in row if "copy_text" in one]
    assert copied == ["23501 refill", "23501 cancel", "23501 speed"]

    panel.book.end(next(iter(panel.book.orders.values())), "Completed")
    await olga.taps("Ask the panel")
    assert olga.toast == "Asking the panel…"
    await alice.sees("Order 1", "Completed")
    assert "Alice" in (await olga.taps("Person"))["text"]
