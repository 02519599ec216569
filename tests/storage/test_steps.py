"""Steps that two may want to take at once: one gets to."""

from collections.abc import AsyncIterator

import pytest

from storage import drafts, order_progress, submissions
from storage.database import Database
from storage.engines.open import open_database
from tests.storage.test_constraints import SEED


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    async with open_database(database_url) as database:
        for statement in SEED.split(";\n"):
            await database.execute(statement)
        yield database


async def test_of_two_taps_one_claims_the_draft(db: Database) -> None:
    assert await drafts.claim(db, "three", 1)
    assert await drafts.claim(db, "three", 1) is None


async def test_of_two_submitters_one_gets_the_order(db: Database) -> None:
    assert await order_progress.begin_submitting(db, 2)
    assert not await order_progress.begin_submitting(db, 2)


async def test_of_two_operators_one_decides(db: Database) -> None:
    await order_progress.begin_submitting(db, 2)
    await submissions.begin(db, 2, None, 0)
    await submissions.end(db, 2, submissions.SubmissionOutcome.UNKNOWN, "nothing came back", 1)

    await db.execute("UPDATE users SET role = 'operator' WHERE id IN (1, 2)")

    assert await submissions.decide(db, 2, submissions.Decision.EXISTS, 1, 2)
    assert not await submissions.decide(db, 2, submissions.Decision.NEVER, 2, 2)
