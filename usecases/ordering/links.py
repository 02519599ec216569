"""Parses links and other targets. No link is ever opened.

Decision 15 has the rules and their reasons.
"""

import re
import unicodedata
from urllib.parse import urlsplit

MAX_LINK_LENGTH = 1_000
MOST_BYTES = 2_000
"""Of a link in UTF-8, also in small letters: PostgreSQL takes no more than 2,704 bytes into an index."""
LONGEST_NAME = 200
SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*://")
HOST = re.compile(r"(?:[\w](?:[\w-]{0,61}[\w])?\.)+[^\W\d_][\w-]{0,61}\w", re.UNICODE)
FORBIDDEN = re.compile(r"[\s<>\"\\^`{|}\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
USER_NAME = re.compile(r"[@+-]?\w[\w.-]*", re.UNICODE)
PUNCTUATION = ".,;:!?"
BRACKETS = (("(", ")"), ("[", "]"), ("<", ">"), ("«", "»"), ("“", "”"), ('"', '"'), ("'", "'"))

ENDINGS = frozenset({
    "com", "net", "org", "info", "biz", "edu", "gov", "mobi", "name", "pro", "app", "dev", "shop",
    "store", "online", "site", "club", "xyz", "live", "link", "blog", "news", "world", "space",
    "website", "art", "fun", "life", "agency", "media", "studio", "top", "vip", "group", "company", "рф",
    "рус",
})  # fmt: skip
"""With these endings a word may be a web address or a user name; so with any two letters, as of countries."""


def parse_address(text: str) -> str | None:
    """Parse a web address, with https:// if no scheme was typed; None for any other text."""
    typed = _trimmed(text)
    link = typed if SCHEME.match(typed) else f"https://{typed}"
    if len(link) > MAX_LINK_LENGTH or FORBIDDEN.search(link) or _size(link) > MOST_BYTES:
        return None
    try:
        parts = urlsplit(link)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    well_formed = (
        parts.scheme in ("http", "https")
        and host is not None
        and HOST.fullmatch(host) is not None
        and parts.username is None
        and port != 0
    )
    return link if well_formed else None


def _size(link: str) -> int:
    return max(len(one.encode(errors="replace")) for one in (link, link.lower()))


def parse_target(text: str) -> str | None:
    """Parse a target: a web address with its scheme, or a word as it is; None for any other text."""
    typed = _trimmed(text)
    if SCHEME.match(typed):
        return parse_address(typed)
    return typed if len(typed) <= LONGEST_NAME and USER_NAME.fullmatch(typed) else None


def meanings(text: str) -> tuple[str, ...]:
    """Return the targets that a typed text may mean, the likeliest first; () if it means none.

    A sentence means the one address in it.
    """
    words = [typed for word in text.split() if (typed := _trimmed(word))]
    if len(words) != 1:
        addresses = [link for word in words if _is_address(word) and (link := parse_address(word))]
        return tuple(addresses) if len(addresses) == 1 else ()
    (word,) = words
    address, name = parse_address(word), parse_target(word)
    if address is None or _is_name(word):
        return () if name is None else (name,)
    return (address,) if name is None or _is_address(word) else (address, name)


def plain_address(text: str) -> str | None:
    """Return the address if the text is one and has no other meaning."""
    found = () if is_sentence(text) else meanings(text)
    return found[0] if len(found) == 1 and SCHEME.match(found[0]) else None


def is_sentence(text: str) -> bool:
    """Whether a text has more than one word."""
    return sum(bool(_trimmed(word)) for word in text.split()) > 1


def _is_address(word: str) -> bool:
    """Whether a word cannot be a name: it has a scheme or a path, or begins with www."""
    return SCHEME.match(word) is not None or "/" in word or word.lower().startswith("www.")


def _is_name(word: str) -> bool:
    """Whether a word can be a name and does not end like a web address."""
    ending = word.rpartition(".")[2].lower()
    return USER_NAME.fullmatch(word) is not None and not (
        ending in ENDINGS or (len(ending) == 2 and ending.isalpha())  # noqa: PLR2004 - of every country
    )


def _trimmed(text: str) -> str:
    """Remove spaces, invisible signs, punctuation and brackets around a target."""
    while True:
        before = text
        text = text.strip()
        while text and unicodedata.category(text[0]) == "Cf":
            text = text[1:]
        while text and unicodedata.category(text[-1]) == "Cf":
            text = text[:-1]
        text = text.rstrip(PUNCTUATION)
        for opening, closing in BRACKETS:
            if text.startswith(opening):
                text = text[1:].removesuffix(closing)
            elif text.endswith(closing) and opening not in text:
                text = text[:-1]
        if text == before:
            return text
