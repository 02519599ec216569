"""The question for a list of orders, and its review."""

from collections.abc import Sequence

from aiogram.types import InlineKeyboardButton
from markupsafe import Markup

from storage.mass_orders import MassLine, MassOrder
from usecases.ordering.mass_lines import target_of
from usecases.ordering.mass_review import MassReview, sum_of
from usecases.ordering.mass_text import MAX_MASS_BYTES, MOST_MASS_LINES
from usecases.ordering.place_mass_order import PlacedMassOrder
from usecases.ordering.text_files import KILOBYTE
from views import mass_buttons
from views.callbacks import OpenCatalogue
from views.language import N_, _, ngettext
from views.mass_buttons import SHOWN_LINES
from views.mass_reasons import reason
from views.navigation import home
from views.order_callbacks import OpenMassReview
from views.screen import Screen, button, primary_button
from views.text import ago, bold, change, cut, fill, lines, money, number, paragraphs, quoted
from views.wallet import owes

LINE_NAME = 40  # characters of a service's name in a line
LINE_TARGET = 60
EXAMPLES = (
    N_("101 | https://example.com/page | 1000"),
    N_("102 | https://example.com/post | 2k"),
)


def prompt(wrong: str | None = None) -> Screen:
    """Ask for a list. `wrong` says why the last one was not taken."""
    return Screen(
        paragraphs(
            fill("⚠️ {reason}", reason=wrong) if wrong else None,
            bold(_("Many orders at once")),
            _("Send one order per line: service | link | quantity. The ID of a service is on its card."),
            quoted("\n".join(map(_, EXAMPLES))),
            _(
                "As a message or a .txt or .csv file, up to {count} lines and {size} KB. "
                "You'll see every price before anything is ordered."
            ).format(count=number(MOST_MASS_LINES), size=number(MAX_MASS_BYTES // KILOBYTE)),
        ),
        [[button("🗂 " + _("Catalogue"), OpenCatalogue()), home()]],
    )


def review(it: MassReview) -> Screen:
    """Prices and reasons, the new ones first, and buttons that order exactly what is shown."""
    return Screen(
        paragraphs(
            lines(bold(_("Review your orders")), _totals(it)),
            _again(it),
            _changed(it),
            _short(it),
            _unchanged(it),
            _open_orders(it),
            _wrong(it),
        ),
        mass_buttons.of(it),
    )


def _totals(it: MassReview) -> str:
    ready = ngettext("{count} line, {price}", "{count} lines, {price}", len(it.chosen)).format(
        count=number(len(it.chosen)), price=_price(it, it.chosen)
    )
    if not it.wrong:
        return ready
    return "; ".join(
        [ready, ngettext("{count} wrong", "{count} wrong", len(it.wrong)).format(count=number(len(it.wrong)))]
    )


def _price(it: MassReview, chosen: Sequence[MassLine]) -> str:
    return money(sum_of(chosen), it.mass_order.currency)


def _again(it: MassReview) -> Markup | None:
    if it.again is None:
        return None
    return fill(
        "⚠️ " + _("This is the same list as in mass order {number}, {ago}."),
        number=it.again.id,
        ago=ago(it.again.placed_at or it.again.created_at),
    )


def _changed(it: MassReview) -> Markup | None:
    """Say which prices changed since the last review. Those that are not listed are told as a sum."""
    if not it.changed:
        return None
    said = (
        _("Left out, because the price has changed:")
        if it.choice.without_changed
        else _("Prices have changed. Nothing was ordered yet:")
    )
    return lines(
        "⚠️ " + said,
        *(_priced(line, it) for line in it.changed[:SHOWN_LINES]),
        _more_changed(it, it.changed[SHOWN_LINES:]),
    )


def _more_changed(it: MassReview, changed: Sequence[MassLine]) -> Markup | None:
    if not changed:
        return None
    sentence = ngettext("… and {count} more, {change}", "… and {count} more, together {change}", len(changed))
    before = money(sum(line.was_price or 0 for line in changed), it.mass_order.currency)
    return fill(sentence, count=number(len(changed)), change=change(before, bold(_price(it, changed))))


def _unchanged(it: MassReview) -> Markup | None:
    """List the chosen lines without a new price, as far as the changed ones leave room."""
    same = [line for line in it.chosen if line.was_price is None]
    room = max(SHOWN_LINES - len(it.changed), 0)
    return lines(*(_priced(line, it) for line in same[:room]), _more(len(same), room)) if same else None


def _short(it: MassReview) -> Markup | None:
    if not it.is_short or it.wallet is None:
        return None
    paid = len(it.affordable.of(it.lines)) if it.affordable else 0
    have = money(it.wallet.available, it.mass_order.currency)
    if not paid:
        none = fill("⚠️ " + _("You have {available}, which pays for none of them."), available=have)
        return lines(none, owes(it.wallet, it.mass_order.currency) if it.wallet.debt else None)
    sentence = ngettext(
        "You have {available}, which pays for the first {count} line.",
        "You have {available}, which pays for the first {count} lines.",
        paid,
    )
    return fill("⚠️ " + sentence, available=have, count=number(paid))


def _priced(line: MassLine, it: MassReview) -> Markup:
    """One line: its number, the price and the one before, how many, which service and where."""
    currency = it.mass_order.currency
    price: Markup = bold(money(line.price, currency))
    if line.was_price is not None:
        price = change(money(line.was_price, currency), price)
    quantity = number(line.quantity) if line.quantity is not None else ""
    what = " · ".join(
        filter(None, (quantity, cut(line.service_name, LINE_NAME), cut(target_of(line), LINE_TARGET)))
    )
    return fill("{number}. {price} · {what}", number=number(line.number), price=price, what=what)


def _more(count: int, shown: int = SHOWN_LINES) -> str | None:
    left = count - shown
    if left <= 0:
        return None
    return ngettext("… and {count} more", "… and {count} more", left).format(count=number(left))


def _open_orders(it: MassReview) -> Markup | None:
    """Say which lines are left out, or are ordered all the same, because of unfinished orders."""
    if not it.with_open:
        return None
    said = (
        _("An order on the same link is still open; the panel may refuse another:")
        if it.choice.with_open
        else _("Left out, because an order on the same link is still open:")
    )
    return lines(
        "⚠️ " + said,
        *(
            fill(_("Line {line}: order {order}"), line=number(line.number), order=line.open_order)
            for line in it.with_open[:SHOWN_LINES]
        ),
        _more(len(it.with_open)),
    )


def _wrong(it: MassReview) -> Markup | None:
    if not it.wrong:
        return None
    return lines(
        "❌ " + _("Cannot be ordered:"),
        *(
            fill(_("Line {line}: {reason}"), line=number(line.number), reason=reason(line))
            for line in it.wrong[:SHOWN_LINES]
        ),
        _more(len(it.wrong)),
    )


def placed(it: PlacedMassOrder) -> Screen:
    """What the review becomes when it was confirmed. The summary is another message."""
    rest = it.rest
    return Screen(
        paragraphs(
            bold(_("Mass order {number}").format(number=it.mass_order.id)),
            ngettext(
                "{count} order is on its way. A message shows how far they are.",
                "{count} orders are on their way. A message shows how far they are.",
                it.orders,
            ).format(count=number(it.orders))
            if it.is_under_way
            else _("This list was ordered before. A message shows how far it is."),
        ),
        [[_review_rest(rest)] if rest else [], [home()]],
    )


def _review_rest(rest: MassOrder) -> InlineKeyboardButton:
    left = len(rest.all_lines)
    label = ngettext("Review the other {count} line", "Review the other {count} lines", left)
    return primary_button(label.format(count=number(left)), OpenMassReview(mass_order=rest.id))


def dropped() -> Screen:
    return Screen(
        fill(_("Canceled. Nothing was ordered and nothing was charged.")),
        [[button("🗂 " + _("Catalogue"), OpenCatalogue()), home()]],
    )
