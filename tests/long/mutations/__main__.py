"""Plant known bugs, one at a time, and see whether the tests find each.

Driven: for each bug of `bugs.py` a copy of the project in which one piece of text is replaced. The one test file
that must find it runs on that copy.

Compared: a bug is found if a test of that file fails. A test that cannot start finds nothing.

Again: nothing is random. `make mutations` plants all ten, `make mutations ONLY="words of its name"` plants one.
Exit 1 if a bug was missed. `test_bugs.py` checks in the usual tests that each text to replace is still there.
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
