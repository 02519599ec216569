"""A screen: a text and the buttons below it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, wraps
from typing import Any, ParamSpec

import msgspec
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup, TelegramObject
from markupsafe import Markup
from pydantic import PrivateAttr

from views.language import spoken_code

ButtonRow = Sequence[InlineKeyboardButton]
Given = ParamSpec("Given")

MAX_MESSAGE_LENGTH = 4_096  # characters of a message after entities
MOST_COPIED = 256
KEPT = 1_024  # screens of each view, and buttons of all


class Keyboard(InlineKeyboardMarkup):
    """Buttons that are written as JSON once, however often their screen is shown."""

    _json: bytes | None = PrivateAttr(default=None)

    @property
    def as_json(self) -> bytes:
        if self._json is None:
            self._json = msgspec.json.encode({"inline_keyboard": self.inline_keyboard}, enc_hook=_said)
        return self._json


def _said(value: object) -> dict[str, Any]:
    if not isinstance(value, TelegramObject):
        raise NotImplementedError(type(value))
    return {name: inner for name, inner in value.__dict__.items() if inner is not None}


@dataclass(frozen=True)
class Screen:
    """`order_id` names the order whose card this is: progress will be drawn into it."""

    text: Markup
    rows: Sequence[ButtonRow] = field(default_factory=list)
    order_id: int | None = None
    effect: str | None = None

    @cached_property
    def keyboard(self) -> Keyboard | None:
        rows = [list(row) for row in self.rows if row]
        return Keyboard(inline_keyboard=rows) if rows else None


def cached_screen(view: Callable[Given, Screen]) -> Callable[Given, Screen]:
    """Draw a screen once for the same arguments and language, as long as others have not pushed it out.

    The arguments stand in their places, and are values that say all that the screen shows.
    """

    @lru_cache(maxsize=KEPT)
    def drawn(_language: str, *given: Any) -> Screen:
        return view(*given)  # type: ignore[call-arg]  # they were checked at the call

    @wraps(view)
    def show(*given: Given.args, **_: Given.kwargs) -> Screen:
        return drawn(spoken_code(), *given)

    return show


def button(label: str, callback: CallbackData) -> InlineKeyboardButton:
    return _button(label, callback.pack())


def confirm(label: str, callback: CallbackData) -> InlineKeyboardButton:
    """Green: this commits to something; one on a screen."""
    return _button(label, callback.pack(), "success")


def danger_button(label: str, callback: CallbackData) -> InlineKeyboardButton:
    """Red: this gives something up; one on a screen."""
    return _button(label, callback.pack(), "danger")


def primary_button(label: str, callback: CallbackData) -> InlineKeyboardButton:
    """Blue: the one next step of the screen."""
    return _button(label, callback.pack(), "primary")


@lru_cache(maxsize=KEPT)
def _button(label: str, data: str, style: str | None = None) -> InlineKeyboardButton:
    return InlineKeyboardButton(text=label, callback_data=data, style=style)


def copy(label: str, text: str) -> InlineKeyboardButton:
    """Copies a text of 1 to 256 characters as Telegram counts them: an emoji is two."""
    copied = text.encode("utf-16-le")[: 2 * MOST_COPIED].decode("utf-16-le", errors="ignore")
    return InlineKeyboardButton(text=label, copy_text=CopyTextButton(text=copied))
