"""A screen: a text and the buttons below it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache, wraps
from typing import Any, ParamSpec

import msgspec
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup, TelegramObject
from markupsafe import Markup
from pydantic import PrivateAttr

from views.direction import from_right, label_from_right
from views.language import is_right_to_left, spoken_code

ButtonRow = Sequence[InlineKeyboardButton]
Given = ParamSpec("Given")

MOST_COPIED = 256
KEPT = 1_024  # screens of each view, and buttons of all


class Pager(tuple[InlineKeyboardButton, ...]):
    """A row that turns pages. Its arrows point the same way in every language."""

    __slots__ = ()


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

    `effect` is the id of a message effect of Telegram's. In a right-to-left language the lines of the text
    begin from the right, and Telegram gets the buttons of a row in reverse order: clients do not mirror them.
    """

    text: Markup
    rows: Sequence[ButtonRow] = field(default_factory=list)
    order_id: int | None = None
    effect: str | None = None
    is_mirrored: bool = field(default_factory=is_right_to_left)

    def __post_init__(self) -> None:
        if self.is_mirrored:
            object.__setattr__(self, "text", from_right(self.text))

    @cached_property
    def keyboard(self) -> Keyboard | None:
        rows = [self._arranged(row) for row in self.rows if row]
        return Keyboard(inline_keyboard=rows) if rows else None

    def without(self, is_hidden: Callable[[str], bool]) -> "Screen":
        """Return the screen without the buttons of which `is_hidden` is true, which gets their prefix."""
        rows = [
            row if isinstance(row, Pager) else [one for one in row if _stays(one, is_hidden)]
            for row in self.rows
        ]
        return self if list(map(len, rows)) == list(map(len, self.rows)) else replace(self, rows=rows)

    def _arranged(self, row: ButtonRow) -> list[InlineKeyboardButton]:
        is_reversed = self.is_mirrored and not isinstance(row, Pager)
        return list(reversed(row)) if is_reversed else list(row)


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


def _stays(it: InlineKeyboardButton, is_hidden: Callable[[str], bool]) -> bool:
    return it.callback_data is None or not is_hidden(it.callback_data.partition(":")[0])


def _label(label: str) -> str:
    return label_from_right(label) if is_right_to_left() else label


def button(label: str, callback: CallbackData) -> InlineKeyboardButton:
    return _button(_label(label), callback.pack())


def confirm(label: str, callback: CallbackData) -> InlineKeyboardButton:
    """A green button, which commits to something. At most one on a screen."""
    return _button(_label(label), callback.pack(), "success")


def danger_button(label: str, callback: CallbackData) -> InlineKeyboardButton:
    """A red button, which gives something up. At most one on a screen."""
    return _button(_label(label), callback.pack(), "danger")


def primary_button(label: str, callback: CallbackData) -> InlineKeyboardButton:
    """A blue button for the next step of the screen. At most one on a screen."""
    return _button(_label(label), callback.pack(), "primary")


@lru_cache(maxsize=KEPT)
def _button(label: str, data: str, style: str | None = None) -> InlineKeyboardButton:
    return InlineKeyboardButton(text=label, callback_data=data, style=style)


def link(label: str, url: str) -> InlineKeyboardButton:
    """A button that opens an address."""
    return InlineKeyboardButton(text=_label(label), url=url)


def inline_search(label: str) -> InlineKeyboardButton:
    """A button that puts the bot's name into the person's text field. Telegram then shows inline results."""
    return InlineKeyboardButton(text=label, switch_inline_query_current_chat="")


def copy(label: str, text: str) -> InlineKeyboardButton:
    """A button that copies a text. Telegram allows 1 to 256 UTF-16 units; the rest is cut off."""
    copied = text.encode("utf-16-le")[: 2 * MOST_COPIED].decode("utf-16-le", errors="ignore")
    return InlineKeyboardButton(text=_label(label), copy_text=CopyTextButton(text=copied))
