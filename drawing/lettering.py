"""What the fonts can write, and how wide it is."""

import json
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
EM = 1_000  # the units of a font in its size
LOOKALIKES = str.maketrans({"−": "–"})
"""What is written instead of characters that the fonts lack."""


@cache
def widths() -> Mapping[str, Mapping[str, int]]:
    """Return the width of each character that the fonts have, for "Regular" and "Bold"."""
    found: Mapping[str, Mapping[str, int]] = json.loads((FONTS / "widths.json").read_text("ascii"))
    return found


def writable(text: str) -> str:
    """Return a text without the characters that the fonts lack, such as emoji."""
    known = widths()["Regular"]
    return " ".join("".join(sign if sign in known else " " for sign in text.translate(LOOKALIKES)).split())


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of a text in pixels, without kerning. Joined letters are narrower than that."""
    known = widths()["Bold" if bold else "Regular"]
    return sum(known.get(sign, EM) for sign in text) * size / EM


def cut_to_width(text: str, width: float, size: float, *, bold: bool = False) -> str:
    """Return the text, or its beginning and "…" if it is wider than `width` pixels."""
    if width_of(text, size, bold=bold) <= width:
        return text
    end = len(text) - 1
    while end and (_is_mark(text[end]) or width_of(text[:end] + "…", size, bold=bold) > width):
        end -= 1
    return text[:end].rstrip(" -–—|·,") + "…"


def _is_mark(sign: str) -> bool:
    """Whether it stands on or joins the character before it."""
    return unicodedata.category(sign)[0] == "M" or sign in "\u200c\u200d"
