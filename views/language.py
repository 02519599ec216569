"""The current language, and the translations of sentences.

Translations are read from the `.po` files in locales/. A new language needs only one more file.
"""

import gettext
import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALES = Path(__file__).parent / "locales"
ENGLISH = "en"

_language: ContextVar[str] = ContextVar("language", default=ENGLISH)


@contextmanager
def speaking(language: str | None) -> Iterator[None]:
    """Use a language within the block, or English if it has no translations."""
    token = _language.set(_nearest(language))
    try:
        yield
    finally:
        _language.reset(token)


def spoken_code() -> str:
    return _language.get()


def spoken() -> Locale:
    return locale_of(_language.get())


@cache
def locale_of(code: str) -> Locale:
    """Return Babel's locale for one of Telegram's codes, like "pt-br"."""
    return Locale.parse(code, sep="-")


@cache
def languages() -> Mapping[str, str]:
    """Return the codes of all languages with translations, each with its own name."""
    found = [ENGLISH, *sorted(path.stem for path in LOCALES.glob("*.po"))]
    return {code: (locale_of(code).get_display_name(locale_of(code)) or code).capitalize() for code in found}


def territories(code: str) -> Mapping[str, str]:
    """Return the names of countries in a language, by code."""
    names: Mapping[str, str] = locale_of(code).territories
    return names


def known_language(code: str) -> str:
    """Return the code. Raises ValueError if there are no translations for it."""
    if code not in languages():
        raise ValueError("no such language")
    return code


def _(sentence: str) -> str:
    return _catalogue(_language.get()).gettext(sentence)


def ngettext(one: str, many: str, number: int) -> str:
    return _catalogue(_language.get()).ngettext(one, many, number)


def N_(sentence: str) -> str:  # noqa: N802 - gettext's own name for "translate later"
    return sentence


def _nearest(language: str | None) -> str:
    """Return the best language for one of Telegram's codes like "pt-br": itself, else "pt", else English.

    The code is compared with known languages and never put into a path: clients can send any code.
    """
    for code in (language, (language or "").split("-")[0]):
        if code in languages():
            return str(code)
    return ENGLISH


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    path = LOCALES / f"{language}.po"
    if not path.is_file():
        return gettext.NullTranslations()
    compiled = io.BytesIO()
    with path.open("rb") as source:
        write_mo(compiled, read_po(source, locale=language.replace("-", "_")))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
