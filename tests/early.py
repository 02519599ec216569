"""What pytest loads first: aiogram, as the program does, so that its types are built when they are used."""

from bot.telegram.accelerators.lazy_types import import_aiogram

import_aiogram()
