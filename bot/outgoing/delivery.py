"""A message of the outbox as it is sent."""

from dataclasses import dataclass

from storage.outbox import OutboxMessage
from usecases.errors import OrderGone
from views.screen import Screen


@dataclass(frozen=True, slots=True)
class Delivery:
    """A screen to send. If `message_id` is set, that message of the chat is edited instead."""

    screen: Screen
    message_id: int | None = None
    is_only_redrawn: bool = False
    """If that message is gone, nothing is sent."""
    former_ids: tuple[int, ...] = ()
    """Older messages of the chat that show the same and are edited too."""
    deleted_id: int | None = None
    """A message of the chat that is deleted before: an invoice cannot be edited."""


def subject_of(message: OutboxMessage) -> int:
    """Return the id of what a message is about; raises OrderGone if it has none."""
    if message.subject_id is None:
        raise OrderGone
    return message.subject_id
