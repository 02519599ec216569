"""Writes what was shown so that it can be read from top to bottom."""

import datetime as dt
import html
import re
from collections.abc import Iterable
from dataclasses import dataclass

from babel.dates import format_datetime, format_timedelta

from tests.views.gallery.records import NOW
from views.language import spoken
from views.screen import Screen

TIME = re.compile(r'<tg-time unix="(\d+)" format="(r|dt)">[^<]*</tg-time>')
TAG = re.compile(r"</?(b|code|i|blockquote)( expandable)?>")


@dataclass(frozen=True)
class Shown:
    """`what` is seen under this title: a screen, or a text without buttons (a toast, a part of a screen)."""

    title: str
    what: Screen | str

    @property
    def text(self) -> str:
        """As Telegram shows it: without tags, times in words."""
        source = self.what.text if isinstance(self.what, Screen) else self.what
        return html.unescape(TAG.sub("", TIME.sub(in_words, source)))

    @property
    def rows(self) -> list[list[str]]:
        screen = self.what if isinstance(self.what, Screen) else None
        return [[key.text for key in row] for row in (screen.rows if screen else []) if row]

    @property
    def everything(self) -> str:
        return "\n".join([self.text, *(label for row in self.rows for label in row)])


def in_words(found: re.Match[str]) -> str:
    """A time as it is read at the gallery's moment."""
    then = dt.datetime.fromtimestamp(int(found[1]), dt.UTC)
    if found[2] == "dt":
        return str(format_datetime(then, "d MMMM y, HH:mm", locale=spoken()))
    apart = then - dt.datetime.fromtimestamp(NOW // 1_000, dt.UTC)
    return str(format_timedelta(apart, add_direction=True, locale=spoken()))


def plain(name: str) -> str:
    """The name of a kind, a reason or a fact as words: "not_a_link" and "ServiceGone" have spaces."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).replace("_", " ").replace(":", ", ")
    return spaced.capitalize().replace(" utf8", " UTF-8").replace(" pdf", " PDF")


def page(groups: Iterable[tuple[str, Iterable[Shown]]]) -> str:
    parts = ["# Everything that the bot can say", INTRODUCTION]
    for heading, shown in groups:
        parts.append(f"## {heading}")
        parts += [_entry(one) for one in shown]
    return "\n\n".join(parts) + "\n"


def _entry(shown: Shown) -> str:
    rows = ["".join(f"[{label}]" for label in row) for row in shown.rows]
    body = "\n".join([*shown.text.split("\n"), *([""] if rows else []), *rows])
    return f"**{shown.title}**\n```text\n{body}\n```"


INTRODUCTION = """\
Made from the views by `make sentences`; never edited by hand. Read it from top to bottom: each entry is one \
screen, message or toast, with its buttons in brackets. To add one, see CONTRIBUTING.md."""
