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
    """Buttons that are encoded as JSON once, however often their screen is shown."""

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
    """A text and its buttons. `order_id` is set if it is an order's card, which the outbox redraws.

    `effect` is the id of a message effect of Telegram's.
    """

    text: Markup
    rows: Sequence[ButtonRow] = field(default_factory=list)
    order_id: int | None = None
    effect: str | None = None

    @cached_property
    def keyboard(self) -> Keyboard | None:
        rows = [list(row) for row in self.rows if row]
        return Keyboard(inline_keyboard=rows) if rows else None


def cached_screen(view: Callable[Given, Screen]) -> Callable[Given, Screen]:
    """Cache the screens of a view (least recently used), by arguments and language.

    Arguments are positional and hashable. The screen must depend on nothing else.
    """

    @lru_cache(maxsize=KEPT)
    def drawn(_language: str, *given: Any) -> Screen:
        return view(*given)  # type: ignore[call-arg]  # `show` has checked them

    @wraps(view)
    def show(*given: Given.args, **_: Given.kwargs) -> Screen:
        return drawn(spoken_code(), *given)

    return show


def button(label: str, callback: CallbackData) -> InlineKeyboardButton:
    return _button(label, callback.pack())


def confirm(label: str, callback: CallbackData) -> InlineKeyboardButton:
    """A green button, which commits to something. At most one on a screen."""
    return _button(label, callback.pack(), "success")


def danger_button(label: str, callback: CallbackData) -> InlineKeyboardButton:
    """A red button, which gives something up. At most one on a screen."""
    return _button(label, callback.pack(), "danger")


def primary_button(label: str, callback: CallbackData) -> InlineKeyboardButton:
    """A blue button for the next step of the screen. At most one on a screen."""
    return _button(label, callback.pack(), "primary")


@lru_cache(maxsize=KEPT)
def _button(label: str, data: str, style: str | None = None) -> InlineKeyboardButton:
    return InlineKeyboardButton(text=label, callback_data=data, style=style)


def link(label: str, url: str) -> InlineKeyboardButton:
    """A button that opens an address."""
    return InlineKeyboardButton(text=label, url=url)


def copy(label: str, text: str) -> InlineKeyboardButton:
    """A button that copies a text. Telegram allows 1 to 256 UTF-16 units; the rest is cut off."""
    copied = text.encode("utf-16-le")[: 2 * MOST_COPIED].decode("utf-16-le", errors="ignore")
    return InlineKeyboardButton(text=label, copy_text=CopyTextButton(text=copied))
