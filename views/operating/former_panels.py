"""Screens about former panels and the orders that are open there."""

from collections.abc import Sequence

import msgspec
from markupsafe import Markup

from storage.closing import Left
from storage.orders import DISCONNECTED, Order, OrderStage, PaidFrom
from storage.refund_questions import RefundQuestion
from usecases.paying.refund_rules import Doubt
from usecases.submitting.close_former_panels import FormerPanel
from usecases.submitting.decide import OrderInDoubt
from views.language import _, ngettext
from views.navigation import home
from views.operating.callbacks import (
    AskClosePanel,
    ClosePanel,
    LoseOrder,
    OpenDecision,
    OpenFormerPanels,
    OpenHealth,
)
from views.orders import closed as views_of_closed
from views.orders.money_back import returned
from views.orders.order_card import counts
from views.screen import ButtonRow, Screen, button, danger_button
from views.text import bold, clean, code, cut, fill, lines, number, paragraphs, quoted

MAX_FORMER_SHOWN = 8
MAX_ADDRESS_LENGTH = 80  # characters


def opening() -> list[ButtonRow]:
    """The button that opens the list."""
    return [[button("🔌 " + _("Former panels"), OpenFormerPanels())]]


def listed(panels: Sequence[FormerPanel]) -> Screen:
    rows: list[ButtonRow] = [
        [
            button(
                "🔌 " + _("Close what is open at {panel}").format(panel=cut(clean(_host(one)), 30)),
                AskClosePanel(panel=one.key.id),
            )
        ]
        for one in panels[:MAX_FORMER_SHOWN]
    ]
    return Screen(
        paragraphs(
            bold(_("Former panels")),
            lines(
                *(
                    lines(code(cut(one.key.url, MAX_ADDRESS_LENGTH)), _left(one.left))
                    for one in panels[:MAX_FORMER_SHOWN]
                )
            )
            if panels
            else _("Nothing is open at a former panel."),
            _(
                "These are no longer checked. If a panel only has a new address, don't close anything: "
                "stop the bot and run python -m bot panel same-as with the former address."
            )
            if panels
            else None,
        ),
        [*rows, [button("🛠 " + _("Operator"), OpenHealth()), home()]],
    )


def _host(it: FormerPanel) -> str:
    return it.key.url.partition("://")[2].partition("/")[0]


def _left(left: Left) -> str:
    """Say how many orders and refills are open."""
    orders = ngettext("{count} open order", "{count} open orders", left.orders).format(
        count=number(left.orders)
    )
    refills = ngettext("{count} open refill", "{count} open refills", left.refills).format(
        count=number(left.refills)
    )
    return f"{orders}, {refills}" if left.refills else orders


def ask_close(it: FormerPanel) -> Screen:
    """Ask before the open orders of a panel are closed, and show what the customers will read."""
    left = it.left
    read = [
        as_closed(it.example, it.now) if it.example and left.placed else None,
        as_lost(it.doubtful) if it.doubtful and left.in_doubt else None,
        _("An order that was not sent yet ends as not placed: nothing was charged.") if left.unsent else None,
    ]
    return Screen(
        paragraphs(
            fill(_("Close what is open at {panel}?"), panel=code(cut(it.key.url, MAX_ADDRESS_LENGTH))),
            _left(left),
            _("The customers read, each about their own order:") if any(read) else None,
            *(quoted(one) for one in read if one),
            _("Nothing is sent to that panel: it may go on delivering. This cannot be undone."),
        ),
        [
            [danger_button("✖️ " + _("Close them"), ClosePanel(panel=it.key.id))],
            [button("‹ " + _("Back"), OpenFormerPanels())],
        ],
    )


def as_closed(order: Order, now: int) -> Markup:
    """The text for the customer of an open order after it is closed."""
    it = msgspec.structs.replace(order, status=OrderStage.CLOSED)
    asked = RefundQuestion(0, it.id, Doubt.BY_HAND.value, now, None, None)
    back = returned(it, asked) if it.paid_from is PaidFrom.WALLET else None
    return lines(views_of_closed.order(it, counts(it)), back)


def as_lost(order: Order) -> Markup:
    """The text for the customer of an unconfirmed order after it is closed."""
    it = msgspec.structs.replace(order, status=OrderStage.FAILED, failure=DISCONNECTED)
    return lines(views_of_closed.order(it, None), returned(it))


def closed(left: Left) -> Screen:
    return Screen(
        fill("✅ " + _("Closed: {what}. The customers are told."), what=_left(left)),
        [[button("🛠 " + _("Operator"), OpenHealth()), home()]],
    )


def ask_lose(it: OrderInDoubt) -> Screen:
    """Ask before an unconfirmed order of a former panel is closed without a decision."""
    return Screen(
        paragraphs(
            fill(_("Close order {number} without knowing?"), number=bold(str(it.order.id))),
            _("The customer reads:"),
            quoted(as_lost(it.order)),
        ),
        [
            [danger_button("✖️ " + _("Close it"), LoseOrder(order=it.order.id))],
            [button("‹ " + _("Back"), OpenDecision(order=it.order.id))],
        ],
    )
