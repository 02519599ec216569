"""A file with all lines of a list: their prices, and why some cannot be ordered."""

from storage.mass_orders import MassLine, MassOrder
from usecases.ordering.mass_lines import target_of
from views import cells
from views.language import _
from views.mass_reasons import reason

SEPARATOR_OF_LINES = ";"


def lines_file(it: MassOrder) -> bytes:
    return cells.file(
        [
            _("Line"),
            _("Service"),
            _("Link"),
            _("Quantity"),
            _("Price before"),
            _("Price"),
            _("Currency"),
            _("Reason"),
        ],
        [(line.number, *_quote(line, it.currency), _reason(line)) for line in it.all_lines],
        SEPARATOR_OF_LINES,
    )


def _quote(line: MassLine, currency: str) -> tuple[str, ...]:
    if not line.service_id:
        return ("",) * 6
    return (
        line.service_name,
        target_of(line),
        "" if line.quantity is None else str(line.quantity),
        "" if line.was_price is None else cells.amount(line.was_price),
        cells.amount(line.price),
        currency,
    )


def _reason(line: MassLine) -> str:
    return reason(line) if line.reason else ""
