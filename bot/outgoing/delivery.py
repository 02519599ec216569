"""A message of the outbox as it is sent."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from markupsafe import Markup

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
    file: tuple[str, bytes] | None = None
    """The name and the bytes of a file that is sent with the screen as its caption."""
    photo: "CopiedPhoto | None" = None
    """A photo that is sent with the buttons of the screen. If it is gone, the screen is sent instead."""
    note_sent: Callable[[int], Awaitable[None]] | None = None
    """Records the id of a new message. A crash before it may repeat the message."""
    before: "Delivery | None" = None
    """Another message that tells the same event and goes first."""
    may_wait: bool = False
    """It tells an end that has nothing to do with money, so it may wait until quiet hours are over."""
    mass_order_id: int | None = None
    """The mass order whose end it tells, whatever the news was that found it."""
    is_silent: bool = False
    postponed: "Postponed | None" = None
    """Only `before` is sent now. The message itself waits for the end of quiet hours."""


@dataclass(frozen=True, slots=True)
class CopiedPhoto:
    """A photo in another chat with the bot, and the caption that its copy gets."""

    chat_id: int
    message_id: int
    caption: Markup


@dataclass(frozen=True, slots=True)
class Postponed:
    """Until when a message waits, and when this was decided (epoch ms)."""

    until: int
    decided_at: int


def subject_of(message: OutboxMessage) -> int:
    """Return the id of what a message is about; raises OrderGone if it has none."""
    if message.subject_id is None:
        raise OrderGone
    return message.subject_id
