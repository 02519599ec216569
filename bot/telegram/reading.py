"""Makes aiogram's objects of raw JSON: as aiogram does, unless an accelerator has a quicker reader."""

from collections.abc import Callable
from typing import Any, TypeVar

from aiogram import Bot
from pydantic import BaseModel

Raw = dict[str, Any]
Model = TypeVar("Model", bound=BaseModel)

READERS: dict[type[BaseModel], Callable[[Raw, Bot], Any]] = {}
"""Quicker readers by the type that they read; `bot.telegram.accelerators.updates` puts its own in."""


def read(kind: type[Model], raw: Raw, bot: Bot) -> Model:
    """The object of a raw one; raises ValidationError for one that Telegram would not send."""
    reader = READERS.get(kind)
    return reader(raw, bot) if reader else kind.model_validate(raw, context={"bot": bot})
