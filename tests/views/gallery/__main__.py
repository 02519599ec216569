"""Writes docs/sentences.md."""

from pathlib import Path

from tests.views.gallery import whole

PAGE = Path(__file__).parents[3] / "docs" / "sentences.md"

if __name__ == "__main__":
    PAGE.write_text(whole(), encoding="utf-8")
