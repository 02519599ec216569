"""The sandbox's Telegram takes an invoice in Stars, and refuses it, as the real one does."""

import json
from typing import Any

import aiohttp
import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import Message

from sandbox.telegram.server import TelegramServer
from tests.conftest import ALICE, BOB
from tests.sandbox.conftest import keys
from tests.sandbox.paying import ask_for_stars

PAY = {"text": "Pay", "pay": True}
BACK = {"text": "Back", "callback_data": "b"}
NO_STARS_INVOICE = "STARS_INVOICE_INVALID"


def markup(*buttons: dict[str, Any]) -> str:
    return json.dumps({"inline_keyboard": [[button] for button in buttons]})


def prices(*amounts: Any) -> str:
    return json.dumps([{"label": "Top up", "amount": amount} for amount in amounts])


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"title": ""}, 'parameter "title" is required'),
        ({"description": ""}, 'parameter "description" is required'),
        ({"payload": ""}, 'parameter "payload" is required'),
        ({"currency": ""}, 'parameter "currency" is required'),
        ({"prices": ""}, 'parameter "prices" is required'),
        ({"prices": "["}, "can't parse prices JSON object"),
        ({"prices": "5"}, "expected an Array of labeled prices"),
        ({"prices": "[]"}, "there must be at least one price"),
        ({"prices": "[5]"}, "can't parse labeled price: a label and a whole amount are expected"),
        ({"prices": '[{"amount": 5}]'}, "can't parse labeled price: a label and a whole amount are expected"),
        ({"prices": prices(1.5)}, "can't parse labeled price: a label and a whole amount are expected"),
        ({"prices": prices(0)}, "total price must be positive"),
        ({"prices": prices(-5)}, "total price must be positive"),
        ({"prices": prices(10**13)}, "too big amount of the currency specified"),
        ({"prices": prices(25_001)}, "CURRENCY_TOTAL_AMOUNT_INVALID"),
        ({"prices": prices(50, 50)}, NO_STARS_INVOICE),
        ({"title": "x" * 33}, NO_STARS_INVOICE),
        ({"title": "👍" * 17}, NO_STARS_INVOICE),
        ({"description": "x" * 256}, NO_STARS_INVOICE),
        ({"payload": "я" * 65}, "INVOICE_PAYLOAD_INVALID"),
        ({"provider_token": "284685063:TEST:abc"}, NO_STARS_INVOICE),
        ({"max_tip_amount": "500", "suggested_tip_amounts": "[100]"}, NO_STARS_INVOICE),
        ({"need_email": "true"}, NO_STARS_INVOICE),
        ({"is_flexible": "true"}, NO_STARS_INVOICE),
        ({"currency": "USD"}, "PAYMENT_PROVIDER_INVALID"),
        ({"currency": "XTS"}, "PAYMENT_PROVIDER_INVALID"),
        ({"start_parameter": "two words"}, "START_PARAM_INVALID"),
        ({"reply_markup": markup(BACK)}, "REPLY_MARKUP_BUY_EMPTY"),
        ({"reply_markup": markup(BACK, PAY)}, "BUTTON_POS_INVALID"),
        ({"reply_markup": markup(PAY, PAY)}, "BUTTON_POS_INVALID"),
        ({"chat_id": 5}, "chat not found"),
        ({"caption": "x"}, "unexpected parameter caption"),
    ],
)
@pytest.mark.usefixtures("api")
async def test_what_is_no_invoice_in_stars_is_refused(
    telegram: TelegramServer, http: aiohttp.ClientSession, change: dict[str, Any], complaint: str
) -> None:
    good = {
        "chat_id": ALICE,
        "title": "t",
        "description": "d",
        "payload": "p",
        "currency": "XTR",
        "prices": prices(5),
    }
    async with http.post(f"/bot{telegram.token}/sendInvoice", data={**good, **change}) as answer:
        assert await answer.json() == {
            "ok": False, "error_code": 400, "description": f"Bad Request: {complaint}",
        }  # fmt: skip
    assert not telegram.world.chats[ALICE].messages


async def test_the_largest_invoice_is_taken(api: Bot) -> None:
    sent = await ask_for_stars(
        api, 25_000, title="x" * 32, description="d" * 255, payload="p" * 128, start_parameter="s" * 64
    )

    assert sent.invoice is not None
    assert sent.invoice.model_dump() == {
        "title": "x" * 32, "description": "d" * 255, "start_parameter": "s" * 64, "currency": "XTR",
        "total_amount": 25_000,
    }  # fmt: skip


async def test_an_invoice_has_a_pay_button_by_itself_or_the_bots_own(api: Bot) -> None:
    bare = await ask_for_stars(api)
    own = await ask_for_stars(api, reply_markup=keys({"text": "Pay 100 XTR", "pay": True}, BACK))

    assert bare.reply_markup is not None
    assert bare.reply_markup.inline_keyboard[0][0].text == "Pay ⭐ 100"
    assert bare.reply_markup.inline_keyboard[0][0].pay
    assert own.reply_markup is not None
    assert [row[0].text for row in own.reply_markup.inline_keyboard] == ["Pay 100 XTR", "Back"]


async def test_only_an_invoice_has_a_pay_button(api: Bot) -> None:
    with pytest.raises(TelegramBadRequest, match="BUTTON_TYPE_INVALID"):
        await api.send_message(ALICE, "x", reply_markup=keys({"text": "Pay", "pay": True}))


async def test_nothing_of_an_invoice_is_edited_but_it_is_deleted(api: Bot) -> None:
    """TDLib lets a bot edit the keyboard of a sticker or a place, and nothing of an invoice."""
    sent = await ask_for_stars(api)
    where: dict[str, Any] = {"chat_id": ALICE, "message_id": sent.message_id}

    for edit in (
        api.edit_message_text("Paid", **where),
        api.edit_message_caption(caption="Paid", **where),
        api.edit_message_reply_markup(reply_markup=keys(BACK), **where),
    ):
        with pytest.raises(TelegramBadRequest, match="message can't be edited"):
            await edit
    assert await api.delete_message(**where)


async def test_a_forwarded_copy_is_payable_unless_the_invoice_has_a_start_parameter(
    api: Bot, telegram: TelegramServer
) -> None:
    telegram.world.chats[BOB].started = True
    buttons = []
    for start in ("", "top_up"):
        sent = await ask_for_stars(api, start_parameter=start)
        copy = await api.forward_message(BOB, ALICE, sent.message_id)
        assert copy.reply_markup is not None
        buttons.append(copy.reply_markup.inline_keyboard[0][0])

    assert (buttons[0].pay, buttons[0].url) == (True, None)
    assert (buttons[1].pay, buttons[1].url) == (None, "https://t.me/panelgram_bot?start=top_up")


async def test_an_invoice_is_not_copied(api: Bot) -> None:
    sent = await ask_for_stars(api)
    with pytest.raises(TelegramBadRequest, match="the message can't be copied"):
        await api.copy_message(ALICE, ALICE, sent.message_id)


async def test_an_invoice_may_answer_a_message_of_a_person(api: Bot, http: aiohttp.ClientSession) -> None:
    async with http.post(f"/api/chats/{ALICE}/text", json={"text": "top up"}) as answer:
        number = (await answer.json())["message"]["message_id"]

    sent = await ask_for_stars(api, reply_to_message_id=number)

    assert isinstance(sent.reply_to_message, Message)
    assert sent.reply_to_message.message_id == number
