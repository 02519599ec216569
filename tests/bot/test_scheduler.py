"""The jobs end with the program, at whatever moment that is."""

import asyncio
import logging

import pytest

from bot.leader.scheduler import Job, Jobs
from usecases.wakeup import WakeUp


@pytest.mark.parametrize("turns", range(8))
async def test_a_run_that_is_just_due_when_the_program_ends_is_no_error(
    turns: int, caplog: pytest.LogCaptureFixture
) -> None:
    async def job() -> None:
        await asyncio.Event().wait()

    jobs = Jobs([Job("job", 3_600, job)], done=WakeUp())
    jobs.start()
    for _ in range(turns):
        await asyncio.sleep(0)
    await jobs.stop()
    await asyncio.sleep(0.01)

    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []
