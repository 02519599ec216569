"""docs/sentences.md is what the views say now, and it holds every sentence there is."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from tests.views.gallery import shown, whole
from tests.views.gallery.__main__ import PAGE
from tests.views.gallery.paper import Shown
from tests.views.gallery.records import LONGEST, ORDINARY
from views import language as languages
from views.language import speaking
from views.screen import MAX_MESSAGE_LENGTH as LONGEST_MESSAGE
from views.screen import Screen

TEMPLATE = Path(languages.__file__).parent / "locales" / "panelgram.pot"
MARK = re.compile(r"⟦(\d+)⟧")

UNREACHABLE = {
    "{count} line": "a list of one line is shown by the line itself",
    "{done} of {total} run done": "a drip-feed has two runs or more",
    "🚪 {count} person wants to join:": "one person is shown by a screen of their own",
}
"""Forms that no screen shows, each with the reason; gettext wants them, since other languages need them."""


def sentences() -> list[tuple[str, ...]]:
    """The forms of each sentence: one, or singular and plural."""
    with TEMPLATE.open("rb") as template:
        found = [message.id for message in read_po(template) if message.id]
    return [(one,) if isinstance(one, str) else tuple(one) for one in found]


def translation(marked: list[str]) -> Iterator[str]:
    """A catalogue in which each form of each sentence begins with its number."""
    yield 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=2; plural=(n != 1);\\n"\n'
    for forms in sentences():
        first = len(marked)
        marked.extend(forms)
        said = [quoted(f"⟦{first + at}⟧{form}") for at, form in enumerate(forms)]
        if len(forms) == 1:
            yield f"msgid {quoted(forms[0])}\nmsgstr {said[0]}\n"
        else:
            yield f"msgid {quoted(forms[0])}\nmsgid_plural {quoted(forms[1])}\nmsgstr[0] {said[0]}\nmsgstr[1] {said[1]}\n"


def quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


@pytest.fixture
def marked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """All forms of all sentences, by their numbers in a language that marks them."""
    forms: list[str] = []
    (tmp_path / "eo.po").write_text("\n".join(translation(forms)), encoding="utf-8")
    monkeypatch.setattr(languages, "LOCALES", tmp_path)
    for cached in (languages.languages, languages._catalogue):
        cached.cache_clear()
    yield forms
    for cached in (languages.languages, languages._catalogue):
        cached.cache_clear()


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
def test_everything_fits_into_what_telegram_takes(records: object) -> None:
    entries = [one for _, group in shown(records) for one in group]  # type: ignore[arg-type]

    assert [one.title for one in entries if not fits(one)] == []


def fits(one: Shown) -> bool:
    """A message of 4,096 characters, a toast of 200, and buttons that carry at most 64 bytes."""
    if not isinstance(one.what, Screen):
        return len(one.text) <= (200 if "toast" in one.title.casefold() else LONGEST_MESSAGE)
    keys = [key for row in one.what.rows for key in row]
    return len(one.text) <= LONGEST_MESSAGE and all(
        len(key.text) <= 64 and len((key.callback_data or "").encode()) <= 64 for key in keys
    )
