"""What the Bot API, its page and its switches share."""

import random
from collections import deque
from dataclasses import dataclass, field

from sandbox.faults import Faults
from sandbox.telegram.faults import KINDS, Jitter
from sandbox.telegram.limits import Limits
from sandbox.telegram.world import Json, World

KEPT_CALLS = 5_000


@dataclass(slots=True)
class TelegramState:
    limits: Limits
    panel_url: str | None = None
    mode: str = "private"
    """The bot's MODE. The page says other things of a shop."""
    world: World = field(default_factory=World)
    faults: Faults = field(default_factory=lambda: Faults(KINDS, random.Random(1)))
    jitter: Jitter = field(default_factory=Jitter)
    calls: deque[Json] = field(default_factory=lambda: deque(maxlen=KEPT_CALLS))
