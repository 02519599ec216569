"""Categories and the lists of services."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from aiogram.filters.callback_data import CallbackData
from markupsafe import Markup

from storage.services import CatalogueService
from usecases.browsing.category_filters import CategoryFilter, filtered
from usecases.browsing.own_services import OwnCounts
from usecases.browsing.price_list import PriceList
from usecases.browsing.shelves import Category, ref_of
from usecases.browsing.view_service import GoneService
from usecases.clock import HOUR
from views.callbacks import (
    OpenCatalogue,
    OpenCategory,
    OpenFavourites,
    OpenFiltered,
    OpenRecent,
    OpenSearch,
    OpenService,
)
from views.language import N_, _, ngettext
from views.navigation import SERVICES_PER_PAGE, home, turning, within
from views.order_callbacks import AskForList
from views.screen import ButtonRow, Screen, button, cached_screen, primary_button
from views.text import (
    FULLNAME,
    ago,
    bold,
    cut,
    fill,
    lines,
    number,
    paragraphs,
    shown_rate,
)

MAX_SERVICE_LABEL_LENGTH = 44
LONGEST_KEY, LEAST_CATEGORY, MOST_CATEGORY = 64, 6, 18
DOT = " · "

CATEGORY_FILTERS = {
    CategoryFilter.CHEAPEST: N_("Cheapest"),
    CategoryFilter.REFILL: N_("Refill"),
    CategoryFilter.CANCEL: N_("Cancelable"),
}


def not_yet(heading: str, again: CallbackData) -> Screen:
    """The screen before the first list of services has been fetched. `again` retries."""
    return Screen(
        paragraphs(
            bold(heading),
            _("The panel has not answered yet, so there is nothing to show. Try again in a minute."),
        ),
        [[primary_button("🔄 " + _("Try again"), again)], [home()]],
    )


def categories(prices: PriceList, page: int, now: int, own: OwnCounts, *, is_closed: bool) -> Screen:
    """A page of categories. `now` is in epoch ms. `is_closed`: the panel is down or refuses the key."""
    if not prices.services:
        return _nothing_on_sale() if prices.has_nothing else not_yet(_("Catalogue"), OpenCatalogue())
    page, pages = within(page, len(prices.categories))
    return _page_of_categories(
        tuple(
            (category.id, category.name, len(category.services))
            for category in prices.categories[page * SERVICES_PER_PAGE : (page + 1) * SERVICES_PER_PAGE]
        ),
        (page, pages),
        (len(prices.services), len(prices.categories)),
        _age(prices.refreshed_at, now, is_closed=is_closed),
        OwnCounts() if page else own,
    )


def _nothing_on_sale() -> Screen:
    """A shop has no prices yet, or nothing that it can sell; or operators have hidden everything."""
    return Screen(
        paragraphs(bold(_("Catalogue")), _("Nothing is for sale right now. Please look again later.")),
        [[primary_button("🔄 " + _("Try again"), OpenCatalogue())], [home()]],
    )


@cached_screen
def _page_of_categories(
    shown: tuple[tuple[str, str, int], ...],
    page: tuple[int, int],
    counts: tuple[int, int],
    age: Markup | None,
    own: OwnCounts,
) -> Screen:
    """`shown` has the id, the name and the number of services of each category.

    `page` is the page and how many there are. `counts` are all services and all categories.
    """
    rows = [
        [button(f"{cut(name, MAX_SERVICE_LABEL_LENGTH)} · {number(services)}", OpenCategory(category=id_))]
        for id_, name, services in shown
    ]
    text = paragraphs(
        lines(
            bold(_("Catalogue")),
            _("{services} in {categories}").format(
                services=_services(counts[0]), categories=_categories(counts[1])
            ),
        ),
        age,
    )
    turn = turning(*page, lambda turned: OpenCatalogue(page=turned))
    search = [button("🔎 " + _("Search"), OpenSearch()), button("📋 " + _("Many at once"), AskForList())]
    return Screen(text, [_shortcuts(own), *rows, turn, search, [home()]])


def _shortcuts(own: OwnCounts) -> ButtonRow:
    """The buttons to a person's own lists. A list that is empty has none."""
    favourites = f"⭐ {_('Favourites')} · {number(own.favourites)}"
    recent = f"🕘 {_('Recent')} · {number(own.recent)}"
    return [
        *([button(favourites, OpenFavourites())] if own.favourites else []),
        *([button(recent, OpenRecent())] if own.recent else []),
    ]


def _services(count: int) -> str:
    return ngettext("{count} service", "{count} services", count).format(count=number(count))


def _categories(count: int) -> str:
    return ngettext("{count} category", "{count} categories", count).format(count=number(count))


def _age(refreshed_at: int | None, now: int, *, is_closed: bool) -> Markup | None:
    """Return a warning about old prices while the panel is down, or if the catalogue is over an hour old."""
    if refreshed_at is None or (now - refreshed_at < HOUR and not is_closed):
        return None
    return fill("⚠️ " + _("Last heard from the panel {ago}; prices may have changed."), ago=ago(refreshed_at))


def category(
    it: Category, page: int, currency: str | None, filters: AbstractSet[CategoryFilter] = frozenset()
) -> Screen:
    found = filtered(it.services, filters) if filters else it.services
    page, pages = within(page, len(found))
    shown = found[page * SERVICES_PER_PAGE : (page + 1) * SERVICES_PER_PAGE]
    offered = tuple(one for one in CategoryFilter if one in filters or one in it.filters)
    return _page_of_services(it.id, it.name, shown, (page, pages), currency, offered, frozenset(filters))


@cached_screen
def _page_of_services(
    category_id: str,
    name: str,
    shown: tuple[CatalogueService, ...],
    page: tuple[int, int],
    currency: str | None,
    offered: tuple[CategoryFilter, ...],
    chosen: frozenset[CategoryFilter],
) -> Screen:
    """`offered` are the filters that have a button, `chosen` those that are on."""
    turn = turning(*page, lambda turned: _filtered(category_id, chosen, turned))
    said = _("Prices are per 1,000, or per package") if shown else _("No service here has all of this.")
    return Screen(
        lines(bold(cut(name, FULLNAME)), said),
        [
            *service_rows(shown, currency),
            turn,
            [
                button(
                    ("• " if one in chosen else "") + _(CATEGORY_FILTERS[one]),
                    _filtered(category_id, chosen ^ {one}),
                )
                for one in offered
            ],
            [button("‹ " + _("Back"), OpenCatalogue()), home()],
        ],
    )


def _filtered(category_id: str, filters: frozenset[CategoryFilter], page: int = 0) -> CallbackData:
    if not filters:
        return OpenCategory(category=category_id, page=page)
    marks = "".join(one for one in CategoryFilter if one in filters)
    return OpenFiltered(category=category_id, filters=marks, page=page)


def service_rows(services: Sequence[CatalogueService], currency: str | None) -> list[ButtonRow]:
    return [
        [
            button(
                f"{_rate(service, currency)} · {cut(service.name, MAX_SERVICE_LABEL_LENGTH)}",
                OpenService(service=ref_of(service.id)),
            )
        ]
        for service in services
    ]


def gone(it: GoneService) -> Screen:
    """The screen for a link or button of a service that is not offered."""
    said = (
        fill(_("“{name}” is no longer offered."), name=cut(it.name, FULLNAME))
        if it.name
        else fill(_("This service is not offered here."))
    )
    like = (
        _("These are most like it:") if it.nearest else _("Search for another one, or browse the catalogue.")
    )
    return Screen(
        paragraphs(fill("⚠️ {said}", said=said), like),
        [
            *service_rows(it.nearest, it.currency),
            [button("🗂 " + _("Catalogue"), OpenCatalogue()), button("🔎 " + _("Search"), OpenSearch())],
            [home()],
        ],
    )


def found_rows(services: Sequence[CatalogueService], currency: str | None) -> list[ButtonRow]:
    """Like `service_rows`, with the category of each service: results come from all categories."""
    return [
        [button(_with_category(_rate(service, currency), service), OpenService(service=ref_of(service.id)))]
        for service in services
    ]


def _with_category(price: str, service: CatalogueService) -> str:
    room = LONGEST_KEY - len(price) - 2 * len(DOT)
    name = cut(service.name, min(MAX_SERVICE_LABEL_LENGTH, room - LEAST_CATEGORY))
    return DOT.join((price, name, cut(service.category, min(MOST_CATEGORY, room - len(name)))))


def _rate(service: CatalogueService, currency: str | None) -> str:
    return shown_rate(service.rate, currency) if service.has_price else _("price unknown")
