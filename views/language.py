"""The language of what is being written now, and the sentences in it.

Catalogues are read from `.po` files at start: a new language is one more file in locales/.
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
    """Write in a language for the block; in English where there is no catalogue for it."""
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
    """The numbers, dates and countries of a language, by a code of Telegram's like "pt-br"."""
    return Locale.parse(code, sep="-")


@cache
def languages() -> Mapping[str, str]:
    """Codes of the languages there are, with their own names."""
    found = [ENGLISH, *sorted(path.stem for path in LOCALES.glob("*.po"))]
    return {code: (locale_of(code).get_display_name(locale_of(code)) or code).capitalize() for code in found}


def territories(code: str) -> Mapping[str, str]:
    """Names of countries in a language, by their codes."""
    names: Mapping[str, str] = locale_of(code).territories
    return names


def known_language(code: str) -> str:
    """A code as it is; raises ValueError for one that there is no catalogue for."""
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
    """The catalogue for a code of Telegram's, like "pt-br": itself, else its language, else English.

    Compared with the catalogues there are, never made a path of: anybody may claim any code.
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
