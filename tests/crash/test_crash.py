"""A short run of the crash harness in the suite, at the points where an order or a message is soonest lost."""

from pathlib import Path

import pytest

from tests.crash.harness import World
from tests.databases import ENGINES

pytestmark = pytest.mark.timeout(120)


class OnePoint(World):
    """Kills at one named point only, as soon as it is reached."""

    point = ""
    lives = (6.0,)  # seconds: mostly time enough to come there

    def choose_point(self) -> tuple[str, int]:
        return self.point, self._chance.randint(1, 3)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("point", ["after_call", "before_send", "after_send"])
async def test_a_kill_at_this_point_doubles_and_loses_nothing(
    tmp_path: Path, point: str, engine: str, seed: int, runs: int
) -> None:
    world = OnePoint(tmp_path, seed, "panelgram", engine)
    world.point = point

    verdict = await world.run(kills=3 * runs)

    assert verdict.holds, (seed, verdict.details)
