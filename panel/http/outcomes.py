"""The outcome of a call in one word, for metrics."""

from collections.abc import Callable

from panel.errors import PanelNotUnderstood, PanelRedirected, PanelRefused, PanelUnreachable
from panel.models import NotSent, Placed, Refused, Unknown

Observe = Callable[[str, str], None]
"""Takes the action of a call and the word for its outcome. No word is from the panel."""

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
    """Return the word for a write's outcome or a read's error; anything else is an answer."""
    return next((word for kind, word in OUTCOME_WORDS if isinstance(result, kind)), ANSWERED)


def nobody(_action: str, _outcome: str) -> None:
    """Observe nothing."""
