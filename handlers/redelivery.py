"""Recognizes updates that Telegram delivers again or late."""

from aiogram.types import CallbackQuery, Message

from handlers.awaiting import Expected
from storage.conversations import Conversation

TAP, TEXT = KEPT_UPDATES = ("tap", "text")
REPEATED = 10_000  # an update whose id is lower by at most this many counts as delivered again


def kind(event: Message | CallbackQuery) -> str:
    return TAP if isinstance(event, CallbackQuery) else TEXT


def newest(conversation: Conversation) -> dict[str, int]:
    """Return the id of the last handled update by kind. Telegram keeps the order within a kind only."""
    return {name: int(conversation.data[name]) for name in KEPT_UPDATES if name in conversation.data}


def was_before(update_id: int, event: Message | CallbackQuery, conversation: Conversation) -> bool:
    """Whether an update is not newer than the last handled one of its kind.

    Handled again it could bring back an old question, or be taken for the answer to the next one. Only
    slightly lower ids count: after a week without updates Telegram chooses the next id at random.
    """
    last = newest(conversation).get(kind(event))
    return last is not None and 0 <= last - update_id <= REPEATED


def is_late_answer(update_id: int, message: Message, conversation: Conversation) -> bool:
    """Whether a text was sent before the tap that led to the present question.

    Telegram repeats a failed delivery of a text later, and delivers taps meanwhile.
    """
    tap = newest(conversation).get(TAP)
    return (
        conversation.state not in (None, Expected.SEARCH)
        and not (message.text or "").startswith("/")
        and tap is not None
        and 0 < tap - update_id <= REPEATED
    )
