"""The child process: reads SVG text and writes the PNG. `python -m drawing < picture.svg > picture.png`."""

import os
import sys
from contextlib import suppress
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
MOST_MEMORY = 1 << 29  # bytes of address space
LONGEST_CPU_S = 20  # seconds; the parent kills the child earlier
LESS_URGENT = 10  # people who tap go first


def main() -> None:
    _limit()
    import resvg_py  # noqa: PLC0415 - optional, and under the limits

    picture = resvg_py.svg_to_bytes(
        svg_string=sys.stdin.buffer.read().decode(),
        skip_system_fonts=True,
        font_files=[str(file) for file in sorted(FONTS.glob("*.ttf"))],
    )
    sys.stdout.buffer.write(bytes(picture))


def _limit() -> None:
    with suppress(ImportError, OSError, ValueError):  # other systems have no such limits
        import resource  # noqa: PLC0415

        os.nice(LESS_URGENT)
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (LONGEST_CPU_S, LONGEST_CPU_S))


if __name__ == "__main__":
    main()
