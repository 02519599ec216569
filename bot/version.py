"""The version of this program."""

import tomllib
from pathlib import Path

PROJECT = Path(__file__).parent.parent / "pyproject.toml"


def version() -> str:
    """Return the version in pyproject.toml. The program runs from its checkout, not from a package."""
    return str(tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["version"])
