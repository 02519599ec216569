"""A Bot API server as strict as Telegram's, and a page on which people chat with the bot.

Of aiogram's types it reads the fields, so none is built before it is used.
"""

import os

from bot.telegram.loading import import_aiogram

import_aiogram(accelerated=os.environ.get("ACCELERATORS") != "off")
