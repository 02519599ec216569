"""What a call to a panel came to, in one word, for whoever counts."""

from collections.abc import Callable

from panel.errors import PanelNotUnderstood, PanelRedirected, PanelRefused, PanelUnreachable
from panel.models import NotSent, Placed, Refused, Unknown

Observe = Callable[[str, str], None]
"""Hears the action of each call and what it came to; the words are ours, none is the panel's."""

ANSWERED = "answered"
OUTCOME_WORDS: tuple[tuple[type, str], ...] = (
    (PanelUnreachable, "unreachable"),
    (PanelRefused, "refused"),
    (PanelNotUnderstood, "not_understood"),
    (PanelRedirected, "redirected"),
    (Placed, "placed"),
    (Refused, "refused"),
    (NotSent, "not_sent"),
    (Unknown, "unknown"),
)


def word(result: object) -> str:
    """The word for an outcome of a write, or the error of a read; anything else is an answer."""
    return next((word for kind, word in OUTCOME_WORDS if isinstance(result, kind)), ANSWERED)


def nobody(_action: str, _outcome: str) -> None:
    """Where nobody counts."""
