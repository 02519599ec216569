"""Removes a secret from texts, in every form in which it may come back."""

import html
import json
import re
from base64 import b64encode
from collections.abc import Iterable, Iterator
from html.entities import codepoint2name
from urllib.parse import quote, quote_plus

MIN_SECRET_LENGTH = 6  # a shorter secret is not searched for: it would be found everywhere
LARGE_TEXT_BYTES = (
    1 << 16
)  # bytes; the slow pattern is tried on a larger text only if it shows a sign of a secret


class Censor:
    """Replaces secrets by a mark."""

    def __init__(self, secrets: Iterable[str], mark: str) -> None:
        secrets = list(secrets)
        found = {form for secret in secrets if len(secret) >= MIN_SECRET_LENGTH for form in forms(secret)}
        self._forms = sorted(found, key=len, reverse=True)
        self._forms_in_bytes = [form.encode() for form in self._forms]
        self._mark = mark
        looked_for = [secret for secret in secrets if len(secret) >= MIN_SECRET_LENGTH]
        escaped = "|".join(map(_escaped, sorted(looked_for, key=len, reverse=True))) or "(?!)"
        self._escaped = re.compile(escaped, re.IGNORECASE)
        self._escaped_in_bytes = re.compile(escaped.encode(), re.IGNORECASE)
        self._signs = [sign.encode() for secret in looked_for for sign in _signs(secret)]

    def clean(self, text: str) -> str:
        for form in self._forms:
            text = text.replace(form, self._mark)
        return self._escaped.sub(lambda _: self._mark, text)

    def clean_bytes(self, body: bytes) -> bytes:
        """Clean a body before it is decoded. Escaped secrets are found too."""
        for form in self._forms_in_bytes:
            body = body.replace(form, self._mark.encode())
        if len(body) > LARGE_TEXT_BYTES and not self._may_be_escaped(body):
            return body
        return self._escaped_in_bytes.sub(lambda _: self._mark.encode(), body)

    def _may_be_escaped(self, body: bytes) -> bool:
        lower = body.lower()
        return any(sign in lower for sign in self._signs)


def forms(secret: str) -> set[str]:
    """Return a secret's forms: plain, in a URL, JSON (PHP escapes slashes), HTML, Python, and base64."""
    in_urls = {quote(secret, safe=safe) for safe in ("", "/", ":", "/:")} | {quote_plus(secret)}
    once = {_in_json(secret, strict=strict) for strict in (True, False)}
    in_json = once | {_in_json(form, strict=True) for form in once}  # JSON that was put into JSON
    return {
        secret,
        repr(secret)[1:-1],
        *in_urls,
        *(_lower_escapes(form) for form in in_urls),
        *in_json,
        *(form.replace("/", "\\/") for form in in_json),
        html.escape(secret),
        html.escape(secret, quote=False),
        *_in_base64(secret),
    }


def _escaped(secret: str) -> str:
    """Return a pattern: each letter plain or escaped, in either case; or the whole in hex."""
    as_hex = r"[\s:,-]?".join(f"{byte:02x}" for byte in secret.encode())
    letters = r"\x00*".join(map(_letter, secret))
    return f"{letters}|{as_hex}"


def _letter(letter: str) -> str:
    """Return a pattern for a letter or its escapes in URL, JSON, Python and HTML, also escaped again."""
    cases = {letter} if letter.isascii() else {letter, letter.lower(), letter.upper()}
    return f"(?:{'|'.join(way for one in sorted(cases) if len(one) == 1 for way in _ways(one))})"


def _ways(letter: str) -> Iterator[str]:
    code, raw = ord(letter), letter.encode()
    yield r"\\*" + re.escape(letter)
    yield "".join(f"%(?:25)*{byte:02x}" for byte in raw)
    yield "".join(rf"\\+u{{?0*{unit:x}}}?" for unit in _units(letter))
    yield "".join(rf"\\+x{byte:02x}" for byte in raw)
    yield rf"&(?:amp;)*#(?:0*{code}|x0*{code:x});?"
    if name := codepoint2name.get(code):
        yield rf"&(?:amp;)*{name};"


def _units(letter: str) -> list[int]:
    """Return the letter's UTF-16 units, as JSON escapes them."""
    pairs = letter.encode("utf-16-be")
    return [int.from_bytes(pairs[at : at + 2]) for at in range(0, len(pairs), 2)]


def _signs(secret: str) -> list[str]:
    """Return signs of an escaped secret, in lower case: its beginning in each way of escaping."""
    code, (first, second, third, *_) = ord(secret[0]), secret.encode()
    return [
        max(secret.lower().encode("ascii", "replace").decode().split("?"), key=len),
        *(f"{first:02x}{mark}{second:02x}{mark}{third:02x}" for mark in ("", " ", ":", ",", "-")),
        *(f"{before}{first:02x}" for before in ("%", "%25", "\\x")),
        *(f"{before}{_units(secret[0])[0]:x}" for before in ("u00", "u{")),
        *(f"#{written};" for written in (code, f"x{code:x}")),
    ]


def _in_json(text: str, *, strict: bool) -> str:
    return json.dumps(text, ensure_ascii=strict)[1:-1]


def _lower_escapes(quoted: str) -> str:
    first, *rest = quoted.split("%")
    return "%".join([first, *(part[:2].lower() + part[2:] for part in rest)])


def _in_base64(secret: str) -> set[str]:
    """Return the secret's part of a base64 text that contains it, for each of three offsets."""
    found = set()
    for before in range(3):
        text = b64encode(bytes(before) + secret.encode()).decode()
        whole = text[-(-before * 8 // 6) : (before + len(secret.encode())) * 8 // 6]
        found |= {whole, whole.translate(str.maketrans("+/", "-_"))}
    return found
