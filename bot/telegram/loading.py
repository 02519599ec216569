"""Imports aiogram, with or without the accelerators."""

import importlib
import sys

ACCELERATORS = (
    "bot.telegram.accelerators.lazy_types",
    "bot.telegram.accelerators.updates",
)
"""Modules with a function `accelerate`, in the order in which it is called."""


def import_aiogram(*, accelerated: bool) -> None:
    """Import aiogram. Call this before any other import of it: afterwards accelerators cannot work."""
    if "aiogram" in sys.modules:
        return
    for name in ACCELERATORS if accelerated else ():
        importlib.import_module(name).accelerate()
    importlib.import_module("aiogram")
