"""The errors of a panel, and the meanings of its error texts."""

from enum import StrEnum

MAX_TEXT_SHOWN = 200  # characters of an outside text that go into an error


class Meaning(StrEnum):
    """The meaning of a panel's error text, in any wording."""

    KEY = "key"
    FUNDS = "funds"
    SERVICE = "service"
    LINK = "link"
    DUPLICATE_LINK = "duplicate_link"
    QUANTITY = "quantity"
    INTERVAL = "interval"
    DRIPFEED = "dripfeed"
    ORDER = "order"
    ALREADY_ASKED = "already_asked"
    """The refill or cancel is already under way."""
    LATER = "later"
    """Not now: none are left today, or it is too early."""
    RATE_LIMIT = "rate_limit"
    TROUBLE = "trouble"
    """The server's own trouble. It does not tell whether the panel took the order."""
    OTHER = "other"


class PanelError(Exception):
    """The panel gave no usable answer.

    PanelError
    ├── PanelUnreachable     no answer: the network, a timeout, a 5xx without JSON
    ├── PanelRefused         an error in the answer; `meaning` and the panel's own `text`
    ├── PanelNotUnderstood   an answer of unknown shape; `seen` is its beginning
    │   └── BalanceUnreadable    the panel answers, but its balance is no amount; `seen` is that balance
    └── PanelRedirected      a redirect, which is not followed because the key is in the body
    """


class PanelUnreachable(PanelError):
    pass


class PanelRefused(PanelError):
    def __init__(self, meaning: Meaning, text: str) -> None:
        super().__init__(f"the panel refuses: {text}")
        self.meaning = meaning
        self.text = text


class PanelNotUnderstood(PanelError):
    def __init__(self, seen: str) -> None:
        super().__init__(f"the panel's answer is not understood: {seen}")
        self.seen = seen


class BalanceUnreadable(PanelNotUnderstood):
    def __str__(self) -> str:
        return f"the panel's balance cannot be read: {self.seen}"


class PanelRedirected(PanelError):
    def __init__(self, target: str) -> None:
        super().__init__(f"the panel redirects to {target}; the URL in the settings may need a change")
        self.target = target


def cut(text: str) -> str:
    """Return an outside text on one line, cut to 200 characters."""
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    return line if len(line) <= MAX_TEXT_SHOWN else f"{line[: MAX_TEXT_SHOWN - 1]}…"
