"""Topping up a wallet with Telegram Stars: the offer, the invoice, and what came of it."""

from dataclasses import dataclass

from aiogram.types import InlineKeyboardButton
from markupsafe import Markup

from storage.invoices import Invoice
from storage.topups import Topup
from usecases.paying.ask_for_stars import TopUpOffer
from usecases.paying.check_payments import Refusal
from usecases.paying.view_payments import PaymentCard
from views.callbacks import NameStars, OpenTopUp, SendInvoice
from views.language import N_, _, ngettext
from views.navigation import home
from views.screen import ButtonRow, Screen, button, copy
from views.text import bold, fill, lines, money, number, paragraphs

AMOUNTS_A_ROW = 2
EXAMPLE_STARS = 100

REFUSAL_SENTENCES = {
    Refusal.CLOSED: N_("Nothing can be paid right now. You were not charged; please try again later."),
    Refusal.NOT_OURS: N_("This invoice is not valid here. You were not charged. Send /topup for a new one."),
    Refusal.ANOTHERS: N_(
        "This invoice was made for somebody else. You were not charged. Send /topup for one of your own."
    ),
    Refusal.OUT_OF_DATE: N_("This invoice has expired. You were not charged. Send /topup for a new one."),
    Refusal.PAID_BEFORE: N_(
        "This invoice is paid already. You were not charged again. Send /topup to add more."
    ),
    Refusal.NOT_LET_IN: N_(
        "You cannot top up here. You were not charged. Send /paysupport if you have a question."
    ),
    Refusal.TOO_MUCH: N_(
        "This is more than can be topped up at once. You were not charged. Send /topup for a smaller amount."
    ),
    Refusal.TOO_MUCH_A_DAY: N_(
        "This is more than can be topped up in a day. You were not charged. "
        "Take a smaller amount, or come back tomorrow."
    ),
    Refusal.TOO_MUCH_AT_FIRST: N_(
        "On your first day you can top up less than this. You were not charged. "
        "Take a smaller amount, or come back tomorrow."
    ),
    Refusal.NO_ANSWER: N_("We could not check this payment. You were not charged; please try again."),
}
"""At most 200 characters each. They stand in the client's payment window, so each says what to do."""


def stars(count: int) -> str:
    return ngettext("{count} Star", "{count} Stars", count).format(count=number(count))


def offer(it: TopUpOffer, reason: str | None = None) -> Screen:
    wallet, currency = it.wallet, it.currency
    owed = fill(_("You owe {amount}. It is paid first."), amount=bold(money(-wallet.debt, currency)))
    return Screen(
        paragraphs(
            fill("⚠️ {reason}", reason=reason) if reason else None,
            bold(_("Top up with Telegram Stars")),
            lines(
                fill(_("In your wallet: {amount}"), amount=bold(money(wallet.balance, currency))),
                owed if wallet.debt else None,
            ),
            lines(
                _example(it),
                _("If you have too few Stars, buy some in Telegram first: Settings, My Stars."),
            ),
        ),
        [*_amounts(it), [button("✏️ " + _("Another amount"), NameStars())], [home()]],
    )


def _example(it: TopUpOffer) -> Markup:
    return fill("{stars} ★ = {amount}", stars=EXAMPLE_STARS, amount=_worth(it, EXAMPLE_STARS))


def _worth(it: TopUpOffer, count: int) -> str:
    return money(it.terms.worth(count), it.currency)


def _amounts(it: TopUpOffer) -> list[ButtonRow]:
    buttons = [
        button(f"⭐ {number(count)} · {_worth(it, count)}", SendInvoice(stars=count))
        for count in it.suggested
    ]
    return [buttons[start : start + AMOUNTS_A_ROW] for start in range(0, len(buttons), AMOUNTS_A_ROW)]


def ask_stars(it: TopUpOffer, fewest: int, reason: str | None = None) -> Screen:
    """Ask for an amount in Stars. `reason` says why the last answer was not taken."""
    return Screen(
        paragraphs(
            fill("⚠️ {reason}", reason=reason) if reason else None,
            bold(_("How many Stars?")),
            lines(
                fill(
                    _("Send a number from {min} to {max}."),
                    min=bold(number(fewest)),
                    max=bold(number(it.terms.most_stars)),
                ),
                _example(it),
            ),
        ),
        [[button("‹ " + _("Back"), OpenTopUp()), home()]],
    )


@dataclass(frozen=True, slots=True)
class InvoiceTexts:
    """The texts of an invoice. Telegram allows 32 characters for a title and 255 for a description."""

    title: str
    description: str


def invoice(it: Invoice) -> InvoiceTexts:
    amount = money(it.credited, it.currency)
    if it.draft_id is None:
        words = _("{amount} for your wallet. Pay within an hour.")
    else:
        words = _("{amount} for your wallet. Pay within an hour: then your order is placed at once.")
    return InvoiceTexts(_("Top-up")[:32], words.format(amount=amount)[:255])


def pay_below() -> str:
    """A toast after an invoice was sent."""
    return _("Pay with the button below.")


def refusal(it: Refusal) -> str:
    """Return why a payment is not taken, and what to do: at most 200 characters."""
    return _(REFUSAL_SENTENCES[it])


def credited(it: PaymentCard, debt: int, *, again: bool, anothers: bool) -> Screen:
    """The message after a payment. `debt` (micro-units) of it paid what the person owed.

    `again`: the invoice had been paid before. `anothers`: it was made for somebody else.
    """
    topup = it.state.topup
    currency = topup.currency
    return Screen(
        paragraphs(
            fill(
                "✅ " + _("{amount} came into your wallet for {stars}."),
                amount=bold(money(topup.credited or 0, currency)),
                stars=stars(topup.stars),
            ),
            fill(_("{amount} of it paid what you owed."), amount=money(debt, currency)) if debt else None,
            _("This invoice had been paid before, so you paid twice. Both payments are in your wallet.")
            if again
            else None,
            _("This invoice was made for somebody else. You paid it, so the money is yours.")
            if anothers
            else None,
            fill(_("In your wallet: {amount}"), amount=bold(money(it.wallet.balance, currency))),
        ),
        [[copy_id(topup)], [button("💳 " + _("Top up"), OpenTopUp()), home()]],
    )


def copy_id(topup: Topup) -> InlineKeyboardButton:
    return copy("📋 " + _("Copy payment ID"), topup.charge_id)


def expired() -> Screen:
    """An invoice was not paid within its hour. Its message is deleted."""
    return Screen(
        fill(_("Your invoice has expired. You were not charged.")),
        [[button("💳 " + _("Top up"), OpenTopUp()), home()]],
    )


def review_again(amount: str, stopped: str | None = None) -> str:
    """Why a review is shown again after its invoice was paid.

    `stopped` is an operator's reason for blocking the person.
    """
    if stopped is not None:
        return _(
            "Your payment of {amount} has arrived. The order was not placed, because the operator has "
            "stopped your orders: {reason}."
        ).format(amount=amount, reason=stopped)
    return _(
        "Your payment of {amount} has arrived. The order was not placed, because something has changed. "
        "Please check it and confirm."
    ).format(amount=amount)


def not_ordered(it: Invoice) -> Screen:
    """An invoice was paid, and its draft is gone."""
    return Screen(
        paragraphs(
            fill(
                _("Your payment of {amount} has arrived."),
                amount=bold(money(it.credited, it.currency)),
            ),
            _("The order that you wanted to pay for is no longer there, so nothing was ordered."),
        ),
        [[home()]],
    )


def returned(it: PaymentCard) -> Screen:
    """The Stars of a payment went back."""
    topup = it.state.topup
    return Screen(
        paragraphs(
            fill("↩️ " + _("{stars} went back to you."), stars=bold(stars(topup.stars))),
            _left_wallet(topup),
        ),
        [[copy_id(topup)], [home()]],
    )


def kept(it: PaymentCard) -> Screen:
    """Telegram refused to give the Stars back."""
    topup = it.state.topup
    return Screen(
        paragraphs(
            fill(_("Telegram did not give {stars} back."), stars=bold(stars(topup.stars))),
            fill(
                _("{amount} is in your wallet again. The operator has been told."),
                amount=bold(money(topup.credited or 0, topup.currency)),
            ),
        ),
        [[copy_id(topup)], [home()]],
    )


def charged_back(it: PaymentCard) -> Screen:
    """Telegram took the Stars of a payment back; nobody here has asked for it."""
    topup, wallet = it.state.topup, it.wallet
    owed = fill(
        _("You owe {amount}. Until it is paid you cannot order; what you top up pays it first."),
        amount=bold(money(-wallet.debt, topup.currency)),
    )
    return Screen(
        paragraphs(
            fill("⚠️ " + _("Your payment of {stars} was taken back."), stars=bold(stars(topup.stars))),
            _was_worth(topup),
            owed if wallet.debt else None,
        ),
        [[copy_id(topup)], [button("💳 " + _("Top up"), OpenTopUp()), home()]],
    )


def _left_wallet(topup: Topup) -> Markup | None:
    if topup.credited is None:
        return None
    return fill(_("{amount} left your wallet."), amount=bold(money(topup.credited, topup.currency)))


def _was_worth(topup: Topup) -> Markup | None:
    """Say what is gone with a payment: a part of it may be owed, because it was spent."""
    if topup.credited is None:
        return None
    return fill(
        _("It had brought {amount} into your wallet."), amount=bold(money(topup.credited, topup.currency))
    )
