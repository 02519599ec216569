"""The way through screens: the button of the menu, and the pages of a list."""

from collections.abc import Callable

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

from views.callbacks import (
    OpenStart,
)
from views.language import _
from views.screen import ButtonRow, Pager, button
from views.text import (
    number,
)

SERVICES_PER_PAGE = 8


def home() -> InlineKeyboardButton:
    return button("🏠 " + _("Menu"), OpenStart())


def within(page: int, entries: int) -> tuple[int, int]:
    """Return the nearest existing page and the number of pages."""
    pages = max(1, -(-entries // SERVICES_PER_PAGE))
    return min(page, pages - 1), pages


def turning(page: int, pages: int, to: Callable[[int], CallbackData]) -> ButtonRow:
    """The buttons ‹ 2/5 ›. An arrow at an end stays on its page; the middle leads to the first page."""
    if pages == 1:
        return []
    back = button("‹", to(max(page - 1, 0)))
    first = button(f"{number(page + 1)} / {number(pages)}", to(0))
    return Pager((back, first, button("›", to(min(page + 1, pages - 1)))))
