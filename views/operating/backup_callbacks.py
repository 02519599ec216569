"""Callback data of the buttons about backups; see `views.callbacks`."""

from aiogram.filters.callback_data import CallbackData


class OpenBackups(CallbackData, prefix="bk"): ...


class SendBackup(CallbackData, prefix="bks"):
    """Sends a sealed copy of the database into the chat."""


class ChooseDailyBackup(CallbackData, prefix="bkd"):
    """Sends each daily copy too, or no longer."""

    wanted: bool
