"""Checks whether `.env` can be read. If not, one line says what to do."""

import codecs
from io import StringIO
from pathlib import Path

from dotenv.parser import parse_stream

AS_UTF8 = 'save it as UTF-8 (in PowerShell: Set-Content -Encoding utf8; in Notepad: "Save as", UTF-8)'
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def fault(file: Path) -> str | None:
    """Return what is wrong with the file, or None. The text contains nothing from the file.

    A missing file is not wrong.
    """
    try:
        if file.is_dir():
            return (
                f"{file} is a directory; remove it and make a file of this name "
                "(Docker makes a directory where the file to mount is missing)"
            )
        if not file.is_file():
            return None
        content = file.read_bytes()
    except OSError as error:
        return (
            f"{file} cannot be read: {error.strerror}; give the user that runs the bot the right to read it "
            "(chown or chmod)"
        )
    return _fault_in(file, content)


def _fault_in(file: Path, content: bytes) -> str | None:
    if content.startswith(UTF_16) or b"\0" in content:
        return f"{file} is not UTF-8 but UTF-16; {AS_UTF8}"
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        return f"{file} is not UTF-8 (line {line}); {AS_UTF8}"
    return _fault_in_lines(file, text)


def _fault_in_lines(file: Path, text: str) -> str | None:
    """Report the first line that python-dotenv would skip with a warning."""
    for binding in parse_stream(StringIO(text)):
        if binding.error:
            return f"{file}: line {binding.original.line} is not NAME=value; correct it, or put # before it"
    return None
