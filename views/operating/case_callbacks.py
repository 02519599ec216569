"""Callback data of the operators' buttons about cases of support; see `views.callbacks`."""

from aiogram.filters.callback_data import CallbackData

from views.callbacks import PageNumber, RowId


class OpenCases(CallbackData, prefix="cs"):
    page: PageNumber = 0


class OpenAnyCase(CallbackData, prefix="ca"):
    case: RowId


class AnswerCase(CallbackData, prefix="cw"):
    """Asks for a text or a photo that answers a case."""

    case: RowId


class EndCase(CallbackData, prefix="ce"):
    """Closes a case and tells its person."""

    case: RowId
