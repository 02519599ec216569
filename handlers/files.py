"""Lists that come as text files."""

import io

from aiogram.types import Message

from usecases.facts import BadAnswer

LARGEST = 512 * 1024  # bytes
KILOBYTE = 1024
TEXT_TYPES = ("text/plain", "text/csv", "application/octet-stream")


async def read_text(message: Message) -> str:
    """The text of an attached file; raises BadAnswer for one that is too large or no text."""
    document = message.document
    if document is None or message.bot is None:
        raise BadAnswer("text_expected")
    if (document.file_size or 0) > LARGEST:
        raise BadAnswer("file_too_large", {"size": LARGEST // KILOBYTE})
    if document.mime_type not in (None, *TEXT_TYPES):
        raise BadAnswer("file_not_text")
    body = io.BytesIO()
    await message.bot.download(document, destination=body)
    return decode(body.getvalue())


def decode(body: bytes) -> str:
    """UTF-8, or UTF-16 with its mark; raises BadAnswer for anything else."""
    if len(body) > LARGEST:
        raise BadAnswer("file_too_large", {"size": LARGEST // KILOBYTE})
    encoding = "utf-16" if body[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError:
        raise BadAnswer("file_not_text") from None
    if "\x00" in text:
        raise BadAnswer("file_not_text")
    return text
