"""A short run of the crash harness in the suite, at the points where an order or a message is soonest lost, and a broadcast doubled."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bot.conftest import ROOT
from tests.databases import ENGINES, SERVER
from tests.long.crash.harness import World
from tests.long.crash.verdict import Verdict

pytestmark = pytest.mark.timeout(600)

MAX_WORLDS = 12
"""A point that is reached before anybody orders proves nothing: then another world is tried."""


class OnePoint(World):
    """Kills at one named point only, as soon as it is reached."""

    point = ""
    lives = (8.0,)  # time enough to come there, also on a busy machine
    shortest = 1.0

    def choose_point(self) -> tuple[str, int]:
        return self.point, self._chance.randint(1, 3)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("point", ["before_copy", "after_copy"])
async def test_a_kill_while_a_broadcast_is_sent_doubles_and_loses_no_copy(
    tmp_path: Path, point: str, engine: str, seed: int, runs: int
) -> None:
    world = OnePoint(tmp_path, seed, "panelgram", engine)
    world.point = point

    verdict = await world.run(kills=3 * runs)

    assert verdict.holds, (seed, verdict.details)
    assert verdict.broadcasts > 0, (seed, str(verdict))


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("point", ["after_call", "before_send", "after_send"])
async def test_a_kill_at_this_point_doubles_and_loses_nothing(
    tmp_path: Path, point: str, engine: str, seed: int, runs: int
) -> None:
    verdict = Verdict()
    for world_seed in range(seed, seed + MAX_WORLDS):
        folder = tmp_path / str(world_seed)
        folder.mkdir()
        world = OnePoint(folder, world_seed, "panelgram", engine)
        world.point = point
        verdict += await world.run(kills=3 * runs)
        assert verdict.holds, (seed, verdict.details)
        if verdict.is_conclusive:
            break

    assert verdict.is_conclusive, (seed, str(verdict))


@pytest.mark.parametrize("harness", [("tests.long.crash", "--engine", "postgres"), ("tests.long.replicas",)])
def test_without_a_server_a_harness_names_the_variable_in_one_line(harness: tuple[str, ...]) -> None:
    environment = {name: value for name, value in os.environ.items() if name != SERVER}

    done = subprocess.run(
        [sys.executable, "-m", *harness], cwd=ROOT, env=environment, capture_output=True, check=False
    )

    assert done.returncode == 1
    assert done.stderr.decode() == f"{SERVER} is not set. Example: {SERVER}=postgresql://127.0.0.1/test\n"


@pytest.mark.parametrize(
    ("kills", "orders", "is_conclusive"), [(80, 2, False), (80, 19, False), (80, 20, True)]
)
def test_a_run_with_few_orders_proves_nothing(kills: int, orders: int, *, is_conclusive: bool) -> None:
    assert Verdict(kills=kills, orders=orders).is_conclusive == is_conclusive
