"""A screen: a text and the buttons below it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from aiogram.filters.callback_data import CallbackData
from aiogram.types import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup
from markupsafe import Markup

Row = Sequence[InlineKeyboardButton]

LONGEST = 4_096  # characters of a message after entities
MOST_COPIED = 256


@dataclass(frozen=True, slots=True)
class Screen:
    """`order_id` names the order whose card this is: progress will be drawn into it."""

    text: Markup
    rows: Sequence[Row] = field(default_factory=list)
    order_id: int | None = None
    effect: str | None = None

    @property
    def keyboard(self) -> InlineKeyboardMarkup | None:
        rows = [list(row) for row in self.rows if row]
        return InlineKeyboardMarkup(inline_keyboard=rows) if rows else None


def button(label: str, callback: CallbackData) -> InlineKeyboardButton:
    return InlineKeyboardButton(text=label, callback_data=callback.pack())


def confirm(label: str, callback: CallbackData) -> InlineKeyboardButton:
    """Green: this commits to something; one on a screen."""
    return InlineKeyboardButton(text=label, callback_data=callback.pack(), style="success")


def destroy(label: str, callback: CallbackData) -> InlineKeyboardButton:
    """Red: this gives something up; one on a screen."""
    return InlineKeyboardButton(text=label, callback_data=callback.pack(), style="danger")


def go_on(label: str, callback: CallbackData) -> InlineKeyboardButton:
    """Blue: the one next step of the screen."""
    return InlineKeyboardButton(text=label, callback_data=callback.pack(), style="primary")


def copy(label: str, text: str) -> InlineKeyboardButton:
    """Copies a text of 1 to 256 characters as Telegram counts them: an emoji is two."""
    copied = text.encode("utf-16-le")[: 2 * MOST_COPIED].decode("utf-16-le", errors="ignore")
    return InlineKeyboardButton(text=label, copy_text=CopyTextButton(text=copied))
