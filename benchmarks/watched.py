"""`python -m benchmarks.watched FILE`: the bot, which writes a line for each garbage collection of 0.1 ms.

The line has the time and the pause in seconds. The pause is the thread's own CPU time: what other programs
did on the core meanwhile is not the collector's.
"""

import gc
import sys
import time
from pathlib import Path

from bot.__main__ import main

SHORTEST = 0.0001  # seconds


def watch(file: Path) -> None:
    started = 0.0

    def note(phase: str, _: dict[str, int]) -> None:
        nonlocal started
        if phase == "start":
            started = time.thread_time()
        elif (pause := time.thread_time() - started) >= SHORTEST:
            with file.open("a", encoding="utf-8") as lines:
                lines.write(f"{time.monotonic()} {pause}\n")

    gc.callbacks.append(note)


if __name__ == "__main__":
    watch(Path(sys.argv.pop(1)))
    sys.exit(main())
