"""What a picture is drawn with: boxes and words. In a right-to-left language it is mirrored."""

from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from drawing.lettering import cut_to_width, width_of, writable
from views.direction import END_ISOLATE
from views.language import is_right_to_left
from views.pictures.themes import Theme

WIDTH = 1_080  # pixels, as a phone has across
SMALLEST = 0.6  # of the size that was wished for
ALMOST = 1.001  # what rounding may add to a width
RIGHT_TO_LEFT = "\u2067"

Side = Literal["start", "middle", "end"]
OPPOSITE: dict[Side, Side] = {"start": "end", "middle": "middle", "end": "start"}

SVG = Markup(
    '<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height:.0f}" font-family="Noto Sans">'
    '<rect width="100%" height="100%" fill="{page}"/>{parts}</svg>'
)
BOX = Markup('<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" rx="{:.1f}" fill="{}"/>')
WORDS = Markup(
    '<text x="{x:.1f}" y="{y:.1f}" font-size="{size:.1f}" font-weight="{weight}" text-anchor="{side}"'
    ' fill="{colour}">{words}</text>'
)


@dataclass(frozen=True, slots=True)
class Letters:
    """How large letters are, in pixels, and whether they are bold."""

    size: float
    bold: bool = False

    def width_of(self, words: str) -> float:
        return width_of(writable(words), self.size, bold=self.bold)


class Canvas:
    """Positions are in pixels, from the top and from the side where lines begin.

    `height` grows by what is drawn. Characters that the fonts lack are left out; `said` has them.
    """

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self.height = 0.0
        self.said: list[str] = []
        self._parts: list[Markup] = []
        self._is_mirrored = is_right_to_left()

    @property
    def drawn(self) -> int:
        """How much was drawn, for `card`."""
        return len(self._parts)

    def card(self, below: int, y: float, end: float, edge: float) -> None:
        """Draw a card from `y` to `end` below what was drawn after `below`."""
        above, self._parts[below:] = self._parts[below:], []
        self.box_in_time(edge, y, WIDTH - 2 * edge, end - y, self.theme.card, radius=32)
        self._parts += above

    def box(self, x: float, y: float, width: float, height: float, colour: str, *, radius: float) -> None:
        left = WIDTH - x - width if self._is_mirrored else x
        self.box_in_time(left, y, width, height, colour, radius=radius)

    def box_in_time(
        self, x: float, y: float, width: float, height: float, colour: str, *, radius: float
    ) -> None:
        """As `box`, and never mirrored: time goes from left to right."""
        round_by = min(radius, width / 2, height / 2)
        self._parts.append(BOX.format(x, y, width, height, round_by, colour))

    def write(
        self,
        x: float,
        y: float,
        words: str,
        letters: Letters,
        width: float,
        *,
        side: Side = "start",
        colour: str = "",
    ) -> None:
        """Write on the line `y`. Words that are wider than `width` are written smaller, then cut.

        `side` says which end of the words is at `x`.
        """
        share = min(1.0, width / max(letters.width_of(words), 1))
        smaller = Letters(letters.size * max(SMALLEST, share), letters.bold)
        self.write_cut(x, y, words, smaller, width * ALMOST, side=side, colour=colour)

    def write_cut(
        self,
        x: float,
        y: float,
        words: str,
        letters: Letters,
        width: float,
        *,
        side: Side = "start",
        colour: str = "",
    ) -> None:
        """As `write`, but too wide words are cut in their size."""
        self.said.append(words)
        told = cut_to_width(writable(words), width, letters.size, bold=letters.bold)
        if self._is_mirrored:
            x, side = WIDTH - x, OPPOSITE[side]
        self._write(x, y, told, letters, side, colour or self.theme.ink)

    def write_in_time(self, x: float, y: float, words: str, letters: Letters, side: Side) -> None:
        """As `write`, and never mirrored."""
        self.said.append(words)
        self._write(x, y, writable(words), letters, side, self.theme.muted)

    def _write(self, x: float, y: float, words: str, letters: Letters, side: Side, colour: str) -> None:
        told = f"{RIGHT_TO_LEFT}{words}{END_ISOLATE}" if self._is_mirrored else words
        weight = 700 if letters.bold else 400
        self._parts.append(
            WORDS.format(
                x=x, y=y, size=letters.size, weight=weight, side=side, colour=colour, words=str(told)
            )
        )

    def svg(self) -> str:
        page, parts = self.theme.page, Markup("").join(self._parts)
        return str(SVG.format(width=WIDTH, height=self.height, page=page, parts=parts))
