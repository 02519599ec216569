"""Every setting is told of where people look for it."""

from pathlib import Path

import pytest

from bot.settings import Settings

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", [name.upper() for name in Settings.model_fields])
def test_a_setting_stands_in_the_example_and_in_the_readme(name: str) -> None:
    lines = (ROOT / ".env.example").read_text().splitlines()

    assert any(line.removeprefix("#").startswith(f"{name}=") for line in lines)
    assert f"`{name}`" in (ROOT / "README.md").read_text()
