"""What is read all the time finds its rows by an index: a look at every order would hold up the event loop."""

import inspect
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from storage import (
    cancels,
    cards,
    conditions,
    conversations,
    dismissals,
    drafts,
    holds,
    inbox,
    invites,
    knocks,
    open_orders,
    order_progress,
    orders,
    outbox,
    panel_keys,
    refills,
    submissions,
    users,
)
from storage import (
    closing as closing_panels,
)
from storage.database import Row, Value
from storage.engines.migrate import migrate_sqlite
from storage.engines.placeholders import named

TABLES = (
    cancels, cards, closing_panels, conditions, conversations, dismissals, drafts, holds, inbox, invites, knocks,
    open_orders, order_progress, orders, outbox, panel_keys, refills, submissions, users,
)  # fmt: skip
GROWS = "orders|submissions|refills|cancels|outbox|drafts|users"
NEWEST = re.compile(r"SELECT id FROM submissions ORDER BY id DESC LIMIT 20")
LOOKS_AT_EVERY_ROW = re.compile(rf"SCAN ({GROWS})( \w+)?")
BY_KEY_ALONE = re.compile(
    r"SEARCH orders USING (COVERING )?INDEX one_order_per_panel_order \(panel_key_id=\?\)"
)


class Asked(Exception):
    """A statement was about to run."""


class Recorder:
    """Notes the first statement instead of running it."""

    def __init__(self) -> None:
        self.sql = ""
        self.values: tuple[Value, ...] = ()

    async def fetch_all(self, sql: str, *values: Value) -> list[Row]:
        self.sql, self.values = sql, values
        raise Asked

    async def fetch_one(self, sql: str, *values: Value) -> Row | None:
        await self.fetch_all(sql, *values)
        return None

    async def fetch_records(self, *_: object) -> list[Any]:
        """What says that it takes long runs beside the loop; there it may look at every row."""
        raise Asked


def readers() -> Iterator[Any]:
    for module in TABLES:
        for name, function in inspect.getmembers(module, inspect.iscoroutinefunction):
            if function.__module__ == module.__name__ and not name.startswith("_"):
                yield pytest.param(module, name, id=f"{module.__name__.removeprefix('storage.')}.{name}")


async def first_statement(function: Any) -> Recorder:
    """The statement that a function begins with, whatever it is asked for."""
    recorder = Recorder()
    given = [
        parameter
        for parameter in list(inspect.signature(function).parameters.values())[1:]
        if parameter.default is parameter.empty
    ]
    try:
        await function(recorder, *(sample(parameter) for parameter in given))
    except Asked:
        pass
    except Exception as error:  # noqa: BLE001 - what it is given is no sensible value
        recorder.sql = recorder.sql or f"-- {error}"
    return recorder


def sample(parameter: inspect.Parameter) -> Any:
    kind = str(parameter.annotation)
    if "tuple" in kind:
        return (0, 0)
    if "Filter" in kind:
        return orders.Filter.ALL
    return "a" if "str" in kind else 1


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    file = tmp_path_factory.mktemp("plans") / "plans.db"
    migrate_sqlite(Path(file))
    with closing(sqlite3.connect(file)) as connection:
        yield connection


@pytest.mark.parametrize(("module", "name"), list(readers()))
async def test_a_read_looks_at_no_more_rows_than_it_needs(
    schema: sqlite3.Connection, module: ModuleType, name: str
) -> None:
    asked = await first_statement(getattr(module, name))
    if not asked.sql.lstrip().startswith("SELECT"):
        return

    rows = schema.execute(f"EXPLAIN QUERY PLAN {asked.sql}", named(asked.values)).fetchall()
    plan = [row[3] for row in rows]

    if not NEWEST.search(asked.sql):  # from the end, and no further than the limit
        assert not [step for step in plan if LOOKS_AT_EVERY_ROW.fullmatch(step)], asked.sql
    assert not [step for step in plan if BY_KEY_ALONE.fullmatch(step)], asked.sql
