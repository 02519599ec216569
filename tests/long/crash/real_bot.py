"""Panelgram itself, as the nursery starts it."""

import importlib
import sys

from bot.telegram.loading import import_aiogram
from tests.long.crash.points import Bomb, arm_bot


def load() -> None:
    """Load all that the program will need, once, before the forks."""
    import_aiogram(accelerated=True)
    for module in (
        "uvloop",
        "bot.__main__",
        "bot.main",
        "bot.incoming.polling",
        "storage.engines.sqlite.database",
        "storage.engines.postgres.database",
    ):
        importlib.import_module(module)


def run(bomb: Bomb) -> int:
    """Exactly `python -m bot`, with a bomb in it."""
    from bot.__main__ import main  # noqa: PLC0415 - loaded before the fork

    arm_bot(bomb)
    sys.argv = ["bot", "run", "--take-over"]  # a life is too short to look for another program
    return main()
