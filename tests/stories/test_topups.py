"""People top up with Stars: each payment is in the wallet once, whatever happens to its update."""

from pathlib import Path

import aiohttp
import pytest

from bot.settings import Settings
from sandbox.panel.server import PanelServer
from sandbox.telegram.server import TelegramServer
from tests.conftest import ALICE, BOB, Bot, make_settings
from tests.databases import ask, id_of
from tests.people import Person
from tests.stories.paying import (
    SHOP,
    STAR,
    asks_for,
    books_agree,
    charged,
    has,
    invoice,
    invoices,
    pays,
    post,
    wallet,
)


@pytest.fixture
def settings(panel: PanelServer, telegram: TelegramServer, tmp_path: Path, database_url: str) -> Settings:
    return make_settings(panel, telegram, tmp_path, database_url=database_url, **SHOP)


async def test_stars_become_money(
    alice: Person, http: aiohttp.ClientSession, telegram: TelegramServer, database_url: str
) -> None:
    offer = await alice.says("/topup")
    assert "100 ★ = $1.17" in offer["text"]
    sent = await asks_for(alice, 100)
    assert sent["invoice"]["total_amount"] == 100

    assert (await pays(http, sent, ALICE))["paid"]

    told = await alice.sees("$1.17 came into your wallet for 100 Stars.", "In your wallet: $1.17")
    assert "Copy payment ID" in " ".join(alice.labels(told))
    assert await wallet(database_url, ALICE) == (100 * STAR, 0, 0)
    assert invoices(alice) == []  # a paid invoice goes, and the message says so
    await books_agree(database_url, telegram)


async def test_an_own_amount_is_typed(alice: Person, http: aiohttp.ClientSession, database_url: str) -> None:
    await alice.says("/topup")
    await alice.taps("Another amount")
    for wrong in ("0", "-5", "1e9", "9" * 26, "9", "8548", "many"):
        again = await alice.says(wrong)
        assert "How many Stars?" in again["text"]
        assert "from 10 to 8,547" in again["text"]

    await alice.writes("1k")

    sent = await invoice(alice)
    assert sent["invoice"]["total_amount"] == 1_000
    await pays(http, sent, ALICE)
    await has(database_url, ALICE, 1_000 * STAR)


async def test_a_payment_is_credited_once_however_often_it_is_told(
    alice: Person, http: aiohttp.ClientSession, telegram: TelegramServer, database_url: str
) -> None:
    sent = await asks_for(alice, 100)
    await pays(http, sent, ALICE)
    await has(database_url, ALICE, 100 * STAR)

    for _ in range(10):
        await post(http, "updates/redeliver", what="successful_payment")
    await alice.says("/start")

    assert await wallet(database_url, ALICE) == (100 * STAR, 0, 0)
    assert alice.count("came into your wallet") == 1
    await books_agree(database_url, telegram)


async def test_a_payment_answers_no_question(
    alice: Person, http: aiohttp.ClientSession, database_url: str
) -> None:
    sent = await asks_for(alice, 100)
    await alice.opens_service("Pictogram Followers")
    question = await alice.taps("Order")
    assert "Link" in question["text"]

    await pays(http, sent, ALICE)

    await alice.sees("came into your wallet")
    next_question = await alice.says("https://example.com/p/1")
    assert "Quantity" in next_question["text"]


async def test_who_pays_a_forwarded_copy_has_the_money(
    alice: Person, bob: Person, http: aiohttp.ClientSession, telegram: TelegramServer, database_url: str
) -> None:
    sent = await asks_for(alice, 100)
    payload = telegram.world.payloads[sent["message_id"]]
    copied = telegram.world.put_message(
        bob.chat, {key: sent[key] for key in ("invoice", "reply_markup")}, None
    )
    telegram.world.payloads[copied["message_id"]] = payload

    refused = await pays(http, copied, BOB)
    assert refused["error"].startswith("This invoice was made for somebody else.")
    charged(telegram, bob, payload, 100)

    await bob.sees("This invoice was made for somebody else. You paid it, so the money is yours.")
    assert (await wallet(database_url, BOB))[0] == 100 * STAR
    assert (await wallet(database_url, ALICE))[0] == 0


async def test_an_invoice_that_is_paid_twice_is_credited_twice_and_said(
    alice: Person, http: aiohttp.ClientSession, telegram: TelegramServer, database_url: str
) -> None:
    sent = await asks_for(alice, 100)
    payload = telegram.world.payloads[sent["message_id"]]
    await pays(http, sent, ALICE)
    await has(database_url, ALICE, 100 * STAR)

    charged(telegram, alice, payload, 100)

    await alice.sees("This invoice had been paid before, so you paid twice.")
    assert await wallet(database_url, ALICE) == (200 * STAR, 0, 0)
    await books_agree(database_url, telegram)


async def test_a_paid_invoice_is_not_paid_again(alice: Person, http: aiohttp.ClientSession) -> None:
    sent = await asks_for(alice, 100)
    assert (await pays(http, sent, ALICE))["paid"]
    await alice.sees("came into your wallet")

    assert not (await pays(http, sent, ALICE))["paid"]  # its message is gone


async def test_after_an_hour_an_invoice_is_refused_and_goes(
    alice: Person, http: aiohttp.ClientSession, database_url: str, bot: Bot, panel: PanelServer
) -> None:
    sent = await asks_for(alice, 100)
    trigger = "invoices_are_frozen" + (" ON invoices" if database_url.startswith("postgres") else "")
    await ask(database_url, f"DROP TRIGGER {trigger}")
    await ask(
        database_url,
        "UPDATE invoices SET created_at = created_at - 3600000, expires_at = expires_at - 3600000",
    )

    refused = await pays(http, sent, ALICE)
    assert refused["error"] == "This invoice has expired. You were not charged. Send /topup for a new one."

    await bot.restart(panel)
    await alice.sees("Your invoice has expired. You were not charged.")
    assert invoices(alice) == []


async def test_a_payment_whose_update_is_lost_is_found_in_the_statement(
    alice: Person, http: aiohttp.ClientSession, bot: Bot, panel: PanelServer, database_url: str
) -> None:
    await post(http, "updates/lose", what="successful_payment", count=1)
    sent = await asks_for(alice, 100)
    assert (await pays(http, sent, ALICE))["paid"]
    await alice.says("/start")
    assert (await wallet(database_url, ALICE))[0] == 0

    await bot.restart(panel)

    await has(database_url, ALICE, 100 * STAR)
    await alice.sees("$1.17 came into your wallet")


async def test_a_payment_for_what_is_missing_places_the_order(
    alice: Person, http: aiohttp.ClientSession, database_url: str, panel: PanelServer
) -> None:
    review = await alice.reviews(
        "Pictogram Followers · Drip-feed", "https://example.com/p/1", "1000", "tap All at once"
    )
    draft = alice.data_of("Place order", review).split(":")[1]
    await alice.taps_raw(f"tf:{draft}", review["message_id"])
    sent = await invoice(alice)
    assert sent["invoice"]["total_amount"] == 99  # $1.15 at $0.0117
    assert "your order is placed at once" in sent["invoice"]["description"]

    await pays(http, sent, ALICE)

    await alice.sees("Reference")
    assert len(panel.book.orders) == 1
    balance, held, debt = await wallet(database_url, ALICE)
    assert (balance, held, debt) == (99 * STAR - 1_150_000, 0, 0)


async def test_an_order_waits_when_somebody_else_pays_its_invoice(
    alice: Person, bob: Person, telegram: TelegramServer, http: aiohttp.ClientSession, database_url: str,
    panel: PanelServer,
) -> None:  # fmt: skip
    await pays(http, await asks_for(alice, 100), ALICE)
    review = await alice.reviews(
        "Pictogram Followers · Drip-feed", "https://example.com/p/1", "2000", "tap All at once"
    )
    draft = alice.data_of("Place order", review).split(":")[1]
    await alice.taps_raw(f"tf:{draft}", review["message_id"])
    sent = await invoice(alice)
    payload = telegram.world.payloads[sent["message_id"]]
    await pays(http, await asks_for(alice, 100), ALICE)  # now there is money for the order
    await has(database_url, ALICE, 200 * STAR)

    charged(telegram, bob, payload, sent["invoice"]["total_amount"])
    await bob.sees("This invoice was made for somebody else. You paid it, so the money is yours.")
    await alice.says("/start")

    assert not panel.book.orders
    assert await wallet(database_url, ALICE) == (200 * STAR, 0, 0)
    assert alice.count("The order was not placed") == 0
    assert await ask(database_url, "SELECT count(*) FROM invoices WHERE ordered_at IS NOT NULL") == [(1,)]


async def test_a_draft_that_has_changed_is_shown_again_and_the_money_stays(
    alice: Person, http: aiohttp.ClientSession, database_url: str, panel: PanelServer
) -> None:
    review = await alice.reviews(
        "Pictogram Followers · Drip-feed", "https://example.com/p/1", "1000", "tap All at once"
    )
    draft = alice.data_of("Place order", review).split(":")[1]
    await alice.taps_raw(f"tf:{draft}", review["message_id"])
    sent = await invoice(alice)
    await alice.says("500")  # at the review, a number is another quantity

    await pays(http, sent, ALICE)

    await alice.sees("Your payment of $1.1583 has arrived. The order was not placed", button="Place order")
    assert not panel.book.orders
    assert await wallet(database_url, ALICE) == (99 * STAR, 0, 0)


async def test_who_is_blocked_pays_nothing_in_and_reads_why_nothing_was_ordered(
    alice: Person,
    telegram: TelegramServer,
    http: aiohttp.ClientSession,
    database_url: str,
    panel: PanelServer,
) -> None:
    review = await alice.reviews(
        "Pictogram Followers · Drip-feed", "https://example.com/p/1", "1000", "tap All at once"
    )
    draft = alice.data_of("Place order", review).split(":")[1]
    await alice.taps_raw(f"tf:{draft}", review["message_id"])
    sent = await invoice(alice)
    blocked = f"stopped_at = 1, stopped_because = 'Counted twice' WHERE id = {id_of(ALICE)}"
    await ask(database_url, f"UPDATE users SET {blocked}")
    said = await pays(http, sent, ALICE)
    assert not said["paid"]
    assert "You cannot top up here. You were not charged." in str(said)
    stopped = "The operator has stopped your orders: Counted twice. Open orders go on."
    assert stopped in (await alice.says("/topup"))["text"]
    assert (await alice.says("/paysupport"))["text"]

    charged(
        telegram, alice, telegram.world.payloads[sent["message_id"]], 99
    )  # the block came after the bot's yes

    await alice.sees("The order was not placed, because the operator has stopped your orders: Counted twice.")
    assert alice.count("something has changed") == 0
    assert not panel.book.orders
    assert await wallet(database_url, ALICE) == (99 * STAR, 0, 0)
    assert await alice.taps_raw(f"tf:{draft}", review["message_id"]) == stopped
