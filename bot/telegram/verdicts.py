"""What Telegram says to a call and what follows from it: one table for all that call."""

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
"""All that a call raises. A broken line is among them, and an answer that is no JSON, like a proxy's HTML."""


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
"""The first row counts whose exception and words (of the description) fit.

Only 400 and 403 say something of the message. 404, 409, 413, 420, 429 with `retry_after` and without, 5xx and
codes that nobody knows were all seen to pass.
"""


class TokenRefused(Exception):
    """Telegram does not know the token."""

    def __init__(self) -> None:
        super().__init__("BOT_TOKEN: Telegram does not know this token; ask @BotFather for the right one")


def verdict(error: Exception) -> Verdict:
    """Raises KeyError for what is none of `REFUSALS`."""
    words = description(error).lower()
    for kind, part, found in TABLE:
        if isinstance(error, kind) and part in words:
            return found
    raise KeyError(type(error))


def is_passing(error: Exception) -> bool:
    """Whether a call that was refused may be made again."""
    return isinstance(error, REFUSALS) and verdict(error) in (Verdict.LATER, Verdict.ENDS)


def wait_of(error: Exception) -> float:
    """Seconds that Telegram asks to wait; 0 where it asks for nothing."""
    return float(error.retry_after) if isinstance(error, TelegramRetryAfter) else 0.0


def description(error: Exception) -> str:
    """What Telegram says, as it says it; it may say nothing."""
    return str(getattr(error, "message", None) or "")
