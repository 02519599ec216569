"""Converts the HTML in a panel's names, descriptions and errors into text."""

import html
import re
import unicodedata

_line_ends = re.compile(r"<\s*(?:br|/?p|/?div|/?li|/tr)\b[^<>]*>", re.IGNORECASE)
_tag = re.compile(r"</?[a-zA-Z][^<>]*>|<!--.*?-->", re.DOTALL)

BLANKS = frozenset("\u115f\u1160\u2800\u3164\ufffc\uffa0")
"""Letters and signs that show nothing. Telegram removes some of them too."""


def one_line(text: str) -> str:
    """Return a name on one line. A name that has only tags stays as it is."""
    if "<" not in text and "&" not in text:
        return text.strip()
    return " ".join(lines(text).split()) or text.strip()


def lines(text: str) -> str:
    """Return a description: `<br>` and paragraphs end a line, other tags are dropped.

    Entities are decoded once, so an escaped tag becomes text and stays.
    """
    if "<" not in text and "&" not in text:
        return text.strip()
    bare = html.unescape(_tag.sub("", _line_ends.sub("\n", text)))
    trimmed = (" ".join(line.split()) for line in bare.splitlines())
    return "\n".join(line for line in trimmed if line)


def shows_something(text: str) -> bool:
    """Whether a text has a sign that is seen. Telegram refuses titles and buttons without one."""
    return any(sign not in BLANKS and unicodedata.category(sign)[0] not in "CZ" for sign in text)
