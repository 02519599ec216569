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
from views.screen import Row, Screen, button, copy, go_on
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


def categories(catalogue: Catalogue, page: int, now: int, *, is_closed: bool) -> Screen:
    """`now` in epoch ms; `is_closed` says that the panel does not answer or refuses the key."""
    if not catalogue.services:
        return Screen(
            paragraphs(
                bold(_("Catalogue")),
                _("The panel has not answered yet, so there is nothing to show. Try again in a minute."),
            ),
            [[go_on("🔄 " + _("Try again"), OpenCatalogue())], [home()]],
        )
    page, pages = within(page, len(catalogue.categories))
    rows: list[Row] = [
        [
            button(
                f"{cut(category.name, LONGEST_LABEL)} · {number(len(category.services))}",
                OpenCategory(category=category.id),
            )
        ]
        for category in catalogue.categories[page * PAGE : (page + 1) * PAGE]
    ]
    text = paragraphs(
        lines(
            bold(_("Catalogue")),
            _("{services} services in {categories} categories").format(
                services=number(len(catalogue.services)), categories=number(len(catalogue.categories))
            ),
        ),
        _age(catalogue.refreshed_at, now, is_closed=is_closed),
    )
    turn = turning(page, pages, lambda number_: OpenCatalogue(page=number_))
    return Screen(text, [*rows, turn, [button("🔎 " + _("Search"), OpenSearch()), home()]])


def _age(refreshed_at: int | None, now: int, *, is_closed: bool) -> Markup | None:
    """Said only when it matters: while the panel is away, and of a catalogue older than an hour."""
    if refreshed_at is None or (now - refreshed_at < HOUR and not is_closed):
        return None
    return fill("⚠️ " + _("Last heard from the panel {ago}; prices may have changed."), ago=ago(refreshed_at))


def category(it: Category, page: int, currency: str | None) -> Screen:
    page, pages = within(page, len(it.services))
    shown = it.services[page * PAGE : (page + 1) * PAGE]
    turn = turning(page, pages, lambda number_: OpenCategory(category=it.id, page=number_))
    text = lines(bold(cut(it.name, FULLNAME)), _("Price per 1,000, or of the package"))
    return Screen(
        text,
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
    it, of = card.service, card.category
    ref = ref_of(it.id)
    description = clean_lines(it.description)[:LONGEST_DESCRIPTION]
    text = paragraphs(
        bold(cut(it.name, FULLNAME)),
        lines(_price(it, card.currency), _limits(it), _offers(it), _usual_duration(card)),
        quote(description) if description else None,
        fill(_("Service {id} · {category}"), id=code(cut(it.id, 40)), category=cut(of.name, 80)),
    )
    return Screen(
        text,
        [
            [go_on("🛒 " + _("Order"), StartDraft(service=ref))],
            [copy("🔗 " + _("Copy link to share"), f"https://t.me/{username}?start=s_{ref}")],
            [button("‹ " + _("Back"), OpenCategory(category=of.id)), home()],
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


def _usual_duration(card: ServiceCard) -> str | None:
    if card.usual_duration is None:
        return None
    return "⏱ " + _("Usually done in {duration}").format(duration=duration(card.usual_duration))


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
