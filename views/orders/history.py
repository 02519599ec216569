"""The history of an order: each change with its time."""

from collections.abc import Iterator

from markupsafe import Markup

from storage.orders import OrderStage
from usecases.tracking.order_history import OrderHistory
from views import labels
from views.language import _, ngettext
from views.order_callbacks import ShowOrder
from views.orders.order_card import heading
from views.screen import Screen, button
from views.text import bold, fill, lines, moment, money, number, paragraphs

MOST_CHANGES = 40
REFILL_MARK, CANCEL_MARK, MONEY_MARK = "♻️", "✖️", "💵"


def history(it: OrderHistory) -> Screen:
    """The newest change stands below. Of a very long history the oldest changes are left out."""
    happened = sorted(_happened(it), key=lambda one: one[0])
    left_out = len(happened) - MOST_CHANGES
    shown = [fill("{what} · {at}", what=what, at=moment(at)) for at, what in happened[-MOST_CHANGES:]]
    return Screen(
        paragraphs(
            lines(heading(it.order), labels.service(it.order, 200)),
            bold(_("History")),
            ngettext(
                "{count} older change is not shown.", "{count} older changes are not shown.", left_out
            ).format(count=number(left_out))
            if left_out > 0
            else None,
            lines(*shown),
        ),
        [[button("‹ " + _("Back"), ShowOrder(order=it.order.id))]],
    )


def _happened(it: OrderHistory) -> Iterator[tuple[int, Markup]]:
    for milestone in it.milestones:
        words = _("Ordered") if milestone.stage is OrderStage.RESERVED else labels.stage(milestone.stage)
        mark = "🛒" if milestone.stage is OrderStage.RESERVED else labels.STATUS_MARKS[milestone.stage]
        yield milestone.at, _line(mark, words)
    for refill in it.refills:
        yield refill.created_at, _line(REFILL_MARK, _("Refill requested"))
        if refill.ended_at is not None:
            yield refill.ended_at, _line(REFILL_MARK, labels.refill(refill))
    for cancel in it.cancels:
        yield cancel.created_at, _line(CANCEL_MARK, labels.cancel(cancel))
    for move in it.moves:
        amount = money(abs(move.amount), it.currency)
        words = (
            _("{price} from your wallet").format(price=amount)
            if move.amount < 0
            else _("Back in your wallet: {amount}").format(amount=amount)
        )
        yield move.happened_at, _line(MONEY_MARK, words)


def _line(mark: str, words: str) -> Markup:
    return fill("{mark} {words}", mark=mark, words=words)
