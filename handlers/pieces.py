"""Lists that a client cut into several messages, because a message has at most 4,096 characters.

The pieces come at once, each under Telegram's own time. So nobody waits: a long answer is taken as it is, and
a text that Telegram got within two seconds of it is added to it. After a restart, or at another process,
that is as true. Decision 14 says how clients cut.
"""

from aiogram.filters import BaseFilter
from aiogram.types import Message

from handlers.chat import Chat
from panel.service_types import Field
from storage.conversations import Conversation

MAX_MESSAGE_UNITS = 4_096  # UTF-16 units of a message
FULL_PIECE = MAX_MESSAGE_UNITS - 1  # an emoji counts two, and one that does not fit any more leaves one free
SHORTEST_PIECE = (
    MAX_MESSAGE_UNITS // 2
)  # of a cut list; clients look back for the end of a line, but not further
NEXT_PIECE_WITHIN_S = 2  # seconds
MOST_KEPT = 200_000  # characters; more than any list may have


class ContinuesList(BaseFilter):
    """Lets a text through if it followed a piece of a list at once."""

    async def __call__(self, message: Message, conversation: Conversation) -> bool:
        sent_at = conversation.data.get("list_sent_at")
        return (
            bool(message.text)
            and sent_at is not None
            and 0 <= _sent_at(message) - int(sent_at) <= NEXT_PIECE_WITHIN_S
        )


def expect_rest(chat: Chat, field: Field, text: str, message: Message) -> None:
    """Keep what was sent of a list, if its last message is so long that more may follow."""
    length = _length(message.text or "")
    if length >= SHORTEST_PIECE:
        chat.remember(
            list_field=field.value,
            list=text[:MOST_KEPT],
            list_sent_at=_sent_at(message),
            list_ends_inside_line=int(length >= FULL_PIECE),
        )


def joined(conversation: Conversation, rest: str) -> str:
    """A list and its next piece."""
    before = str(conversation.data["list"])
    return before + ("" if conversation.data["list_ends_inside_line"] else "\n") + rest


def _length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _sent_at(message: Message) -> int:
    """Epoch seconds."""
    return int(message.date.timestamp())
