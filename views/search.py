"""Screens of the search: the prompt and the results."""

from collections.abc import Sequence

from storage.services import CatalogueService
from views.callbacks import OpenCatalogue, OpenFound, OpenSearch
from views.catalogue import found_rows, not_yet
from views.language import _, ngettext
from views.navigation import SERVICES_PER_PAGE, home, turning, within
from views.screen import Screen, button, inline_search, primary_button
from views.text import bold, cut, fill, lines, number, paragraphs

SHOWN_WORDS = 60


def prompt(*, has_inline: bool) -> Screen:
    """`has_inline`: the bot has Telegram's inline mode, so that results can appear while somebody types."""
    return Screen(
        lines(bold(_("Search")), _("Send words from a service's name or category, or its ID.")),
        [
            [inline_search("⌨️ " + _("Results as you type"))] if has_inline else [],
            [button("🗂 " + _("Catalogue"), OpenCatalogue()), home()],
        ],
    )


def nothing_yet() -> Screen:
    """There is no catalogue yet. A tap searches again for the words, which the conversation keeps."""
    return not_yet(_("Search"), OpenFound(page=0))


def found(words: str, services: Sequence[CatalogueService], page: int, currency: str | None) -> Screen:
    asked = cut(words, SHOWN_WORDS)
    if not services:
        return Screen(
            paragraphs(
                fill(_("No results for “{words}”."), words=bold(asked)),
                _("Try fewer words, type something else, or browse the catalogue."),
            ),
            [[primary_button("🗂 " + _("Catalogue"), OpenCatalogue())], [home()]],
        )
    page, pages = within(page, len(services))
    count = ngettext("{count} result for “{words}”", "{count} results for “{words}”", len(services))
    return Screen(
        lines(
            fill(count, count=number(len(services)), words=bold(asked)),
            _("Or just type something else."),
        ),
        [
            *found_rows(services[page * SERVICES_PER_PAGE : (page + 1) * SERVICES_PER_PAGE], currency),
            turning(page, pages, lambda turned: OpenFound(page=turned)),
            [button("🔎 " + _("New search"), OpenSearch()), home()],
        ],
    )
