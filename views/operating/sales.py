"""Sales as a CSV file for spreadsheets."""

from collections.abc import Sequence

from usecases.operating.report_sales import Sales
from views import cells
from views.language import _


def table(sales: Sequence[Sales]) -> bytes:
    """Return the file with a row for each month, person and currency."""
    return cells.file(
        [_("Month"), _("Telegram ID"), _("Name"), _("Currency"), _("Orders"), _("Quoted"), _("Spent")],
        [
            (
                one.month,
                one.telegram_id,
                cells.as_text(one.name),
                cells.as_text(one.currency),
                one.orders,
                cells.amount(one.quoted),
                cells.amount(one.spent),
            )
            for one in sales
        ],
    )
