"""A sweep of 100,000 open orders, four batches at once, at a panel that answers in 50 ms.

One order in twenty is further than the records say. The panel is a stub in a process of its own on the second
core; each run is a process of its own on the first, and begins on a fresh copy of the records. The floor of
what the network allows is measured in turns with it: aiohttp alone makes the same requests, as many at once,
and does nothing with the answers. `unchanged_rows` counts the rows of orders and messages that a second sweep
writes, which hears nothing new.
"""

import json
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from benchmarks.rig import open_orders
from benchmarks.rig.bulk import load_sqlite
from benchmarks.rig.results import Goals, Result, at_most, ratio
from benchmarks.rig.stub_panel import CHANGED, batches_asked, stub_panel
from benchmarks.rig.sweep_run import KEY, NUMBER

GOALS: Goals = {
    "sweep.time": at_most(1.10),
    "sweep.cpu": at_most(4),
    "sweep.unchanged_rows": at_most(0),
}
PAIRS = 5
SEE = (
    "CREATE TABLE written (id INTEGER)",
    "CREATE TRIGGER see_order AFTER UPDATE ON orders BEGIN INSERT INTO written VALUES (NEW.id); END",
    "CREATE TRIGGER see_message AFTER INSERT ON outbox BEGIN INSERT INTO written VALUES (NEW.id); END",
)

Run = dict[str, float]


def measure() -> list[Result]:
    with tempfile.TemporaryDirectory() as folder, stub_panel() as port:
        full, copy = Path(folder) / "full.db", Path(folder) / "copy.db"
        load_sqlite(full, open_orders.loads(NUMBER))
        pairs = [(_sweep(full, copy, port), _run("bare", port)) for _ in range(PAIRS)]
        written = _sweep_again(copy, port)
    return [
        *(
            ratio(f"sweep.{what}", [ours[what] for ours, _ in pairs], [bare[what] for _, bare in pairs], "s")
            for what in ("time", "cpu")
        ),
        Result("sweep.unchanged_rows", written, "rows", f"of {NUMBER} orders"),
    ]


def _sweep(full: Path, copy: Path, port: int) -> Run:
    """Sweep a fresh copy."""
    for end in ("-wal", "-shm"):
        Path(f"{copy}{end}").unlink(missing_ok=True)
    shutil.copyfile(full, copy)
    run = _run("sweep", port, f"sqlite:///{copy}")
    with closing(sqlite3.connect(copy)) as connection:
        (told,) = connection.execute("SELECT count(*) FROM outbox WHERE event = 'order_card'").fetchone()
    assert told == NUMBER // CHANGED, f"{told} changes of {NUMBER} were heard"
    return run


def _sweep_again(copy: Path, port: int) -> int:
    """Sweep what was swept before; returns the rows that were written."""
    with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
        for statement in SEE:
            connection.execute(statement)
    before = batches_asked(port, KEY)
    _run("again", port, f"sqlite:///{copy}")
    ended = NUMBER // 100
    assert batches_asked(port, KEY) - before >= (NUMBER - ended) // 100, "not all orders were asked for"
    with closing(sqlite3.connect(copy)) as connection:
        (written,) = connection.execute("SELECT count(*) FROM written").fetchone()
    return int(written)


def _run(what: str, port: int, url: str = "") -> Run:
    command = [sys.executable, "-m", "benchmarks.rig.sweep_run", what, str(port), url]
    told: Run = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
    print(what, {name: round(value, 3) for name, value in told.items()}, file=sys.stderr)
    return told
