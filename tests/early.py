"""What pytest loads first: aiogram, as the program does. `ACCELERATORS=off` before `pytest` is heeded, too."""

import os

from bot.telegram.loading import import_aiogram

import_aiogram(accelerated=os.environ.get("ACCELERATORS") != "off")
