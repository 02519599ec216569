"""Buttons with which a person has their data deleted; see `views.callbacks`."""

from aiogram.filters.callback_data import CallbackData


class AskForgetting(CallbackData, prefix="fg"):
    """Asks before `ForgetMe` acts."""


class ForgetMe(CallbackData, prefix="fm"): ...
