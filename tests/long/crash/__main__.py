"""Kill the bot again and again while people order, and compare what everybody knows afterwards.

Driven: the real program with the sandbox's panel and Telegram (`town.py`). Ten customers order, four of them
also by lists (`lists.py`). An operator decides, and sends one broadcast after another (`broadcasts.py`). Panel and
Telegram misbehave. Each kill is a SIGKILL at a named point (`points.py`) or at a random moment; one end in seven
of the random ones is a SIGTERM. At the end the bot runs undisturbed until nothing is left to do. `--program shop`:
customers pay with Stars, and order from wallets.

Compared (`verdict.py`): the panel's orders, the bot's database, and the chats. Nothing may be doubled, lost,
untold or ordered unasked, a list is ordered as a whole or not at all, no wallet may hold anything but what was
paid in and not delivered, and for each kill at most one message may come twice. A broadcast comes to nobody twice,
and what the bot says of a person is what their chat shows.

Again: `make crash KILLS=500 SEED=7 WORLDS=4` takes the seeds 7 to 10, one for each world. A detail of a failure
names its seed, and the folder of its world stays. A seed repeats what is drawn, not the machine's timing. Exit 1
if an order was not safe, or if there were fewer orders than a quarter of the kills (inconclusive).
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor, wait
from functools import partial
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path

from tqdm import tqdm

from tests.databases import SERVER, server
from tests.long.crash.harness import PROGRAMS, World
from tests.long.crash.verdict import Verdict

_killed: Synchronized[int] | None = None
"""The kills of all worlds so far; each is a process of its own."""


def note_kills(killed: Synchronized[int]) -> None:
    global _killed  # noqa: PLW0603 - of a new process
    _killed = killed


def one_more_kill() -> None:
    if _killed is not None:
        with _killed.get_lock():
            _killed.value += 1


def run_world(kills: int, seed: int, program: str, engine: str) -> Verdict:
    """One world from its beginning to its end; what broke it says with which seed."""
    folder = Path(tempfile.mkdtemp(prefix=f"crash-{seed}-"))
    try:
        verdict = asyncio.run(World(folder, seed, program, engine).run(kills, one_more_kill))
    except* Exception as broken:  # noqa: BLE001 - the other worlds go on
        verdict = Verdict(lost=1, details=[repr(one) for one in broken.exceptions])
    verdict.details = [f"seed {seed}: {detail}" for detail in verdict.details]
    if verdict.details:
        verdict.details.append(f"seed {seed}: what is left of it is in {folder}")
    return verdict


def run_worlds(wish: argparse.Namespace, shares: list[int], seeds: range) -> list[Verdict]:
    """Run the worlds side by side, with a bar of the kills on a terminal."""
    killed = multiprocessing.Value("i", 0)
    with ProcessPoolExecutor(len(seeds), initializer=note_kills, initargs=(killed,)) as pool:
        run = partial(run_world, program=wish.program, engine=wish.engine)
        worlds = [pool.submit(run, *one) for one in zip(shares, seeds, strict=True)]
        with tqdm(total=wish.kills, unit="kill", disable=None) as bar:
            while wait(worlds, timeout=1.0).not_done:
                bar.update(killed.value - bar.n)
    return [world.result() for world in worlds]


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tests.long.crash",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--kills", type=int, default=100, help="in all worlds together")
    parser.add_argument("--seed", type=int, default=0, help="0: chosen by the clock")
    parser.add_argument("--worlds", type=int, default=2, help="so many side by side, a seed each")
    parser.add_argument("--program", choices=list(PROGRAMS), default="panelgram")
    parser.add_argument(
        "--engine", choices=["sqlite", "postgres"], default="sqlite", help=f"{SERVER} names it"
    )
    wish = parser.parse_args()
    if wish.engine == "postgres":
        server()
    seed = wish.seed or int(time.time())
    seeds = range(seed, seed + min(wish.worlds, wish.kills))
    shares = [wish.kills // len(seeds) + (number < wish.kills % len(seeds)) for number in range(len(seeds))]
    print(f"program={wish.program} engine={wish.engine} seeds={seeds[0]}..{seeds[-1]}", flush=True)  # noqa: T201 - a command's output
    verdict = sum(run_worlds(wish, shares, seeds), Verdict())
    for detail in verdict.details:
        print(detail, file=sys.stderr)  # noqa: T201 - as above
    print(verdict)  # noqa: T201 - as above
    if not verdict.is_conclusive:
        print("inconclusive: fewer orders than a quarter of the kills", file=sys.stderr)  # noqa: T201 - as above
    return 0 if verdict.holds and verdict.is_conclusive else 1


if __name__ == "__main__":
    sys.exit(main())
