"""50,000 services, and an ordinary list afterwards: others have the loop meanwhile, and only the names of what is gone are kept."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from tests.panel.conftest import Script

LISTS = [3_001, 49_999, 3_001]
DESCRIPTION = "Start within the time given above, speed depends on the load of the server. " * 3


def listed(number: int, says: str) -> list[dict[str, Any]]:
    return [
        {
            "service": one, "name": f"Followers {one} · {says}", "type": "Default", "category": f"Pictogram {one % 300}",
            "rate": "0.90", "min": "50", "max": "10000", "desc": f"{one}. {DESCRIPTION}", "refill": True,
        }
        for one in range(1, number + 1)
    ]  # fmt: skip


async def taken_in(script: Script, file: Path) -> dict[str, Any]:
    """In a process of its own, whose memory is nothing else's."""
    script.says(*(listed(number, says) for number, says in zip(LISTS, "abc", strict=True)))
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.usecases.taking_in",
        script.url,
        str(file),
        stdout=asyncio.subprocess.PIPE,
    )
    out, _ = await process.communicate()
    assert process.returncode == 0
    told: dict[str, Any] = json.loads(out)
    assert told["services"] == LISTS
    return told


async def test_others_have_their_turn_while_fifty_thousand_services_are_taken_in(
    script: Script, tmp_path: Path
) -> None:
    told = await taken_in(script, tmp_path / "bot.db")

    longest, whole = told["pieces"][1]
    assert longest < whole / 8, told


async def test_only_the_names_of_a_large_list_are_kept_after_an_ordinary_one(
    script: Script, tmp_path: Path
) -> None:
    told = await taken_in(script, tmp_path / "bot.db")

    before, large, after = told["blocks"]
    assert large > 2 * before, told
    assert after - before < 4 * (LISTS[1] - LISTS[2]), told
