"""The current language: its translations, its conventions and its direction.

A new language needs only one more file in locales/.
"""

import gettext
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache

from babel import Locale

from views import translations
from views.direction import runs_from_right
from views.translations import Translation

ENGLISH = "en"
REVIEWED = frozenset({ENGLISH, "ru"})
"""Languages that people who speak them have read through. All others are shown as beta."""
LEAST_SHARE = 0.9  # of the sentences; a language with fewer translated is not offered

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


def is_right_to_left() -> bool:
    return runs_from_right(_language.get())


@cache
def locale_of(code: str) -> Locale:
    """Return Babel's locale for one of Telegram's codes, like "pt-br"."""
    return Locale.parse(code, sep="-")


@cache
def languages() -> tuple[str, ...]:
    """Return the codes of all languages that are offered."""
    complete = (code for code, it in translated().items() if it.share >= LEAST_SHARE)
    return (ENGLISH, *complete)


@cache
def translated() -> Mapping[str, Translation]:
    """Return the translations into all languages that have a file, by code."""
    return {file.stem: translations.read(file) for file in sorted(translations.LOCALES.glob("*.po"))}


def own_name(code: str) -> str:
    """Return the name of a language in that language."""
    name = locale_of(code).get_display_name(locale_of(code)) or code
    return name[0].upper() + name[1:]


def is_beta(code: str) -> bool:
    return code not in REVIEWED


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
    return _texts(_language.get()).gettext(sentence)


def ngettext(one: str, many: str, number: int) -> str:
    return _texts(_language.get()).ngettext(one, many, number)


def N_(sentence: str) -> str:  # noqa: N802 - gettext's own name for "translate later"
    return sentence


@lru_cache(maxsize=256)
def _nearest(language: str | None) -> str:
    """Return the best language for one of Telegram's codes like "pt-br": itself, else "pt", else English.

    A code without a country finds a language that has one. The code is compared with known languages and
    never put into a path: clients can send any code.
    """
    wanted = (language or "").lower()
    base = wanted.partition("-")[0]
    for code in (wanted, base, *(one for one in languages() if base and one.partition("-")[0] == base)):
        if code in languages():
            return code
    return ENGLISH


@cache
def _texts(language: str) -> gettext.NullTranslations:
    found = translated().get(language)
    return found.texts if found else gettext.NullTranslations()
