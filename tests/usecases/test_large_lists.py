"""50,000 services, and an ordinary list afterwards: others have the loop meanwhile, and memory comes back."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.panel.conftest import Script

SMALL, LARGE = 3_001, 49_999
DESCRIPTION = "Start within the time given above, speed depends on the load of the server. " * 3


def listed(number: int, says: str) -> list[dict[str, Any]]:
    return [
        {
            "service": one, "name": f"Followers {one} · {says}", "type": "Default", "category": f"Pictogram {one % 300}",
            "rate": "0.90", "min": "50", "max": "10000", "desc": f"{one}. {DESCRIPTION}", "refill": True,
        }
        for one in range(1, number + 1)
    ]  # fmt: skip


async def taken_in(script: Script, file: Path, *more: str) -> dict[str, Any]:
    """In a process of its own, whose memory is nothing else's."""
    script.says(listed(SMALL, "a"), listed(LARGE, "b"), listed(SMALL, "c"))
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.usecases.taking_in", script.url, str(file), *more,
        stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, _ = await process.communicate()
    assert process.returncode == 0
    told: dict[str, Any] = json.loads(out)
    assert told["services"] == [SMALL, LARGE, SMALL]
    return told


async def test_others_have_their_turn_while_fifty_thousand_services_are_taken_in(
    script: Script, tmp_path: Path
) -> None:
    told = await taken_in(script, tmp_path / "bot.db")

    longest, whole = told["pieces"][1]
    assert longest < whole / 8, told


@pytest.mark.skipif(sys.platform != "linux", reason="it asks glibc")
async def test_memory_that_a_large_list_took_is_given_back(script: Script, tmp_path: Path) -> None:
    """The rest stays with Python's own allocator, for the next list."""
    given, kept = (
        await taken_in(script, tmp_path / "1.db"),
        await taken_in(script, tmp_path / "2.db", "--keep"),
    )

    assert grown(given) < grown(kept) * 0.9, (given, kept)
    assert grown(given) < kept["memory"][1] - kept["memory"][0], (given, kept)


def grown(told: dict[str, Any]) -> int:
    """KB that are held after the ordinary list has come back, more than before the large one."""
    before, _, after = told["memory"]
    return int(after - before)
