"""The statement of a wallet as a CSV file for spreadsheets."""

from itertools import accumulate

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
            _("Order number"),
            _("Service"),
            _("Amount"),
            _("Balance"),
            _("Currency"),
            _("Reason"),
        ],
        [
            (
                cells.moment(one.happened_at),
                wallet.what(one),
                one.order_id or "",
                one.service_name or "",
                cells.amount(one.amount),
                cells.amount(balance),
                it.currency,
                one.reason if one.kind in wallet.WITH_REASON else "",
            )
            for one, balance in zip(it.entries, balances, strict=True)
        ],
    )
