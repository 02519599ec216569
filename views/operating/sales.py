"""Sales as a CSV file for spreadsheets."""

import csv
import io
from collections.abc import Sequence
from decimal import Decimal

from usecases.operating.report_sales import Sales
from usecases.pricing.units import MICRO
from views.language import _
from views.text import clean

FORMULAS = ("=", "+", "-", "@", "\t", "\r")
"""First characters of formulas in spreadsheets: https://owasp.org/www-community/attacks/CSV_Injection"""


def table(sales: Sequence[Sales]) -> bytes:
    """Return the file: UTF-8 with a byte order mark, which Excel needs; comma-separated, decimal points."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(
        [_("Month"), _("Telegram ID"), _("Name"), _("Currency"), _("Orders"), _("Quoted"), _("Spent")]
    )
    for one in sales:
        writer.writerow(
            [
                one.month,
                one.telegram_id,
                as_text(one.name),
                as_text(one.currency),
                one.orders,
                _amount(one.quoted),
                _amount(one.spent),
            ]
        )
    return out.getvalue().encode("utf-8-sig")


def as_text(foreign: str) -> str:
    """Return a text as a cell. An apostrophe before a formula keeps spreadsheets from computing it."""
    cell = clean(foreign).strip()
    return f"'{cell}" if cell.startswith(FORMULAS) else cell


def _amount(micro: int) -> str:
    return f"{Decimal(micro) / MICRO:f}"
