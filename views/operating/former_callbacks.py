"""Buttons about panels that PANEL_API_URL no longer names; see `views.callbacks`."""

from aiogram.filters.callback_data import CallbackData

from views.callbacks import RowId


class OpenFormerPanels(CallbackData, prefix="fp"): ...


class AskClosePanel(CallbackData, prefix="fa"):
    """Asks before `ClosePanel` acts."""

    panel: RowId


class ClosePanel(CallbackData, prefix="fx"):
    panel: RowId


class AskLoseOrder(CallbackData, prefix="la"):
    """Asks before `LoseOrder` acts."""

    order: RowId


class LoseOrder(CallbackData, prefix="lx"):
    """Closes an order in doubt of a former panel: nobody can say whether the panel has it."""

    order: RowId
