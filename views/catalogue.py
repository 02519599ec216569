"""Categories, their services, and the card of a service."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton
from markupsafe import Markup

from panel.service_types import RULES, Billing, ServiceType
from storage.services import Service
from usecases.catalogue import Catalogue, Category, ref_of
from usecases.clock import HOUR
from usecases.view_service import ServiceCard
from views.callbacks import OpenCatalogue, OpenCategory, OpenSearch, OpenService, OpenStart, StartDraft
from views.language import _
from views.screen import Row, Screen, button, copy, go_on, kept
from views.text import (
    FULLNAME,
    ago,
    bold,
    clean_lines,
    code,
    cut,
    duration,
    fill,
    lines,
    number,
    paragraphs,
    quote,
    rate,
)

PAGE = 8
LONGEST_LABEL = 44
LONGEST_DESCRIPTION = 1_500


def home() -> InlineKeyboardButton:
    return button("🏠 " + _("Menu"), OpenStart())


def not_yet(heading: str, again: CallbackData) -> Screen:
    """Before the first list of services has come."""
    return Screen(
        paragraphs(
            bold(heading),
            _("The panel has not answered yet, so there is nothing to show. Try again in a minute."),
        ),
        [[go_on("🔄 " + _("Try again"), again)], [home()]],
    )


def categories(catalogue: Catalogue, page: int, now: int, *, is_closed: bool) -> Screen:
    """`now` in epoch ms; `is_closed` says that the panel does not answer or refuses the key."""
    if not catalogue.services:
        return not_yet(_("Catalogue"), OpenCatalogue())
    page, pages = within(page, len(catalogue.categories))
    return _page_of_categories(
        tuple(
            (category.id, category.name, len(category.services))
            for category in catalogue.categories[page * PAGE : (page + 1) * PAGE]
        ),
        (page, pages),
        (len(catalogue.services), len(catalogue.categories)),
        _age(catalogue.refreshed_at, now, is_closed=is_closed),
    )


@kept
def _page_of_categories(
    shown: tuple[tuple[str, str, int], ...],
    page: tuple[int, int],
    counts: tuple[int, int],
    age: Markup | None,
) -> Screen:
    """`shown` are ids, names and numbers of services; `page` is which of how many."""
    rows = [
        [button(f"{cut(name, LONGEST_LABEL)} · {number(services)}", OpenCategory(category=id_))]
        for id_, name, services in shown
    ]
    text = paragraphs(
        lines(
            bold(_("Catalogue")),
            _("{services} services in {categories} categories").format(
                services=number(counts[0]), categories=number(counts[1])
            ),
        ),
        age,
    )
    turn = turning(*page, lambda turned: OpenCatalogue(page=turned))
    return Screen(text, [*rows, turn, [button("🔎 " + _("Search"), OpenSearch()), home()]])


def _age(refreshed_at: int | None, now: int, *, is_closed: bool) -> Markup | None:
    """Said only when it matters: while the panel is away, and of a catalogue older than an hour."""
    if refreshed_at is None or (now - refreshed_at < HOUR and not is_closed):
        return None
    return fill("⚠️ " + _("Last heard from the panel {ago}; prices may have changed."), ago=ago(refreshed_at))


def category(it: Category, page: int, currency: str | None) -> Screen:
    page, pages = within(page, len(it.services))
    shown = it.services[page * PAGE : (page + 1) * PAGE]
    return _page_of_services(it.id, it.name, shown, (page, pages), currency)


@kept
def _page_of_services(
    category_id: str, name: str, shown: tuple[Service, ...], page: tuple[int, int], currency: str | None
) -> Screen:
    turn = turning(*page, lambda turned: OpenCategory(category=category_id, page=turned))
    return Screen(
        lines(bold(cut(name, FULLNAME)), _("Price per 1,000, or of the package")),
        [
            *service_rows(shown, currency),
            turn,
            [button("‹ " + _("Back"), OpenCatalogue()), home()],
        ],
    )


def service_rows(services: Sequence[Service], currency: str | None) -> list[Row]:
    return [
        [
            button(
                f"{cut(service.name, LONGEST_LABEL)} · {rate(Decimal(service.rate), currency)}",
                OpenService(service=ref_of(service.id)),
            )
        ]
        for service in services
    ]


def service(card: ServiceCard, username: str) -> Screen:
    of = card.category
    return _card(card.service, of.id, of.name, card.currency, card.usual_duration, username)


@kept
def _card(
    it: Service,
    category_id: str,
    category_name: str,
    currency: str | None,
    usual_duration: int | None,
    username: str,
) -> Screen:
    ref = ref_of(it.id)
    description = clean_lines(it.description)[:LONGEST_DESCRIPTION]
    text = paragraphs(
        bold(cut(it.name, FULLNAME)),
        lines(_price(it, currency), _limits(it), _offers(it), _usually(usual_duration)),
        quote(description) if description else None,
        fill(_("Service {id} · {category}"), id=code(cut(it.id, 40)), category=cut(category_name, 80)),
    )
    return Screen(
        text,
        [
            [go_on("🛒 " + _("Order"), StartDraft(service=ref))],
            [copy("🔗 " + _("Copy link to share"), f"https://t.me/{username}?start=s_{ref}")],
            [button("‹ " + _("Back"), OpenCategory(category=category_id)), home()],
        ],
    )


def _price(it: Service, currency: str | None) -> Markup:
    amount = bold(rate(Decimal(it.rate), currency))
    if RULES[ServiceType(it.type)].billing is Billing.PACKAGE:
        return fill("💵 " + _("{amount} for the package"), amount=amount)
    return fill("💵 " + _("{amount} per 1,000"), amount=amount)


def _limits(it: Service) -> str | None:
    if RULES[ServiceType(it.type)].billing is Billing.PACKAGE:
        return None
    return "↔️ " + _("{min} to {max}").format(min=number(it.min), max=number(it.max))


def _offers(it: Service) -> str:
    refill = "✅ " + _("Refill") if it.refill else "➖ " + _("No refill")
    cancel = "✅ " + _("Cancel") if it.cancel else "➖ " + _("No cancel")
    drip = "✅ " + _("Drip-feed") if it.dripfeed else ""
    return "   ".join(part for part in (refill, cancel, drip) if part)


def _usually(milliseconds: int | None) -> str | None:
    if milliseconds is None:
        return None
    return "⏱ " + _("Usually done in {duration}").format(duration=duration(milliseconds))


def within(page: int, entries: int) -> tuple[int, int]:
    """A page that exists, and how many there are."""
    pages = max(1, -(-entries // PAGE))
    return min(page, pages - 1), pages


def turning(page: int, pages: int, to: Callable[[int], CallbackData]) -> Row:
    """‹ 2/5 ›; the ends lead round to each other, the middle back to the first page."""
    if pages == 1:
        return []
    return [
        button("‹", to((page - 1) % pages)),
        button(f"{number(page + 1)} / {number(pages)}", to(0)),
        button("›", to((page + 1) % pages)),
    ]
