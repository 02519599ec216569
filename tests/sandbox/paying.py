"""What tests of Stars do: the bot asks for Stars, and people pay."""

import asyncio
from typing import Any

import aiohttp
from aiogram import Bot
from aiogram.types import LabeledPrice, Message, PreCheckoutQuery

from tests.conftest import ALICE

PAYLOAD = "v1.17.1001"


async def ask_for_stars(api: Bot, stars: int = 100, **more: Any) -> Message:
    """Send Alice an invoice."""
    wish = {"title": "Top up", "description": "Stars for your wallet", "payload": PAYLOAD, **more}
    return await api.send_invoice(
        **{
            "chat_id": ALICE,
            "currency": "XTR",
            "prices": [LabeledPrice(label="Top up", amount=stars)],
            **wish,
        }
    )


async def pay(http: aiohttp.ClientSession, message_id: int, chat: int = ALICE) -> dict[str, Any]:
    """Pay an invoice, and return what the person sees at the end."""
    async with http.post(f"/api/chats/{chat}/pay", json={"message_id": message_id}) as answer:
        said: dict[str, Any] = await answer.json()
        return said


async def asked(api: Bot) -> PreCheckoutQuery:
    """Wait for a pre-checkout query, and confirm it and what came before as a poller does."""
    offset = 0
    while True:
        for update in await api.get_updates(offset=offset, timeout=10):
            offset = update.update_id + 1
            if update.pre_checkout_query is not None:
                await api.get_updates(offset=offset, timeout=0)
                return update.pre_checkout_query


async def sell(api: Bot, http: aiohttp.ClientSession, message_id: int, chat: int = ALICE) -> dict[str, Any]:
    """Let somebody pay an invoice, and the bot say yes."""
    paying = asyncio.create_task(pay(http, message_id, chat))
    assert await api.answer_pre_checkout_query((await asked(api)).id, ok=True)
    return await paying
