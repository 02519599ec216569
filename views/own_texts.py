"""What operators wrote for people to read: the rules, and how such a text is shown."""

import re
import unicodedata

from markupsafe import Markup

from views.callbacks import OpenHelp
from views.direction import END_ISOLATE, FROM_RIGHT, ISOLATE
from views.language import _, is_right_to_left
from views.navigation import home
from views.screen import Screen, button
from views.text import bold, paragraphs

LINE_IN_TAGS = re.compile(r"(?P<before>(?:<[^>]*>)*)(?P<text>.*?)(?P<behind>(?:</[^>]*>)*)")


def own(html: str) -> Markup:
    """Show a text in its own direction, whatever the direction of the screen around it. It was checked."""
    return Markup("\n".join(map(_in_direction, html.split("\n"))))  # noqa: S704 - `own_html` has checked it


def _in_direction(line: str) -> str:
    parts = LINE_IN_TAGS.fullmatch(line)
    text = parts["text"] if parts else line
    if parts is None or not text or _begins_from_right(text) == is_right_to_left():
        return line
    if is_right_to_left():
        return f"{parts['before']}{ISOLATE}{text}{END_ISOLATE}{parts['behind']}"
    return f"{parts['before']}{FROM_RIGHT}{text}{parts['behind']}"


def _begins_from_right(text: str) -> bool:
    """Whether the first letter that has a direction is of a right-to-left script."""
    without_tags = re.sub(r"<[^>]*>", "", text)
    kinds = (unicodedata.bidirectional(sign) for sign in without_tags)
    return next((kind for kind in kinds if kind in ("L", "R", "AL")), "L") != "L"


def rules(html: str) -> Screen:
    return Screen(
        paragraphs(bold(_("Rules")), own(html)),
        [[button("‹ " + _("Back"), OpenHelp()), home()]],
    )
