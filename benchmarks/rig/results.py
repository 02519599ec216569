"""A figure that was measured, and the goal that it is held against."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from benchmarks.rig import reference


@dataclass(frozen=True, slots=True)
class Goal:
    """An upper limit, or a lower one where `is_least`; in the unit of its result."""

    limit: float
    is_least: bool = False

    def holds(self, measured: float) -> bool:
        return measured >= self.limit if self.is_least else measured <= self.limit

    def __str__(self) -> str:
        return f"{'≥' if self.is_least else '≤'} {self.limit:g}"


Goals = Mapping[str, Goal]
"""Goals by the names of their results."""


def at_most(limit: float) -> Goal:
    return Goal(limit)


def at_least(limit: float) -> Goal:
    return Goal(limit, is_least=True)


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the report; `raw` has the figures that `measured` was made of."""

    name: str
    measured: float
    unit: str
    raw: str


def ratio(name: str, ours: Sequence[float], theirs: Sequence[float], unit: str) -> Result:
    """The median ratio of runs that were made side by side, pair by pair."""
    pairs = sorted(mine / other for mine, other in zip(ours, theirs, strict=True))
    raw = f"{_spread(ours)} against {_spread(theirs)} {unit}, {len(pairs)} pairs, ratio {_spread(pairs)}"
    return Result(name, pairs[len(pairs) // 2], "×", raw)


def scaled(name: str, measured: float, unit: str, raw: str) -> Result:
    """A time, as it would be on the reference machine."""
    return Result(name, measured * reference.scale(), f"ref {unit}", f"{raw}; measured {measured:.3g} {unit}")


def _spread(values: Sequence[float]) -> str:
    ordered = sorted(values)
    return f"{ordered[len(ordered) // 2]:.4g} ({ordered[0]:.4g} to {ordered[-1]:.4g})"
