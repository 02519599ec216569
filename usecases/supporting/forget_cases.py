"""Deletes what was written to cases that were closed long ago, and notes of old posts in the group."""

import logging

from storage import case_copies, case_messages, operator_group
from storage.database import Database
from usecases.clock import DAY, Clock

log = logging.getLogger(__name__)

KEPT_AFTER_CLOSING_MS = 90 * DAY


class ForgetCases:
    def __init__(self, *, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def __call__(self) -> None:
        """Delete the messages whose time is over. Which cases there were, and when, stays."""
        before = self._clock() - KEPT_AFTER_CLOSING_MS
        async with self._db.transaction() as transaction:
            deleted = await case_messages.delete_closed_before(transaction, before)
            await case_copies.delete_closed_before(transaction, before)
            await operator_group.delete_posts_before(transaction, before)
        if deleted:
            log.info("messages of old cases that were deleted: %d", deleted)
