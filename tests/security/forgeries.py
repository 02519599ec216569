"""Made-up buttons and start links: wrong ids, other people's, numbers no machine holds, signs out of place."""

import random
from collections.abc import Callable

from tests.security.permissions import BUTTONS

LONGEST = 64  # bytes of a button

SIGNS = "abzAZ019:_-=+/\\ .,;'\"`%{}[]()<>&|#\0\n\r\t\x1b\x7f\u202e\u200d\ufeff١३９é🙂"

VALUES = (
    "", "0", "-0", "-1", "1", "2", "3", "12", "13", "17", "18", "99", "1e3", "1.0", "0x1", "1_0", "+1",
    " 1", "1 ", "01", "١", "１", "²", "½", "Ⅷ", "1\0", "\0", "None", "null", "true", "NaN", "Infinity",
    "9007199254740992", "4503599627370496", "4503599627370497", "9223372036854775807",
    "9223372036854775808", "-9223372036854775809", str(10**30), "9" * 60, "101", "103", "104", "99999",
    "draft-0000", "draft-0001", "draft-000", "draft-00000", "DRAFT-0000", "placed-0000", "draft-0000\n",
    "' OR 1=1 --", "1;DROP TABLE orders", "%s%n", "{0}", "../../etc", "quantity", "link", "runs", "all",
    "open", "none", "end", "en", "de", "../en", "1001", "1002", "1003", "1004", "\u202e1", "🙂",
)  # fmt: skip


def button(chance: random.Random) -> str:
    """Data of a button that the bot never made, or not for this person."""
    makers: tuple[Callable[[random.Random], str], ...] = (_wrong_values, _wrong_values, _spoilt, _noise)
    return _fitting(chance.choice(makers)(chance))


def link(chance: random.Random) -> str:
    """The payload of a start link."""
    kind = chance.choice(("s", "o", "o", "claim", "join", "x", "", "S", "O "))
    value = chance.choice((chance.choice(VALUES), _noise(chance)))
    return f"{kind}{chance.choice(('_', '_', '_', '__', '', ' '))}{value}"


def _wrong_values(chance: random.Random) -> str:
    """A known kind of button with as many values as it has, or one more or less."""
    kind = chance.choice(list(BUTTONS))
    number = len(kind.model_fields) + chance.choice((0, 0, 0, 0, 1, -1))
    return ":".join([kind.__prefix__, *(chance.choice(VALUES) for _ in range(number))])


def _spoilt(chance: random.Random) -> str:
    """A button with signs put in, taken out and exchanged."""
    signs = list(_wrong_values(chance))
    for _ in range(chance.randrange(1, 4)):
        at = chance.randrange(len(signs) + 1)
        signs[at : at + chance.randrange(2)] = chance.choice(("", *SIGNS))
    return "".join(signs)


def _noise(chance: random.Random) -> str:
    return "".join(chance.choice(SIGNS) for _ in range(chance.randrange(1, 40)))


def _fitting(data: str) -> str:
    return data.encode()[:LONGEST].decode(errors="ignore") or ":"
