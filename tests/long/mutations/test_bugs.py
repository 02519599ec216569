"""The list of planted bugs stays true to the code."""

from pathlib import Path

import pytest

from tests.long.mutations.bugs import BUGS, Bug

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.name)
def test_each_planted_bug_has_its_place_and_its_test(bug: Bug) -> None:
    assert (ROOT / bug.file).read_text(encoding="utf-8").count(bug.old) == 1
    assert (ROOT / bug.test).exists()
