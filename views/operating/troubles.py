"""Screens about orders that make no progress: a problem, an unreadable status, a slow order."""

from collections.abc import Sequence

from markupsafe import Markup

from storage.orders import Order, OrderStage
from usecases.operating.end_orders import OrderInTrouble
from usecases.operating.view_stuck import StuckPage
from usecases.tracking.figures import believed_charge
from views import labels
from views.language import _, ngettext
from views.navigation import home, turning
from views.operating import adoption
from views.operating.callbacks import (
    AskEnd,
    AskPanel,
    EndOrder,
    FindAnyOrder,
    OpenDecision,
    OpenHealth,
    OpenPerson,
    OpenStuck,
    OpenTrouble,
)
from views.operating.decisions import ordered, panel_number
from views.operating.money_callbacks import OpenRefund
from views.orders.order_card import beyond, counts, heading
from views.orders.order_lists import row
from views.screen import ButtonRow, Screen, button, confirm, copy, danger_button
from views.text import ago, bold, code, cut, fill, lines, moment, money, number, paragraphs

MAX_TROUBLES_SHOWN = 8


def problem(it: OrderInTrouble) -> Screen:
    """The message that the panel reports a problem. It is sent once for each order."""
    return Screen(
        paragraphs(
            fill("⚠️ " + _("The panel reports a problem with order {number}."), number=_bold(it.order)),
            _facts(it),
            _(
                "This is not final: the panel may still deliver or cancel the order, or do nothing. "
                "We keep checking, less and less often, until the panel ends it or you do."
            ),
        ),
        _rows(it),
    )


def slow(orders: Sequence[int]) -> Screen:
    """The message about orders that are far slower than usual. It names each order once."""
    count = len(orders)
    shown = [
        [button("🐢 " + _("Order {number}").format(number=one), OpenTrouble(order=one))]
        for one in orders[:MAX_TROUBLES_SHOWN]
    ]
    rest = (
        _("And {count} more.").format(count=number(count - MAX_TROUBLES_SHOWN))
        if count > MAX_TROUBLES_SHOWN
        else None
    )
    return Screen(
        paragraphs(
            "🐢 "
            + ngettext(
                "{count} order is slower than usual: the panel has said nothing new about it for days.",
                "{count} orders are slower than usual: the panel has said nothing new about them for days.",
                count,
            ).format(count=number(count)),
            code(", ".join(map(str, orders[:100]))),
            rest,
            _("Look on the panel's website: its supplier may have refused the order."),
        ),
        [*shown, [button("🛠 " + _("Operator"), OpenHealth())]],
    )


def facts(it: OrderInTrouble, *, with_costs: bool = True) -> Screen:
    """Show an order to an operator; `with_costs` also what the panel charged for it."""
    return Screen(paragraphs(heading(it.order), _facts(it, with_costs=with_costs)), _rows(it))


def ask_any_number(reason: str | None = None) -> Screen:
    """Ask for the number of any person's order. `reason` says why the last number was not taken."""
    return Screen(
        paragraphs(
            fill("⚠️ {reason}", reason=reason) if reason else None,
            lines(
                bold(_("Find an order")),
                _("Send its number (ours or the panel's), its link, or whose it is."),
            ),
        ),
        [*(adoption.opening() if reason else []), [button("🛠 " + _("Operator"), OpenHealth()), home()]],
    )


def found(orders: Sequence[Order]) -> Screen:
    """Let the operator choose between several orders with the same number."""
    return Screen(
        fill(_("Several orders have this number, ours or a panel's:")),
        [
            *(
                [button(f"{labels.STATUS_MARKS[one.status]} {_found(one)}", OpenTrouble(order=one.id))]
                for one in orders
            ),
            [button("🔎 " + _("Find an order"), FindAnyOrder()), button("🛠 " + _("Operator"), OpenHealth())],
        ],
    )


def _found(order: Order) -> str:
    here = _("Order {number}").format(number=order.id)
    if order.panel_order_id is None:
        return here
    return _("{order}, {number} at the panel").format(order=here, number=cut(order.panel_order_id, 20))


def _facts(it: OrderInTrouble, *, with_costs: bool = True) -> Markup:
    """All facts about an order: the customer, the order, and what the panel says about status and charge."""
    order = it.order
    return lines(
        *ordered(order, it.customer),
        panel_number(order),
        fill(_("Status at the panel: {word}"), word=code(cut(order.status_word, 60)))
        if order.status_word
        else None,
        counts(order),
        beyond(order),
        _remains(order),
        _charge(order) if with_costs else None,
        fill(_("Ordered {time}"), time=moment(order.created_at)),
        fill(_("Finished {time}"), time=moment(order.ended_at)) if order.ended_at else None,
        fill(_("Last change {ago}"), ago=ago(order.changed_at)) if order.changed_at else None,
        fill(_("Unknown to the panel, first seen {ago}"), ago=ago(order.missing_since))
        if order.missing_since
        else None,
        fill(_("Status not understood, first seen {ago}"), ago=ago(order.unreadable_since))
        if order.unreadable_since
        else None,
    )


def _remains(order: Order) -> Markup | None:
    if order.remains is None or order.remains < 0:  # `beyond` says that
        return None
    return fill(_("The panel says that {count} remain"), count=number(order.remains))


def _charge(order: Order) -> Markup | None:
    if order.charge is None:
        return None
    charge = money(order.charge, order.charge_currency or order.currency)
    if believed_charge(order) is None:
        return fill(_("The panel says that it charged {amount}, which does not fit the price"), amount=charge)
    return fill(_("The panel says that it charged {amount}"), amount=charge)


def _rows(it: OrderInTrouble) -> list[ButtonRow]:
    ends: list[ButtonRow] = []
    if it.order.status is OrderStage.UNCONFIRMED:
        ends = [
            [
                button(
                    "❔ " + _("Decide about order {number}").format(number=it.order.id),
                    OpenDecision(order=it.order.id),
                )
            ]
        ]
    if it.may_be_ended:
        ends = [
            [button("✅ " + _("It was completed"), AskEnd(order=it.order.id, end=OrderStage.COMPLETED))],
            [button("↩️ " + _("It was canceled"), AskEnd(order=it.order.id, end=OrderStage.CANCELED))],
        ]
    return [
        [button("📦 " + _("Open order {number}").format(number=it.order.id), OpenTrouble(order=it.order.id))],
        *ends,
        [button("💰 " + _("How much comes back?"), OpenRefund(order=it.order.id))] if it.has_question else [],
        [*_ask_panel(it.order), *_person(it)],
        *_for_supplier(it.order),
        [button("🛠 " + _("Operator"), OpenHealth()), home()],
    ]


def _ask_panel(order: Order) -> ButtonRow:
    is_open = order.status.placed and order.ended_at is None
    return [button("🔄 " + _("Ask the panel"), AskPanel(order=order.id))] if is_open else []


def _person(it: OrderInTrouble) -> ButtonRow:
    if it.customer.telegram_id is None:
        return []
    return [button("👤 " + _("Person"), OpenPerson(user=it.customer.id, page=0))]


def _for_supplier(order: Order) -> list[ButtonRow]:
    """Buttons that copy what the chat of a panel's supplier takes: the panel's number and a word."""
    number_there = order.panel_order_id
    if not number_there:
        return []
    return [
        [
            copy("📋 " + _("Refill"), f"{number_there} refill"),
            copy("📋 " + _("Cancel"), f"{number_there} cancel"),
        ],
        [copy("📋 " + _("Speed up"), f"{number_there} speed")],
    ]


def stuck(it: StuckPage) -> Screen:
    """The orders that have not changed for long, those that wait longest first."""
    sentence = ngettext(
        "{count} order has not changed for 3 days, or for 3 times as long as its service usually takes.",
        "{count} orders have not changed for 3 days, or for 3 times as long as their services usually take.",
        it.count,
    )
    return Screen(
        paragraphs(
            bold("🐢 " + _("Stuck orders")),
            fill(sentence, count=number(it.count)) if it.count else _("No order is stuck."),
        ),
        [
            *([button(row(order), OpenTrouble(order=order.id))] for order in it.orders),
            turning(it.page, it.pages, lambda to: OpenStuck(page=to)),
            [button("🛠 " + _("Operator"), OpenHealth()), home()],
        ],
    )


def ask_end(it: OrderInTrouble, end: OrderStage) -> Screen:
    """Ask before an order is ended by hand. Afterwards the panel is no longer asked about it."""
    back: ButtonRow = [button("‹ " + _("Back"), OpenTrouble(order=it.order.id))]
    told = _("The customer gets a message. We stop checking the order, and nothing is sent to the panel.")
    if end is OrderStage.COMPLETED:
        question = _("Mark order {number} as completed?")
        action = confirm("✅ " + _("Mark as completed"), EndOrder(order=it.order.id, end=end))
    else:
        question = _("Mark order {number} as canceled?")
        action = danger_button("↩️ " + _("Mark as canceled"), EndOrder(order=it.order.id, end=end))
    return Screen(
        paragraphs(
            fill(question, number=_bold(it.order)),
            _facts(it),
            told,
            _("First check on the panel's website what happened to the order and to the money."),
        ),
        [[action], back],
    )


def ended(order: Order) -> Screen:
    sentence = _("Order {number} is marked as “{status}”. The customer gets a message.")
    return Screen(
        fill("✅ " + sentence, number=_bold(order), status=labels.status(order)),
        [[button("🛠 " + _("Operator"), OpenHealth()), home()]],
    )


def _bold(order: Order) -> Markup:
    return bold(str(order.id))
