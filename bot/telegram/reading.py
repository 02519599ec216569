"""Makes aiogram's objects from raw JSON, by pydantic or by an accelerator's faster reader."""

from collections.abc import Callable
from typing import Any, TypeVar

from aiogram import Bot
from pydantic import BaseModel

Raw = dict[str, Any]
Model = TypeVar("Model", bound=BaseModel)

READERS: dict[type[BaseModel], Callable[[Raw, Bot], Any]] = {}
"""Faster readers, by the type that they read. `bot.telegram.accelerators.updates` adds its own."""


def read(kind: type[Model], raw: Raw, bot: Bot) -> Model:
    """Return the object for raw JSON. Raises ValidationError if it is not as Telegram documents it."""
    reader = READERS.get(kind)
    return reader(raw, bot) if reader else kind.model_validate(raw, context={"bot": bot})
