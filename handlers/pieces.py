"""Joins lists that a client has cut into several messages of at most 4,096 characters.

The pieces arrive together, each with Telegram's timestamp. So no timer is needed: a long answer is taken at
once, and a text whose timestamp is at most two seconds later is appended. This also works after a restart and
at another process. Decision 14 says how clients cut.
"""

from aiogram.filters import BaseFilter
from aiogram.types import Message

from handlers.chat import Chat
from panel.service_types import Field
from storage.conversations import Conversation

MAX_MESSAGE_UNITS = 4_096  # UTF-16 units of a message
FULL_PIECE = MAX_MESSAGE_UNITS - 1  # an emoji has two units; if it does not fit, one unit stays free
SHORTEST_PIECE = MAX_MESSAGE_UNITS // 2  # clients cut at the end of a line if there is one in the second half
NEXT_PIECE_WITHIN_S = 2  # seconds
MOST_KEPT = 200_000  # characters; more than any list may have


ANSWER_PIECES = "list"
MASS_PIECES = "mass_list"
"""The names under which a conversation keeps the pieces of an answer, and those of many orders."""


class ContinuesList(BaseFilter):
    """Lets a text through if it was sent at most `NEXT_PIECE_WITHIN_S` after a piece of such a list."""

    def __init__(self, pieces: str = ANSWER_PIECES) -> None:
        self._pieces = pieces

    async def __call__(self, message: Message, conversation: Conversation) -> bool:
        sent_at = conversation.data.get(f"{self._pieces}_sent_at")
        return (
            bool(message.text)
            and sent_at is not None
            and 0 <= _sent_at(message) - int(sent_at) <= NEXT_PIECE_WITHIN_S
        )


def expect_rest(chat: Chat, field: Field, text: str, message: Message) -> None:
    """Store the answer so far, if another piece may follow."""
    keep_piece(chat, ANSWER_PIECES, text, message, list_field=field.value)


def keep_piece(chat: Chat, pieces: str, text: str, message: Message, **about: str) -> None:
    """Store the list so far and what it is about, if its last message is so long that another may follow."""
    length = _length(message.text or "")
    if length >= SHORTEST_PIECE:
        beside: dict[str, str | int] = {
            pieces: text[:MOST_KEPT],
            f"{pieces}_sent_at": _sent_at(message),
            f"{pieces}_ends_inside_line": int(length >= FULL_PIECE),
        }
        chat.remember(**about, **beside)


def joined(conversation: Conversation, pieces: str, rest: str) -> str:
    """Return the stored list with its next piece."""
    before = str(conversation.data[pieces])
    return before + ("" if conversation.data[f"{pieces}_ends_inside_line"] else "\n") + rest


def _length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _sent_at(message: Message) -> int:
    """Return Telegram's timestamp in epoch seconds."""
    return int(message.date.timestamp())
