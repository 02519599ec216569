"""Texts of right-to-left languages: what is foreign in them is isolated, and each line begins from the right.

Why it is done so stands in docs/decisions/0023-languages.md.
"""

import re
from typing import Self

from markupsafe import Markup

RIGHT_TO_LEFT_LANGUAGES = frozenset({
    "apc", "ar", "bal", "bgn", "ckb", "dv", "fa", "he", "ks", "lrc", "mzn", "nqo", "ps", "rhg", "sd", "sdh",
    "skr", "syr", "trw", "ug", "ur", "yi",
})  # fmt: skip
"""Languages that are written from right to left, as Babel has them.

Babel would load the conventions of every language, 10 MB, to tell the direction of each.
"""

ISOLATE, END_ISOLATE = "\u2068", "\u2069"
FROM_LEFT, FROM_RIGHT = "\u200e", "\u200f"

QUOTED = re.compile(r"(<blockquote.*?</blockquote>)", re.DOTALL)
LINE = re.compile(r"^(?=.)(?!(?:<[^>]*>)*[\u200f\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff])", re.MULTILINE)
"""The beginning of a line that has text, and whose first character is not of a right-to-left script."""
SCRIPT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")


class RightToLeft(str):
    """A translated sentence. What `format` puts into it is isolated."""

    __slots__ = ()

    def format(self, *given: object, **named: object) -> Self:
        isolated = {name: isolate(str(value)) for name, value in named.items()}
        return type(self)(str.format(self, *given, **isolated))


def runs_from_right(code: str) -> bool:
    """Whether the language of one of Telegram's codes is written from right to left."""
    return code.partition("-")[0] in RIGHT_TO_LEFT_LANGUAGES


def isolate(text: str) -> str:
    """Return a run of foreign text that does not turn its neighbours. Sentences and markup are unchanged.

    A sentence is in the direction of the language, and in markup the foreign parts are isolated already.
    """
    if not text or "\n" in text or isinstance(text, RightToLeft | Markup):
        return text
    return f"{ISOLATE}{text}{END_ISOLATE}"


def from_right(text: Markup) -> Markup:
    """Return a message whose lines begin from the right. Quotes stay: they are foreign paragraphs."""
    parts = QUOTED.split(text)
    parts[::2] = [LINE.sub(FROM_RIGHT, part) for part in parts[::2]]
    return Markup("".join(parts))  # noqa: S704 - it is escaped


def label_from_right(label: str) -> str:
    """Return the label of a button. Its parts, which are separated by dots, run from right to left.

    Arrows and numbers alone run from left to right, whatever the language of the client: it would turn them.
    """
    if not any(map(str.isalpha, label)):
        return FROM_LEFT + label
    parts = label.split(" · ")
    if len(parts) == 1 or not SCRIPT.search(label):
        return label
    return FROM_RIGHT + " · ".join(f"{ISOLATE}{part}{END_ISOLATE}" for part in parts)
