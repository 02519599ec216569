"""Goals, and what figures are held against them."""

import hashlib
import importlib
import json

import pytest

from benchmarks.__main__ import SUBJECTS
from benchmarks.rig import reference, report
from benchmarks.rig.results import Result, at_least, at_most, ratio


def result(name: str, measured: float) -> Result:
    return Result(name, measured, "×", "")


def test_a_goal_is_missed_when_its_figure_is_beyond_the_limit_or_was_not_measured() -> None:
    goals = {
        "low": at_most(1),
        "high": at_least(2),
        "absent": at_most(9),
        "too_high": at_most(1),
        "too_low": at_least(2),
    }
    results = [
        result("low", 1),
        result("high", 2),
        result("too_high", 1.1),
        result("too_low", 1.9),
        result("other", 5),
    ]

    assert report.misses(goals, results) == ["absent", "too_high", "too_low"]


def test_a_ratio_is_the_median_of_the_pairs() -> None:
    assert ratio("name", [10, 30, 50], [10, 10, 10], "µs").measured == 3


def test_the_reference_document_stays_as_it_is() -> None:
    """With another document, times could not be compared with earlier ones."""
    document = reference.document()

    assert len(document) == 1_000_000
    assert len(json.loads(document)) > 10_000
    assert hashlib.sha256(document.encode()).hexdigest()[:16] == "dd20a60d3ac90a2b"


@pytest.mark.parametrize("name", SUBJECTS)
def test_a_subject_measures_and_has_goals_of_its_own_name(name: str) -> None:
    subject = importlib.import_module(f"benchmarks.subjects.{name}")

    assert callable(subject.measure)
    assert all(goal.startswith(f"{name}.") for goal in subject.GOALS)
