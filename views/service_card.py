"""The card of a service: its price, limits and features, and how its last orders went."""

from markupsafe import Markup

from panel.service_types import RULES, Billing, ServiceType
from storage.services import CatalogueService
from usecases.browsing.past_orders import Ends, PastOrders, TargetForm
from usecases.browsing.shelves import ref_of
from usecases.browsing.view_service import ServiceCard
from views.callbacks import (
    MarkService,
    OpenCategory,
    UnmarkService,
)
from views.language import N_, _, ngettext
from views.navigation import home
from views.order_callbacks import StartDraft
from views.screen import Screen, button, cached_screen, copy, primary_button
from views.text import (
    FULLNAME,
    bold,
    clean,
    clean_lines,
    code,
    cut,
    duration,
    fill,
    lines,
    number,
    paragraphs,
    quote,
    shown_rate,
)

LONGEST_DESCRIPTION = 1_500
TARGET_FORMS = {
    TargetForm.ADDRESS: N_("Takes a link, for example https://example.com/page"),
    TargetForm.NAME: N_("Takes a username, for example @name"),
}


def service(card: ServiceCard, username: str) -> Screen:
    of = card.category
    state = card.is_held, card.is_favourite, card.note
    return _card(card.service, of.id, of.name, card.currency, card.past, username, state)


@cached_screen
def _card(
    it: CatalogueService,
    category_id: str,
    category_name: str,
    currency: str | None,
    past: PastOrders,
    username: str,
    state: tuple[bool, bool, str | None],
) -> Screen:
    """`state`: whether it is held, whether it is a favourite, and the operators' note."""
    is_held, is_favourite, note = state
    ref = ref_of(it.id)
    description = clean_lines(it.description)[:LONGEST_DESCRIPTION]
    text = paragraphs(
        bold(cut(it.name, FULLNAME)),
        "⏸ " + _("Not for sale right now: its price is being checked.") if is_held else None,
        fill("📝 {note}", note=clean(note)) if note else None,
        lines(
            fill("💵 {price}", price=priced(it, currency)),
            f"↔️ {limits(it)}",
            _offers(it),
            "🔗 " + _(TARGET_FORMS[past.target_form]) if past.target_form else None,
            _usually(past.usual_duration),
            _ended(past.ends) if past.ends else None,
        ),
        quote(description) if description else None,
        fill(_("Service {id} · {category}"), id=code(cut(it.id, 40)), category=cut(category_name, 80)),
    )
    return Screen(
        text,
        [
            [] if is_held else [primary_button("🛒 " + _("Order"), StartDraft(service=ref))],
            [
                button("★ " + _("Favourite"), UnmarkService(service=ref))
                if is_favourite
                else button("☆ " + _("Favourite"), MarkService(service=ref)),
                copy("🔗 " + _("Copy link"), f"https://t.me/{username}?start=s_{ref}"),
            ],
            [button("‹ " + _("Back"), OpenCategory(category=category_id)), home()],
        ],
    )


def priced(it: CatalogueService, currency: str | None) -> Markup:
    if not it.has_price:
        return fill(_("Price unknown: the panel does not say what this costs."))
    amount = bold(shown_rate(it.rate, currency))
    if RULES[ServiceType(it.type)].billing is Billing.PACKAGE:
        return fill(_("{amount} for the package"), amount=amount)
    return fill(_("{amount} per 1,000"), amount=amount)


def limits(it: CatalogueService) -> str:
    if RULES[ServiceType(it.type)].billing is Billing.PACKAGE:
        return _("The panel decides how many are delivered.")
    return _("{min} to {max}").format(min=number(it.min), max=number(it.max))


def _offers(it: CatalogueService) -> Markup:
    """Return a line with the included features, and a line with the missing ones."""
    drips = it.dripfeed and RULES[ServiceType(it.type)].dripfeed
    offered = [
        _("Refill included") if it.refill else "",
        _("Can be canceled") if it.cancel else "",
        _("Drip-feed available") if drips else "",
    ]
    lacking = ["" if it.refill else _("No refill"), "" if it.cancel else _("Can't be canceled")]
    return lines(_listed("✅", offered), _listed("🚫", lacking))


def _listed(mark: str, what: list[str]) -> str | None:
    said = " · ".join(filter(None, what))
    return f"{mark} {said}" if said else None


def _usually(milliseconds: int | None) -> str | None:
    if milliseconds is None:
        return None
    return "⏱ " + _("Usually done in {duration}").format(duration=duration(milliseconds))


def _ended(ends: Ends) -> str:
    """Return how the orders of the last 90 days ended. There are at least `MIN_ORDERS`."""
    return "📊 " + ngettext(
        "Of the last {count} order: {partial} in part, {canceled} canceled",
        "Of the last {count} orders: {partial} in part, {canceled} canceled",
        ends.all_orders,
    ).format(count=number(ends.all_orders), partial=number(ends.partial), canceled=number(ends.canceled))
