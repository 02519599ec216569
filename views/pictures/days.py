"""A chart with a bar for each day."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from views.direction import FROM_LEFT
from views.pictures.axis import Axis, axis_for, short
from views.pictures.canvas import WIDTH, Canvas, Letters

PLOT_HEIGHT = 190
SMALL = Letters(30)
LINE_WIDTH = 2
BAR_SHARE = 0.72  # of a day's width
BAR_RADIUS = 7


@dataclass(frozen=True, slots=True)
class Bars:
    """A value for each day; the colours of values above and below 0."""

    values: Sequence[int | Decimal]
    colour: str
    below: str = ""


def draw_days(canvas: Canvas, y: float, edge: float, series: Sequence[Bars], dates: Sequence[str]) -> float:
    """Draw the series over each other, from `edge` to `edge`; returns where the chart ends.

    `dates` are the first, the middle and the last.
    """
    axis = axis_for([value for one in series for value in one.values])
    lines = [one for one in axis.lines if one >= 0 or axis.share(0) * PLOT_HEIGHT > SMALL.size]
    names = [FROM_LEFT + short(line) for line in lines]
    left = edge + max(SMALL.width_of(name) for name in names) + 16
    right = WIDTH - edge
    for line, name in zip(lines, names, strict=True):
        at = _height(axis, y, line)
        canvas.box_in_time(left, at - LINE_WIDTH / 2, right - left, LINE_WIDTH, canvas.theme.grid, radius=0)
        canvas.write_in_time(left - 16, at + SMALL.size * 0.35, name, SMALL, "end")
    for one in series:
        _draw_bars(canvas, y, (left, right), axis, one)
    base = y + PLOT_HEIGHT + 44
    canvas.write_in_time(left, base, dates[0], SMALL, "start")
    canvas.write_in_time((left + right) / 2, base, dates[1], SMALL, "middle")
    canvas.write_in_time(right, base, dates[2], SMALL, "end")
    return base - 12


def _draw_bars(canvas: Canvas, y: float, edges: tuple[float, float], axis: Axis, it: Bars) -> None:
    left, right = edges
    step = (right - left) / len(it.values)
    zero = _height(axis, y, 0)
    for place, value in enumerate(it.values):
        if not value:
            continue
        at = _height(axis, y, value)
        length = max(abs(at - zero), 4)  # a small value is seen too
        x, width = left + (place + (1 - BAR_SHARE) / 2) * step, BAR_SHARE * step
        is_above = value > 0
        top = zero - length if is_above else zero
        canvas.box_in_time(x, top, width, length, it.colour if is_above else it.below, radius=BAR_RADIUS)


def _height(axis: Axis, y: float, value: int | Decimal) -> float:
    return y + PLOT_HEIGHT * (1 - axis.share(value))
