"""Tells updates that Telegram delivers again, or late, from new ones."""

from aiogram.types import CallbackQuery, Message

from handlers.awaiting import Expected
from storage.conversations import Conversation

TAP, TEXT = KEPT_UPDATES = ("tap", "text")
REPEATED = 10_000  # update ids by which one that comes again may be behind


def kind(event: Message | CallbackQuery) -> str:
    return TAP if isinstance(event, CallbackQuery) else TEXT


def newest(conversation: Conversation) -> dict[str, int]:
    """The updates that last changed what is awaited, by kind; Telegram keeps the order within a kind only."""
    return {name: int(conversation.data[name]) for name in KEPT_UPDATES if name in conversation.data}


def was_before(update_id: int, event: Message | CallbackQuery, conversation: Conversation) -> bool:
    """Whether an update comes again that was handled before what the conversation is about now, or led to it.

    Handled again it would have the next text taken for something that is over, or be itself taken for the
    answer to the next question. Only numbers a little lower count: after a quiet week Telegram goes on with
    any number.
    """
    last = newest(conversation).get(kind(event))
    return last is not None and 0 <= last - update_id <= REPEATED


def is_late_answer(update_id: int, message: Message, conversation: Conversation) -> bool:
    """Whether something was written before the tap that led to the question which is open now.

    A text that could not be delivered is repeated after a while, and taps go past it meanwhile.
    """
    tap = newest(conversation).get(TAP)
    return (
        conversation.state not in (None, Expected.SEARCH)
        and not (message.text or "").startswith("/")
        and tap is not None
        and 0 < tap - update_id <= REPEATED
    )
