"""What may stand in the way of an answer."""

from enum import StrEnum

SHOWN = 200  # characters of an outside text that go into an error


class Meaning(StrEnum):
    """What a panel's error text says, whatever its words."""

    KEY = "key"
    FUNDS = "funds"
    SERVICE = "service"
    LINK = "link"
    DUPLICATE_LINK = "duplicate_link"
    QUANTITY = "quantity"
    ORDER = "order"
    RATE_LIMIT = "rate_limit"
    OTHER = "other"


class PanelError(Exception):
    """The panel gave no answer that can be used.

    PanelError
    ├── PanelUnreachable     no answer: the network, a time limit, a 5xx without JSON
    ├── PanelRefused         an answer that says no; `meaning` and the panel's own `text`
    ├── PanelNotUnderstood   an answer in no known shape; `seen` is its beginning
    └── PanelRedirected      sent elsewhere, and not followed: the key is in the body
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


class PanelRedirected(PanelError):
    def __init__(self, target: str) -> None:
        super().__init__(f"the panel redirects to {target}; the URL in the settings may need a change")
        self.target = target


def cut(text: str) -> str:
    """An outside text on one line, at most 200 characters of it."""
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    return line if len(line) <= SHOWN else f"{line[: SHOWN - 1]}…"


MEANINGS: tuple[tuple[Meaning, tuple[str, ...]], ...] = (
    (Meaning.RATE_LIMIT, ("rate limit", "too many requests")),
    (Meaning.KEY, ("api key", "incorrect request", "account suspended", "invalid key", "incorrect key")),
    (Meaning.FUNDS, ("not enough funds", "insufficient balance", "insufficient funds")),
    (
        Meaning.DUPLICATE_LINK,
        ("link duplicate", "active order with this link", "until order being completed"),
    ),
    (Meaning.QUANTITY, ("min quantity", "max quantity", "quantity")),
    (
        Meaning.ORDER,
        ("order id", "refill not found", "refill id", "already an open request", "order not found"),
    ),
    (
        Meaning.SERVICE,
        (
            "service id",
            "service temporarily disabled",
            "service",
        ),
    ),
    (Meaning.LINK, ("link",)),
)
"""Looked for from above to below in the words of a text, the particular before the general."""


def meaning_of(text: str) -> Meaning:
    """The meaning of a panel's error text; letters count, not case or punctuation.

    Texts are sentences ("Incorrect order ID") or the keys of a translation ("neworder.error.link").
    """
    words = "".join(sign if sign.isalnum() else " " for sign in text.casefold())
    words = " ".join(words.split()).removeprefix("neworder error ").removeprefix("error ")
    for meaning, phrases in MEANINGS:
        if any(phrase in words for phrase in phrases):
            return meaning
    return Meaning.OTHER
