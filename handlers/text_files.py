"""Reads lists from attached files."""

import io

from aiogram.exceptions import TelegramBadRequest
from aiogram.types import Message

from usecases.errors import BadAnswer
from usecases.ordering.text_files import MAX_FILE_BYTES, check_size, read_list, read_whole


async def read_text(message: Message) -> str:
    """Return the list in an attached file. Raises BadAnswer, which says what is wrong with the file."""
    body, name = await _download(message, MAX_FILE_BYTES)
    return read_list(body, name)


async def read_whole_file(message: Message, most: int) -> str:
    """Return the text of an attached file of at most so many bytes. Raises BadAnswer likewise."""
    body, _ = await _download(message, most)
    return read_whole(body, most)


async def _download(message: Message, most: int) -> tuple[bytes, str]:
    """Return the bytes and the name of an attached file."""
    document = message.document
    if document is None or message.bot is None:
        raise BadAnswer("text_expected")
    check_size(document.file_size or 0, most)
    body = io.BytesIO()
    try:
        await message.bot.download(document, destination=body)
    except TelegramBadRequest:  # it is gone, or too large for bots
        raise BadAnswer("file_not_given") from None
    return body.getvalue(), document.file_name or ""
