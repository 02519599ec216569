"""python-telegram-bot with the webhook server that it brings along."""

import os
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, CallbackQueryHandler, CommandHandler

LABEL = "Pictogram Followers · Standard · $0.90"
KEYBOARD = InlineKeyboardMarkup(
    [[InlineKeyboardButton(text=LABEL, callback_data=f"b:{row}")] for row in range(10)]
)
TEXT = "Pictogram · Followers\nPrices are per 1,000, or per package"


async def start(update: Update, _: Any) -> None:
    await update.message.reply_text(TEXT, reply_markup=KEYBOARD)


async def tap(update: Update, _: Any) -> None:
    await update.callback_query.answer()
    await update.callback_query.edit_message_text(TEXT, reply_markup=KEYBOARD)


def main() -> None:
    api = os.environ["API_URL"] + "/bot"
    application = Application.builder().token(os.environ["TOKEN"]).base_url(api).build()
    application.add_handler(CommandHandler("start", start))
    application.add_handler(CallbackQueryHandler(tap))
    application.run_webhook(
        port=int(os.environ["PORT"]),
        url_path=os.environ["WEBHOOK"].lstrip("/"),
        secret_token=os.environ["SECRET"],
    )


if __name__ == "__main__":
    main()
