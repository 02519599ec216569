"""Takes a secret out of texts, in every form in which it may come back."""

import html
import json
from base64 import b64encode
from collections.abc import Iterable
from urllib.parse import quote, quote_plus

SHORTEST = 6  # a shorter secret is not looked for in texts: it would be found everywhere


class Censor:
    """Knows secrets; puts a mark wherever one stands."""

    def __init__(self, secrets: Iterable[str], mark: str) -> None:
        found = {form for secret in secrets if len(secret) >= SHORTEST for form in forms(secret)}
        self._forms = sorted(found, key=len, reverse=True)
        self._forms_in_bytes = [form.encode() for form in self._forms]
        self._mark = mark

    def clean(self, text: str) -> str:
        for form in self._forms:
            text = text.replace(form, self._mark)
        return text

    def clean_bytes(self, body: bytes) -> bytes:
        for form in self._forms_in_bytes:
            body = body.replace(form, self._mark.encode())
        return body


def forms(secret: str) -> set[str]:
    """A secret as it is, in a URL, in JSON (PHP escapes slashes), in HTML, in Python, inside base64."""
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


def _in_json(text: str, *, strict: bool) -> str:
    return json.dumps(text, ensure_ascii=strict)[1:-1]


def _lower_escapes(quoted: str) -> str:
    first, *rest = quoted.split("%")
    return "%".join([first, *(part[:2].lower() + part[2:] for part in rest)])


def _in_base64(secret: str) -> set[str]:
    """What stands in base64 of anything that has the secret in it, at each of three places in a group."""
    found = set()
    for before in range(3):
        text = b64encode(bytes(before) + secret.encode()).decode()
        whole = text[-(-before * 8 // 6) : (before + len(secret.encode())) * 8 // 6]
        found |= {whole, whole.translate(str.maketrans("+/", "-_"))}
    return found
