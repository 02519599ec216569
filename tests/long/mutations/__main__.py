"""`python -m tests.long.mutations`: plant each bug in a copy of the project and run the tests that should find it."""

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.long.mutations.bugs import BUGS, Bug

ROOT = Path(__file__).parents[3]
FAILED = re.compile(r"^FAILED ", re.MULTILINE)  # as pytest names each test; an error in setting up is none


def copy_project(folder: Path) -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / name)


def find(folder: Path, tests: tuple[str, ...]) -> bool:
    command = [sys.executable, "-m", "pytest", "-q", "-x", "--numprocesses=2", *tests]
    told = subprocess.run(command, cwd=folder, capture_output=True, check=False, text=True)
    return told.returncode != 0 and FAILED.search(told.stdout) is not None


def is_caught(bug: Bug) -> bool:
    """Whether a test fails with the bug."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        copy_project(folder)
        file = folder / bug.file
        text = file.read_text(encoding="utf-8")
        if text.count(bug.old) != 1:
            raise SystemExit(f"{bug.name}: what it changes is not found once in {bug.file}")
        file.write_text(text.replace(bug.old, bug.new), encoding="utf-8")
        return find(folder, bug.tests)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.long.mutations", description=__doc__)
    parser.add_argument("words", nargs="?", default="", help="only bugs whose name has these words in it")
    wish = parser.parse_args()
    chosen = [bug for bug in BUGS if wish.words in bug.name]
    survived = 0
    for bug in chosen:
        caught = is_caught(bug)
        survived += not caught
        print(f"{'caught  ' if caught else 'SURVIVED'} {bug.name}", flush=True)  # noqa: T201 - a command's output
    print(f"bugs={len(chosen)} survived={survived}")  # noqa: T201 - as above
    return 1 if survived else 0


if __name__ == "__main__":
    sys.exit(main())
