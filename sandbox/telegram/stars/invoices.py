"""Invoices in Stars, checked as Telegram checks them.

The words are those of https://github.com/tdlib/telegram-bot-api and https://github.com/tdlib/td. Those in
capitals come from Telegram's own servers.
"""

import re
from typing import Any

from sandbox.telegram.errors import bad_request
from sandbox.telegram.fields import is_true, required, utf16

Json = dict[str, Any]

CURRENCY = "XTR"
LONGEST_TITLE = 32
LONGEST_DESCRIPTION = 255
LONGEST_PAYLOAD = 128  # bytes
MOST_STARS = 25_000
LARGEST_AMOUNT = 9_999_999_999_999  # of any currency
START_PARAMETER = re.compile(r"[A-Za-z0-9_-]{0,64}")

FOR_PROVIDERS = (
    *("need_name", "need_phone_number", "need_email", "need_shipping_address", "is_flexible"),
    *("send_phone_number_to_provider", "send_email_to_provider"),
)
"""What only providers of other payments can use."""


def invoice_of(given: Json) -> Json:
    """Return the content of an invoice's message. Raises ApiError for an invoice that Telegram refuses."""
    texts = {name: required(given, name) for name in ("title", "description", "payload", "currency")}
    stars = _total(given)
    _check_texts(texts)
    start = str(given.get("start_parameter", ""))
    if not START_PARAMETER.fullmatch(start):
        raise bad_request("START_PARAM_INVALID")
    _check_stars(given, texts["currency"], stars)
    shown = {name: texts[name] for name in ("title", "description", "currency")}
    button = {"text": f"Pay ⭐ {stars}", "pay": True}
    return {
        "invoice": {**shown, "start_parameter": start, "total_amount": stars},
        "reply_markup": {"inline_keyboard": [[button]]},
    }


def forwarded_invoice(message: Json, username: str) -> Json:
    """Return the content of a forwarded copy. With a start parameter it leads to the bot and is not paid."""
    invoice, pay = message["invoice"], message["reply_markup"]["inline_keyboard"][0][0]
    if start := invoice["start_parameter"]:
        pay = {"text": pay["text"], "url": f"https://t.me/{username}?start={start}"}
    return {"invoice": invoice, "reply_markup": {"inline_keyboard": [[pay]]}}


def is_payable(message: Json) -> bool:
    """Return whether a message is an invoice with a Pay button."""
    return "invoice" in message and "pay" in message["reply_markup"]["inline_keyboard"][0][0]


def _total(given: Json) -> int:
    """Return the sum of the prices."""
    if "prices" not in given:
        required(given, "prices")
    prices = given["prices"]
    if not isinstance(prices, list):
        raise bad_request("expected an Array of labeled prices")
    if not prices:
        raise bad_request("there must be at least one price")
    total = sum(map(_amount, prices))
    if total <= 0:
        raise bad_request("total price must be positive")
    return total


def _amount(price: Any) -> int:
    amount = price.get("amount") if isinstance(price, dict) else None
    if not isinstance(price, dict) or not price.get("label") or not str(amount).removeprefix("-").isdecimal():
        raise bad_request("can't parse labeled price: a label and a whole amount are expected")
    if abs(int(str(amount))) > LARGEST_AMOUNT:
        raise bad_request("too big amount of the currency specified")
    return int(str(amount))


def _check_texts(texts: dict[str, str]) -> None:
    if utf16(texts["title"]) > LONGEST_TITLE or utf16(texts["description"]) > LONGEST_DESCRIPTION:
        raise bad_request("STARS_INVOICE_INVALID")
    if len(texts["payload"].encode()) > LONGEST_PAYLOAD:
        raise bad_request("INVOICE_PAYLOAD_INVALID")


def _check_stars(given: Json, currency: str, stars: int) -> None:
    """Refuse what cannot be paid in Stars. Other currencies need a provider, and the sandbox has none."""
    if currency != CURRENCY:
        raise bad_request("PAYMENT_PROVIDER_INVALID")
    tips = given.get("max_tip_amount", "0") != "0" or given.get("suggested_tip_amounts")
    asks = any(is_true(given, name) for name in FOR_PROVIDERS)
    if len(given["prices"]) > 1 or "provider_token" in given or tips or asks:
        raise bad_request("STARS_INVOICE_INVALID")
    if stars > MOST_STARS:
        raise bad_request("CURRENCY_TOTAL_AMOUNT_INVALID")
