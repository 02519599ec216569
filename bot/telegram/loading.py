"""Loads aiogram, with accelerators or without."""

import importlib
import sys

ACCELERATORS = (
    "bot.telegram.accelerators.lazy_types",
    "bot.telegram.accelerators.updates",
)
"""Modules with a function `accelerate`, in the order in which it is called."""


def import_aiogram(*, accelerated: bool) -> None:
    """Import aiogram before anything else does; once it is imported it is too late for the accelerators."""
    if "aiogram" in sys.modules:
        return
    for name in ACCELERATORS if accelerated else ():
        importlib.import_module(name).accelerate()
    importlib.import_module("aiogram")
