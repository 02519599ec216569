"""Updates that never come, though what they tell of has happened."""

from typing import Any

Json = dict[str, Any]


def has(update: Json, what: str) -> bool:
    """Return whether an update is of this kind, or its content has this field: `successful_payment`."""
    return what in update or any(what in content for content in update.values() if isinstance(content, dict))


class Losses:
    def __init__(self) -> None:
        self._next: list[str] = []

    def lose(self, what: str, count: int) -> None:
        """Lose the next updates that have this in them: see `has`."""
        self._next += [what] * count

    def takes(self, update: Json) -> bool:
        """Return whether an update is lost, and count it."""
        what = next((what for what in self._next if has(update, what)), None)
        if what is not None:
            self._next.remove(what)
        return what is not None
