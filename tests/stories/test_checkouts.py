"""Before Stars are paid the bot is asked, and answers in time whatever else it does."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.incoming import checkouts
from bot.settings import Settings
from sandbox.panel.server import PanelServer
from sandbox.telegram.server import TelegramServer
from tests.conftest import ALICE, OLGA, Bot, make_settings
from tests.databases import ask, id_of
from tests.people import Person
from tests.security.shortcut import direct
from tests.stories.paying import SHOP, STAR, asks_for, has, invoice, pays
from usecases.paying.check_payments import CheckPayments


@pytest.fixture
def settings(panel: PanelServer, telegram: TelegramServer, tmp_path: Path, database_url: str) -> Settings:
    return make_settings(panel, telegram, tmp_path, database_url=database_url, **SHOP)


async def remove(url: str) -> None:
    await ask(url, f"UPDATE users SET role = NULL, removed_at = 1 WHERE id = {id_of(ALICE)}")


async def close(url: str) -> None:
    await ask(url, "INSERT INTO conditions (name, since) VALUES ('wallets_restored', 0)")


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (close, "Nothing can be paid right now."),
        (remove, "You cannot top up here."),
    ],
)
async def test_a_no_says_what_to_do(
    alice: Person,
    http: aiohttp.ClientSession,
    database_url: str,
    before: Callable[[str], Awaitable[None]],
    words: str,
) -> None:
    sent = await asks_for(alice, 100)
    await before(database_url)

    end = await pays(http, sent, ALICE)

    assert (end["paid"], end["reason"]) == (False, "refused")
    assert end["error"].startswith(words)
    assert len(end["error"]) <= 200


@pytest.mark.parametrize(
    "payload",
    [
        "",
        "another shop's",
        "v1.17.1001",
        "v1.1.1001.100.1170000.AAAAAAAAAAAAAAAAAAAAAA",
        "v1.١.1001.100.1170000.AAAAAAAAAAAAAAAAAAAAAA",
        "v1.1.1001.100.1170000",
        "x" * 128,
    ],
)
async def test_a_foreign_payload_is_refused(
    alice: Person, http: aiohttp.ClientSession, telegram: TelegramServer, payload: str
) -> None:
    sent = await asks_for(alice, 100)
    telegram.world.payloads[sent["message_id"]] = payload

    assert (await pays(http, sent, ALICE))["error"].startswith("This invoice is not valid here.")


async def test_another_amount_than_the_invoices_is_refused(
    alice: Person, http: aiohttp.ClientSession
) -> None:
    sent = await asks_for(alice, 100)
    sent["invoice"]["total_amount"] = 1

    assert (await pays(http, sent, ALICE))["error"].startswith("This invoice is not valid here.")


async def test_the_first_day_has_a_limit(
    alice: Person, http: aiohttp.ClientSession, telegram: TelegramServer, database_url: str
) -> None:
    telegram.world.people[ALICE].stars = 10_000
    await alice.says("/topup")
    await alice.taps("Another amount")
    await alice.says("4200", shows="In your wallet")
    sent = await invoice(alice)
    assert (await pays(http, sent, ALICE))["paid"]  # $49.14
    await has(database_url, ALICE, 4_200 * STAR)

    refused = await pays(http, await asks_for(alice, 100), ALICE)

    assert refused["error"] == (
        "On your first day you can top up less than this. You were not charged. "
        "Take a smaller amount, or come back tomorrow."
    )


async def limit(url: str, name: str, amount: int) -> None:
    """Set a limit (micro-units) as an operator does."""
    await ask(
        url,
        "INSERT INTO shop_settings (name, value, changed_by, changed_at) "
        f"SELECT '{name}', '{amount}', {id_of(OLGA)}, 0",
    )


async def test_a_top_up_has_a_limit_also_when_it_was_lowered_since(
    alice: Person, olga: Person, http: aiohttp.ClientSession, database_url: str
) -> None:
    sent = await asks_for(alice, 100)
    await limit(database_url, "topup_most", 100 * STAR - 1)

    refused = await pays(http, sent, ALICE)

    assert refused["error"] == (
        "This is more than can be topped up at once. You were not charged. Send /topup for a smaller amount."
    )
    await limit(database_url, "topup_most", 100 * STAR)
    assert (await pays(http, sent, ALICE))["paid"]


async def test_a_day_has_a_limit(
    alice: Person, olga: Person, http: aiohttp.ClientSession, database_url: str
) -> None:
    await limit(database_url, "topup_most_day", 200 * STAR)
    for _ in range(2):
        await pays(http, await asks_for(alice, 100), ALICE)
    await has(database_url, ALICE, 200 * STAR)
    third = await asks_for(alice, 100)
    two_days = 2 * 24 * 3_600_000
    await ask(
        database_url,
        f"UPDATE topups SET paid_at = paid_at - {two_days} WHERE id = (SELECT min(id) FROM topups)",
    )

    assert (await pays(http, third, ALICE))["paid"]  # the first was two days ago
    await has(database_url, ALICE, 300 * STAR)
    refused = await pays(http, await asks_for(alice, 100), ALICE)

    assert refused["error"] == (
        "This is more than can be topped up in a day. You were not charged. "
        "Take a smaller amount, or come back tomorrow."
    )


async def test_it_is_answered_while_the_persons_lane_is_blocked(
    settings: Settings, telegram: TelegramServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with direct(settings, telegram) as program:
        person = telegram.world.people[ALICE]
        await program.says(person, "/start")
        await program.taps(person, "ti:100")
        (sent,) = [one for one in telegram.world.chats[ALICE].messages.values() if "invoice" in one]
        stuck = asyncio.Event()
        handle = program.program.intake._handle

        async def block(*_: object) -> None:
            await stuck.wait()

        monkeypatch.setattr(handle, "_handle", block)
        message = telegram.world.put_message(telegram.world.chats[ALICE], {"text": "hello"}, person)
        program.program.intake.take({"update_id": 1, "message": message})
        telegram.world.updates.clear()

        begun = time.monotonic()
        paying = asyncio.create_task(
            telegram.checkouts.pay(telegram.world.chats[ALICE], person, sent["message_id"])
        )
        while not telegram.world.updates:
            await asyncio.sleep(0.001)
        (_, update) = telegram.world.updates[0]
        telegram.world.updates.clear()
        await program.program.intake.take(update)
        for _ in range(10):
            await program.program.intake.take(update)
        charge = await paying
        assert sum(call["method"] == "answerPreCheckoutQuery" for call in telegram.calls) == 1

        assert time.monotonic() - begun < 2
        assert charge.stars == 100
        assert program.program.intake.open == 1  # the text still waits
        stuck.set()


async def test_what_takes_too_long_is_a_no(
    alice: Person, http: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never(*_: Any) -> None:
        await asyncio.sleep(60)

    monkeypatch.setattr(checkouts, "DECIDED_WITHIN_S", 0.1)
    monkeypatch.setattr(CheckPayments, "_of_person", never)
    sent = await asks_for(alice, 100)

    end = await pays(http, sent, ALICE)

    assert end["error"] == "We could not check this payment. You were not charged; please try again."


async def test_a_failure_is_a_no(
    alice: Person, http: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: Any) -> None:
        raise RuntimeError("the database said something unheard of")

    monkeypatch.setattr(CheckPayments, "_of_person", fail)
    sent = await asks_for(alice, 100)

    assert (await pays(http, sent, ALICE))["error"].startswith("We could not check this payment.")


async def test_a_private_bot_takes_no_payments(
    panel: PanelServer,
    telegram: TelegramServer,
    tmp_path: Path,
    database_url: str,
    http: aiohttp.ClientSession,
) -> None:
    shop = Bot(make_settings(panel, telegram, tmp_path, database_url=database_url, **SHOP))
    await shop.start()
    await shop.has_catalogue()
    alice = Person(http, telegram.world.chats[ALICE])
    sent = await asks_for(alice, 100)
    await shop.stop()
    await ask(database_url, "UPDATE invoices SET status = 'expired'")
    private = Bot(make_settings(panel, telegram, tmp_path, database_url=database_url))
    await private.start()

    assert (await pays(http, sent, ALICE))["error"].startswith("Nothing can be paid right now.")
    toast = await alice.taps_raw("ti:100")
    assert toast == "Wallets cannot be topped up here right now. Nothing was charged."
    await private.stop()
