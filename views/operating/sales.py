"""Sales: a file for spreadsheets, and in a shop the last months at a glance."""

import datetime as dt
from collections.abc import Sequence

from babel.dates import format_skeleton
from markupsafe import Markup

from usecases.operating.report_sales import Sales
from views import cells
from views.language import _, spoken
from views.navigation import home
from views.operating.callbacks import OpenHealth, SendSales
from views.screen import Screen, button
from views.text import bold, fill, lines, number, paragraphs, total


def months(its: Sequence[Sales]) -> Screen:
    """A shop's last six months, as far as something was sold, the newest first."""
    return Screen(
        paragraphs(
            bold(_("Sales")),
            *(_month(it) for it in its),
            None if its else _("Nothing was sold in the last six months."),
        ),
        [
            [button("📄 " + _("By person (.csv)"), SendSales())],
            [button("‹ " + _("Operator"), OpenHealth()), home()],
        ],
    )


def _month(it: Sales) -> Markup:
    return lines(
        bold(_name_of(it.month)),
        fill(_("Orders: {count}"), count=number(it.orders)),
        fill(_("Sold: {amount}"), amount=total(it.quoted, it.currency)),
        fill(_("Given back: {amount}"), amount=total(it.given_back, it.currency)),
        fill(_("Cost: {amount}"), amount=total(it.cost, it.currency)),
        fill(_("Margin: {amount}"), amount=bold(total(it.margin, it.currency))),
        fill(_("Orders without a known cost: {count}"), count=number(it.without_cost))
        if it.without_cost
        else None,
    )


def _name_of(month: str) -> str:
    first = dt.date.fromisoformat(f"{month}-01")
    return str(format_skeleton("yMMMM", first, locale=spoken()))


def table(sales: Sequence[Sales]) -> bytes:
    """Return the file with a row for each month, person and currency."""
    return cells.file(
        [_("Month"), _("Telegram ID"), _("Name"), _("Currency"), _("Orders"), _("Quoted"), _("Spent")],
        [(*_whose(one), cells.amount(one.quoted), cells.amount(one.spent)) for one in sales],
    )


def table_of_shop(sales: Sequence[Sales]) -> bytes:
    """As `table`, with what the orders cost and what is left."""
    head = [_("Month"), _("Telegram ID"), _("Name"), _("Currency"), _("Orders"), _("Sold"), _("Given back")]
    return cells.file(
        [*head, _("Cost"), _("Margin"), _("Orders without a known cost")],
        [
            (
                *_whose(one),
                *map(cells.amount, (one.quoted, one.given_back, one.cost, one.margin)),
                one.without_cost,
            )
            for one in sales
        ],
    )


def _whose(one: Sales) -> tuple[object, ...]:
    return (one.month, one.telegram_id, one.name, one.currency, one.orders)
