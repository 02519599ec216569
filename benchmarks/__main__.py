"""`make bench`: measures everything, or ONLY one subject; says of each goal whether it holds.

Each subject is a module of this package with `measure() -> list[Result]` and `LIMITED_BY`, what limits its
figures now, from a profile. It runs in a process of its own.
"""

import argparse
import datetime as dt
import importlib
import json
import platform
import subprocess
import sys
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path

from benchmarks.results import Goal, Result

SUBJECTS: tuple[str, ...] = (
    "browse",
    "confirm",
    "latency",
    "round_trip",
    "handlers",
    "footprint",
    "replicas",
    "storage",
    "wizard",
    "sweep",
    "beside",
    "catalogue",
    "search",
    "outbox",
)
REPORT = Path(__file__).parent / "RESULTS.md"
PACKAGES = ("aiogram", "aiohttp", "asyncpg", "msgspec", "pydantic", "uvloop")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "--only", choices=SUBJECTS, help="one subject; of the report only its part is written"
    )
    parser.add_argument("--subject", choices=SUBJECTS, help=argparse.SUPPRESS)
    wish = parser.parse_args()
    if wish.subject:
        results = importlib.import_module(f"benchmarks.{wish.subject}").measure()
        print(json.dumps([asdict(result) for result in results]))
        return 0
    measured = {subject: _measure(subject) for subject in ([wish.only] if wish.only else SUBJECTS)}
    REPORT.write_text(_report(measured) if not wish.only else _renewed(measured), encoding="utf-8")
    for results in measured.values():
        for result in results:
            print(result)
    return 0 if all(results for results in measured.values()) else 1


def _measure(subject: str) -> list[Result]:
    """What a subject's own process says; it may talk on stderr meanwhile."""
    print(f"measuring {subject} …", file=sys.stderr, flush=True)
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--subject", subject], stdout=subprocess.PIPE, check=False
    )
    if done.returncode:
        return []
    last = done.stdout.decode().strip().splitlines()[-1]
    return [Result(**{**line, "goal": Goal(**line["goal"])}) for line in json.loads(last)]


def _report(measured: dict[str, list[Result]]) -> str:
    parts = [
        "# Results\n",
        "Written by `make bench`. Ratios are of runs side by side in the same minutes on the same machine.\n",
        f"{dt.datetime.now(dt.UTC):%Y-%m-%d} · {_machine()} · Python {platform.python_version()} · "
        + " · ".join(f"{name} {version(name)}" for name in PACKAGES)
        + "\n",
    ]
    return "\n".join([*parts, *(_part(subject, results) for subject, results in measured.items())])


def _renewed(measured: dict[str, list[Result]]) -> str:
    """The report that there is, with the parts of what was measured now."""
    head, *parts = REPORT.read_text(encoding="utf-8").split("\n## ")
    for subject, results in measured.items():
        if not results:
            continue
        new = _part(subject, results).removeprefix("## ")
        parts = [new if part.startswith(f"{subject}\n") else part for part in parts]
    return "\n## ".join([head, *parts])


def _part(subject: str, results: list[Result]) -> str:
    module = importlib.import_module(f"benchmarks.{subject}")
    rows = [
        f"| {one.name} | {one.goal} | {one.measured:.3g} {one.goal.unit} | "
        f"{'holds' if one.holds else '**short**'} | {one.raw} |"
        for one in results
    ]
    return "\n".join(
        [
            f"## {subject}\n\n{(module.__doc__ or '').strip()}\n",
            "| what | goal | measured | | made of |\n|---|---|---|---|---|",
            *rows,
            f"\nWhat limits it: {module.LIMITED_BY}\n",
        ]
    )


def _machine() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"{len(names)} × {names[0]}, {platform.system()} {platform.release()}"


if __name__ == "__main__":
    sys.exit(main())
