"""Turns the HTML that panels put into names, descriptions and errors into text."""

import html
import re

_line_ends = re.compile(r"<\s*(?:br|/?p|/?div|/?li|/tr)\b[^<>]*>", re.IGNORECASE)
_tag = re.compile(r"</?[a-zA-Z][^<>]*>|<!--.*?-->", re.DOTALL)


def one_line(text: str) -> str:
    """A name on one line. A name that is all tags stays as it is."""
    if "<" not in text and "&" not in text:
        return text.strip()
    return " ".join(lines(text).split()) or text.strip()


def lines(text: str) -> str:
    """A description: `<br>` and paragraphs end a line, other tags are dropped, entities are decoded, once.

    What looks like a tag afterwards is text that the panel had escaped, and stays.
    """
    if "<" not in text and "&" not in text:
        return text.strip()
    bare = html.unescape(_tag.sub("", _line_ends.sub("\n", text)))
    trimmed = (" ".join(line.split()) for line in bare.splitlines())
    return "\n".join(line for line in trimmed if line)
