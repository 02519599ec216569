"""Countries by their names in the language spoken, and which one a typed text means."""

from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache

from usecases.ordering.countries import COMMONEST, COUNTRY_ALIASES, COUNTRY_CODES, WORLD
from views.language import ENGLISH, N_, _, spoken_code, territories

WHOLE_WORLD = N_("Whole world")
LIKE = 0.7  # difflib's ratio from which a name counts as misspelt


def name(code: str) -> str:
    """For a line or a button: "Germany (DE)"; what is no code as it is."""
    if code == WORLD:
        return _(WHOLE_WORLD)
    known = territories(spoken_code()).get(code)
    return f"{known} ({code})" if known and code in COUNTRY_CODES else code


def choices() -> dict[str, str]:
    """What is offered as buttons, code to label."""
    names = territories(spoken_code())
    return {WORLD: _(WHOLE_WORLD), **{code: names[code] for code in COMMONEST}}


def code_of(typed: str) -> str | None:
    """The code of a country by its code or its name, in the language spoken or in English."""
    wanted = _plain(typed)
    if wanted.upper() in COUNTRY_CODES or wanted.upper() == WORLD:
        return wanted.upper()
    if wanted == _plain(_(WHOLE_WORLD)):
        return WORLD
    return _codes(spoken_code()).get(wanted) or _codes(ENGLISH).get(wanted) or COUNTRY_ALIASES.get(wanted)


def nearest(typed: str) -> str | None:
    """The name, as `name` writes it, of the country that a text may be misspelt from."""
    for language in dict.fromkeys((spoken_code(), ENGLISH)):
        codes = _codes(language)
        if like := get_close_matches(_plain(typed), codes, 1, LIKE):
            return name(codes[like[0]])
    return None


@cache
def _codes(language: str) -> dict[str, str]:
    """Codes by names in small letters."""
    return dict(_named(language))


def _named(language: str) -> Iterator[tuple[str, str]]:
    for code, known in territories(language).items():
        if code in COUNTRY_CODES:
            yield _plain(known), code


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
