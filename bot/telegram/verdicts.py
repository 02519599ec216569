"""One table that says what follows from each refusal of Telegram's."""

from enum import Enum

from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)

from handlers.chat import NOT_MODIFIED, TOO_OLD_ANSWER

REFUSALS = (TelegramAPIError, ClientDecodeError)
"""Every error that a call raises, also for a lost connection, or for a proxy's HTML instead of JSON."""


class Verdict(Enum):
    DONE = "what was asked for is so already, or nobody waits for it any more"
    ANEW = "at once anew: the message to change is gone, a new one can be sent"
    NEVER = "gone for good: the same call is refused each time"
    BLOCKED = "when the person is back, who has blocked the bot"
    LATER = "later, at the earliest after `retry_after`"
    ENDS = "the program ends: the token is not valid"


TABLE: tuple[tuple[type[Exception], str, Verdict], ...] = (
    (TelegramBadRequest, NOT_MODIFIED, Verdict.DONE),
    (TelegramBadRequest, TOO_OLD_ANSWER, Verdict.DONE),
    (TelegramBadRequest, "message to edit not found", Verdict.ANEW),
    (TelegramBadRequest, "message can't be edited", Verdict.ANEW),
    (TelegramBadRequest, "", Verdict.NEVER),
    (TelegramMigrateToChat, "", Verdict.NEVER),
    (TelegramForbiddenError, "", Verdict.BLOCKED),
    (TelegramUnauthorizedError, "", Verdict.ENDS),
    (TelegramAPIError, "", Verdict.LATER),
    (ClientDecodeError, "", Verdict.LATER),
)
"""The first row counts whose exception fits and whose words are in the description.

Only 400 and 403 are about the message. 404, 409, 413, 420, 429 with and without `retry_after`, 5xx and
unknown codes have all been observed to be temporary.
"""


class TokenRefused(Exception):
    """Telegram does not know the token."""

    def __init__(self) -> None:
        super().__init__("BOT_TOKEN: Telegram does not know this token; ask @BotFather for the right one")


def verdict(error: Exception) -> Verdict:
    """Look a refusal up in `TABLE`. Raises KeyError for an error that is not in `REFUSALS`."""
    words = description(error).lower()
    for kind, part, found in TABLE:
        if isinstance(error, kind) and part in words:
            return found
    raise KeyError(type(error))


def is_passing(error: Exception) -> bool:
    """Whether a refusal is temporary, so that the call is retried later."""
    return isinstance(error, REFUSALS) and verdict(error) in (Verdict.LATER, Verdict.ENDS)


def wait_of(error: Exception) -> float:
    """Return the seconds that Telegram asks to wait, or 0."""
    return float(error.retry_after) if isinstance(error, TelegramRetryAfter) else 0.0


def description(error: Exception) -> str:
    """Return Telegram's own description of an error. It may be empty."""
    return str(getattr(error, "message", None) or "")
