"""A child process paints one picture at a time, within limits, and knows no secrets."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

from drawing import painter
from drawing.painter import NotPainted, Painter

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><rect width="9" height="9"/></svg>'
PNG = r"\x89PNG\r\n\x1a\n"


async def test_a_picture_is_painted() -> None:
    png = await Painter().paint(SVG)

    assert png.startswith(b"\x89PNG")
    assert png[16:24] == bytes((0, 0, 0, 40, 0, 0, 0, 30))


@pytest.mark.parametrize(
    "svg", ["", "<svg", "no picture", SVG.replace('"40"', '"400000"').replace('"30"', '"400000"')]
)
async def test_what_cannot_be_painted_is_told_and_the_next_one_is_painted(svg: str) -> None:
    paint = Painter().paint

    with pytest.raises(NotPainted):
        await paint(svg)

    assert await paint(SVG)


async def test_without_the_library_there_is_no_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(painter, "COMMAND", (sys.executable, "-S", "-m", "drawing"))

    with pytest.raises(NotPainted, match="No module named 'resvg_py'"):
        await Painter().paint(SVG)


async def started(note: Path) -> int:
    """Wait for the id of the child, which writes it into `note`."""
    while not (told := _text_of(note)):
        await asyncio.sleep(0.01)
    return int(told)


def _text_of(note: Path) -> str:
    return note.read_text() if note.exists() else ""


def is_gone(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    return False


@pytest.fixture
def endless(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A child that does not end by itself; it writes its id into this file."""
    note = tmp_path / "child"
    code = f"import os, time; open({str(note)!r}, 'w').write(str(os.getpid())); time.sleep(600)"
    monkeypatch.setattr(painter, "COMMAND", (sys.executable, "-c", code))
    return note


async def test_a_child_that_takes_too_long_is_killed(endless: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(painter, "TIME_LIMIT_S", 3.0)

    with pytest.raises(NotPainted, match="TimeoutExpired"):
        await Painter().paint(SVG)

    assert is_gone(await started(endless))


async def test_a_cancelled_picture_leaves_no_child(endless: Path) -> None:
    task = asyncio.create_task(Painter().paint(SVG))
    process = await started(endless)

    task.cancel()

    with pytest.raises(asyncio.CancelledError):
        await task
    while not is_gone(process):
        await asyncio.sleep(0.01)


async def test_a_killed_child_is_told(endless: Path) -> None:
    task = asyncio.create_task(Painter().paint(SVG))

    os.kill(await started(endless), signal.SIGKILL)

    with pytest.raises(NotPainted, match="ended with -9"):
        await task


async def test_one_picture_is_painted_at_a_time(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The child fails where another one is at work."""
    busy = tmp_path / "busy"
    code = f"import os, time; os.mkdir({str(busy)!r}); time.sleep(0.1); os.rmdir({str(busy)!r})"
    monkeypatch.setattr(painter, "COMMAND", (sys.executable, "-c", f"{code}; os.write(1, b'{PNG}')"))
    paint = Painter().paint

    pictures = await asyncio.gather(*(paint(SVG) for _ in range(3)))

    assert len(pictures) == 3


async def test_a_child_knows_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", "a secret")
    code = f"import os; os.write(1, b'{PNG}' + repr(dict(os.environ)).encode())"
    monkeypatch.setattr(painter, "COMMAND", (sys.executable, "-c", code))

    assert b"BOT_TOKEN" not in await Painter().paint(SVG)
