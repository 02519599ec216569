"""What is read all the time finds its rows by an index: a look at every order would hold up the event loop."""

import asyncio
import inspect
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from storage import (
    accounts,
    audiences,
    audit,
    audit_trail,
    balance_comparisons,
    broadcast_people,
    broadcasts,
    by_hand,
    cancels,
    cards,
    case_copies,
    case_messages,
    cases,
    conditions,
    conversations,
    credit_lines,
    dismissals,
    drafts,
    favourites,
    forgetting,
    holds,
    inbox,
    introductions,
    invites,
    invoices,
    knocks,
    mass_orders,
    open_orders,
    operator_group,
    order_progress,
    orders,
    outbox,
    outcomes,
    own_orders,
    own_texts,
    own_values,
    panel_funds,
    panel_keys,
    past_orders,
    payers,
    people_found,
    refills,
    refund_questions,
    sales,
    second_looks,
    service_changes,
    shop_settings,
    star_refunds,
    star_statement,
    stuck_orders,
    submissions,
    topups,
    transfers,
    users,
)
from storage import (
    closing as closing_panels,
)
from storage.database import Row, Value
from storage.engines.migrate import migrate_sqlite
from storage.engines.placeholders import named

TABLES = (
    accounts, audiences, audit, audit_trail, balance_comparisons, broadcast_people, broadcasts, by_hand, cancels, cards,
    case_copies, case_messages, cases, closing_panels, conditions, conversations,
    credit_lines, dismissals, drafts, favourites, forgetting, holds, inbox, introductions, invites, invoices,
    knocks, mass_orders, open_orders, operator_group, order_progress, orders, outbox, own_orders, own_texts, own_values, panel_funds,
    panel_keys, past_orders, people_found, payers, refills, refund_questions, sales, second_looks, service_changes, shop_settings,
    star_refunds, star_statement, stuck_orders, submissions, topups, transfers, users,
)  # fmt: skip
GROWS = (
    "accounts|audit_trail|broadcast_people|cancels|case_copies|case_messages|cases|group_posts|order_steps|service_changes|"
    "credit_lines|drafts|favourites|invoices|mass_orders|orders|outbox|refills|submissions|"
    "topups|transfers|users"
)
READ_EVERY_ROW = ("accounts.is_there_money", "sales.by_day", "second_looks.count_open")
"""A start in another mode, tests, and the operator's report."""

NEWEST = re.compile(
    r"SELECT id FROM submissions ORDER BY id DESC LIMIT 20|ORDER BY (audit_trail\.)?id DESC LIMIT \$1"
)
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

    async def execute(self, sql: str, *values: Value) -> int:
        await self.fetch_all(sql, *values)
        return 0

    async def fetch_records(self, *_: object) -> list[Any]:
        """What says that it takes long runs beside the loop; there it may look at every row."""
        raise Asked


def readers() -> Iterator[Any]:
    for module in TABLES:
        for name, function in inspect.getmembers(module, inspect.iscoroutinefunction):
            known_as = f"{module.__name__.removeprefix('storage.')}.{name}"
            is_its_own = function.__module__ == module.__name__ and not name.startswith("_")
            if is_its_own and known_as not in READ_EVERY_ROW:
                asked = asyncio.run(first_statement(function))
                if asked.sql.lstrip().startswith("SELECT"):
                    yield pytest.param(asked, id=known_as)


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
        return own_orders.Filter.ALL
    return "a" if "str" in kind else 1


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    file = tmp_path_factory.mktemp("plans") / "plans.db"
    migrate_sqlite(Path(file))
    with closing(sqlite3.connect(file)) as connection:
        yield connection


@pytest.mark.parametrize("asked", list(readers()))
def test_a_read_looks_at_no_more_rows_than_it_needs(schema: sqlite3.Connection, asked: Recorder) -> None:
    rows = schema.execute(f"EXPLAIN QUERY PLAN {asked.sql}", named(asked.values)).fetchall()
    plan = [row[3] for row in rows]

    if not NEWEST.search(asked.sql):  # from the end, and no further than the limit
        assert not [step for step in plan if LOOKS_AT_EVERY_ROW.fullmatch(step)], asked.sql
    assert not [step for step in plan if BY_KEY_ALONE.fullmatch(step)], asked.sql


async def test_forgetting_a_person_finds_their_copies_of_broadcasts(schema: sqlite3.Connection) -> None:
    asked = await first_statement(forgetting.blank_broadcasts)

    plan = schema.execute(f"EXPLAIN QUERY PLAN {asked.sql}", named(asked.values)).fetchall()

    assert [row[3] for row in plan] == [
        "SEARCH broadcast_people USING INDEX broadcast_people_by_person (user_id=?)"
    ]


@pytest.mark.parametrize(
    ("read", "index"),
    [
        (sales.by_day_since, "orders_of_a_day (created_at>?)"),
        (outcomes.count_since, "orders_of_a_day (created_at>?)"),
        (outcomes.slowest, "orders_by_placing (panel_key_id=? AND placed_at>?)"),
    ],
)
async def test_the_charts_of_the_last_days_read_no_older_orders(
    schema: sqlite3.Connection, read: Any, index: str
) -> None:
    asked: list[str] = []

    class Long(Recorder):
        async def fetch_records(self, *given: object) -> list[Any]:
            asked.append(f"SELECT {given[1]} {given[2]}")
            raise Asked

    with pytest.raises(Asked):
        await read(Long(), *([1] * (len(inspect.signature(read).parameters) - 1)))

    rows = schema.execute(f"EXPLAIN QUERY PLAN {asked[0]}", named((1, 1, 1, 1))).fetchall()
    assert f"SEARCH orders USING INDEX {index}" in [row[3] for row in rows]
