"""Lets a test have languages of its own, also ones that are made of the English sentences."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from views import language, translations

TEMPLATE = translations.LOCALES / "panelgram.pot"
HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=2; plural=(n != 1);\\n"\n'
CACHED = (language.translated, language.languages, language._texts, language._nearest)
PLACEHOLDER = re.compile(r"(\{[^}]*\})")


@contextmanager
def spoken_are(folder: Path, files: Mapping[str, str]) -> Iterator[None]:
    """Within the block the languages are English and those of `files`: code to the text of a `.po` file."""
    for code, text in files.items():
        (folder / f"{code}.po").write_text(text, encoding="utf-8")
    before, translations.LOCALES = translations.LOCALES, folder
    _forget()
    try:
        yield
    finally:
        translations.LOCALES = before
        _forget()


def _forget() -> None:
    for cached in CACHED:
        cached.cache_clear()


def messages(file: Path = TEMPLATE) -> list[Message]:
    """The sentences of the template or of a translation."""
    with file.open("rb") as source:
        return [message for message in read_po(source, locale=_locale(file)) if message.id]


def _locale(file: Path) -> str | None:
    return None if file == TEMPLATE else file.stem.replace("-", "_")


def translation(translate: Callable[[str], str]) -> str:
    """A `.po` file in which each form of each sentence is what `translate` makes of it."""
    return "\n".join([HEADER, *(_entry(translations.forms_of(it.id), translate) for it in messages())])


def _entry(forms: tuple[str, ...], translate: Callable[[str], str]) -> str:
    said = [_quoted(translate(form)) for form in forms]
    if len(forms) == 1:
        return f"msgid {_quoted(forms[0])}\nmsgstr {said[0]}\n"
    head = f"msgid {_quoted(forms[0])}\nmsgid_plural {_quoted(forms[1])}\n"
    return f"{head}msgstr[0] {said[0]}\nmsgstr[1] {said[1]}\n"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def in_letters_from(first: str) -> Callable[[str], str]:
    """Write a sentence in the letters of another alphabet. What is filled in keeps its name."""

    def letter(found: re.Match[str]) -> str:
        return chr(ord(first) + int(found[0].lower(), 36) % 22)

    def translate(sentence: str) -> str:
        parts = PLACEHOLDER.split(sentence)
        parts[::2] = [re.sub(r"[A-Za-z0-9]", letter, part) for part in parts[::2]]
        return "".join(parts)

    return translate
