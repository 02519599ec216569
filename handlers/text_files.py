"""Reads lists from attached files."""

import io

from aiogram.exceptions import TelegramBadRequest
from aiogram.types import Message

from usecases.errors import BadAnswer
from usecases.ordering.text_files import check_size, read_list


async def read_text(message: Message) -> str:
    """Return the list in an attached file. Raises BadAnswer, which says what is wrong with the file."""
    document = message.document
    if document is None or message.bot is None:
        raise BadAnswer("text_expected")
    check_size(document.file_size or 0)
    body = io.BytesIO()
    try:
        await message.bot.download(document, destination=body)
    except TelegramBadRequest:  # it is gone, or too large for bots
        raise BadAnswer("file_not_given") from None
    return read_list(body.getvalue(), document.file_name or "")
