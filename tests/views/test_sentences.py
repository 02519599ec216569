"""docs/sentences.md is what the views say now, and it holds every sentence there is."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.views.gallery import shown, stars, whole
from tests.views.gallery.__main__ import PAGE
from tests.views.gallery.paper import Shown
from tests.views.gallery.records import LONGEST, ORDINARY, Records
from tests.views.locales import spoken_are, translation
from views import about
from views.language import languages, speaking
from views.screen import Screen

LONGEST_MESSAGE = 4_096  # characters; https://core.telegram.org/bots/api#sendmessage
LONGEST_LABEL = 64  # characters of a button; clients cut what does not fit
SHORT_TEXTS = {"toast": 200, "payment window": 200, "profile": 120, "before start is tapped": 512}
"""The most characters of texts that are no messages, by words of their titles."""

BESIDE_OTHERS = {2: 20, 3: 13}
"""The most characters of a label in a row of so many, on a screen 390 points wide."""

MARK_OF_DIRECTION = re.compile("[\u200e\u200f\u2068\u2069]")
MARK = re.compile(r"⟦(\d+)⟧")

UNREACHABLE = {
    "Of the last {count} order: {partial} in part, {canceled} canceled": "fewer than ten are not counted",
    "{count} line": "a list of one line is shown by the line itself",
    "{done} of {total} run done": "a drip-feed has two runs or more",
    "{runs} run of {each} = {total}": "a drip-feed has two runs or more",
    "The first person to open this link gets in. Valid once, for {days} day.": "invitations last a week",
    "{count} person may be meant:": "one person is opened at once",
    "🚪 {count} person wants to join:": "one person is shown by a screen of their own",
}
"""Forms that no screen shows, each with the reason; gettext wants them, since other languages need them."""


@pytest.fixture
def marked(tmp_path: Path) -> Iterator[list[str]]:
    """All forms of all sentences, by their numbers in a language that marks them."""
    forms: list[str] = []

    def mark(form: str) -> str:
        forms.append(form)
        return f"⟦{len(forms) - 1}⟧{form}"

    with spoken_are(tmp_path, {"eo": translation(mark)}):
        yield forms


def test_the_list_is_what_the_views_say_now() -> None:
    assert PAGE.read_text(encoding="utf-8") == whole(), "run `make sentences` and commit docs/sentences.md"


def test_the_list_holds_every_sentence(marked: list[str]) -> None:
    with speaking("eo"):
        seen = {
            int(number) for _, group in shown() for one in group for number in MARK.findall(one.everything)
        }

    unseen = {form for number, form in enumerate(marked) if number not in seen}
    missing = sorted(unseen - UNREACHABLE.keys())

    assert not missing, (
        f"add the screen that says it to tests/views/gallery/, then `make sentences`: {missing}"
    )
    assert UNREACHABLE.keys() <= unseen


@pytest.mark.parametrize("records", [ORDINARY, LONGEST], ids=["ordinary names", "the longest names"])
@pytest.mark.parametrize("code", languages())
def test_everything_fits_into_what_telegram_takes(code: str, records: Records) -> None:
    with speaking(code):
        entries = [one for _, group in shown(records) for one in group]

    assert [one.title for one in entries if not fits(one)] == []


@pytest.mark.parametrize("code", languages())
def test_labels_side_by_side_are_short_enough_for_a_telephone(code: str) -> None:
    with speaking(code):
        rows = [(one.title, row) for _, group in shown() for one in group for row in one.rows if len(row) > 1]

    assert [
        (title, label)
        for title, row in rows
        for label in row
        if len(MARK_OF_DIRECTION.sub("", label)) > BESIDE_OTHERS.get(len(row), 8)
    ] == []


@pytest.mark.parametrize("code", languages())
def test_commands_and_invoices_are_as_short_as_telegram_wants_them(code: str) -> None:
    with speaking(code):
        words = about.commands(is_shop=True) | about.commands(is_shop=False)
        texts = [one.text.split("\n") for one in stars.topping_up(LONGEST) if one.title.startswith("Invoice")]

    assert all(1 <= len(text) <= 256 for text in words.values())
    assert len(texts) == 2
    assert all(len(title) < 32 and len(description) < 255 for title, description in texts), "or it was cut"


def fits(one: Shown) -> bool:
    """A message of 4,096 characters, a short text of so many as its title says, and buttons of 64 bytes."""
    if not isinstance(one.what, Screen):
        return utf16(one.text) <= next(
            (most for kind, most in SHORT_TEXTS.items() if kind in one.title.casefold()), LONGEST_MESSAGE
        )
    keys = [key for row in one.what.rows for key in row]
    return utf16(one.text) <= LONGEST_MESSAGE and all(
        len(MARK_OF_DIRECTION.sub("", key.text)) <= LONGEST_LABEL
        and len((key.callback_data or "").encode()) <= 64
        for key in keys
    )


def utf16(text: str) -> int:
    """The length of a text as Telegram counts it."""
    return len(text.encode("utf-16-le")) // 2
