"""`python -m tests.long.mutations`: plant each bug in a copy of the project and run the tests that must find it.

A bug is found if one of its tests fails. To plant one bug alone, give words of its name.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.long.mutations.bugs import BUGS, Bug

ROOT = Path(__file__).parents[3]
LEFT_OUT = shutil.ignore_patterns(".*", "__pycache__", "node_modules", "*.db*")


def is_found(bug: Bug) -> bool:
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name) / "project"
        shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
        file = copy / bug.file
        file.write_text(file.read_text(encoding="utf-8").replace(bug.old, bug.new), encoding="utf-8")
        command = [sys.executable, "-m", "pytest", "-q", "-x", "--numprocesses=2", bug.test]
        done = subprocess.run(command, cwd=copy, capture_output=True, check=False, text=True)
        return "\nFAILED " in done.stdout  # a test that cannot start is an ERROR, and finds nothing


def main() -> int:
    words = " ".join(sys.argv[1:])
    missed = 0
    for bug in (bug for bug in BUGS if words in bug.name):
        found = is_found(bug)
        missed += not found
        print(f"{'found ' if found else 'MISSED'} {bug.name}", flush=True)  # noqa: T201 - a command's output
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
