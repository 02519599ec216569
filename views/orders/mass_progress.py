"""How far a mass order is, its orders, and the file with those that did not end as ordered."""

from collections.abc import Sequence

from markupsafe import Markup

from storage.mass_orders import MassOrder
from usecases.tracking.view_mass_orders import MassPage, MassProgress
from usecases.tracking.view_orders import OrderCard
from views import cells, labels
from views.language import _, ngettext
from views.navigation import home, turning
from views.order_callbacks import OpenMassOrder, OpenOrders, SendIncomplete, ShowOrder
from views.orders.money_back import returned
from views.orders.order_card import counts
from views.orders.order_lists import row
from views.orders.stages import by_stage
from views.screen import ButtonRow, Screen, button
from views.text import bar, bold, fill, lines, money, number, paragraphs

INCOMPLETE_SEPARATOR = ";"


def _heading(it: MassOrder) -> str:
    return _("Mass order {number}").format(number=it.id)


def summary(it: MassProgress) -> Screen:
    """How far it is. The outbox redraws this message; its buttons open others."""
    of_all = _("{part} of {whole} finished").format(part=number(it.ended), whole=number(it.total))
    return Screen(
        paragraphs(
            lines(
                fill("📋 {heading} · {of_all}", heading=bold(_heading(it.mass_order)), of_all=of_all),
                bar(it.ended, it.total),
            ),
            by_stage({one.status: one.count for one in it.stages}),
            _money(it),
        ),
        _rows_of(it),
    )


def _money(it: MassProgress) -> Markup:
    currency = it.mass_order.currency
    return lines(
        fill(_("Price {price}"), price=bold(money(it.price, currency))) if it.price else None,
        fill(_("Back in your wallet: {amount}"), amount=bold(money(it.came_back, currency)))
        if it.came_back
        else None,
        ngettext(
            "The operator decides about the money of {count} order. You'll get a message.",
            "The operator decides about the money of {count} orders. You'll get a message for each.",
            it.in_question,
        ).format(count=number(it.in_question))
        if it.in_question
        else None,
    )


def _rows_of(it: MassProgress) -> list[ButtonRow]:
    failed = [button("📄 " + _("What failed (.csv)"), SendIncomplete(mass_order=it.mass_order.id))]
    return [
        [button("📦 " + _("Its orders"), OpenMassOrder(mass_order=it.mass_order.id))],
        failed if it.has_ended and it.incomplete else [],
    ]


def unsent(mass_order_id: int, count: int) -> Screen:
    """So many of its orders were not sent, because the bot was away."""
    return Screen(
        paragraphs(
            bold(_("Mass order {number}").format(number=mass_order_id)),
            ngettext(
                "The bot was away for a while, so {count} order was not sent and not charged. If you still "
                "want it, order it again.",
                "The bot was away for a while, so {count} orders were not sent and not charged. If you still "
                "want them, order them again.",
                count,
            ).format(count=number(count)),
        ),
        [
            [button("📄 " + _("What failed (.csv)"), SendIncomplete(mass_order=mass_order_id))],
            [button("📦 " + _("Its orders"), OpenMassOrder(mass_order=mass_order_id)), home()],
        ],
    )


def ended(it: MassProgress) -> Screen:
    """The message at its end. The file with the failures goes with it."""
    return Screen(
        paragraphs(
            fill(
                "🏁 {heading}",
                heading=bold(_("Mass order {number} is finished").format(number=it.mass_order.id)),
            ),
            by_stage({one.status: one.count for one in it.stages}),
            _money(it),
        ),
        [[button("📦 " + _("Its orders"), OpenMassOrder(mass_order=it.mass_order.id))]],
    )


def page(it: MassPage) -> Screen:
    """The orders of a mass order, in the sequence of the list."""
    turn = turning(it.number, it.of, lambda turned: OpenMassOrder(mass_order=it.mass_order_id, page=turned))
    total = ngettext("{count} order", "{count} orders", it.total).format(count=number(it.total))
    return Screen(
        lines(bold(_("Mass order {number}").format(number=it.mass_order_id)), total),
        [
            *([button(row(order), ShowOrder(order=order.id))] for order in it.orders),
            turn,
            [button("‹ " + _("My orders"), OpenOrders()), home()],
        ],
    )


def incomplete_file(found: Sequence[OrderCard]) -> bytes:
    """Return a table of the orders that did not end as ordered."""
    return cells.file(
        [_("Line"), _("Order number"), _("Service"), _("Link"), _("Status"), _("Reason")],
        [
            (
                card.order.mass_line or "",
                card.order.id,
                card.order.service_name,
                card.order.target,
                labels.status(card.order),
                _outcome(card),
            )
            for card in found
        ],
        INCOMPLETE_SEPARATOR,
    )


def _outcome(it: OrderCard) -> str:
    """Return why an order was not placed, or what came of it, as plain text."""
    told = (
        labels.failure(it.failure)
        if it.failure
        else lines(counts(it.order), returned(it.order, it.question, it.taken_back))
    )
    return told.striptags()
