"""Whatever a line of the log repeats, it stays one line, and nothing in it looks like another."""

import io
import json
import logging
import unicodedata

import pytest

from bot.logs import JsonLines, TextLines, WithoutSecrets
from tests.security.corpus import STRINGS


@pytest.mark.parametrize("style", [TextLines, JsonLines])
def test_no_text_can_forge_a_record_of_the_log(style: type[logging.Formatter]) -> None:
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(style())
    handler.addFilter(WithoutSecrets([]))
    for text in STRINGS:
        for said, error in (("the panel is down: %s", None), ("%s could not be handled", failed(text))):
            handler.handle(logging.LogRecord("panel", logging.WARNING, "", 0, said, (text,), error))

    records = [line for line in written.getvalue().split("\n") if line and not line.startswith("    ")]
    assert len(records) == 2 * len(STRINGS)
    for record in written.getvalue().split("\n"):
        assert not [sign for sign in record if unicodedata.category(sign) in {"Cc", "Zl", "Zp", "Cs"}]
    if style is JsonLines:
        assert [json.loads(record)["message"] for record in records[::2]] == [
            f"the panel is down: {text}" for text in STRINGS
        ]


def failed(text: str) -> tuple[type[ValueError], ValueError, None]:
    return ValueError, ValueError(text), None


def test_the_corpus_is_large() -> None:
    assert len(STRINGS) >= 300
