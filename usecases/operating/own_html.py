"""Checks what an operator wrote in Telegram's HTML, and writes it anew with nothing in it but that.

The tags and how they nest: https://core.telegram.org/bots/api#html-style
"""

import html
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from panel.plain_text import shows_something

LONGEST_OWN_TEXT = 1_000  # characters that are seen
MOST_TAGS = 50

SAME: Mapping[str, str] = {"strong": "b", "em": "i", "ins": "u", "strike": "s", "del": "s"}
PLAIN_TAGS = frozenset({"b", "i", "u", "s", "tg-spoiler", "code", "pre"})
FIXED = frozenset({"code", "pre"})
"""Nothing can be formatted inside these."""

HTML_TOKEN = re.compile(r"<(?P<end>/?)(?P<tag>[A-Za-z][A-Za-z0-9-]*)(?P<given>(?:\s[^<>]*)?)>|<|[^<]+")
LOOKS_LIKE_TAG = re.compile(r"</?[A-Za-z]")
GIVEN = re.compile(r"""([a-z-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'))?""")
ADDRESS = re.compile(r"(?:https?://|tg://)[^\s\"]+", re.IGNORECASE)
EMOJI_ID = re.compile(r"[0-9]{1,20}")
UNIX_TIME, TIME_FORMAT = re.compile(r"[0-9]{1,12}"), re.compile(r"[A-Za-z]{0,6}")

UNSEEN_KINDS = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})
UNSEEN_BUT_KEPT = frozenset("\n\u200d\u200c")  # joiners hold emoji and some scripts together


class HtmlFault(StrEnum):
    EMPTY = "empty"
    TOO_LONG = "too_long"
    TOO_MANY_TAGS = "too_many_tags"
    UNKNOWN_TAG = "unknown_tag"
    LONE_BRACKET = "lone_bracket"
    NOT_OPEN = "not_open"
    OTHER_OPEN = "other_open"
    NOT_CLOSED = "not_closed"
    BAD_VALUES = "bad_values"
    IN_FIXED = "in_fixed"
    QUOTE_IN_QUOTE = "quote_in_quote"


@dataclass
class HtmlWrong(Exception):
    """`line` counts from 1, 0 for the whole text. `tag` is the tag in question, `other` one that is open.

    `length` is the number of characters, where there are too many.
    """

    fault: HtmlFault
    line: int = 0
    tag: str = ""
    other: str = ""
    length: int = 0


def looks_like_html(text: str) -> bool:
    """Whether a text that was typed without formatting is meant as HTML."""
    return LOOKS_LIKE_TAG.search(text) is not None


def escaped(text: str) -> str:
    return html.escape(text, quote=False)


def checked(text: str) -> str:
    """Return the text in the form in which it is kept. Raises HtmlWrong."""
    done = _Written()
    for token in HTML_TOKEN.finditer(text):
        done.line = text.count("\n", 0, token.start()) + 1
        if token["tag"]:
            done.tag(token)
        elif token[0] == "<":
            raise HtmlWrong(HtmlFault.LONE_BRACKET, done.line)
        else:
            done.text(token[0])
    return done.whole()


@dataclass(frozen=True, slots=True)
class _Open:
    tag: str
    line: int


@dataclass
class _Written:
    """What was read so far, in its new form."""

    parts: list[str] = field(default_factory=list)
    open: list[_Open] = field(default_factory=list)
    seen: str = ""
    tags: int = 0
    line: int = 1

    def text(self, told: str) -> None:
        shown = "".join(_visible(html.unescape(told)))
        self.seen += shown
        self.parts.append(escaped(shown))

    def tag(self, token: re.Match[str]) -> None:
        name = token["tag"].lower()
        if token["end"]:
            self._close("tg-spoiler" if name == "span" else SAME.get(name, name))
        else:
            self._begin(name, token["given"])

    def _begin(self, name: str, told: str) -> None:
        given = {one: first or second for one, first, second in GIVEN.findall(told)}
        tag, attributes = self._opening(name, given)
        self._check_place(tag)
        self.tags += 1
        if self.tags > MOST_TAGS:
            raise HtmlWrong(HtmlFault.TOO_MANY_TAGS, self.line)
        self.open.append(_Open(tag, self.line))
        self.parts.append(f"<{tag}{attributes}>")

    def _opening(self, name: str, given: Mapping[str, str]) -> tuple[str, str]:
        """Return the tag as it is kept, and its attributes. Raises HtmlWrong."""
        tag = SAME.get(name, name)
        if tag in PLAIN_TAGS:
            return tag, ""
        match tag:
            case "span" if given.get("class") == "tg-spoiler":
                return "tg-spoiler", ""
            case "blockquote":
                return tag, " expandable" if "expandable" in given else ""
            case "a" if ADDRESS.fullmatch(html.unescape(given.get("href", ""))):
                return tag, f' href="{html.escape(html.unescape(given["href"]))}"'
            case "tg-emoji" if EMOJI_ID.fullmatch(given.get("emoji-id", "")):
                return tag, f' emoji-id="{given["emoji-id"]}"'
            case "tg-time" if UNIX_TIME.fullmatch(given.get("unix", "")) and TIME_FORMAT.fullmatch(
                given.get("format", "")
            ):
                form = f' format="{given["format"]}"' if given.get("format") else ""
                return tag, f' unix="{given["unix"]}"{form}'
            case "span" | "a" | "tg-emoji" | "tg-time":
                raise HtmlWrong(HtmlFault.BAD_VALUES, self.line, tag)
        raise HtmlWrong(HtmlFault.UNKNOWN_TAG, self.line, name)

    def _check_place(self, tag: str) -> None:
        around = [one.tag for one in self.open]
        is_code_of_pre = (around[-1:], tag) == (["pre"], "code")
        if FIXED & set(around) and not is_code_of_pre:
            raise HtmlWrong(HtmlFault.IN_FIXED, self.line, tag)
        if tag == "blockquote" and tag in around:
            raise HtmlWrong(HtmlFault.QUOTE_IN_QUOTE, self.line, tag)

    def _close(self, tag: str) -> None:
        if all(one.tag != tag for one in self.open):
            raise HtmlWrong(HtmlFault.NOT_OPEN, self.line, tag)
        last = self.open.pop()
        if last.tag != tag:
            raise HtmlWrong(HtmlFault.OTHER_OPEN, self.line, tag, last.tag)
        self.parts.append(f"</{tag}>")

    def whole(self) -> str:
        if self.open:
            last = self.open[-1]
            raise HtmlWrong(HtmlFault.NOT_CLOSED, last.line, last.tag)
        if not shows_something(self.seen):
            raise HtmlWrong(HtmlFault.EMPTY)
        if len(self.seen) > LONGEST_OWN_TEXT:
            raise HtmlWrong(HtmlFault.TOO_LONG, length=len(self.seen))
        return "".join(self.parts).strip()


def _visible(text: str) -> Iterator[str]:
    """Yield the characters without those that control others, such as the marks that turn a text round."""
    for sign in text.replace("\r\n", "\n"):
        if sign in UNSEEN_BUT_KEPT or unicodedata.category(sign) not in UNSEEN_KINDS:
            yield sign
        elif sign.isspace():
            yield " "
