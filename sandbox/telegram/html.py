"""Telegram's HTML: which tags there are, how they nest, and the entities that they become.

https://core.telegram.org/bots/api#html-style
"""

import html
import re
from dataclasses import dataclass, field
from typing import Any

from sandbox.telegram.errors import bad_request

TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)((?:\s+[^<>]*)?)>")
ATTRIBUTE = re.compile(r"([a-zA-Z-]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
REFERENCE = re.compile(r"&(?:lt|gt|amp|quot|#\d{1,7}|#x[0-9a-fA-F]{1,6});")
FORMAT = re.compile(r"r|w?[dD]?[tT]?")

PLAIN = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "code": "code",
    "pre": "pre",
}
ALONE = {"code", "pre"}


@dataclass
class Open:
    tag: str
    entity: dict[str, Any]
    at: int = 0


@dataclass
class Parsed:
    """`text` grows while tags open and close; lengths are in UTF-16 units, as Telegram counts."""

    text: str = ""
    length: int = 0
    opened: list[Open] = field(default_factory=list)
    entities: list[dict[str, Any]] = field(default_factory=list)

    def write(self, text: str) -> None:
        self.text += text
        self.length += utf16(text)


def utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def parse(source: str) -> tuple[str, list[dict[str, Any]]]:
    """Text and entities; raises a Bad Request that names what is wrong and where."""
    done, at = Parsed(), 0
    while at < len(source):
        if source[at] == "<":
            at = _tag(source, at, done)
            continue
        stop = source.find("<", at)
        stop = len(source) if stop < 0 else stop
        done.write(REFERENCE.sub(lambda match: html.unescape(match.group()), source[at:stop]))
        at = stop
    if done.opened:
        raise _cannot_parse(f'Can\'t find end tag corresponding to start tag "{done.opened[-1].tag}"')
    return trim(done.text, done.entities)


def _tag(source: str, at: int, done: Parsed) -> int:
    match = TAG.match(source, at)
    offset = len(source[:at].encode())
    if match is None:
        raise _cannot_parse(f'Unsupported start tag "{source[at + 1 : at + 20]}" at byte offset {offset}')
    closing, name, attributes = match.group(1), match.group(2).lower(), match.group(3)
    if closing:
        _close(name, offset, done)
    else:
        entity = _entity(name, _attributes(attributes), offset)
        done.opened.append(Open(name, entity, done.length))
    return match.end()


def _close(name: str, offset: int, done: Parsed) -> None:
    if not done.opened:
        raise _cannot_parse(f"Unexpected end tag at byte offset {offset}")
    opened = done.opened.pop()
    if opened.tag != name:
        raise _cannot_parse(
            f'Unmatched end tag at byte offset {offset}, expected "</{opened.tag}>", found "</{name}>"'
        )
    length = done.length - opened.at
    if not length:
        return
    inside = [one.entity["type"] for one in done.opened]
    if any(kind in ALONE for kind in inside):
        language = opened.entity.get("language")
        if inside[-1] == "pre" and language and done.opened[-1].at == opened.at:
            done.opened[-1].entity["language"] = language
        return
    if "blockquote" in opened.entity["type"] and any("blockquote" in kind for kind in inside):
        raise _cannot_parse("blockquote entities can't be nested")
    done.entities.append({**opened.entity, "offset": opened.at, "length": length})


def _entity(name: str, given: dict[str, str], offset: int) -> dict[str, Any]:
    if name == "span" and given.get("class") == "tg-spoiler":
        name = "tg-spoiler"
    match name:
        case "a":
            return {"type": "text_link", "url": given.get("href", "")}
        case "blockquote":
            return {"type": "expandable_blockquote" if "expandable" in given else "blockquote"}
        case "tg-emoji" if given.get("emoji-id", "").isdecimal():
            return {"type": "custom_emoji", "custom_emoji_id": given["emoji-id"]}
        case "tg-time" if given.get("unix", "").isdecimal() and FORMAT.fullmatch(given.get("format", "")):
            time = {"type": "date_time", "unix_time": int(given["unix"])}
            return time | ({"date_time_format": given["format"]} if given.get("format") else {})
        case _ if name in PLAIN:
            language = given.get("class", "").removeprefix("language-") if name == "code" else ""
            return {"type": PLAIN[name], **({"language": language} if language else {})}
    raise _cannot_parse(f'Unsupported start tag "{name}" at byte offset {offset}')


def _attributes(source: str) -> dict[str, str]:
    return {
        name.lower(): html.unescape(double or single or bare)
        for name, double, single, bare in ATTRIBUTE.findall(source)
    }


def trim(text: str, entities: list[dict[str, Any]]) -> tuple[str, list[dict[str, Any]]]:
    """Take white space from both ends, as Telegram does, and move the entities along."""
    left = utf16(text) - utf16(text.lstrip())
    stripped = text.strip()
    end = utf16(stripped)
    kept = []
    for entity in entities:
        start = max(entity["offset"] - left, 0)
        stop = min(entity["offset"] - left + entity["length"], end)
        if stop > start:
            kept.append({**_without_hint(entity), "offset": start, "length": stop - start})
    kept.reverse()  # outer entities end after inner ones, and come before them
    return stripped, sorted(kept, key=lambda entity: (entity["offset"], -entity["length"]))


def _without_hint(entity: dict[str, Any]) -> dict[str, Any]:
    """A language belongs to a block of code, not to a word of it."""
    if entity["type"] != "code":
        return entity
    return {name: value for name, value in entity.items() if name != "language"}


def _cannot_parse(what: str) -> Exception:
    return bad_request(f"can't parse entities: {what}")
