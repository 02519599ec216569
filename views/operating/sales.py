"""Sales as a file that spreadsheets open."""

import csv
import io
from collections.abc import Sequence
from decimal import Decimal

from usecases.operating.report_sales import Sales
from usecases.pricing import MICRO
from views.language import _
from views.text import clean

FORMULAS = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula: https://owasp.org/www-community/attacks/CSV_Injection"""


def table(sales: Sequence[Sales]) -> bytes:
    """UTF-8 with a byte order mark, by which Excel knows it; commas between cells, points in amounts."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(
        [_("Month"), _("Telegram ID"), _("Name"), _("Currency"), _("Orders"), _("Quoted"), _("Spent")]
    )
    for one in sales:
        writer.writerow(
            [
                one.month,
                one.user_id,
                as_text(one.name),
                as_text(one.currency),
                one.orders,
                _amount(one.quoted),
                _amount(one.spent),
            ]
        )
    return out.getvalue().encode("utf-8-sig")


def as_text(foreign: str) -> str:
    """A cell that no spreadsheet computes: an apostrophe in front of what looks like a formula."""
    cell = clean(foreign).strip()
    return f"'{cell}" if cell.startswith(FORMULAS) else cell


def _amount(micro: int) -> str:
    return f"{Decimal(micro) / MICRO:f}"
