"""Buttons about orders that the panel has and the database lacks; see `views.callbacks`."""

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import StringConstraints

from views.callbacks import RowId

PANEL_NUMBER = r"^[A-Za-z0-9_-]{1,40}$"
"""A longer one does not fit into the 64 bytes of a button, beside its person."""

PanelNumber = Annotated[str, StringConstraints(pattern=PANEL_NUMBER)]


class OpenAdoption(CallbackData, prefix="ad"): ...


class AdoptOrder(CallbackData, prefix="ax"):
    """Enters an order that was shown with its person."""

    person: RowId
    number: PanelNumber
