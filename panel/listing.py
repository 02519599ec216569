"""Reads the list of services page by page, and joins the pages."""

import logging

import msgspec

from panel.errors import PanelNotUnderstood, PanelRefused
from panel.http.calls import Calls
from panel.models import Listing, Service
from panel.pages import Page, page_of
from panel.service_types import ServiceType

log = logging.getLogger("panel")

MOST_PAGES = 200  # of a list of services
ROUND = (100, 250, 500, 1_000)
"""Usual page sizes. An answer with so many rows may be a page: some panels page without saying so."""


class Listings:
    """Reads lists. It remembers the number of senseless services, to log a change once."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._senseless = 0

    async def read(self, unless: bytes | None) -> Listing | None:
        """Return the whole list, or None if its fingerprint is `unless`. Raises PanelError."""
        first = await self._page(0, unless)
        if first is None:
            return None
        pages = [first]
        while len(pages) < MOST_PAGES and _may_go_on(pages):
            page = await self._next(pages)
            if page is None or page.fingerprint == pages[0].fingerprint:  # the panel ignores `offset`
                break
            pages.append(page)
        fingerprint = b"".join(page.fingerprint for page in pages)
        return None if fingerprint == unless else self._together(pages, fingerprint)

    async def _page(self, offset: int, unless: bytes | None) -> Page | None:
        parameters = {"offset": str(offset)} if offset else {}
        return await self._calls.read("services", parameters, lambda reply: page_of(reply, unless))

    async def _next(self, pages: list[Page]) -> Page | None:
        """Return the next page; None if the panel refuses it and had not announced it."""
        try:
            return await self._page(sum(page.rows for page in pages), None)
        except (PanelRefused, PanelNotUnderstood):
            if pages[-1].goes_on:
                raise
            return None

    def _together(self, pages: list[Page], fingerprint: bytes) -> Listing:
        found: dict[str, Service] = {}
        for one in (one for page in pages for one in page.services):
            found.setdefault(one.id, one)
        twice = tuple(dict.fromkeys(one for page in pages for one in page.twice))
        senseless = sum(page.senseless for page in pages)
        self._tell(senseless)
        sold, unknown = _typed([one for one in found.values() if one.id not in twice])
        return Listing(tuple(sold), fingerprint, senseless, twice, unknown)

    def _tell(self, senseless: int) -> None:
        if senseless != self._senseless:
            log.warning("%d services of the panel's list make no sense and are left out", senseless)
        self._senseless = senseless


def _may_go_on(pages: list[Page]) -> bool:
    """Whether to ask for another page: the last one is full or announces more, and it had new services."""
    *before, last = pages
    known = {one.id for page in before for one in page.services}
    is_news = any(one.id not in known for one in last.services)
    return (last.goes_on or last.rows in ROUND) and is_news


def _typed(services: list[Service]) -> tuple[list[Service], tuple[str, ...]]:
    """Return the services and the unknown type names. If all are unknown, all services become Default."""
    names = dict.fromkeys(one.type_name for one in services)
    unknown = tuple(name for name in names if ServiceType.named(name) is None)
    if unknown and len(unknown) == len(names):
        return [msgspec.structs.replace(one, type_name="Default") for one in services], ()
    return services, unknown
