"""Telegram's HTML: its tags, how they nest, and their entities.

https://core.telegram.org/bots/api#html-style
"""

import re
from dataclasses import dataclass, field
from typing import Any

from sandbox.telegram.errors import bad_request
from sandbox.telegram.fields import utf16

SPACES = " \t\r\n\v"
NAME = re.compile(rf"[^{SPACES}>]*")
ATTRIBUTE_NAME = re.compile(rf"[^{SPACES}=>]*")
GAP = re.compile(rf"[{SPACES}]*")
TOKEN = re.compile(r"[A-Za-z0-9.-]*")
REFERENCE = re.compile(
    r"&(?:(?P<name>lt|gt|amp|quot)(?![A-Za-z])"
    r"|#(?P<decimal>\d{1,7})(?!\d)|#x(?P<hex>[0-9a-fA-F]{1,6})(?![0-9a-fA-F]));?"
)
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
LARGEST = 0x10FFFF
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
TAGS = {*PLAIN, "a", "span", "blockquote", "tg-emoji", "tg-time"}


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


def parse(source: str) -> tuple[str, list[dict[str, Any]]]:
    """Return text and entities. Raises a Bad Request that names fault and byte, in TDLib's words."""
    done, at = Parsed(), 0
    while at < len(source):
        if source[at] == "<":
            at = _end_tag(source, at, done) if source.startswith("</", at) else _start_tag(source, at, done)
            continue
        stop = source.find("<", at)
        stop = len(source) if stop < 0 else stop
        done.write(_unescaped(source[at:stop]))
        at = stop
    if done.opened:
        raise _cannot_parse(f'Can\'t find end tag corresponding to start tag "{done.opened[-1].tag}"')
    return trim(done.text, done.entities)


def _start_tag(source: str, at: int, done: Parsed) -> int:
    name = NAME.match(source, at + 1)
    where = f"at byte offset {_bytes(source, at)}"
    if name is None or name.end() == len(source):
        raise _cannot_parse(f"Unclosed start tag {where}")
    tag = name.group().lower()
    if tag not in TAGS:
        raise _cannot_parse(f'Unsupported start tag "{tag}" {where}')
    attributes, at = _attributes(source, name.end(), tag, where)
    done.opened.append(Open(tag, _entity(tag, attributes, where), done.length))
    return at + 1


def _attributes(source: str, at: int, tag: str, where: str) -> tuple[dict[str, str], int]:
    """Return the attributes of a tag, and its end."""
    found: dict[str, str] = {}
    while (at := _after(GAP, source, at)) < len(source) and source[at] != ">":
        end = _after(ATTRIBUTE_NAME, source, at)
        name = source[at:end]
        if not name:
            raise _cannot_parse(f'Empty attribute name in the tag "{tag}" {where}')
        at = _after(GAP, source, end)
        if source.startswith("=", at):
            found[name.lower()], at = _value(source, _after(GAP, source, at + 1), tag, where)
        elif at == len(source):
            raise _cannot_parse(f'Unclosed start tag "{tag}" {where}')
        elif (tag, name) == ("blockquote", "expandable"):
            found[name] = ""
        else:
            raise _cannot_parse(
                f'Expected equal sign in declaration of an attribute of the tag "{tag}" {where}'
            )
    if at >= len(source):
        raise _cannot_parse(f"Unclosed start tag {where}")
    return found, at


def _value(source: str, at: int, tag: str, where: str) -> tuple[str, int]:
    """Return the value of an attribute, and its end."""
    if at == len(source):
        raise _cannot_parse(f'Unclosed start tag "{tag}" {where}')
    if source[at] in "\"'":
        end = source.find(source[at], at + 1)
        if end < 0:
            raise _cannot_parse(f"Unclosed start tag {where}")
        return _unescaped(source[at + 1 : end]), end + 1
    end = _after(TOKEN, source, at)
    if end < len(source) and source[end] not in SPACES + ">":
        raise _cannot_parse(f"Unexpected end of name token at byte offset {_bytes(source, at)}")
    return source[at:end].lower(), end


def _end_tag(source: str, at: int, done: Parsed) -> int:
    offset = _bytes(source, at)
    if not done.opened:
        raise _cannot_parse(f"Unexpected end tag at byte offset {offset}")
    end = _after(NAME, source, at + 2)
    close = _after(GAP, source, end)
    if not source.startswith(">", close):
        raise _cannot_parse(f"Unclosed end tag at byte offset {offset}")
    _close(source[at + 2 : end].lower(), offset, done)
    return close + 1


def _close(name: str, offset: int, done: Parsed) -> None:
    opened = done.opened.pop()
    if name and opened.tag != name:
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


def _entity(name: str, given: dict[str, str], where: str) -> dict[str, Any]:
    match name:
        case "span" if given.get("class") != "tg-spoiler":
            raise _cannot_parse(f'Tag "span" must have class "tg-spoiler" {where}')
        case "span":
            return {"type": "spoiler"}
        case "a":
            return {"type": "text_link", "url": given.get("href", "")}
        case "blockquote":
            return {"type": "expandable_blockquote" if "expandable" in given else "blockquote"}
        case "tg-emoji":
            if not given.get("emoji-id", "").isdecimal():
                raise _cannot_parse("Invalid custom emoji identifier specified")
            return {"type": "custom_emoji", "custom_emoji_id": given["emoji-id"]}
        case "tg-time" if given.get("unix", "").isdecimal() and FORMAT.fullmatch(given.get("format", "")):
            time = {"type": "date_time", "unix_time": int(given["unix"])}
            return time | ({"date_time_format": given["format"]} if given.get("format") else {})
        case "tg-time":
            raise _cannot_parse(f'Tag "tg-time" must have a date {where}')
    language = given.get("class", "").removeprefix("language-") if name == "code" else ""
    return {"type": PLAIN[name], **({"language": language} if language else {})}


def _unescaped(source: str) -> str:
    text = REFERENCE.sub(_referred, source)
    if any("\ud800" <= sign <= "\udfff" for sign in text):
        raise _cannot_parse(
            "Text contains invalid Unicode characters after decoding HTML entities, "
            "check for unmatched surrogate code units"
        )
    return text


def _referred(match: re.Match[str]) -> str:
    """Return the character of a reference. An unknown reference is text."""
    if match["name"]:
        return NAMED[match["name"]]
    code = int(match["decimal"]) if match["decimal"] else int(match["hex"], 16)
    return chr(code) if 0 < code < LARGEST else match.group()


def _after(pattern: re.Pattern[str], source: str, at: int) -> int:
    """Return the end of the match of a pattern that matches everywhere."""
    match = pattern.match(source, at)
    return match.end() if match else at


def _bytes(source: str, at: int) -> int:
    return len(source[:at].encode(errors="surrogatepass"))


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
