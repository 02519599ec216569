"""Names of countries in the person's language, and the country that a typed text means."""

from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache

from usecases.ordering.countries import COMMONEST, COUNTRY_ALIASES, COUNTRY_CODES, WORLD
from views.language import ENGLISH, N_, _, spoken_code, territories
from views.typed import plain

WHOLE_WORLD = N_("Whole world")
LIKE = 0.7  # difflib's ratio from which a name counts as misspelt


def name(code: str) -> str:
    """Return a name like "Germany (DE)". An unknown code is returned unchanged."""
    if code == WORLD:
        return _(WHOLE_WORLD)
    known = territories(spoken_code()).get(code)
    return f"{known} ({code})" if known and code in COUNTRY_CODES else code


def choices() -> dict[str, str]:
    """Return the countries that have buttons, code to label."""
    names = territories(spoken_code())
    return {WORLD: _(WHOLE_WORLD), **{code: names[code] for code in COMMONEST}}


def code_of(typed: str) -> str | None:
    """Return the code for a typed code or name, in the person's language or English, or None."""
    wanted = plain(typed)
    if wanted.upper() in COUNTRY_CODES or wanted.upper() == WORLD:
        return wanted.upper()
    if wanted == plain(_(WHOLE_WORLD)):
        return WORLD
    return _codes(spoken_code()).get(wanted) or _codes(ENGLISH).get(wanted) or _aliases().get(wanted)


def nearest(typed: str) -> str | None:
    """Return the country whose misspelt name a text may be, as `name` writes it, or None."""
    for language in dict.fromkeys((spoken_code(), ENGLISH)):
        codes = _codes(language)
        if like := get_close_matches(plain(typed), codes, 1, LIKE):
            return name(codes[like[0]])
    return None


@cache
def _aliases() -> dict[str, str]:
    return {plain(name): code for name, code in COUNTRY_ALIASES.items()}


@cache
def _codes(language: str) -> dict[str, str]:
    """Return the codes by casefolded names."""
    return dict(_named(language))


def _named(language: str) -> Iterator[tuple[str, str]]:
    for code, known in territories(language).items():
        if code in COUNTRY_CODES:
            yield plain(known), code
