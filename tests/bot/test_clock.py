"""Somebody sets the clock of the machine: what is followed is followed on, what is owed is sent."""

import asyncio
from pathlib import Path

import pytest

from sandbox.panel.server import PanelServer
from tests.bot.conftest import Process, arrive
from tests.bot.test_disk import FOLLOWERS, LINK
from tests.people import Person

LIBRARIES = sorted(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))


@pytest.mark.skipif(not LIBRARIES, reason="needs libfaketime (Debian: faketime)")
@pytest.mark.parametrize(("before", "after"), [("+3d", "+0d"), ("+0d", "+3d")], ids=["back", "forth"])
async def test_a_clock_that_is_set_by_days_stops_nothing(
    program: Process, visitor: Person, panel: PanelServer, tmp_path: Path, before: str, after: str
) -> None:
    clock = tmp_path / "clock"
    clock.write_text(before)
    await program.start(
        LD_PRELOAD=str(LIBRARIES[0]),
        FAKETIME_TIMESTAMP_FILE=str(clock),
        FAKETIME_NO_CACHE="1",
        FAKETIME_DONT_FAKE_MONOTONIC="1",
        DONT_FAKE_MONOTONIC="1",
    )
    await arrive(visitor)
    await visitor.orders(FOLLOWERS, LINK, "1k")
    await asyncio.sleep(0.5)

    clock.write_text(after)
    panel.book.end(panel.book.orders[23501], "Completed")

    await visitor.sees("Order 1 · Completed", "1,000 of 1,000 delivered", patience=120)
