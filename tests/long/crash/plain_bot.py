"""The bot that one writes in an afternoon: call the panel, try again if it fails, save, tell. For comparison."""

import asyncio
import contextlib
import os
import sqlite3
from typing import Any

import aiohttp
from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramAPIError
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from tests.long.crash.points import Bomb, around_call

ATTEMPTS = 3
SWEEP_PAUSE = 0.3  # seconds
ENDS = ("Completed", "Partial", "Canceled")


def load() -> None:
    """Everything was loaded with this file."""


def run(bomb: Bomb) -> int:
    asyncio.run(PlainBot(bomb).serve())
    return 0


class PlainBot:
    def __init__(self, bomb: Bomb) -> None:
        self._db = sqlite3.connect(
            os.environ["DATABASE_URL"].removeprefix("sqlite:///"), isolation_level=None
        )
        self._db.execute(
            "CREATE TABLE IF NOT EXISTS orders (id INTEGER PRIMARY KEY, user_id INTEGER, target TEXT,"
            " status TEXT, panel_order_id TEXT)"
        )
        self._add = around_call(bomb, self._ask)
        api = TelegramAPIServer.from_base(os.environ["TELEGRAM_API_URL"])
        self._bot = Bot(os.environ["BOT_TOKEN"], session=AiohttpSession(api=api))

    async def serve(self) -> None:
        dispatcher = Dispatcher()
        dispatcher.message.register(self._review, Command("order"))
        dispatcher.callback_query.register(self._place)
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=2)) as self._http:
            sweeping = asyncio.create_task(self._sweep())
            try:
                await dispatcher.start_polling(self._bot, handle_signals=True)
            finally:
                sweeping.cancel()

    async def _review(self, message: Message, command: CommandObject) -> None:
        button = InlineKeyboardButton(
            text="Place order", callback_data=(command.args or "").replace(" ", "|")
        )
        await message.answer(
            f"Review your order\n{command.args}",
            reply_markup=InlineKeyboardMarkup(inline_keyboard=[[button]]),
        )

    async def _place(self, query: CallbackQuery) -> None:
        service, link, quantity = str(query.data).split("|")
        answer: Any = {}
        for attempt in range(ATTEMPTS):
            try:
                answer = await self._add(action="add", service=service, link=link, quantity=quantity)
                break
            except (aiohttp.ClientError, TimeoutError, ValueError):
                await asyncio.sleep(0.2 * attempt)
        if "order" not in answer:
            await self._tell(query.from_user.id, "Not placed. Nothing was charged.")
            return
        number = self._db.execute(
            "INSERT INTO orders (user_id, target, status, panel_order_id) VALUES (?, ?, 'pending', ?)",
            (query.from_user.id, link, str(answer["order"])),
        ).lastrowid
        await self._tell(query.from_user.id, f"Order {number} · Pending")
        await query.answer("Sending your order…")

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(SWEEP_PAUSE)
            with contextlib.suppress(aiohttp.ClientError, TimeoutError, ValueError, TelegramAPIError):
                for number, user_id, panel_order_id in self._db.execute(
                    "SELECT id, user_id, panel_order_id FROM orders WHERE status = 'pending'"
                ).fetchall():
                    answer = await self._ask(action="status", order=panel_order_id)
                    if answer.get("status") in ENDS:
                        word = answer["status"]
                        self._db.execute("UPDATE orders SET status = ? WHERE id = ?", (word.lower(), number))
                        await self._tell(user_id, f"Order {number} · {word}")

    async def _ask(self, **sent: str) -> Any:
        key = os.environ["PANEL_API_KEY"]
        async with self._http.post(os.environ["PANEL_API_URL"], data={"key": key, **sent}) as response:
            return await response.json(content_type=None)

    async def _tell(self, user_id: int, text: str) -> None:
        await self._bot.send_message(user_id, text)
