"""Finds the JSON in a panel's answer."""

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
    """Return the JSON of a body, after a BOM or PHP notices. Raises PanelNotUnderstood.

    Only the first possible beginning of JSON is tried. A later one could be a whole inner object of an answer
    that broke off. A closing brace before the JSON is the end of a torn answer; then the JSON is not the
    answer either.
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
    """Whether the text before the JSON may be a piece of another answer: it has a quotation mark."""
    return b'"' in _bare(body)[1]


def _bare(body: bytes) -> tuple[bytes, bytes]:
    """Split a body into the possible JSON and the text before it."""
    body = body.removeprefix(b"\xef\xbb\xbf").strip()
    found = None if body[:1] in (b"{", b"[", b'"') else _beginning.search(body)
    start = found.start() if found else 0
    return body[start:], body[:start]


def whole_text(body: bytes) -> bytes:
    """Replace broken UTF-8 and halves of surrogate pairs in JSON by U+FFFD."""
    utf8 = body.decode(errors="replace").encode()
    return _escape.sub(lambda found: rb"\ufffd" if found[1] else found[0], utf8)


def seen(body: bytes | object) -> str:
    """Return the beginning of an answer, for an error."""
    if isinstance(body, bytes):
        return cut(body[:1_000].decode(errors="replace")) or "an empty answer"
    return cut(json.dumps(body, ensure_ascii=False, default=str)[:1_000])
