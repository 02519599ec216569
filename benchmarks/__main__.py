"""`make bench` measures everything, `make bench ONLY=subject` one subject. It says which goals hold.

Each file of `subjects/` measures one thing. Its head says what and how, and `GOALS` has its goals. Each runs
in a process of its own. `rig/` has the tools: people who tap, a cheap Telegram and panel, the start of the
bots, the report. `peers/` has other bots, which only answer a tap.

How to read the figures:

- `×` is a ratio of two sides that ran in turns, in the same minutes and on the same machine. 0.4 × of
  aiogram's CPU means that we take 40 for each 100 that it takes. A goal in `×` means the same everywhere.
- `ref ms` and `ref µs` are times on the reference machine, which reads a fixed JSON document of 1 MB in
  10 ms (`rig/reference.py`). This machine reads the document in the same run, and its times are scaled.
- A figure without a goal is for comparing with an earlier one.
- Three figures such as 395 (355 to 438) are the median, the least and the greatest of all runs.

It needs two cores: one for the bot, one for the people, Telegram and the panel. Other programs on these cores
spoil the figures. `browse` installs the peers (pip, npm). `replicas` needs nginx. `replicas` and `storage`
use the PostgreSQL that TEST_POSTGRES_URL names. `wizard` uses a Redis if there is one.

The command ends with 1 if a goal is missed.
"""

import argparse
import importlib
import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

from tqdm import tqdm

from benchmarks.rig import report
from benchmarks.rig.results import Result

SUBJECTS = sorted(file.stem for file in (Path(__file__).parent / "subjects").glob("[!_]*.py"))


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure the bot.")
    parser.add_argument("--only", choices=SUBJECTS, help="measure this subject; the report keeps the others")
    parser.add_argument("--here", choices=SUBJECTS, help=argparse.SUPPRESS)  # in this process, as JSON
    wish = parser.parse_args()
    if wish.here:
        results = importlib.import_module(f"benchmarks.subjects.{wish.here}").measure()
        print(json.dumps([asdict(result) for result in results]))
        return 0
    names = [wish.only] if wish.only else SUBJECTS
    with tqdm(names, unit="subject", disable=None) as bar:
        measured = {importlib.import_module(f"benchmarks.subjects.{name}"): _measure(name) for name in bar}
    (report.rewrite if wish.only else report.write)(measured)
    missed = []
    for subject, results in measured.items():
        print(*report.lines(subject.GOALS, results), sep="\n")
        missed += report.misses(subject.GOALS, results) if results else [report.name_of(subject)]
    print("missed:", ", ".join(missed) or "nothing")
    return 1 if missed else 0


def _measure(subject: str) -> list[Result]:
    """What the subject's own process prints last; nothing if it fails."""
    print(f"measuring {subject} …", file=sys.stderr, flush=True)
    command = [sys.executable, "-m", "benchmarks", "--here", subject]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=False)
    if done.returncode:
        return []
    return [Result(**line) for line in json.loads(done.stdout.decode().strip().splitlines()[-1])]


if __name__ == "__main__":
    sys.exit(main())
