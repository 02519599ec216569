"""What a customer sees of the money in their wallet."""

import csv
import io

from sandbox.panel.server import PanelServer
from sandbox.telegram.server import TelegramServer
from storage import bots, drafts, orders
from storage.engines.open import open_database
from tests.conftest import ALICE, Bot
from tests.databases import ask
from tests.people import Person
from tests.shops import give, take, wallet
from usecases.clock import MINUTE, wall_clock
from usecases.paying import money_of_orders

ENGINES_OF_STORIES = ("sqlite",)

FOLLOWERS = "Pictogram Followers · Standard"
LINK = "https://example.com/p/1"


def everything(person: Person) -> str:
    """What the bot's messages show and their buttons say."""
    messages = [one for one in person.chat.messages.values() if one["from"]["is_bot"]]
    return "\n".join(
        [*(str(one.get("text")) for one in messages), *(str(person.labels(one)) for one in messages)]
    )


async def test_a_stranger_finds_the_shop_open(bob: Person) -> None:
    assert "pay from your wallet" in bob.shown
    assert "$0.00 to spend" in bob.shown

    await bob.taps("Wallet")

    assert "Nothing has come in or gone out yet." in bob.shown


async def test_an_order_is_kept_aside_then_paid_and_what_is_not_delivered_comes_back(
    alice: Person, bot: Bot, panel: PanelServer
) -> None:
    url = bot.settings.database_url
    await give(url, ALICE, 5_000_000)
    review = await alice.reviews(FOLLOWERS, LINK, "1k")
    assert "Balance after: $4.10" in review["text"]

    await alice.taps("Place order", review)
    await alice.sees("Order 1 · Pending", "$0.90 from your wallet")
    assert await wallet(url, ALICE) == {"wallet": 4_100_000, "held": 0, "debt": 0}
    (order,) = panel.book.orders.values()
    panel.book.end(order, "Canceled")

    await alice.sees("Order 1 · Canceled", "$0.90, the whole price, is back in your wallet.")
    page = await alice.says("/wallet", shows="Wallet")
    assert "Available: $5.00" in page["text"]
    assert f"−$0.90 · Order 1\n{FOLLOWERS}" in page["text"]
    assert f"+$0.90 · Refund for order 1\n{FOLLOWERS}" in page["text"]
    assert "+$5.00 · Added by the operator\nfor the test" in page["text"]


async def test_too_little_money_offers_what_is_missing_and_the_review_stays(alice: Person, bot: Bot) -> None:
    url = bot.settings.database_url
    await give(url, ALICE, 900_000)
    review = await alice.reviews(FOLLOWERS, LINK, "1k")
    await take(url, ALICE, 600_000)

    short = await alice.taps("Place order", review)

    assert "You have $0.30, this costs $0.90." in short["text"]
    assert alice.labels(short)[:2] == ["💳 Top up $0.60", "💳 Another amount"]
    assert await ask(url, "SELECT id FROM orders") == []
    again = await alice.taps("Back to your order", short)
    assert "Review your order" in again["text"]
    assert "💳 Top up $0.60" in alice.labels(again)
    fewer = await alice.says("300")
    assert "Balance after: $0.03" in fewer["text"]
    await alice.taps("Place order · $0.27", fewer)
    await alice.sees("Pending", "$0.27 from your wallet")


async def test_the_quick_quantities_are_what_the_wallet_affords(alice: Person, bot: Bot) -> None:
    await give(bot.settings.database_url, ALICE, 450_000)
    await alice.opens_service(FOLLOWERS)
    await alice.taps("Order")

    question = await alice.says(LINK)

    assert "500" in " ".join(alice.labels(question))
    assert "1,000" not in " ".join(alice.labels(question))


async def test_the_history_has_pages_and_the_statement_all_of_it(
    alice: Person, bot: Bot, telegram: TelegramServer
) -> None:
    for number in range(1, 20):
        await give(bot.settings.database_url, ALICE, number * 1_000_000, number)
    first = await alice.says("/wallet")
    assert "+$19.00" in first["text"]
    assert "+$11.00" not in first["text"]
    second = await alice.taps("Older", first)
    assert "+$11.00" in second["text"]
    third = await alice.taps("Older", second)
    assert "+$1.00" in third["text"]
    assert not any("Older" in label for label in alice.labels(third))
    assert "+$19.00" in (await alice.taps("Newest", third))["text"]

    await alice.taps("Statement")

    sent = alice.newest["document"]
    rows = list(csv.reader(io.StringIO(telegram.world.files[sent["file_id"]].body.decode("utf-8-sig"))))
    assert rows[0][:2] == ["Time (UTC)", "What"]
    assert rows[1][1:8] == ["Added by the operator", "", "", "1", "1", "USD", "for the test"]
    assert rows[19][4:6] == ["19", "190"]


async def test_the_panels_account_is_the_operators_alone(alice: Person, olga: Person, bot: Bot) -> None:
    await give(bot.settings.database_url, ALICE, 5_000_000)
    for command in ("/start", "/balance", "/wallet", "/help", "/terms", "/settings"):
        await alice.says(command)
    await alice.orders(FOLLOWERS, LINK, "1k")
    await alice.taps_raw("balr")
    await alice.says("/orders")

    assert "999" not in everything(alice)
    assert "1,000.00" not in everything(alice)
    assert "Panel account: $" in (await olga.taps("Operator"))["text"]


async def test_an_order_that_waited_too_long_asks_to_be_confirmed_again(
    alice: Person, bot: Bot, panel: PanelServer
) -> None:
    url = bot.settings.database_url
    await give(url, ALICE, 5_000_000)
    review = await alice.reviews(FOLLOWERS, LINK, "1k")
    await bot.stop()
    await reserve(url)
    assert (await wallet(url, ALICE))["held"] == 900_000

    await bot.start()
    told = await alice.sees("Order 1 · Not placed", "The bot was away", "$0.90 is back in your wallet.")

    assert told["message_id"] > review["message_id"]
    assert await wallet(url, ALICE) == {"wallet": 5_000_000, "held": 0, "debt": 0}
    again = await alice.taps("Order again", told)
    assert "Place order · $0.90" in " ".join(alice.labels(again))
    assert not panel.book.orders


async def reserve(url: str) -> None:
    """Confirm the review, eleven minutes ago, in a process that ended before it could send the order.

    Since then no process has served the bot.
    """
    async with open_database(url) as db:
        ((draft_id, user_id),) = await db.fetch_all("SELECT id, user_id FROM drafts")
        now = wall_clock() - 11 * MINUTE
        async with db.transaction() as transaction:
            draft = await drafts.claim(transaction, draft_id, user_id)
            assert draft is not None
            request = orders.Request(
                service_name=FOLLOWERS,
                service_type="default",
                refillable=False,
                cancelable=False,
                target=LINK,
                parameters=draft.answers,
            )
            cost = orders.Cost("0.9", 900_000, "USD")
            order = await orders.reserve(transaction, draft, request, None, now, cost)
            await money_of_orders.reserve(transaction, order, now)
        await bots.serves(db, now)


async def test_the_operator_reads_what_was_sold_and_what_is_left(
    alice: Person, olga: Person, bot: Bot, panel: PanelServer, telegram: TelegramServer
) -> None:
    operator = await olga.taps("Operator", await olga.says("/start"))
    assert "Nothing was sold in the last six months." in (await olga.taps("Sales", operator))["text"]
    await give(bot.settings.database_url, ALICE, 5_000_000)
    await alice.orders(FOLLOWERS, LINK, "2k")
    await alice.sees("Order 1 · Pending")
    (order,) = panel.book.orders.values()
    order.delivered = 500
    panel.book.end(order, "Partial")
    await alice.sees("Order 1 · Partial")

    await olga.taps("Operator", await olga.says("/start"))
    months = await olga.taps("Sales")

    sums = "Orders: 1\nSold: $1.80\nGiven back: $1.35\nCost: $0.45\nMargin: $0.00"
    assert sums in months["text"]
    await olga.taps("By person", months)
    body = telegram.world.files[olga.newest["document"]["file_id"]].body
    _head, line = csv.reader(io.StringIO(body.decode("utf-8-sig")))
    assert line[1:] == ["1001", "Alice", "USD", "1", "1.8", "1.35", "0.45", "0", "0"]
