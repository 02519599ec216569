"""The panels' words for the states of orders and refills."""

from panel.models import OrderState, RefillState
from panel.values import letters

EXPIRED = "expired"
"""The end of a subscription by its date. Another order may end so with units left."""

STATE_WORDS = {
    "pending": OrderState.PENDING,
    "awaiting": OrderState.PENDING,
    "queued": OrderState.PENDING,
    "processing": OrderState.PROCESSING,
    "inprogress": OrderState.IN_PROGRESS,
    "inprocess": OrderState.IN_PROGRESS,
    "progress": OrderState.IN_PROGRESS,
    "active": OrderState.IN_PROGRESS,
    "paused": OrderState.IN_PROGRESS,
    "cancellationrequested": OrderState.IN_PROGRESS,
    "cancelationrequested": OrderState.IN_PROGRESS,
    "completed": OrderState.COMPLETED,
    "complete": OrderState.COMPLETED,
    "success": OrderState.COMPLETED,
    "done": OrderState.COMPLETED,
    EXPIRED: OrderState.COMPLETED,
    "refill": OrderState.COMPLETED,
    "refilling": OrderState.COMPLETED,
    "partial": OrderState.PARTIAL,
    "canceled": OrderState.CANCELED,
    "cancelled": OrderState.CANCELED,
    "refunded": OrderState.CANCELED,
    "fail": OrderState.PROBLEM,
    "failed": OrderState.PROBLEM,
    "error": OrderState.PROBLEM,
    "rejected": OrderState.PROBLEM,
}
"""By the letters of a panel's word. "Cancellation Requested" is no end: completed orders have it too."""

REFILL_STATES = {
    "pending": RefillState.PENDING,
    "awaiting": RefillState.PENDING,
    "queued": RefillState.PENDING,
    "inprogress": RefillState.IN_PROGRESS,
    "inprocess": RefillState.IN_PROGRESS,
    "progress": RefillState.IN_PROGRESS,
    "processing": RefillState.IN_PROGRESS,
    "refilling": RefillState.IN_PROGRESS,
    "approved": RefillState.IN_PROGRESS,
    "completed": RefillState.COMPLETED,
    "complete": RefillState.COMPLETED,
    "success": RefillState.COMPLETED,
    "done": RefillState.COMPLETED,
    "partial": RefillState.COMPLETED,
    "rejected": RefillState.REJECTED,
    "canceled": RefillState.CANCELED,
    "cancelled": RefillState.CANCELED,
    "refunded": RefillState.CANCELED,
    "error": RefillState.ERROR,
    "fail": RefillState.ERROR,
    "failed": RefillState.ERROR,
}

ENVELOPE_WORDS = frozenset({"success", "successful", "ok", "true", "1", "100", "200"})
"""An envelope's words about the call. Beside figures "success" is an order's word; alone it is no state."""


def state_of(word: str, remains: int | None = None) -> OrderState | None:
    """Return the state for a panel's word, with so many units left; None if the word is not known."""
    if remains is not None and remains > 0 and letters(word) == EXPIRED:
        return OrderState.PARTIAL
    return STATE_WORDS.get(letters(word))


def is_word(word: str) -> bool:
    """Whether a word is about an order, and not only about the call."""
    return bool(word.strip()) and word.strip().casefold() not in ENVELOPE_WORDS
