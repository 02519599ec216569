"""The accelerators can be switched off, and taken away."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.telegram import accelerators
from bot.telegram.accelerators import updates
from bot.telegram.reading import READERS
from tests.bot.conftest import ROOT

pytestmark = pytest.mark.slow

ROOM = "bot/telegram/accelerators"
STORY = "tests/stories/test_order.py::test_two_quick_taps_place_one_order"
LOOK = """
import tests.early
from aiogram.types import Message
from bot.telegram.reading import READERS
print(not Message.__pydantic_complete__, Message in READERS)
"""


def output_of(*arguments: str, folder: Path = ROOT, **environment: str) -> str:
    """What Python prints in a process of its own."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={name: value for name, value in os.environ.items() if "TEST" not in name} | environment,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


@pytest.mark.parametrize(("setting", "are_on"), [("on", "True True"), ("off", "False False")])
def test_the_tests_run_with_them_and_without(setting: str, are_on: str) -> None:
    assert output_of("-c", LOOK, ACCELERATORS=setting).strip() == are_on


def test_on_other_versions_updates_are_read_by_aiogram(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(updates, "TRIED_VERSIONS", {("3.99.0", "2.99.0")})
    before = READERS.copy()
    READERS.clear()
    try:
        updates.accelerate()
        assert not READERS
    finally:
        READERS.update(before)


def test_these_versions_are_among_those_that_were_tried() -> None:
    assert accelerators.installed_versions() in accelerators.TRIED_VERSIONS


def test_without_their_folder_and_two_lines_a_story_is_told(tmp_path: Path) -> None:
    for part in ("bot", "handlers", "views", "usecases", "panel", "storage", "drawing", "sandbox", "tests"):
        shutil.copytree(ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.rmtree(tmp_path / ROOM)
    loading = tmp_path / "bot/telegram/loading.py"
    lines = loading.read_text().splitlines(keepends=True)
    kept = [line for line in lines if f'"{ROOM.replace("/", ".")}.' not in line]
    assert len(lines) - len(kept) == 2
    loading.write_text("".join(kept))

    assert "1 passed" in output_of("-m", "pytest", "-q", "-n", "0", STORY, folder=tmp_path)
