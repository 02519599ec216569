"""What holds for every screen: its colours, its ways on, and no wall of signs."""

import re
from collections import Counter

from tests.views.gallery import shown
from tests.views.gallery.paper import Shown
from views.screen import Screen

SIGN = re.compile(r"[\u2190-\u21ff\u25b6\u2600-\u27bf\u2b00-\u2bff\U0001f300-\U0001faff]\ufe0f?")

TO_STRANGERS = {
    "A stranger",
    "A stranger whose request was sent",
    "A stranger, before there is an operator",
    "A stranger who was not let in",
    "Not let in (message)",
    "An invitation that was used",
    "In a group",
    "An operator who removed themselves",
}
"""They may do nothing, so nothing is offered to them."""

WORDS_ONLY = {"An answer that arrives after a later tap"}
"""It stands above the screen that is asked for again."""


def screens() -> list[Shown]:
    return [one for _, group in shown() for one in group if isinstance(one.what, Screen)]


def colours(one: Shown) -> Counter[str]:
    assert isinstance(one.what, Screen)
    return Counter(key.style for row in one.what.rows for key in row if key.style)


def test_a_screen_has_each_colour_once_at_most() -> None:
    assert [one.title for one in screens() if max(colours(one).values(), default=0) > 1] == []


def test_every_screen_has_a_way_on() -> None:
    dead_ends = {one.title for one in screens() if not any(one.rows)}

    assert dead_ends == TO_STRANGERS | WORDS_ONLY


def test_a_line_and_a_button_have_one_sign_at_most() -> None:
    texts = [line for _, group in shown() for one in group for line in one.everything.split("\n")]

    assert [line for line in texts if len(SIGN.findall(line)) > 1] == []
