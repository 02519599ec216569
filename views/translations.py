"""Reads the translations in locales/: one `.po` file for each language.

A file is compiled at its first use. The result is kept in __pycache__, as Python keeps compiled modules:
without it the program would start 0.1 s later.
"""

import gettext
import hashlib
import io
import os
import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

from babel import Locale
from babel.messages.catalog import Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from views.direction import RightToLeft, isolate, runs_from_right

LOCALES = Path(__file__).parent / "locales"
SENTENCE = re.compile(rb'^msgid (?!""\r?\nmsgstr)', re.MULTILINE)  # not the entry that describes the file
AT_NUMBER = 8
"""Where a compiled file has the number of its entries, four bytes, the least significant first.

https://www.gnu.org/software/gettext/manual/html_node/MO-Files.html
"""

CHECKSUM_LENGTH = 32  # bytes before the compiled file, as it is kept


class EnglishBetween(gettext.NullTranslations):
    """The sentences that a right-to-left language lacks: English ones, which keep their direction."""

    def gettext(self, message: str) -> str:
        return isolate(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return isolate(msgid1 if n == 1 else msgid2)


class RightToLeftTexts(gettext.GNUTranslations):
    """Translations into a right-to-left language, as `RightToLeft`."""

    def __init__(self, compiled: io.BytesIO) -> None:
        super().__init__(compiled)
        self.add_fallback(EnglishBetween())

    def gettext(self, message: str) -> str:
        return RightToLeft(super().gettext(message))

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return RightToLeft(super().ngettext(msgid1, msgid2, n))


@dataclass(frozen=True, slots=True)
class Translation:
    """`translated` of `total` sentences are. The others are shown in English."""

    texts: gettext.NullTranslations
    translated: int
    total: int

    @property
    def share(self) -> float:
        return self.translated / self.total if self.total else 0.0


def read(file: Path) -> Translation:
    """Read a `.po` file. A translation that cannot be filled in like its sentence is left out."""
    source = file.read_bytes()
    compiled = _compiled(file, source)
    texts = (RightToLeftTexts if runs_from_right(file.stem) else gettext.GNUTranslations)(
        io.BytesIO(compiled)
    )
    translated = int.from_bytes(compiled[AT_NUMBER : AT_NUMBER + 4], "little") - 1  # without the description
    return Translation(texts, translated, len(SENTENCE.findall(source)))


def _locale(file: Path) -> Locale:
    return Locale.parse(file.stem, sep="-")


def _compiled(file: Path, source: bytes) -> bytes:
    """Return the compiled file as it was kept, or compile it and keep it where that is possible."""
    folder = file.parent / "__pycache__"
    fingerprint = hashlib.sha256(source + Path(__file__).read_bytes()).hexdigest()
    kept = folder / f"{file.stem}.{fingerprint[:16]}.mo"
    with suppress(OSError):
        checksum, compiled = _parted(kept.read_bytes())
        if checksum == _checksum(compiled):
            return compiled
    compiled = _compile(file)
    with suppress(OSError):  # the program may not write there
        folder.mkdir(exist_ok=True)
        for old in folder.glob(f"{file.stem}.*.mo"):
            old.unlink()
        _write_whole(kept, _checksum(compiled) + compiled)
    return compiled


def _parted(kept: bytes) -> tuple[bytes, bytes]:
    """Return the checksum of a kept file and the rest. A power cut may leave it empty or in part."""
    return kept[:CHECKSUM_LENGTH], kept[CHECKSUM_LENGTH:]


def _checksum(compiled: bytes) -> bytes:
    return hashlib.sha256(compiled).digest()


def _write_whole(file: Path, content: bytes) -> None:
    """Write a file so that another process reads all of it or none."""
    new = file.with_suffix(f".{os.getpid()}")
    new.write_bytes(content)
    new.replace(file)


def _compile(file: Path) -> bytes:
    with file.open("rb") as source:
        catalogue = read_po(source, locale=_locale(file))
    for message in catalogue:
        if message.id and not is_usable(message):
            message.string = ""
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    return compiled.getvalue()


def is_usable(message: Message) -> bool:
    """Whether a sentence is translated in all its forms, and no form names a value that it does not get."""
    forms = forms_of(message.string)
    if message.fuzzy or not forms or not all(forms):
        return False
    try:
        return values_in(forms) <= values_in(forms_of(message.id))
    except ValueError:  # a brace is missing
        return False


def forms_of(text: str | Iterable[str]) -> tuple[str, ...]:
    """Return the singular and plural forms of a sentence, or the sentence alone."""
    return (text,) if isinstance(text, str) else tuple(text)


def values_in(forms: Iterable[str]) -> set[str]:
    """Return the names in braces."""
    return {name for form in forms for _, name, _, _ in Formatter().parse(form) if name is not None}
