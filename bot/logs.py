"""Logging as text or JSON lines, to stderr, without the secrets of the settings."""

import json
import logging
import re
import sys
from collections.abc import Iterable

from panel.http.redaction import Censor
from storage.database import DatabaseFull

UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
"""Characters that end a line, control a terminal or change the reading direction."""


class WithoutSecrets(logging.Filter):
    """Removes secrets from each record, also from those of libraries."""

    def __init__(self, secrets: Iterable[str]) -> None:
        super().__init__()
        self._censor = Censor(secrets, "[secret]")

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = self._censor.clean(_message(record))
        record.args = None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = self._censor.clean(record.exc_text)
        return True


def _message(record: logging.LogRecord) -> str:
    """Return the message of a record. Arguments that do not fit raise nothing: logging would print them."""
    try:
        return record.getMessage()
    except (TypeError, ValueError, KeyError):
        return f"{record.msg} {record.args}"


class TextLines(logging.Formatter):
    """Formats records as text. Only a record begins at the left margin, so no text can fake one."""

    def format(self, record: logging.LogRecord) -> str:
        time = self.formatTime(record, "%Y-%m-%d %H:%M:%S%z")
        head = f"{time} {record.levelname:<7} {record.name}: {record.getMessage()}"
        trace = (record.exc_text or "").splitlines()
        return "\n".join([visible(head), *(f"    {visible(line)}" for line in trace)])


class JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_text:
            line["exception"] = record.exc_text
        written = json.dumps(line, ensure_ascii=False)
        return UNSAFE.sub(lambda sign: f"\\u{ord(sign[0]):04x}", written)


def level_of(error: Exception) -> int:
    """Return the level for a record about a retry. A full disk is DEBUG: `DatabaseWatch` logs it once."""
    return logging.DEBUG if isinstance(error, DatabaseFull) else logging.INFO


def visible(text: str) -> str:
    """Return a text on one line, with escapes for the characters in `UNSAFE`."""
    return UNSAFE.sub(lambda sign: sign[0].encode("unicode_escape").decode(), text)


def set_up_logs(level: str, style: str, secrets: Iterable[str]) -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if style == "json" else TextLines())
    handler.addFilter(WithoutSecrets(secrets))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for noisy in ("aiogram.event", "aiosqlite", "asyncio"):  # aiosqlite would log what people entered
        logging.getLogger(noisy).setLevel(logging.WARNING)
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # it warns of each skipped run
