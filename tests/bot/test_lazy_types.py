"""aiogram's types are the same whether they are built late or all at once, and the program builds them late."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.bot.conftest import ROOT, Process, arrive
from tests.people import Person

pytestmark = pytest.mark.slow

LARGE = 130_000  # kB; with all types built the program has more than 180,000
LOOK = "from aiogram.types import Message; print(Message.__pydantic_complete__)"


async def output_of(*arguments: str) -> str:
    process = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    output, _ = await process.communicate()
    assert process.returncode == 0
    return output.decode()


async def report(how: str) -> dict[str, Any]:
    return dict(json.loads(await output_of("-m", "tests.bot.type_report", how)))


def resident(process_id: int) -> int:
    status = Path(f"/proc/{process_id}/status").read_text(encoding="utf-8")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS")))


@pytest.mark.timeout(600)
async def test_types_that_are_built_late_are_what_they_are_when_built_at_once() -> None:
    late, at_once = await asyncio.gather(report("late"), report("at once"))

    assert late.pop("built") == []
    assert at_once.pop("built") == sorted(at_once["fields"])
    for part, said in at_once.items():
        assert late[part] == said, part


async def test_on_other_versions_everything_is_built_at_once() -> None:
    elsewhere = await report("elsewhere")

    assert elsewhere["built"] == sorted(elsewhere["fields"])


async def test_what_the_crash_harness_forks_builds_its_types_late() -> None:
    load = "from tests.long.crash import real_bot; real_bot.load()"

    assert await output_of("-c", f"{load}; {LOOK}") == "False\n"


async def test_the_program_builds_them_all_where_the_accelerators_are_off(
    program: Process, visitor: Person
) -> None:
    await program.start(ACCELERATORS="off")
    await arrive(visitor)

    assert program.process is not None
    assert resident(program.process.pid) > LARGE


async def test_the_program_is_small_while_somebody_writes_and_taps(program: Process, visitor: Person) -> None:
    await program.start()
    await arrive(visitor)
    await visitor.taps("Catalogue", visitor.newest)

    assert program.process is not None
    assert resident(program.process.pid) < LARGE
