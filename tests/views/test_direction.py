"""In a right-to-left language lines begin from the right, foreign runs are isolated, and rows are reversed."""

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel import Locale
from babel.localedata import locale_identifiers
from markupsafe import Markup

from tests.views.gallery import shown
from tests.views.gallery.paper import Shown
from tests.views.gallery.records import LONGEST, ORDINARY, Records
from tests.views.locales import in_letters_from, spoken_are, translation
from views.callbacks import OpenHelp, OpenStart
from views.direction import END_ISOLATE, FROM_LEFT, FROM_RIGHT, ISOLATE, RIGHT_TO_LEFT_LANGUAGES
from views.language import _, ngettext, speaking
from views.navigation import turning
from views.screen import Screen, button
from views.text import bold, code, fill, lines, moment, money, paragraphs, quote

HEBREW = re.compile("[א-ת]")
RUN = re.compile(f"{ISOLATE}[^{ISOLATE}{END_ISOLATE}]*{END_ISOLATE}")
QUOTED = re.compile("<blockquote.*?</blockquote>", re.DOTALL)
TAG = re.compile("<[^>]*>")
FOREIGN = re.compile("[A-Za-z0-9$€]")


@pytest.fixture(autouse=True)
def hebrew(tmp_path: Path) -> Iterator[None]:
    """All sentences in Hebrew letters: Latin letters and digits are foreign runs then."""
    with spoken_are(tmp_path, {"he": translation(in_letters_from("א"))}), speaking("he"):
        yield


def test_the_languages_from_right_to_left_are_those_of_babel() -> None:
    known = {code for code in locale_identifiers() if "_" not in code}

    assert {code for code in known if Locale.parse(code).text_direction == "rtl"} == RIGHT_TO_LEFT_LANGUAGES


def entries(records: Records = ORDINARY) -> list[Shown]:
    return [one for _heading, group in shown(records) for one in group]


def text_lines(text: str) -> list[str]:
    """The lines of a message without tags. Quotes are foreign paragraphs, and keep their own direction."""
    return [line for line in html.unescape(TAG.sub("", QUOTED.sub("", text))).split("\n") if line]


def without_runs(line: str) -> str:
    """A line without what is isolated, also within what is isolated."""
    while (less := RUN.sub("", line)) != line:
        line = less
    return line


@pytest.mark.parametrize("records", [ORDINARY, LONGEST], ids=["ordinary names", "the longest names"])
def test_every_line_of_a_screen_begins_from_the_right(records: Records) -> None:
    texts = [(one.title, one.what.text) for one in entries(records) if isinstance(one.what, Screen)]

    assert [
        (title, line)
        for title, text in texts
        for line in text_lines(text)
        if not (line.startswith(FROM_RIGHT) or HEBREW.match(line))
    ] == []


@pytest.mark.parametrize("records", [ORDINARY, LONGEST], ids=["ordinary names", "the longest names"])
def test_every_foreign_run_of_a_screen_is_isolated(records: Records) -> None:
    texts = [(one.title, one.what.text) for one in entries(records) if isinstance(one.what, Screen)]

    assert [
        (title, line)
        for title, text in texts
        for line in text_lines(text)
        if FOREIGN.search(without_runs(line)) or {ISOLATE, END_ISOLATE} & set(without_runs(line))
    ] == []


def test_every_foreign_run_of_a_label_is_isolated() -> None:
    """A label without a word of the language is one run. A number alone turns nothing."""
    labels = {
        key.text
        for one in entries()
        if isinstance(one.what, Screen)
        for row in one.what.rows
        for key in row
        if HEBREW.search(key.text)
    }

    assert [label for label in labels if re.search("[A-Za-z$€]", without_runs(label))] == []


@pytest.mark.usefixtures("hebrew")
def test_an_arrow_between_two_values_points_to_the_left() -> None:
    from_right = {without_runs(line) for one in entries() for line in text_lines(one.everything)}

    assert any("←" in line for line in from_right)
    assert not [line for line in from_right if "→" in line]


def test_what_a_button_copies_or_sends_has_no_marks() -> None:
    keys = [key for one in entries() if isinstance(one.what, Screen) for row in one.what.rows for key in row]
    hidden = [
        (key.copy_text.text if key.copy_text else "") + (key.callback_data or "") + (key.url or "")
        for key in keys
    ]

    assert not [text for text in hidden if {ISOLATE, END_ISOLATE, FROM_LEFT, FROM_RIGHT} & set(text)]


def test_rows_are_reversed_and_pagers_are_not() -> None:
    first, second = button("1", OpenStart()), button("2", OpenHelp())
    screen = Screen(Markup(""), [[first, second], turning(1, 3, lambda _page: OpenStart())])

    assert screen.keyboard is not None
    assert screen.keyboard.inline_keyboard[0] == [second, first]
    assert [key.text for key in screen.keyboard.inline_keyboard[1]] == ["\u200e‹", "\u200e2 / 3", "\u200e›"]
    with speaking("en"):
        still = screen.keyboard
        left_to_right = Screen(Markup(""), [[first, second]])
    assert still.inline_keyboard[0] == [second, first], "the screen was made in a right-to-left language"
    assert left_to_right.keyboard is not None
    assert left_to_right.keyboard.inline_keyboard[0] == [first, second]


def test_names_amounts_times_and_links_are_isolated_once() -> None:
    said = fill(_("Order {number}"), number=bold("8"))

    assert said.endswith(f"<b>{ISOLATE}8{END_ISOLATE}</b>")
    assert code("https://example.com") == f"<code>{ISOLATE}https://example.com{END_ISOLATE}</code>"
    assert moment(0).startswith(f"{ISOLATE}<tg-time")
    amount = money(-500_000, "USD")
    assert _("Top up {amount}").format(amount=amount).endswith(f"{ISOLATE}{amount}{END_ISOLATE}")
    assert lines("Pictogram [real]") == f"{ISOLATE}Pictogram [real]{END_ISOLATE}"


def test_a_quote_and_its_lines_keep_their_own_direction() -> None:
    text = Screen(paragraphs(_("Reason"), quote("first\nsecond")), []).text

    assert text.endswith("\n\n<blockquote>first\nsecond</blockquote>")


def test_a_sentence_that_is_not_translated_keeps_its_direction(tmp_path: Path) -> None:
    """Its values, too: it is one run from left to right, in a line from the right."""
    with spoken_are(tmp_path, {"he": 'msgid "Menu"\nmsgstr "אבג"\n'}), speaking("he"):
        said = Screen(fill(_("Open order {number}"), number="8 · 9"), []).text

        assert said == f"{FROM_RIGHT}{ISOLATE}Open order {ISOLATE}8 · 9{END_ISOLATE}{END_ISOLATE}"
        assert ngettext("{count} order", "{count} orders", 2) == f"{ISOLATE}{{count}} orders{END_ISOLATE}"


def test_other_languages_have_no_marks() -> None:
    with speaking("en"):
        marked = [
            one.title
            for one in entries()
            if {ISOLATE, END_ISOLATE, FROM_LEFT, FROM_RIGHT} & set(one.everything)
        ]

    assert marked == []


def test_a_file_has_no_marks() -> None:
    texts = [one.text for one in entries() if "(file)" in one.title]

    assert texts
    assert not [text for text in texts if {ISOLATE, FROM_RIGHT} & set(text)]
