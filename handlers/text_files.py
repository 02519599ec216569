"""Lists that come as files."""

import io

from aiogram.exceptions import TelegramBadRequest
from aiogram.types import Message

from usecases.errors import BadAnswer
from usecases.ordering.text_files import check_size, read_list


async def read_text(message: Message) -> str:
    """The list in an attached file; raises BadAnswer that says what the file is instead."""
    document = message.document
    if document is None or message.bot is None:
        raise BadAnswer("text_expected")
    check_size(document.file_size or 0)
    body = io.BytesIO()
    try:
        await message.bot.download(document, destination=body)
    except TelegramBadRequest:  # it is gone, or so large that bots do not get it
        raise BadAnswer("file_not_given") from None
    return read_list(body.getvalue(), document.file_name or "")
