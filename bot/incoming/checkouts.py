"""Answers pre-checkout queries, past the lanes: a person's client waits ten seconds for the answer."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import AnswerPreCheckoutQuery

from bot.incoming.raw_updates import CHECKOUT
from bot.telegram.reading import Raw
from bot.telegram.verdicts import REFUSALS
from usecases.paying.check_payments import Checkout, Refusal
from usecases.people.access import Access
from views import topups
from views.language import speaking

log = logging.getLogger(__name__)

DECIDED_WITHIN_S = 8.0  # seconds after which the answer is no


class Checkouts:
    """The answer is no if the decision is late or fails. Then nobody is charged."""

    def __init__(
        self, *, bot: Bot, access: Access, check: Callable[[Checkout], Awaitable[Refusal | None]]
    ) -> None:
        self._bot = bot
        self._access = access
        self._check = check

    async def __call__(self, raw: Raw) -> None:
        """Answer the query of an update. Raises nothing: the client tells the person of a lost answer."""
        query = raw[CHECKOUT]
        refusal = await self._decide(query)
        try:
            await self._bot(await self._answer(query, refusal))
        except TelegramBadRequest:
            log.info("a pre-checkout query was answered before, or too late")
        except REFUSALS as error:
            log.warning("a pre-checkout query was not answered: %s", type(error).__name__)

    async def _decide(self, query: dict[str, Any]) -> Refusal | None:
        try:
            asked = Checkout(
                telegram_id=int(query["from"]["id"]),
                currency=str(query["currency"]),
                amount=int(query["total_amount"]),
                payload=str(query["invoice_payload"]),
            )
            async with asyncio.timeout(DECIDED_WITHIN_S):
                return await self._check(asked)
        except Exception as error:  # noqa: BLE001 - whatever it is, the answer is no
            log.warning("a pre-checkout query could not be decided: %s", type(error).__name__)
            return Refusal.NO_ANSWER

    async def _answer(self, query: dict[str, Any], refusal: Refusal | None) -> AnswerPreCheckoutQuery:
        if refusal is None:
            return AnswerPreCheckoutQuery(pre_checkout_query_id=str(query["id"]), ok=True)
        with speaking(await self._language(query)):
            words = topups.refusal(refusal)
        return AnswerPreCheckoutQuery(pre_checkout_query_id=str(query["id"]), ok=False, error_message=words)

    async def _language(self, query: dict[str, Any]) -> str | None:
        """Return the language that the person chose, or their client's if the database does not tell soon."""
        try:
            async with asyncio.timeout(1.0):
                return (await self._access.find(int(query["from"]["id"]))).language
        except Exception:  # noqa: BLE001 - the words matter more than their language
            return query.get("from", {}).get("language_code") if isinstance(query.get("from"), dict) else None
