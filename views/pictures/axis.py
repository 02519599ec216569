"""The scale of a chart: round numbers for its lines, and what they are called."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from babel.numbers import format_compact_decimal

from views.language import spoken
from views.text import number

ROUND_NUMBERS = tuple(map(Decimal, ("1", "1.2", "1.6", "2", "3", "4", "5", "6", "8", "10")))
SHORT_FROM = 100_000
"""Smaller numbers are written with all digits."""


@dataclass(frozen=True, slots=True)
class Axis:
    """From `bottom` (0 or less) to `top` (more than 0)."""

    bottom: Decimal
    top: Decimal

    @property
    def length(self) -> Decimal:
        return self.top - self.bottom

    def share(self, value: int | Decimal) -> float:
        """Return how much of the length lies below a value."""
        return float((value - self.bottom) / self.length)

    @property
    def lines(self) -> list[Decimal]:
        half = self.top / 2
        above = [half, self.top] if half == half.to_integral_value() or self.top < 1 else [self.top]
        return [*([self.bottom] if self.bottom else []), Decimal(0), *above]


def axis_for(values: Sequence[int | Decimal]) -> Axis:
    top = _round(max([Decimal(0), *map(Decimal, values)])) or Decimal(1)
    lowest = min([Decimal(0), *map(Decimal, values)])
    return Axis(-_round(-lowest), top)


def _round(value: Decimal) -> Decimal:
    """Return the next round number that is not less."""
    if not value:
        return Decimal(0)
    power = Decimal(1).scaleb(value.adjusted())
    return next(one * power for one in ROUND_NUMBERS if one * power >= value)


def short(value: Decimal) -> str:
    if abs(value) < SHORT_FROM:
        return number(value)
    return str(format_compact_decimal(float(value), locale=spoken(), fraction_digits=1))
