"""The report: a table for each subject, and of each goal whether it holds."""

import datetime as dt
import platform
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from types import ModuleType

from benchmarks.rig.results import Goals, Result

FILE = Path(__file__).parents[1] / "RESULTS.md"
PACKAGES = ("aiogram", "aiohttp", "asyncpg", "msgspec", "pydantic", "uvloop")
Measured = Mapping[ModuleType, Sequence[Result]]


def misses(goals: Goals, results: Sequence[Result]) -> list[str]:
    """Goals that do not hold, and goals that nothing was measured for."""
    measured = {result.name: result.measured for result in results}
    return [name for name, goal in goals.items() if name not in measured or not goal.holds(measured[name])]


def lines(goals: Goals, results: Sequence[Result]) -> list[str]:
    """For the terminal."""
    return [
        f"{one.name:<34} {_limit(goals, one):>8} {one.measured:>10.3g} {one.unit:<7} {_verdict(goals, one)}"
        for one in results
    ]


def write(measured: Measured) -> None:
    head = (
        "# Results\n\n"
        "Written by `make bench`. [\\_\\_main\\_\\_.py](__main__.py) says how to read the figures.\n\n"
        f"{dt.datetime.now(dt.UTC):%Y-%m-%d} · {_machine()} · Python {platform.python_version()} · "
    ) + " · ".join(f"{name} {version(name)}" for name in PACKAGES)
    FILE.write_text("\n\n## ".join([head, *_parts(measured).values()]) + "\n", encoding="utf-8")


def rewrite(measured: Measured) -> None:
    """Put the tables of these subjects into the report that there is."""
    head, *parts = FILE.read_text(encoding="utf-8").strip().split("\n\n## ")
    by_name = {part.partition("\n")[0]: part for part in parts} | _parts(measured)
    in_sequence = [by_name[name] for name in sorted(by_name)]
    FILE.write_text("\n\n## ".join([head, *in_sequence]) + "\n", encoding="utf-8")


def _parts(measured: Measured) -> dict[str, str]:
    return {name_of(subject): _part(subject, results) for subject, results in measured.items() if results}


def name_of(subject: ModuleType) -> str:
    return subject.__name__.rpartition(".")[2]


def _part(subject: ModuleType, results: Sequence[Result]) -> str:
    rows = [
        f"| {one.name} | {_limit(subject.GOALS, one)} | {one.measured:.3g} {one.unit} "
        f"| {_verdict(subject.GOALS, one)} | {one.raw} |"
        for one in results
    ]
    header = "| what | goal | measured | | made of |\n|---|---|---|---|---|"
    return "\n".join([f"{name_of(subject)}\n\n{(subject.__doc__ or '').strip()}\n", header, *rows])


def _limit(goals: Goals, result: Result) -> str:
    return str(goals.get(result.name, ""))


def _verdict(goals: Goals, result: Result) -> str:
    if result.name not in goals:
        return ""
    return "holds" if goals[result.name].holds(result.measured) else "**missed**"


def _machine() -> str:
    rows = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    names = [row.partition(":")[2].strip() for row in rows if row.startswith("model name")]
    return f"{len(names)} × {names[0]}, {platform.system()} {platform.release()}"
