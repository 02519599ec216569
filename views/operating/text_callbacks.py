"""Callback data of the buttons about texts that operators write; see `views.callbacks`."""

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import AfterValidator

from storage.own_texts import ALL_LANGUAGES, TextKind
from views.callbacks import Review
from views.language import known_language


def _written_in(code: str) -> str:
    return code if code == ALL_LANGUAGES else known_language(code)


WrittenIn = Annotated[str, AfterValidator(_written_in)]
"""The code of a language, or `ALL_LANGUAGES`."""


class OpenOwnTexts(CallbackData, prefix="own"): ...


class OpenTextLanguages(CallbackData, prefix="ownl"):
    kind: TextKind


class OpenOwnText(CallbackData, prefix="owno"):
    """Shows a text, and takes the next message for a new one."""

    kind: TextKind
    tongue: WrittenIn


class SaveOwnText(CallbackData, prefix="owns"):
    """Saves exactly the text of the preview: `shown` is its fingerprint."""

    kind: TextKind
    tongue: WrittenIn
    shown: Review


class AskResetText(CallbackData, prefix="owna"):
    """Asks before `ResetOwnText` acts."""

    kind: TextKind
    tongue: WrittenIn


class ResetOwnText(CallbackData, prefix="ownx"):
    kind: TextKind
    tongue: WrittenIn
