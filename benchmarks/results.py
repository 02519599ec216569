"""What a benchmark says: a figure, the goal that it is held against, and what limits it."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Goal:
    """A limit in `unit` ("×", "%", "ms", "µs", "MB"): an upper one, a lower one where `at_least`."""

    limit: float
    unit: str
    at_least: bool = False

    def holds(self, measured: float) -> bool:
        return measured >= self.limit if self.at_least else measured <= self.limit

    def __str__(self) -> str:
        return f"{'≥' if self.at_least else '≤'} {self.limit:g} {self.unit}"


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the report; `raw` names the figures that `measured` was made of, with their units."""

    name: str
    goal: Goal
    measured: float
    raw: str

    @property
    def holds(self) -> bool:
        return self.goal.holds(self.measured)

    def __str__(self) -> str:
        word = "holds" if self.holds else "short"
        return f"{self.name:<34} {self.goal!s:>12} {self.measured:>10.3g} {self.goal.unit:<2} {word}"


def ratios(name: str, goal: float, ours: Sequence[float], theirs: Sequence[float], unit: str) -> Result:
    """The median ratio of runs that were made side by side, pair by pair."""
    pairs = sorted(mine / other for mine, other in zip(ours, theirs, strict=True))
    middle = pairs[len(pairs) // 2]
    raw = f"{_spread(ours)} against {_spread(theirs)} {unit}, {len(pairs)} pairs, ratio {_spread(pairs)}"
    return Result(name, Goal(goal, "×"), middle, raw)


def _spread(values: Sequence[float]) -> str:
    ordered = sorted(values)
    return f"{ordered[len(ordered) // 2]:.4g} ({ordered[0]:.4g} to {ordered[-1]:.4g})"
