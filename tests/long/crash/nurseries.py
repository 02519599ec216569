"""Processes that start the program within a moment; see nursery.py, which runs in them."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

ROOT = Path(__file__).parents[3]


@asynccontextmanager
async def nursery_of(
    module: str, environment: Mapping[str, str], folder: Path, log_name: str = "bot.log"
) -> AsyncIterator["Nursery"]:
    """`module` names the program; what it logs is in the folder."""
    with (folder / log_name).open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.long.crash.nursery", module,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **environment}, cwd=folder, stderr=log,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        nursery = await Nursery(process).ready()
        try:
            yield nursery
        finally:
            nursery.kill_child()
            process.kill()
            await process.wait()


class Nursery:
    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._child = 0

    async def ready(self) -> "Nursery":
        await self._line()
        return self

    async def start(self, point: str, count: int) -> int:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{point} {count}\n".encode())
        self._child = int(await self._line())
        self._end = asyncio.ensure_future(self._line())
        return self._child

    def kill_child(self) -> None:
        """Where something went wrong before it was ended."""
        if self._child and not self._end.done():
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._child, signal.SIGKILL)

    async def ended(self, patience: float) -> int | None:
        """Its exit code, negative for a signal; None if it runs on."""
        await asyncio.wait({self._end}, timeout=patience)
        return int(self._end.result()) if self._end.done() else None

    async def _line(self) -> str:
        assert self._process.stdout is not None
        return (await self._process.stdout.readline()).decode().strip()
