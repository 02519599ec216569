"""Paints SVG text as PNG in a child process, because the library holds Python's global lock meanwhile."""

import asyncio
import sys
from asyncio.subprocess import PIPE
from contextlib import suppress
from pathlib import Path

COMMAND = (sys.executable, "-m", "drawing")
ROOT = Path(__file__).parents[1]
TIME_LIMIT_S = 10.0
PNG_BEGINS = b"\x89PNG\r\n\x1a\n"


class NotPainted(Exception):
    """There is no picture: the library is not installed, or the child failed or took too long."""


class Painter:
    """Paints one picture at a time; others wait."""

    def __init__(self) -> None:
        self._turn = asyncio.Lock()

    async def paint(self, svg: str) -> bytes:
        """Return the PNG. Raises NotPainted. A child that is not done in time is killed."""
        async with self._turn:
            try:
                async with asyncio.timeout(TIME_LIMIT_S):
                    png, complaint = await _run_child(svg)
            except (OSError, TimeoutError) as error:
                raise NotPainted(f"no picture: {type(error).__name__}") from error
        if not png.startswith(PNG_BEGINS):
            raise NotPainted(f"no picture: {complaint}")
        return png


async def _run_child(svg: str) -> tuple[bytes, str]:
    """Return what the child wrote, and its last line of errors. It gets no environment, so no secrets."""
    child = await asyncio.create_subprocess_exec(
        *COMMAND, stdin=PIPE, stdout=PIPE, stderr=PIPE, cwd=ROOT, env={}
    )
    try:
        png, said = await child.communicate(svg.encode())
    finally:
        if child.returncode is None:
            with suppress(ProcessLookupError):
                child.kill()
            await child.wait()
    lines = said.decode(errors="replace").strip().splitlines()
    return png, lines[-1] if lines else f"it ended with {child.returncode}"
