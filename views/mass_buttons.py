"""The buttons of a list's review. Each acts on exactly the lines and the sum in its label."""

from dataclasses import asdict

from aiogram.types import InlineKeyboardButton

from usecases.ordering.mass_review import MassChoice, MassReview, sum_of
from views.language import _
from views.order_callbacks import (
    ConfirmMassOrder,
    DropMassOrder,
    OpenMassReview,
    SendMassLines,
    TopUpForMassOrder,
)
from views.screen import ButtonRow, button, confirm, danger_button
from views.text import money, number

SHOWN_LINES = 8  # of each kind in a review


def of(it: MassReview) -> list[ButtonRow]:
    return [
        _place(it),
        _place_unchanged(it),
        _also_with_open(it),
        _whole(it),
        *_for_later(it),
        _file(it),
        [danger_button("✖️ " + _("Cancel"), DropMassOrder(mass_order=it.mass_order.id))],
    ]


def _label(it: MassReview, choice: MassChoice, sentence: str) -> str:
    chosen = choice.of(it.lines)
    return sentence.format(count=number(len(chosen)), price=money(sum_of(chosen), it.mass_order.currency))


def _order(it: MassReview, choice: MassChoice) -> ConfirmMassOrder:
    return ConfirmMassOrder(mass_order=it.mass_order.id, review=it.fingerprint, **asdict(choice))


def _show(it: MassReview, choice: MassChoice, label: str) -> InlineKeyboardButton:
    return button(label, OpenMassReview(mass_order=it.mass_order.id, **asdict(choice)))


def _place(it: MassReview) -> ButtonRow:
    """The button for all chosen lines, or the first of them if the wallet pays for no more."""
    if it.affordable is None:
        return []
    sentence = _("Place the first {count} · {price}") if it.is_short else _("Place {count} · {price}")
    return [confirm("✅ " + _label(it, it.affordable, sentence), _order(it, it.affordable))]


def _place_unchanged(it: MassReview) -> ButtonRow:
    """The button for the lines without a new price."""
    is_part = 0 < len(it.unchanged.of(it.lines)) < len(it.chosen)
    if not is_part or not it.pays_for(it.unchanged):
        return []
    label = _label(it, it.unchanged, _("Only the {count} unchanged · {price}"))
    return [button(label, _order(it, it.unchanged))]


def _also_with_open(it: MassReview) -> ButtonRow:
    if it.choice.with_open or not it.with_open:
        return []
    label = _label(it, it.also_with_open, _("Also with open orders: {count} · {price}"))
    return [_show(it, it.also_with_open, label)]


def _whole(it: MassReview) -> ButtonRow:
    """The way back to all lines from a review of some."""
    if len(it.whole.of(it.lines)) == len(it.chosen):
        return []
    return [_show(it, it.whole, _label(it, it.whole, _("All {count} · {price}")))]


def _for_later(it: MassReview) -> list[ButtonRow]:
    """The buttons that top up what is missing, and that look again what can be ordered."""
    refresh = _show(it, it.choice, "🔄 " + _("Refresh"))
    if it.wallet is None or not it.is_short:
        return [[refresh]] if it.has_held else []
    missing = money(it.wallet.missing(sum_of(it.chosen)), it.mass_order.currency)
    top_up = TopUpForMassOrder(mass_order=it.mass_order.id, review=it.fingerprint, **asdict(it.choice))
    return [[button("💳 " + _("Top up {amount}").format(amount=missing), top_up)], [refresh]]


def _file(it: MassReview) -> ButtonRow:
    """The button for a file with everything that a long review leaves out."""
    if not it.wrong and len(it.lines) <= SHOWN_LINES:
        return []
    return [button("📄 " + _("All lines (.csv)"), SendMassLines(mass_order=it.mass_order.id))]
