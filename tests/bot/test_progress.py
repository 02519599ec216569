"""Commands that take long show a bar on a terminal, and nothing elsewhere."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from bot.commands.progress import progress_bar

CODE = """
from bot.commands.progress import progress_bar
with progress_bar() as shows:
    shows("Copying", 0, 2)
    shows("Checking", 1, 2)
    shows("comparing orders", 500, 1_000)
"""
ROOT = Path(__file__).parents[2]


def on_a_terminal() -> str:
    """Run `CODE` in a process whose terminal is ours; returns what stands on it."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", CODE], cwd=ROOT, stdin=theirs, stdout=theirs, stderr=theirs
    ) as program:
        os.close(theirs)
        seen = b""
        try:
            while piece := os.read(ours, 4_096):
                seen += piece
        except OSError:  # the end of a terminal on Linux
            pass
    os.close(ours)
    assert program.returncode == 0, seen
    return seen.decode()


def test_a_terminal_shows_the_step_and_how_far_it_is() -> None:
    seen = on_a_terminal()

    for told in ("Copying   0 % |", "Checking  50 % |", "comparing orders  50 % |"):
        assert told in seen, seen


def test_elsewhere_nothing_is_shown(capfd: pytest.CaptureFixture[str]) -> None:
    with progress_bar() as shows:
        shows("Copying", 1, 2)

    assert capfd.readouterr() == ("", "")
