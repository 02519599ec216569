"""Finds services for an inline query: what a person types after the bot's name, in any chat."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from storage.services import CatalogueService
from usecases.browsing.catalogue import Catalogue
from usecases.browsing.own_services import OwnServices
from usecases.browsing.search_services import SearchServices
from usecases.people.access import Person

RESULTS_PER_PAGE = 20  # Telegram takes 50
OFFSET = re.compile(r"[0-9]{1,5}")


@dataclass(frozen=True, slots=True)
class Found:
    """A page of services. `next_offset` is "" after the last page."""

    services: Sequence[CatalogueService]
    currency: str | None
    next_offset: str


class FindInline:
    """Without words it finds what the person marked or ordered lately."""

    def __init__(self, *, catalogue: Catalogue, own: OwnServices) -> None:
        self._catalogue = catalogue
        self._own = own
        self._search = SearchServices(catalogue)

    async def __call__(self, words: str, offset: str, person: Person | None) -> Found:
        """`offset` is "", or the `next_offset` of the page before. Any other text counts as "".

        `person` is None for a stranger.
        """
        start = int(offset) if OFFSET.fullmatch(offset) else 0
        typed = words.strip()
        group_id = person.group_id if person else None
        services = self._search(typed, group_id) if typed else await self._own_services(person)
        end = start + RESULTS_PER_PAGE
        more = str(end) if len(services) > end else ""
        return Found(services[start:end], self._catalogue.currency, more)

    async def _own_services(self, person: Person | None) -> Sequence[CatalogueService]:
        if person is None:
            return ()
        own = (*await self._own.favourites(person), *await self._own.recent(person))
        return list({service.id: service for service in own}.values())
