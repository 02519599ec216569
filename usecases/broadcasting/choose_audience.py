"""An operator chooses who gets a broadcast. Each choice is shown with its number of people."""

import re
from collections import Counter
from dataclasses import dataclass

import msgspec

from storage import audiences, broadcasts, customer_groups
from storage.audiences import Segment, SegmentKind
from storage.broadcasts import Broadcast, BroadcastKind
from storage.database import Database
from storage.services import CatalogueService
from usecases.browsing.catalogue import Catalogue
from usecases.clock import Clock
from usecases.errors import BadAnswer, BroadcastGone, ServiceGone
from usecases.people.access import Access

MAX_LISTED_IDS = 100_000
TELEGRAM_ID = re.compile(r"\d{1,15}")
BETWEEN_IDS = re.compile(r"[\s,;]+")
WHOLE = (SegmentKind.ALL, SegmentKind.RECENT, SegmentKind.SILENT)


@dataclass(frozen=True, slots=True)
class CountedSegment:
    """`name` is of a group or category; `service` is set for a service's customers."""

    segment: Segment
    people: int
    name: str = ""
    service: CatalogueService | None = None


class ChooseAudience:
    def __init__(
        self, *, db: Database, catalogue: Catalogue, access: Access, clock: Clock, is_shop: bool
    ) -> None:
        self._db = db
        self._catalogue = catalogue
        self._access = access
        self._clock = clock
        self._is_shop = is_shop

    async def general(self, draft: Broadcast) -> list[CountedSegment]:
        """Count the segments that need no further choice."""
        kinds = (*WHOLE, SegmentKind.FUNDED) if self._is_shop else WHOLE
        return [await self._counted(draft, Segment(kind)) for kind in kinds]

    async def languages(self, draft: Broadcast) -> list[CountedSegment]:
        """Count the languages, the most frequent first. A variant counts as its language."""
        people: Counter[str] = Counter()
        is_news = draft.kind is BroadcastKind.NEWS
        for one in await audiences.languages(self._db, self._access.admitted, is_news=is_news):
            people[one.code.partition("-")[0]] += one.people
        return [
            CountedSegment(Segment(SegmentKind.LANGUAGE, code), count)
            for code, count in people.most_common()
            if code.isascii() and code.isalpha() and len(code) <= 3  # noqa: PLR2004 - of ISO 639
        ]

    async def groups(self, draft: Broadcast) -> list[CountedSegment]:
        return [
            await self._counted(draft, Segment(SegmentKind.GROUP, str(group.id)), group.name)
            for group in await customer_groups.current(self._db)
        ]

    async def of_service(self, draft: Broadcast, number: str) -> list[CountedSegment]:
        """Count the customers of a service (the panel's number) and of its category. Raises ServiceGone."""
        service = self._catalogue.panel_shelves.by_id.get(number)
        if service is None:
            raise ServiceGone
        panel_key_id = self._catalogue.panel_key_id
        itself = Segment(SegmentKind.SERVICE, service.id, panel_key_id)
        category = Segment(SegmentKind.CATEGORY, service.category, panel_key_id)
        return [
            await self._counted(draft, itself, service=service),
            await self._counted(draft, category, service.category, service),
        ]

    async def listed(self, draft: Broadcast, text: str) -> Broadcast:
        """Choose people by the Telegram ids in a text. Raises BadAnswer if there are none or too many."""
        found = {int(one) for one in BETWEEN_IDS.split(text) if TELEGRAM_ID.fullmatch(one)}
        if not found:
            raise BadAnswer("no_ids")
        if len(found) > MAX_LISTED_IDS:
            raise BadAnswer("too_many_ids", {"max": MAX_LISTED_IDS})
        async with self._db.transaction() as transaction:
            await audiences.list_people(transaction, draft.id, sorted(found))
        return await self._choose(draft, Segment(SegmentKind.LISTED))

    async def choose(self, draft: Broadcast, kind: SegmentKind, value: str) -> Broadcast:
        """Choose a segment as a button names it: a service or category by the `ref` of the service.

        Raises ServiceGone.
        """
        match kind:
            case SegmentKind.SERVICE:
                value = self._catalogue.panel_shelves.service(value).id
            case SegmentKind.CATEGORY:
                value = self._catalogue.panel_shelves.service(value).category
            case SegmentKind.GROUP if not value.isdecimal():
                raise BroadcastGone
            case SegmentKind.GROUP | SegmentKind.LANGUAGE:
                pass
            case _:
                value = ""
        return await self._choose(draft, Segment(kind, value, self._catalogue.panel_key_id))

    async def _choose(self, draft: Broadcast, segment: Segment) -> Broadcast:
        changed = msgspec.structs.replace(draft, segment=msgspec.json.encode(segment).decode())
        if not await broadcasts.change(self._db, changed):
            raise BroadcastGone
        return changed

    async def chosen(self, draft: Broadcast) -> CountedSegment:
        """Return the chosen segment with its number of people. Raises BroadcastGone if none is chosen."""
        if draft.audience is None:
            raise BroadcastGone
        counted = await self._counted(draft, draft.audience)
        return CountedSegment(counted.segment, counted.people, *await self._naming(counted.segment))

    async def _naming(self, segment: Segment) -> tuple[str, CatalogueService | None]:
        match segment.kind:
            case SegmentKind.GROUP:
                group = await customer_groups.get(self._db, int(segment.value))
                return (group.name if group else "", None)
            case SegmentKind.SERVICE:
                return "", self._catalogue.panel_shelves.by_id.get(segment.value)
        return segment.value, None

    async def _counted(
        self, draft: Broadcast, segment: Segment, name: str = "", service: CatalogueService | None = None
    ) -> CountedSegment:
        is_news = draft.kind is BroadcastKind.NEWS
        people = await audiences.count(
            self._db, segment, self._access.admitted, self._clock(), is_news=is_news, broadcast_id=draft.id
        )
        return CountedSegment(segment, people, name, service)
