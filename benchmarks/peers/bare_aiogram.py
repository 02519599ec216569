"""aiogram as its own webhook example sets it up."""

import os

from aiogram import Bot, Dispatcher, Router
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import CommandStart
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message
from aiogram.webhook.aiohttp_server import SimpleRequestHandler, setup_application
from aiohttp import web

LABEL = "Pictogram Followers · Standard · $0.90"
KEYBOARD = InlineKeyboardMarkup(
    inline_keyboard=[[InlineKeyboardButton(text=LABEL, callback_data=f"b:{row}")] for row in range(10)]
)
TEXT = "Pictogram · Followers\nPrices are per 1,000, or per package"

router = Router()


@router.message(CommandStart())
async def start(message: Message) -> None:
    await message.answer(TEXT, reply_markup=KEYBOARD)


@router.message()
async def echo(message: Message) -> None:
    await message.answer(message.text or "")


@router.callback_query()
async def tap(query: CallbackQuery) -> None:
    await query.answer()
    if isinstance(query.message, Message):
        await query.message.edit_text(TEXT, reply_markup=KEYBOARD)


async def on_startup(bot: Bot) -> None:
    url = f"http://127.0.0.1:{os.environ['PORT']}{os.environ['WEBHOOK']}"
    await bot.set_webhook(url, secret_token=os.environ["SECRET"])


def main() -> None:
    dispatcher = Dispatcher()
    dispatcher.include_router(router)
    dispatcher.startup.register(on_startup)
    session = AiohttpSession(api=TelegramAPIServer.from_base(os.environ["API_URL"]))
    bot = Bot(os.environ["TOKEN"], session=session)
    app = web.Application()
    handler = SimpleRequestHandler(dispatcher=dispatcher, bot=bot, secret_token=os.environ["SECRET"])
    handler.register(app, path=os.environ["WEBHOOK"])
    setup_application(app, dispatcher, bot=bot)
    web.run_app(app, host="127.0.0.1", port=int(os.environ["PORT"]), print=None)


if __name__ == "__main__":
    main()
