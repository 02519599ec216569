"""What the API, the controls and the page of the panel share."""

import secrets
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from sandbox.faults import Faults
from sandbox.panel.book import Book
from sandbox.panel.dialects.dialect import Dialect

KEPT_CALLS = 2_000


@dataclass(slots=True)
class Call:
    """A call as it came. The key is stored by name only."""

    number: int
    at: float
    action: str
    key: str
    sent: dict[str, str]
    fault: str | None
    answer: Any = None


@dataclass(slots=True)
class PanelState:
    book: Book
    dialect: Dialect
    faults: Faults
    calls: deque[Call] = field(default_factory=lambda: deque(maxlen=KEPT_CALLS))
    down: bool = False
    """Resets every call. The page shares the port, so nothing stops listening."""
    run: str = field(default_factory=lambda: secrets.token_hex(4))
    """A page that meets another run begins anew."""
