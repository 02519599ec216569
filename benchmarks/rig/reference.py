"""The reference machine: it reads a fixed JSON document of 1 MB in 10 ms.

Times are scaled to it, so that they mean the same on every machine.
"""

import gc
import itertools
import json
import time

DOCUMENT_SIZE = 1_000_000  # bytes
REFERENCE_MS = 10.0
READS = 30


def scale() -> float:
    """What a time that was measured here is multiplied by."""
    return REFERENCE_MS / _read_ms()


def document() -> str:
    """A list of small objects, filled up with blanks; the same at every call."""
    entries: list[str] = []
    size = 0
    for number in itertools.count():
        entry = json.dumps(_entry(number), separators=(",", ":"))
        if size + len(entry) + 2 > DOCUMENT_SIZE:
            break
        entries.append(entry)
        size += len(entry) + 1
    return f"[{','.join(entries)}]".ljust(DOCUMENT_SIZE)


def _entry(number: int) -> dict[str, object]:
    return {
        "id": number,
        "rate": number % 977 / 8,
        "min": number % 7,
        "max": number % 31,
        "refill": number % 3 == 0,
        "steps": [number % 2, number % 3, number % 5, number % 7],
    }


def _read_ms() -> float:
    """CPU of the fastest read."""
    text = document()
    gc.disable()  # a collection takes as long as there are objects in this process
    try:
        return min(_once(text) for _ in range(READS)) * 1e3
    finally:
        gc.enable()


def _once(text: str) -> float:
    began = time.thread_time()
    json.loads(text)
    return time.thread_time() - began
