"""An operator makes a broadcast: its messages, its kind, its button."""

import hashlib

import msgspec

from storage import broadcasts
from storage.broadcasts import Broadcast, BroadcastKind, BroadcastStatus
from storage.database import Database
from usecases.browsing.catalogue import Catalogue
from usecases.browsing.shelves import ref_of
from usecases.clock import DAY, Clock
from usecases.errors import BroadcastGone, BroadcastUnderWay, ServiceGone, TooManyServiceMessages

WEEK = 7 * DAY
SERVICE_MESSAGES_A_WEEK = 2
LARGEST_ALBUM = 10
"""Messages that Telegram groups."""


class ComposeBroadcast:
    def __init__(self, *, db: Database, catalogue: Catalogue, clock: Clock) -> None:
        self._db = db
        self._catalogue = catalogue
        self._clock = clock

    async def check_free(self) -> None:
        """Raise BroadcastUnderWay while another broadcast is under way."""
        if await broadcasts.under_way(self._db):
            raise BroadcastUnderWay

    async def begin(self, author: int, message_id: int, album: str | None) -> Broadcast:
        """Begin a draft with a message in the author's chat. Earlier drafts of theirs are dropped."""
        await self.check_free()
        async with self._db.transaction() as transaction:
            await broadcasts.drop_drafts(transaction, author)
            return await broadcasts.create(transaction, author, message_id, album, self._clock())

    async def add_part(self, draft: Broadcast, message_id: int) -> Broadcast:
        """Add a message of the same album. The same message again changes nothing."""
        found = sorted({*draft.source_ids, message_id})[:LARGEST_ALBUM]
        return await self._save(draft, message_ids=" ".join(map(str, found)))

    async def draft(self, broadcast_id: int, author: int) -> Broadcast:
        """Return an operator's own draft; raises BroadcastGone."""
        found = await broadcasts.get(self._db, broadcast_id)
        if found is None or (found.author, found.status) != (author, BroadcastStatus.DRAFT):
            raise BroadcastGone
        return found

    async def choose_kind(self, draft: Broadcast, kind: BroadcastKind) -> Broadcast:
        """Raises TooManyServiceMessages if this week has had them."""
        if kind is BroadcastKind.SERVICE:
            since = self._clock() - WEEK
            if await broadcasts.service_messages_since(self._db, since) >= SERVICE_MESSAGES_A_WEEK:
                raise TooManyServiceMessages
        return await self._save(draft, kind=kind)

    async def choose_service(self, draft: Broadcast, number: str) -> Broadcast:
        """Add a button that opens a service, by the panel's number. Raises ServiceGone."""
        service = self._catalogue.shelves.by_id.get(number)
        if service is None:
            raise ServiceGone
        return await self._save(draft, service_ref=ref_of(service.id))

    async def drop_service(self, draft: Broadcast) -> Broadcast:
        return await self._save(draft, service_ref=None)

    async def drop(self, author: int) -> None:
        async with self._db.transaction() as transaction:
            await broadcasts.drop_drafts(transaction, author)

    async def _save(self, draft: Broadcast, **changes: str | None) -> Broadcast:
        changed = msgspec.structs.replace(draft, **changes)
        if not await broadcasts.change(self._db, changed):
            raise BroadcastGone
        return changed


def fingerprint_of(draft: Broadcast) -> str:
    """Return what a confirmation button carries: it sends exactly what was shown, or nothing."""
    shown = "|".join((draft.kind, draft.message_ids, draft.service_ref or "", draft.segment or ""))
    return hashlib.sha256(shown.encode()).hexdigest()[:8]
