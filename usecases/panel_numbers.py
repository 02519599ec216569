"""Parses the panel's ids as people type them: "#23501", "23 501", full-width digits."""

import unicodedata

MAX_TYPED_ID_LENGTH = 64
SIGNS = "#№"


def spellings(text: str) -> tuple[str, ...]:
    """Return the spellings that the panel may use for a typed id, the likeliest first; () if it is no id.

    Panels keep decimal ids as numbers, so they read "023501" as 23501. That spelling comes first.
    """
    typed = _bare(text)
    if not typed or len(typed) > MAX_TYPED_ID_LENGTH or not typed.isprintable():
        return ()
    if not typed.isdecimal():
        return (typed,) if any(map(str.isalnum, typed)) and not any(map(str.isspace, typed)) else ()
    digits = "".join(str(unicodedata.digit(sign)) for sign in typed)
    number = digits.lstrip("0")
    return tuple(dict.fromkeys((number, digits))) if number else ()


def _bare(text: str) -> str:
    """Remove "#" and "№", invisible signs, and spaces between digits."""
    typed = unicodedata.normalize("NFKC", text.strip().lstrip(SIGNS)).lstrip(SIGNS)
    visible = "".join(sign for sign in typed if unicodedata.category(sign) != "Cf").strip()
    joined = "".join(visible.split())
    return joined if joined.isdecimal() else visible
