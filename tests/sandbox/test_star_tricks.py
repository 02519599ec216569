"""What goes wrong with Stars goes wrong in the sandbox on demand."""

from typing import Any

import aiohttp
import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramNetworkError, TelegramServerError
from aiogram.types import (
    StarTransaction,
    TransactionPartnerAffiliateProgram,
    TransactionPartnerChat,
    TransactionPartnerFragment,
    TransactionPartnerOther,
    TransactionPartnerTelegramAds,
    TransactionPartnerTelegramApi,
    TransactionPartnerUser,
)

from sandbox.telegram.server import TelegramServer
from tests.conftest import ALICE
from tests.sandbox.paying import PAYLOAD, ask_for_stars, sell


async def post(http: aiohttp.ClientSession, path: str, **wish: Any) -> dict[str, Any]:
    async with http.post(f"/api/{path}", json=wish) as answer:
        assert answer.status == 200, await answer.text()
        said: dict[str, Any] = await answer.json()
        return said


async def sold(api: Bot, http: aiohttp.ClientSession, stars: int = 100) -> str:
    """Sell once; returns the charge."""
    return str((await sell(api, http, (await ask_for_stars(api, stars)).message_id))["charge"])


async def rows_of(api: Bot) -> list[StarTransaction]:
    return (await api.get_star_transactions()).transactions


async def test_a_payment_may_never_be_told(
    api: Bot, telegram: TelegramServer, http: aiohttp.ClientSession
) -> None:
    await post(http, "updates/lose", what="successful_payment")

    charge = await sold(api, http)

    assert await api.get_updates(timeout=0) == []
    assert [row.id for row in await rows_of(api)] == [charge]
    assert telegram.world.people[ALICE].stars == 2_400
    await sold(api, http)
    assert len(await api.get_updates(timeout=0)) == 1


async def test_a_payment_may_be_told_again(api: Bot, http: aiohttp.ClientSession) -> None:
    await sold(api, http)
    (told,) = await api.get_updates(timeout=0)
    await post(http, f"chats/{ALICE}/text", text="hello")
    (_, other) = await api.get_updates(timeout=0)
    await api.get_updates(offset=other.update_id + 1, timeout=0)

    await post(http, "updates/redeliver", what="successful_payment")

    (again,) = await api.get_updates(offset=other.update_id + 1, timeout=0)
    assert again == told


async def test_a_chargeback_is_a_row_that_the_bot_did_not_ask_for(
    api: Bot, telegram: TelegramServer, http: aiohttp.ClientSession
) -> None:
    charge = await sold(api, http)
    await api.get_updates(offset=-1, timeout=0)
    telegram.world.updates.clear()

    assert await post(http, "stars/chargebacks", charge=charge) == {"balance": {"amount": 0}, "stars": 2_500}

    paid, returned = await rows_of(api)
    assert (paid.id, returned.id, returned.amount) == (charge, charge, 100)
    assert isinstance(returned.receiver, TransactionPartnerUser)
    assert (returned.source, returned.receiver.user.id) == (None, ALICE)
    assert not telegram.world.updates
    with pytest.raises(TelegramBadRequest, match="CHARGE_ALREADY_REFUNDED"):
        await api.refund_star_payment(ALICE, charge)
    async with http.post("/api/stars/chargebacks", json={"charge": charge}) as answer:
        assert answer.status == 409


async def test_a_chargeback_that_is_not_itemised_lowers_the_balance_only(
    api: Bot, telegram: TelegramServer, http: aiohttp.ClientSession
) -> None:
    charge = await sold(api, http)
    await sold(api, http, 30)

    await post(http, "stars/chargebacks", charge=charge, listed=False)

    assert [row.amount for row in await rows_of(api)] == [100, 30]
    assert (await api.get_my_star_balance()).amount == 30
    assert telegram.world.people[ALICE].stars == 2_470


async def test_the_answer_to_a_refund_may_be_lost(
    api: Bot, telegram: TelegramServer, http: aiohttp.ClientSession
) -> None:
    charge = await sold(api, http)
    await post(http, "faults", kind="lost_answer", method="refundStarPayment", times=1)

    with pytest.raises(TelegramNetworkError):
        await api.refund_star_payment(ALICE, charge)

    assert [row.receiver is None for row in await rows_of(api)] == [True, False]
    assert telegram.world.people[ALICE].stars == 2_500
    with pytest.raises(TelegramBadRequest, match="CHARGE_ALREADY_REFUNDED"):
        await api.refund_star_payment(ALICE, charge)


async def test_a_commission_makes_the_row_smaller_than_the_price(
    api: Bot, telegram: TelegramServer, http: aiohttp.ClientSession
) -> None:
    await post(http, "stars/commission", per_mille=75, times=1)

    charge = await sold(api, http)
    await sold(api, http)

    small, whole = await rows_of(api)
    assert (small.amount, small.nanostar_amount) == (92, 500_000_000)
    assert (whole.amount, whole.nanostar_amount) == (100, None)
    assert isinstance(small.source, TransactionPartnerUser)
    assert small.source.affiliate is not None
    assert (small.source.affiliate.amount, small.source.affiliate.nanostar_amount) == (7, 500_000_000)
    assert small.source.invoice_payload == PAYLOAD
    assert telegram.world.people[ALICE].stars == 2_300
    balance = await api.get_my_star_balance()
    assert (balance.amount, balance.nanostar_amount) == (192, 500_000_000)

    await api.refund_star_payment(ALICE, charge)

    returned = (await rows_of(api))[-1]
    assert (returned.amount, returned.nanostar_amount) == (92, 500_000_000)
    assert isinstance(returned.receiver, TransactionPartnerUser)
    assert returned.receiver.affiliate is not None
    assert returned.receiver.affiliate.amount == -7
    assert telegram.world.people[ALICE].stars == 2_400


@pytest.mark.parametrize(
    ("kind", "side", "partner", "detail"),
    [
        ("invoice_payment", "source", TransactionPartnerUser, {"transaction_type": "invoice_payment"}),
        ("invoice_without_payload", "source", TransactionPartnerUser, {"invoice_payload": None}),
        ("paid_media_payment", "source", TransactionPartnerUser, {"paid_media_payload": "pictures"}),
        ("business_account_transfer", "source", TransactionPartnerUser, {"transaction_type": "business_account_transfer"}),
        ("affiliate_program", "source", TransactionPartnerAffiliateProgram, {"commission_per_mille": 50}),
        ("fragment_refund", "source", TransactionPartnerFragment, {"withdrawal_state": None}),
        ("other", "source", TransactionPartnerOther, {}),
        ("gift_purchase", "receiver", TransactionPartnerUser, {"transaction_type": "gift_purchase"}),
        ("premium_purchase", "receiver", TransactionPartnerUser, {"premium_subscription_duration": 3}),
        ("chat", "receiver", TransactionPartnerChat, {}),
        ("fragment_pending", "receiver", TransactionPartnerFragment, {}),
        ("fragment_succeeded", "receiver", TransactionPartnerFragment, {}),
        ("fragment_failed", "receiver", TransactionPartnerFragment, {}),
        ("telegram_ads", "receiver", TransactionPartnerTelegramAds, {}),
        ("telegram_api", "receiver", TransactionPartnerTelegramApi, {"request_count": 1_000}),
        ("other_expense", "receiver", TransactionPartnerOther, {}),
    ],
)  # fmt: skip
async def test_rows_of_every_kind_are_listed(
    api: Bot, http: aiohttp.ClientSession, kind: str, side: str, partner: type, detail: dict[str, Any]
) -> None:
    await post(http, "stars/rows", kind=kind, amount=20, nanostars=5)

    (row,) = await rows_of(api)

    there = getattr(row, side)
    assert (row.source is None) == (side == "receiver")
    assert (row.receiver is None) == (side == "source")
    assert isinstance(there, partner)
    assert {name: getattr(there, name) for name in detail} == detail
    assert (row.amount, row.nanostar_amount) == (20, 5)
    balance = await api.get_my_star_balance()
    sign = 1 if side == "source" else -1
    assert (balance.amount, balance.nanostar_amount) == (sign * 20, sign * 5)


async def test_a_statement_may_fail(api: Bot, http: aiohttp.ClientSession) -> None:
    await post(http, "faults", kind="server_error", method="getStarTransactions", times=1)

    with pytest.raises(TelegramServerError):
        await api.get_star_transactions()
    assert await rows_of(api) == []


async def test_everything_about_stars_is_shown(api: Bot, http: aiohttp.ClientSession) -> None:
    charge = await sold(api, http)

    async with http.get("/api/stars") as answer:
        shown = await answer.json()

    assert (shown["balance"], shown["people"][str(ALICE)]) == ({"amount": 100}, 2_400)
    assert [row["id"] for row in shown["rows"]] == [charge]
    (paid,) = shown["charges"]
    assert (paid["telegram_payment_charge_id"], paid["person"], paid["returned"]) == (charge, ALICE, False)


async def test_people_come_with_stars_of_their_own(
    telegram: TelegramServer, http: aiohttp.ClientSession
) -> None:
    added = await post(http, "people", first_name="Petra", stars=7)
    assert telegram.world.people[added["id"]].stars == added["stars"] == 7


async def test_the_deadline_of_a_bot_is_set(telegram: TelegramServer, http: aiohttp.ClientSession) -> None:
    await post(http, "stars/deadline", seconds=0.5)
    assert telegram.checkouts.answered_within == 0.5


@pytest.mark.parametrize(
    ("path", "wish"),
    [
        ("stars/rows", {"kind": "unknown"}),
        ("stars/chargebacks", {"charge": "unknown"}),
        ("stars/chargebacks", {}),
        ("updates/lose", {}),
        ("people/5/stars", {"stars": 1}),
        (f"people/{ALICE}/stars", {"stars": "many"}),
    ],
)
async def test_a_wish_that_makes_no_sense_changes_nothing(
    telegram: TelegramServer, http: aiohttp.ClientSession, path: str, wish: dict[str, Any]
) -> None:
    async with http.post(f"/api/{path}", json=wish) as answer:
        assert answer.status == 400
    assert telegram.books.rows == []
    assert telegram.world.people[ALICE].stars == 2_500
