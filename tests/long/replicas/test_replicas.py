"""Orders and taps on three processes behind nginx while some of them are killed, or restarted in turn."""

from pathlib import Path

import pytest

from tests.long.replicas.fleet import REPLICAS
from tests.long.replicas.proxy import NGINX
from tests.long.replicas.voyage import hang_the_leader, kill_at_random, restart_in_turn

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.timeout(400),
    pytest.mark.skipif(NGINX is None, reason="needs nginx"),
]


async def test_killing_the_leader_and_followers_at_random_doubles_and_loses_nothing(
    tmp_path: Path, seed: int, runs: int
) -> None:
    voyage = await kill_at_random(tmp_path, seed, kills=4 * runs)

    assert voyage.verdict.holds, (seed, voyage.verdict.details)
    assert voyage.verdict.orders > 0
    assert voyage.ends == [0] * REPLICAS


async def test_a_leader_that_hangs_is_followed_by_another_and_does_no_harm_when_it_comes_to(
    tmp_path: Path, seed: int
) -> None:
    voyage = await hang_the_leader(tmp_path, seed)

    assert voyage.verdict.holds, (seed, voyage.verdict.details)
    assert voyage.verdict.orders > 0
    assert voyage.ends == [0] * REPLICAS


async def test_a_rolling_restart_answers_every_tap_and_tells_everybody_once(
    tmp_path: Path, seed: int
) -> None:
    voyage = await restart_in_turn(tmp_path, seed)

    assert voyage.verdict.holds, (seed, voyage.verdict.details)
    assert voyage.verdict.orders > 0
    assert voyage.verdict.unconfirmed == 0
    assert voyage.unanswered == []
    assert voyage.ends == [0] * REPLICAS
