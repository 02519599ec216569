"""Finds misspelt names of settings. A misspelt SECRET_KEY would leave the backups unencrypted."""

from collections.abc import Iterable
from difflib import get_close_matches

MIN_LIKENESS = 0.75  # difflib's ratio, at most 1, from which a name in `.env` counts as misspelt
NEARLY_OURS = 0.85  # the same for the environment, which has many names of other programs
MIN_NAME_LENGTH = 6  # letters; shorter names in the environment resemble ours by chance


def unknown(known: Iterable[str], in_file: Iterable[str], in_environment: Iterable[str]) -> list[str]:
    """Return a line for each unknown name in `.env`, and for each in the environment that is nearly ours."""
    ours = {name.upper() for name in known}
    lines = [_line(name, ours, ".env: ") for name in in_file if name.upper() not in ours]
    foreign = [name for name in in_environment if name.upper() not in ours and len(name) >= MIN_NAME_LENGTH]
    return lines + [_line(name, ours, "") for name in foreign if _nearest(name, ours, NEARLY_OURS)]


def _line(name: str, ours: set[str], where: str) -> str:
    nearest = _nearest(name, ours, MIN_LIKENESS)
    return f"{where}{name} is not a setting" + (f"; is {nearest} meant?" if nearest else "")


def _nearest(name: str, ours: set[str], cutoff: float) -> str | None:
    return next(iter(get_close_matches(name.upper(), ours, 1, cutoff)), None)
