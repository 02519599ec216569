"""Starts the program again and again within a moment: a process that has loaded everything forks it."""

import importlib
import os
import random
import signal
import sys

from tests.long.crash.points import Bomb


def main() -> None:
    """Read "point count" lines from stdin; for each print the new process's id and, at its end, its status.

    The first argument names the program's module; it has `load()` and `run(bomb)`, which returns an exit code.
    """
    program = importlib.import_module(sys.argv[1])
    program.load()
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))  # in a child that has not begun yet
    print("ready", flush=True)  # noqa: T201 - the harness reads it
    for line in sys.stdin:
        point, count = line.split()
        child = os.fork()
        if child == 0:
            random.seed()
            os.dup2(2, 1)  # what the program prints is for the log
            os._exit(program.run(Bomb(point, int(count))))
        print(child, flush=True)  # noqa: T201 - as above
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)  # noqa: T201 - as above


if __name__ == "__main__":
    main()
