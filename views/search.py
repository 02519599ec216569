"""Asking for words to look for, and what was found."""

from collections.abc import Sequence

from storage.services import Service
from views.callbacks import OpenCatalogue, OpenFound, OpenSearch
from views.catalogue import PAGE, home, not_yet, service_rows, turning, within
from views.language import _, ngettext
from views.screen import Screen, button, go_on
from views.text import bold, cut, fill, lines, number, paragraphs

SHOWN_WORDS = 60


def prompt() -> Screen:
    return Screen(
        lines(bold(_("Search")), _("Send words from the name or category of a service, or its id.")),
        [[button("🗂 " + _("Catalogue"), OpenCatalogue()), home()]],
    )


def nothing_yet() -> Screen:
    """The words are kept, and looked for again at a tap."""
    return not_yet(_("Search"), OpenFound(page=0))


def found(words: str, services: Sequence[Service], page: int, currency: str | None) -> Screen:
    asked = cut(words, SHOWN_WORDS)
    if not services:
        return Screen(
            paragraphs(
                fill(_("Nothing found for {words}."), words=bold(asked)),
                _("Try fewer words, or browse the catalogue. You can send other words right away."),
            ),
            [[go_on("🗂 " + _("Catalogue"), OpenCatalogue())], [home()]],
        )
    page, pages = within(page, len(services))
    count = ngettext("{count} service for {words}", "{count} services for {words}", len(services))
    return Screen(
        lines(
            fill(count, count=number(len(services)), words=bold(asked)),
            _("You can send other words right away."),
        ),
        [
            *service_rows(services[page * PAGE : (page + 1) * PAGE], currency),
            turning(page, pages, lambda turned: OpenFound(page=turned)),
            [button("🔎 " + _("New search"), OpenSearch()), home()],
        ],
    )
