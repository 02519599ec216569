"""Favourites, and the services that a person ordered last."""

from collections.abc import Sequence

from storage.favourites import MOST_FAVOURITES
from storage.services import CatalogueService
from views.callbacks import OpenCatalogue, OpenFavourites, OpenRecent, OpenSearch
from views.catalogue import found_rows
from views.language import _
from views.navigation import SERVICES_PER_PAGE, home, turning, within
from views.screen import ButtonRow, Screen, button, primary_button
from views.text import bold, lines, number, paragraphs


def favourites(services: Sequence[CatalogueService], page: int, currency: str | None) -> Screen:
    if not services:
        return Screen(
            paragraphs(
                bold(_("Favourites")),
                _("There are none yet. Tap {star} on a service, and it is here.").format(star="☆"),
            ),
            [[primary_button("🗂 " + _("Catalogue"), OpenCatalogue())], [home()]],
        )
    page, pages = within(page, len(services))
    return Screen(
        lines(
            bold(_("Favourites")),
            _("{count} of at most {most}").format(count=number(len(services)), most=number(MOST_FAVOURITES)),
        ),
        [
            *_rows(services, page, currency),
            turning(page, pages, lambda turned: OpenFavourites(page=turned)),
            _onward(),
        ],
    )


def recent(services: Sequence[CatalogueService], page: int, currency: str | None) -> Screen:
    page, pages = within(page, len(services))
    return Screen(
        lines(bold(_("Recent")), _("The services in your last orders")),
        [
            *_rows(services, page, currency),
            turning(page, pages, lambda turned: OpenRecent(page=turned)),
            _onward(),
        ],
    )


def _rows(services: Sequence[CatalogueService], page: int, currency: str | None) -> list[ButtonRow]:
    return found_rows(services[page * SERVICES_PER_PAGE : (page + 1) * SERVICES_PER_PAGE], currency)


def _onward() -> ButtonRow:
    return [button("‹ " + _("Back"), OpenCatalogue()), button("🔎 " + _("Search"), OpenSearch()), home()]
