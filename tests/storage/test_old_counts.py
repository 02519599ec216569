"""PostgreSQL plans by its last count of the rows. Thousands of messages that came since are read once."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from storage import outbox
from storage.events import Event
from tests.databases import connected
from tests.storage.test_plans import first_statement

MESSAGES = 2_000
FILL = f"""
    INSERT INTO outbox (user_id, event, subject_id, payload, created_at, due_at)
    SELECT number, '{Event.ORDER_ENDED}', number, '{{}}', 0, 0 FROM generate_series(1, {MESSAGES}) number
    """
COUNTED_WHEN_EMPTY = (
    (
        "INSERT INTO users (id, telegram_id, name, created_at)"
        f" SELECT number, number, '', 0 FROM generate_series(1, {MESSAGES}) number"
    ),
    f"INSERT INTO outbox (user_id, event, created_at, due_at) VALUES (1, '{Event.ALERT}', 0, 0)",
    "DELETE FROM outbox",
    "ANALYZE",
)


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for part in plan.get("Plans", ()):
        yield from nodes(part)


@pytest.mark.parametrize("engine", [pytest.param("postgres", marks=pytest.mark.postgres)])
async def test_what_is_due_is_found_in_one_reading(database_url: str) -> None:
    asked = await first_statement(outbox.take_due)
    async with connected(database_url) as connection:
        for statement in COUNTED_WHEN_EMPTY:
            await connection.execute(statement)
        await connection.execute(FILL)
        text = await connection.fetchval(
            f"EXPLAIN (ANALYZE, FORMAT JSON) {asked.sql}", 1, MESSAGES, 30_000, 3_600_000
        )

    plan = json.loads(text)[0]["Plan"]
    touched = [node["Actual Rows"] * node["Actual Loops"] for node in nodes(plan)]
    assert plan["Actual Rows"] == MESSAGES
    assert max(touched) <= 2 * MESSAGES
