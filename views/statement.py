"""The statement of a wallet as a CSV file for spreadsheets."""

import datetime as dt
from itertools import accumulate

from usecases.clock import SECOND
from usecases.paying.view_wallet import Statement
from views import cells, wallet
from views.language import _


def table(it: Statement) -> bytes:
    """Return the file: a row for each transfer, the oldest first. Times are in UTC."""
    balances = accumulate(one.amount for one in it.entries)
    return cells.file(
        [
            _("Time (UTC)"),
            _("What"),
            _("Order"),
            _("Service"),
            _("Amount"),
            _("Balance"),
            _("Currency"),
            _("Reason"),
        ],
        [
            (
                dt.datetime.fromtimestamp(one.happened_at / SECOND, dt.UTC).strftime("%Y-%m-%d %H:%M:%S"),
                cells.as_text(wallet.what(one)),
                one.order_id or "",
                cells.as_text(one.service_name or ""),
                cells.amount(one.amount),
                cells.amount(balance),
                it.currency,
                cells.as_text(one.reason) if one.kind in wallet.WITH_REASON else "",
            )
            for one, balance in zip(it.entries, balances, strict=True)
        ],
    )
