"""People of the sandbox pay in Stars: the bot is asked, the Stars move, the bot learns of it."""

import asyncio

import aiohttp
import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest

from sandbox.telegram.server import TelegramServer
from tests.conftest import ALICE, BOB
from tests.sandbox.paying import PAYLOAD, ask_for_stars, asked, pay, sell

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


async def test_a_payment_is_asked_for_made_and_told(
    api: Bot, telegram: TelegramServer, http: aiohttp.ClientSession
) -> None:
    sent = await ask_for_stars(api)

    paying = asyncio.create_task(pay(http, sent.message_id))
    query = await asked(api)
    assert (query.from_user.id, query.currency, query.total_amount) == (ALICE, "XTR", 100)
    assert query.invoice_payload == PAYLOAD
    assert await api.answer_pre_checkout_query(query.id, ok=True)
    end = await paying

    (update,) = await api.get_updates(timeout=0)
    assert update.message is not None
    assert update.message.from_user is not None
    assert (update.message.chat.id, update.message.from_user.id) == (ALICE, ALICE)
    paid = update.message.successful_payment
    assert paid is not None
    assert (paid.currency, paid.total_amount, paid.invoice_payload) == ("XTR", 100, PAYLOAD)
    assert end == {"paid": True, "charge": paid.telegram_payment_charge_id, "stars": 2_400}
    assert telegram.world.people[ALICE].stars == 2_400
    (row,) = (await api.get_star_transactions()).transactions
    assert (row.id, row.amount, row.receiver) == (paid.telegram_payment_charge_id, 100, None)
    assert (await api.get_my_star_balance()).amount == 100


async def test_the_row_of_a_payment_has_its_person_and_payload(
    api: Bot, telegram: TelegramServer, http: aiohttp.ClientSession
) -> None:
    await sell(api, http, (await ask_for_stars(api)).message_id)

    source = telegram.books.rows[0]["source"]
    assert (source["type"], source["transaction_type"]) == ("user", "invoice_payment")
    assert (source["user"]["id"], source["invoice_payload"]) == (ALICE, PAYLOAD)


async def test_too_few_stars_are_an_error_that_the_bot_does_not_learn_of(
    api: Bot, telegram: TelegramServer, http: aiohttp.ClientSession
) -> None:
    async with http.post(f"/api/people/{ALICE}/stars", json={"stars": 99}) as answer:
        assert await answer.json() == {"stars": 99}
    sent = await ask_for_stars(api)

    end = await pay(http, sent.message_id)

    assert end == {"paid": False, "reason": "too_few_stars", "error": "You need 1 more Stars."}
    assert not telegram.world.updates
    assert telegram.world.people[ALICE].stars == 99


async def test_a_no_is_shown_to_the_person(
    api: Bot, telegram: TelegramServer, http: aiohttp.ClientSession
) -> None:
    sent = await ask_for_stars(api)
    paying = asyncio.create_task(pay(http, sent.message_id))
    query = await asked(api)

    with pytest.raises(TelegramBadRequest, match='parameter "error_message" is required'):
        await api.answer_pre_checkout_query(query.id, ok=False)
    await api.answer_pre_checkout_query(query.id, ok=False, error_message="This invoice has expired.")

    assert await paying == {"paid": False, "reason": "refused", "error": "This invoice has expired."}
    assert telegram.books.rows == []


async def test_no_answer_in_time_is_no_payment_and_a_late_answer_an_error(
    api: Bot, telegram: TelegramServer, http: aiohttp.ClientSession
) -> None:
    assert telegram.checkouts.answered_within == 10
    telegram.checkouts.answered_within = 0.2
    sent = await ask_for_stars(api)

    end = await pay(http, sent.message_id)

    assert (end["paid"], end["reason"]) == (False, "no_answer")
    with pytest.raises(TelegramBadRequest, match=TOO_OLD):
        await api.answer_pre_checkout_query((await asked(api)).id, ok=True)
    assert telegram.world.people[ALICE].stars == 2_500


async def test_a_query_is_answered_once(api: Bot, http: aiohttp.ClientSession) -> None:
    sent = await ask_for_stars(api)
    paying = asyncio.create_task(pay(http, sent.message_id))
    query = await asked(api)
    await api.answer_pre_checkout_query(query.id, ok=True)

    with pytest.raises(TelegramBadRequest, match=TOO_OLD):
        await api.answer_pre_checkout_query(query.id, ok=True)
    assert (await paying)["paid"]


async def test_a_bot_that_does_not_ask_for_pre_checkout_queries_is_not_paid(
    api: Bot, telegram: TelegramServer, http: aiohttp.ClientSession
) -> None:
    telegram.checkouts.answered_within = 0.2
    await api.get_updates(timeout=0, allowed_updates=["message", "callback_query"])

    end = await pay(http, (await ask_for_stars(api)).message_id)

    assert end["reason"] == "no_answer"
    assert not telegram.world.updates


async def test_an_invoice_is_paid_as_often_as_somebody_pays(
    api: Bot, telegram: TelegramServer, http: aiohttp.ClientSession
) -> None:
    sent = await ask_for_stars(api)
    charges = set()
    for _ in range(3):
        charges.add((await sell(api, http, sent.message_id))["charge"])
        await api.get_updates(offset=-1, timeout=0)
        telegram.world.updates.clear()

    assert len(charges) == 3
    assert [row["amount"] for row in telegram.books.rows] == [100] * 3


async def test_whoever_gets_a_payable_copy_pays_it(
    api: Bot, telegram: TelegramServer, http: aiohttp.ClientSession
) -> None:
    sent = await ask_for_stars(api)
    async with http.post(
        f"/api/chats/{ALICE}/forward", json={"message_id": sent.message_id, "to": BOB}
    ) as answer:
        copy = (await answer.json())["message"]

    end = await sell(api, http, copy["message_id"], chat=BOB)

    assert end["stars"] == 2_400
    (update,) = await api.get_updates(timeout=0)
    assert update.message is not None
    assert update.message.chat.id == BOB
    assert telegram.world.people[ALICE].stars == 2_500


async def test_a_copy_that_leads_to_the_bot_is_not_paid(
    api: Bot, telegram: TelegramServer, http: aiohttp.ClientSession
) -> None:
    sent = await ask_for_stars(api, start_parameter="top_up")
    async with http.post(
        f"/api/chats/{ALICE}/forward", json={"message_id": sent.message_id, "to": BOB}
    ) as answer:
        copy = (await answer.json())["message"]

    assert (await pay(http, copy["message_id"], chat=BOB))["reason"] == "no_invoice"
    assert not telegram.world.updates


async def test_a_deleted_invoice_is_not_paid(api: Bot, http: aiohttp.ClientSession) -> None:
    sent = await ask_for_stars(api)
    await api.delete_message(ALICE, sent.message_id)

    assert (await pay(http, sent.message_id))["reason"] == "no_invoice"


async def test_who_spends_the_stars_elsewhere_meanwhile_does_not_pay(
    api: Bot, telegram: TelegramServer, http: aiohttp.ClientSession
) -> None:
    sent = await ask_for_stars(api)
    paying = asyncio.create_task(pay(http, sent.message_id))
    query = await asked(api)
    telegram.world.people[ALICE].stars = 50

    await api.answer_pre_checkout_query(query.id, ok=True)

    assert (await paying)["reason"] == "too_few_stars"
    assert telegram.books.rows == []


async def test_a_query_waits_150_seconds_for_the_bot(telegram: TelegramServer) -> None:
    now = 1_000.0
    telegram.world.wall = lambda: now
    telegram.world.put_update({"pre_checkout_query": {"id": "1"}})
    now += 149
    assert len(telegram.world.waiting_updates(100)) == 1
    now += 1
    assert telegram.world.waiting_updates(100) == []
