"""Paints SVG text as PNG in a child process, because the library holds Python's global lock meanwhile."""

import asyncio
import subprocess
import sys
from pathlib import Path
from subprocess import PIPE, Popen

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
                png, complaint = await _run_child(svg)
            except (OSError, subprocess.TimeoutExpired) as error:
                raise NotPainted(f"no picture: {type(error).__name__}") from error
        if not png.startswith(PNG_BEGINS):
            raise NotPainted(f"no picture: {complaint}")
        return png


async def _run_child(svg: str) -> tuple[bytes, str]:
    """Return what the child wrote, and its last line of errors.

    It is started from a thread: there Python starts it in 1 ms, and uvloop stops the loop for 10.
    """
    started: list[Popen[bytes]] = []
    try:
        return await asyncio.to_thread(_talk, svg.encode(), started)
    except asyncio.CancelledError:
        for child in started:
            child.kill()
        raise


def _talk(svg: bytes, started: list[Popen[bytes]]) -> tuple[bytes, str]:
    """Run a child. It gets no environment, so no secrets."""
    with Popen(COMMAND, stdin=PIPE, stdout=PIPE, stderr=PIPE, cwd=ROOT, env={}) as child:  # noqa: S603 - ours
        started.append(child)
        try:
            png, said = child.communicate(svg, TIME_LIMIT_S)
        finally:
            child.kill()  # nothing happens to one that has ended
    lines = said.decode(errors="replace").strip().splitlines()
    return png, lines[-1] if lines else f"it ended with {child.returncode}"
