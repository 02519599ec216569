"""Finds the JSON in what a panel sends."""

import json
import re
from typing import Any

import msgspec

from panel.errors import PanelNotUnderstood, cut

_decode = msgspec.json.Decoder().decode
_pair = rb"u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
_half = rb"u[dD][89a-fA-F][0-9a-fA-F]{2}"
_escape = re.compile(rb"\\(?:" + _pair + rb"|(" + _half + rb")|.)", re.DOTALL)
_beginning = re.compile(rb"""\{\s*["}]|\[\s*[\[{"\]]""")


def decode(body: bytes) -> Any:
    """The JSON of a body, whatever stands before it: a BOM, PHP notices. Raises PanelNotUnderstood.

    Only the first place where JSON may begin is tried. Looking further would find, in an answer that broke
    off, an inner object that is whole, and take it for the answer. A closing brace before it is the end of an
    answer whose beginning was lost; what follows is not the answer either.
    """
    body, before = _bare(body)
    if b"}" in before:
        raise PanelNotUnderstood(seen(before + body))
    try:
        return _decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        pass
    try:  # one name cut inside an emoji must not hide all the others
        return _decode(whole_text(body))
    except (msgspec.DecodeError, RecursionError):
        raise PanelNotUnderstood(seen(before + body)) from None


def is_torn(body: bytes) -> bool:
    """Whether what stands before the JSON may be a piece of another answer: it has a quotation mark."""
    return b'"' in _bare(body)[1]


def _bare(body: bytes) -> tuple[bytes, bytes]:
    """Where the JSON may be, and what stands before it."""
    body = body.removeprefix(b"\xef\xbb\xbf").strip()
    found = None if body[:1] in (b"{", b"[", b'"') else _beginning.search(body)
    start = found.start() if found else 0
    return body[start:], body[:start]


def whole_text(body: bytes) -> bytes:
    """JSON with U+FFFD for what is no text in it: broken UTF-8, and halves of surrogate pairs."""
    utf8 = body.decode(errors="replace").encode()
    return _escape.sub(lambda found: rb"\ufffd" if found[1] else found[0], utf8)


def seen(body: bytes | object) -> str:
    """The beginning of an answer, for an error."""
    if isinstance(body, bytes):
        return cut(body[:1_000].decode(errors="replace")) or "an empty answer"
    return cut(json.dumps(body, ensure_ascii=False, default=str)[:1_000])
