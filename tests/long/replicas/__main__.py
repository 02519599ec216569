"""Kill processes of a cluster while people order, and compare what everybody knows afterwards.

Driven: three processes of the real program on one PostgreSQL behind nginx (`fleet.py`), with the customers,
the operator and the troubles of `tests/long/crash`. Every other kill hits the leader, the others a follower
(`voyage.py`). With `--kills 0` each process is restarted once by SIGTERM, without other troubles.

Compared: the same as by `tests/long/crash`. The last line also shows the exit codes of the last processes, and how
many taps nobody answered.

Again: `python -m tests.long.replicas --kills 20 --seed 7`. The last line names the seed and the folder of
the run. A seed repeats what is drawn, not the machine's timing. Needs nginx and TEST_POSTGRES_URL. Exit 1 if
an order was not safe, or if there were fewer orders than a quarter of the kills (inconclusive).
"""

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path

from tests.databases import server
from tests.long.replicas.voyage import kill_at_random, restart_in_turn


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tests.long.replicas",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--kills", type=int, default=20, help="0: restart each in turn instead")
    parser.add_argument("--seed", type=int, default=0, help="0: chosen by the clock")
    wish = parser.parse_args()
    server()
    seed = wish.seed or int(time.time())
    folder = Path(tempfile.mkdtemp(prefix=f"replicas-{seed}-"))
    work = kill_at_random(folder, seed, wish.kills) if wish.kills else restart_in_turn(folder, seed)
    voyage = asyncio.run(work)
    for detail in voyage.verdict.details:
        print(detail, file=sys.stderr)  # noqa: T201 - a command's output
    print(f"seed={seed} {voyage.verdict} unanswered={len(voyage.unanswered)} ends={voyage.ends} {folder}")  # noqa: T201 - as above
    if not voyage.verdict.is_conclusive:
        print("inconclusive: fewer orders than a quarter of the kills", file=sys.stderr)  # noqa: T201 - as above
    return 0 if voyage.verdict.holds and voyage.verdict.is_conclusive else 1


if __name__ == "__main__":
    sys.exit(main())
