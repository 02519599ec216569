"""Migration 39 gives roles to the operators who are there."""

import shutil
from pathlib import Path

import pytest

from storage.engines.migrate import MIGRATIONS
from storage.engines.open import open_database
from tests.databases import ENGINES, ask, empty_database, run
from tests.storage.test_people_numbered import migrate

BEFORE = """
INSERT INTO users (id, telegram_id, name, role, created_at, in_admin_ids) VALUES
    (1, 1001, 'Petra', 'operator', 7, 0), (2, 1002, 'Paul', 'operator', 5, 0),
    (3, 1003, 'Alice', 'customer', 1, 0), (4, 1004, 'Olga', NULL, 1, {in_admin_ids})
"""


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("in_admin_ids", [0, 1])
async def test_operators_become_managers_and_somebody_gives_roles(
    engine: str, in_admin_ids: int, tmp_path: Path
) -> None:
    before = tmp_path / "before"
    before.mkdir()
    for file in sorted((MIGRATIONS / engine).glob("*.sql")):
        if file.name < "0041":
            shutil.copy(file, before)
    async with empty_database(engine, tmp_path) as url:
        await migrate(url, before)
        await run(url, BEFORE.format(in_admin_ids=in_admin_ids))
        async with open_database(url):
            roles = await ask(url, "SELECT name, operator_role FROM users ORDER BY id")

    first = "manager" if in_admin_ids else "owner"
    assert roles == [("Petra", "manager"), ("Paul", first), ("Alice", None), ("Olga", None)]
