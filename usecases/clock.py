"""The clock is an argument, so that a test can stop it or move it."""

import time
from collections.abc import Callable

Clock = Callable[[], int]
"""Epoch milliseconds."""

SECOND = 1_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR


def wall_clock() -> int:
    return time.time_ns() // 1_000_000
