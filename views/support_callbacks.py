"""Callback data of the buttons with which a person writes to support; see `views.callbacks`."""

from aiogram.filters.callback_data import CallbackData

from storage.cases import CaseReason
from views.callbacks import LastId, RowId


class AskWhatIsWrong(CallbackData, prefix="sw"):
    """Asks what is wrong with an order."""

    order: RowId


class OpenFacts(CallbackData, prefix="sf"):
    """Shows the facts that answer the reason, and the button that may solve it."""

    order: RowId
    reason: CaseReason


class WriteToSupport(CallbackData, prefix="st"):
    """Asks for a text or a photo that opens a case; `order` is 0 for a case about no order."""

    order: LastId
    reason: CaseReason


class OpenSupport(CallbackData, prefix="su"):
    """Shows a person's open cases."""


class OpenCase(CallbackData, prefix="sc"):
    case: RowId


class WriteMore(CallbackData, prefix="sm"):
    case: RowId


class CloseCase(CallbackData, prefix="sx"):
    case: RowId
