"""The sandbox's Telegram gives Stars back, and lists what came and went."""

import aiohttp
import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import TransactionPartnerUser

from sandbox.telegram.server import TelegramServer
from tests.conftest import ALICE, BOB
from tests.sandbox.paying import PAYLOAD, ask_for_stars, sell


async def test_a_refund_gives_the_stars_back_and_is_told(
    api: Bot, telegram: TelegramServer, http: aiohttp.ClientSession
) -> None:
    charge = (await sell(api, http, (await ask_for_stars(api)).message_id))["charge"]

    assert await api.refund_star_payment(ALICE, charge)

    assert telegram.world.people[ALICE].stars == 2_500
    told = (await api.get_updates(timeout=0))[-1].message
    assert told is not None
    assert told.refunded_payment is not None
    assert told.refunded_payment.telegram_payment_charge_id == charge
    assert (told.refunded_payment.total_amount, told.refunded_payment.invoice_payload) == (100, PAYLOAD)
    assert told.from_user is not None
    assert (told.chat.id, told.from_user.id) == (
        ALICE,
        42,
    )  # the bot is its sender, as in aiogram's issue 1692
    paid, returned = (await api.get_star_transactions()).transactions
    assert (paid.id, returned.id) == (charge, charge)
    assert (returned.source, returned.amount) == (None, 100)
    assert isinstance(returned.receiver, TransactionPartnerUser)
    assert (returned.receiver.user.id, returned.receiver.invoice_payload) == (ALICE, PAYLOAD)
    assert (await api.get_my_star_balance()).amount == 0


async def test_a_refund_that_cannot_be_is_refused(api: Bot, http: aiohttp.ClientSession) -> None:
    charge = (await sell(api, http, (await ask_for_stars(api)).message_id))["charge"]

    for person, named, complaint in (
        (BOB, charge, "CHARGE_NOT_FOUND"),
        (ALICE, "stx-unknown", "CHARGE_NOT_FOUND"),
        (ALICE, "", 'parameter "telegram_payment_charge_id" is required'),
        (0, charge, "invalid user_id specified"),
        (5, charge, "user not found"),
    ):
        with pytest.raises(TelegramBadRequest, match=complaint):
            await api.refund_star_payment(person, named)
    await api.refund_star_payment(ALICE, charge)
    with pytest.raises(TelegramBadRequest, match="CHARGE_ALREADY_REFUNDED"):
        await api.refund_star_payment(ALICE, charge)


async def test_the_statement_begins_with_the_oldest_row_and_comes_in_pages(
    api: Bot, telegram: TelegramServer
) -> None:
    for number in range(1_250):
        telegram.books.enter(10**9, {"source": {"type": "other"}}, f"row {number}")
    seen: list[str] = []

    while page := (await api.get_star_transactions(offset=len(seen))).transactions:
        assert len(page) <= 100
        seen += [row.id for row in page]

    assert seen == [f"row {number}" for number in range(1_250)]
    assert (await api.get_my_star_balance()).amount == 1_250


@pytest.mark.parametrize(
    ("offset", "limit", "first", "count"),
    [(0, 1_000, "row 0", 100), (0, 0, "row 0", 1), (-5, 3, "row 0", 3), (118, 5, "row 118", 2)],
)
async def test_numbers_out_of_range_are_moved_into_it(
    api: Bot, telegram: TelegramServer, offset: int, limit: int, first: str, count: int
) -> None:
    for number in range(120):
        telegram.books.enter(10**9, {"source": {"type": "other"}}, f"row {number}")

    page = (await api.get_star_transactions(offset=offset, limit=limit)).transactions

    assert (page[0].id, len(page)) == (first, count)
