"""Asks Telegram about Stars, for `usecases.paying`."""

import logging
from typing import Any

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import GetMyStarBalance, RefundStarPayment
from aiogram.methods.base import TelegramMethod

from bot.telegram.verdicts import REFUSALS, description
from usecases.paying.telegram_stars import (
    NANO,
    STATEMENT_PAGE,
    ReturnRefused,
    StarPayer,
    StarsAway,
    StarsReturned,
    StatementRow,
)

log = logging.getLogger(__name__)

RETURNED_BEFORE = "charge_already_refunded"


class GetStatement(TelegramMethod[dict[str, Any]]):
    """getStarTransactions as raw JSON: a kind of row that aiogram does not know must not hide the others."""

    __returning__ = dict[str, Any]
    __api_method__ = "getStarTransactions"

    offset: int
    limit: int


class StarsByBot:
    """Calls https://core.telegram.org/bots/api#refundstarpayment and its neighbours."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def give_back(self, telegram_id: int, charge_id: str) -> StarsReturned | ReturnRefused:
        """Return a payment. Raises StarsAway if the answer was lost, or is no clear refusal."""
        method = RefundStarPayment(user_id=telegram_id, telegram_payment_charge_id=charge_id)
        try:
            await self._bot(method)
        except TelegramBadRequest as error:
            words = description(error)
            return StarsReturned() if RETURNED_BEFORE in words.lower() else ReturnRefused(words[:200])
        except REFUSALS as error:
            raise StarsAway from error
        return StarsReturned()

    async def statement(self, offset: int) -> list[StatementRow]:
        """Return a page of the statement. Raises StarsAway."""
        try:
            page = await self._bot(GetStatement(offset=offset, limit=STATEMENT_PAGE))
        except REFUSALS as error:
            raise StarsAway from error
        return [_row(one) for one in page.get("transactions", [])]

    async def balance(self) -> int:
        """Return the bot's Stars in parts of `NANO`. Raises StarsAway."""
        try:
            found = await self._bot(GetMyStarBalance())
        except REFUSALS as error:
            raise StarsAway from error
        return found.amount * NANO + (found.nanostar_amount or 0)


def _row(raw: dict[str, Any]) -> StatementRow:
    """Read a row. One that makes no sense moves no money; the comparison with the balance finds it."""
    try:
        return statement_row(raw)
    except (KeyError, TypeError, ValueError):
        log.exception("a row of the statement of Stars cannot be read")
        return StatementRow("", 0, 0, None)


def statement_row(raw: dict[str, Any]) -> StatementRow:
    """Read a row: https://core.telegram.org/bots/api#startransaction."""
    amount = abs(int(raw["amount"]) * NANO + int(raw.get("nanostar_amount") or 0))
    is_incoming = "source" in raw
    return StatementRow(
        id=str(raw["id"]),
        nanostars=amount if is_incoming else -amount,
        happened_at=int(raw["date"]) * 1_000,
        payer=_payer(raw.get("source") or raw.get("receiver") or {}),
    )


def _payer(partner: dict[str, Any]) -> StarPayer | None:
    """Return the person of a row about an invoice; None for every other kind of row."""
    if partner.get("type") != "user" or partner.get("transaction_type") != "invoice_payment":
        return None
    user = partner["user"]
    names = (str(user.get(part) or "") for part in ("first_name", "last_name"))
    return StarPayer(
        telegram_id=int(user["id"]),
        name=" ".join(filter(None, names)),
        username=user.get("username"),
        language_code=user.get("language_code"),
        payload=str(partner.get("invoice_payload") or ""),
    )
