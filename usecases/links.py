"""Checks links for their form; they are never opened."""

import re
from urllib.parse import urlsplit

LONGEST = 1_000
SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*://")
HOST = re.compile(r"(?:[\w](?:[\w-]{0,61}[\w])?\.)+[^\W\d_][\w-]{0,61}\w", re.UNICODE)
FORBIDDEN = re.compile(r"[\s<>\"\\^`{|}\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


def parse_link(text: str) -> str | None:
    """A web address, with https before it where no scheme was typed; None if it is none."""
    typed = text.strip()
    link = typed if SCHEME.match(typed) else f"https://{typed}"
    if len(link) > LONGEST or FORBIDDEN.search(link):
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
