"""Writes docs/sentences.md, or with `html` the gallery for a browser."""

import sys
from pathlib import Path

from tests.views.gallery import html, whole

ROOT = Path(__file__).parents[3]
PAGE = ROOT / "docs" / "sentences.md"
GALLERY = ROOT / "data" / "gallery"

if __name__ == "__main__":
    if sys.argv[1:] == ["html"]:
        print(f"Open {html.write(GALLERY)} in a browser.")  # noqa: T201 - this is what the command is for
    else:
        PAGE.write_text(whole(), encoding="utf-8")
