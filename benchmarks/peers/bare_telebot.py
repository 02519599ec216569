"""pyTelegramBotAPI's AsyncTeleBot behind aiohttp, as its webhook example does it, on uvloop."""

import os

import uvloop
from aiohttp import web
from telebot import asyncio_helper
from telebot.async_telebot import AsyncTeleBot
from telebot.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update

LABEL = "Pictogram Followers · Standard · $0.90"
KEYBOARD = InlineKeyboardMarkup(
    [[InlineKeyboardButton(text=LABEL, callback_data=f"b:{row}")] for row in range(10)]
)
TEXT = "Pictogram · Followers\nPrices are per 1,000, or per package"

bot = AsyncTeleBot(os.environ["TOKEN"])


async def start(message: Message) -> None:
    await bot.send_message(message.chat.id, TEXT, reply_markup=KEYBOARD)


async def tap(query: CallbackQuery) -> None:
    await bot.answer_callback_query(query.id)
    await bot.edit_message_text(TEXT, query.message.chat.id, query.message.message_id, reply_markup=KEYBOARD)


async def receive(request: web.Request) -> web.Response:
    if request.headers.get("X-Telegram-Bot-Api-Secret-Token") != os.environ["SECRET"]:
        return web.Response(status=403)
    update = Update.de_json(await request.json())
    await bot.process_new_updates([update])
    return web.Response()


async def set_webhook(_: web.Application) -> None:
    url = f"http://127.0.0.1:{os.environ['PORT']}{os.environ['WEBHOOK']}"
    await bot.set_webhook(url, secret_token=os.environ["SECRET"])


def main() -> None:
    asyncio_helper.API_URL = os.environ["API_URL"] + "/bot{0}/{1}"
    bot.register_message_handler(start, commands=["start"])
    bot.register_callback_query_handler(tap, func=lambda _: True)
    app = web.Application()
    app.router.add_post(os.environ["WEBHOOK"], receive)
    app.on_startup.append(set_webhook)
    web.run_app(app, host="127.0.0.1", port=int(os.environ["PORT"]), print=None, loop=uvloop.new_event_loop())


if __name__ == "__main__":
    main()
