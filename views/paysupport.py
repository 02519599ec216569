"""Help with payments: the last ones with their ids, refunds, and whom to write to."""

from aiogram.types import InlineKeyboardButton
from markupsafe import Markup

from storage.star_refunds import StarRefundStatus
from storage.topups import Topup
from usecases.paying.view_payments import PaymentsOfPerson, PaymentState
from views.callbacks import AskStarsBack, GetStarsBack, OpenPaySupport, OpenStarsBack
from views.language import _
from views.navigation import home
from views.own_texts import own
from views.screen import ButtonRow, Screen, button, copy, danger_button, link
from views.text import bold, day, fill, lines, moment, money, paragraphs
from views.topups import stars


def page(it: PaymentsOfPerson, contact: str | None, *, is_let_in: bool, support: str | None = None) -> Screen:
    """The last payments. `is_let_in` is False for a person whom an operator removed: they get no menu.

    `support` is what operators wrote about how to reach them.
    """
    return Screen(
        paragraphs(
            bold(_("Help with payments")),
            lines(*map(payment, it.payments)) if it.payments else _("You have not paid anything yet."),
            own(support) if support else _write(contact),
        ),
        [
            *([_copy(one.topup)] for one in it.payments),
            [button("↩️ " + _("Ask for a refund"), OpenStarsBack())] if it.payments else [],
            [link(f"💬 {contact}", f"https://t.me/{contact[1:]}")] if contact else [],
            [home()] if is_let_in else [],
        ],
    )


def _write(contact: str | None) -> Markup:
    if contact is None:
        return fill(_("The operator of this bot answers questions about payments."))
    return fill(_("Questions? Write to {contact} and send the ID of the payment with it."), contact=contact)


def payment(it: PaymentState) -> Markup:
    """One line about a payment."""
    topup = it.topup
    amount = _("being checked") if topup.credited is None else money(topup.credited, topup.currency)
    return fill(
        "{time} · {stars} · {amount}{state}",
        time=moment(topup.paid_at),
        stars=bold(stars(topup.stars)),
        amount=amount,
        state=_state(it),
    )


def _state(it: PaymentState) -> str:
    if it.refund is None:
        return ""
    words = {
        StarRefundStatus.ASKED: _("on its way back"),
        StarRefundStatus.SENDING: _("on its way back"),
        StarRefundStatus.DONE: _("went back"),
        StarRefundStatus.REFUSED: _("refund refused by Telegram"),
    }
    return " · " + words[it.refund.status]


def _copy(topup: Topup) -> InlineKeyboardButton:
    of = f"{stars(topup.stars)} · {day(topup.paid_at)}"
    return copy("📋 " + _("Copy ID: {payment}").format(payment=of), topup.charge_id)


def refunds(it: PaymentsOfPerson, reason: str | None = None) -> Screen:
    """Which payments the person may have back now."""
    rule = _("A payment goes back whole, within a day, while its money is free in your wallet.")
    none = _("No payment can go back right now. Write to us if you think otherwise.")
    return Screen(
        paragraphs(
            fill("⚠️ {reason}", reason=reason) if reason else None,
            bold(_("Refund in Stars")),
            rule,
            free(it),
            None if it.returnable else none,
        ),
        [
            *([button("↩️ " + _named(topup), AskStarsBack(topup=topup.id))] for topup in it.returnable),
            _back(),
        ],
    )


def free(it: PaymentsOfPerson) -> Markup:
    """How much of a wallet may go back, and how much is kept aside for orders."""
    held = fill(_("Kept aside for orders: {amount}"), amount=bold(money(it.wallet.kept_aside, it.currency)))
    return lines(
        fill(_("Free in the wallet: {amount}"), amount=bold(money(it.free, it.currency))),
        held if it.wallet.kept_aside else None,
    )


def _named(topup: Topup) -> str:
    return f"{stars(topup.stars)} · {money(topup.credited or 0, topup.currency)}"


def ask_refund(topup: Topup) -> Screen:
    return Screen(
        paragraphs(
            bold(_("Get {stars} back?").format(stars=stars(topup.stars))),
            fill(
                _("{amount} leaves your wallet, and the Stars go back to your Telegram account."),
                amount=bold(money(topup.credited or 0, topup.currency)),
            ),
        ),
        [
            [
                danger_button(
                    "↩️ " + _("Get {stars} back").format(stars=stars(topup.stars)),
                    GetStarsBack(topup=topup.id),
                )
            ],
            _back(),
        ],
    )


def asked(topup: Topup) -> Screen:
    """The refund was asked for; a message follows when Telegram has made it."""
    return Screen(
        paragraphs(
            fill(_("On the way back to you: {stars}"), stars=bold(stars(topup.stars))),
            fill(
                _("{amount} left your wallet. You get a message when Telegram has returned the Stars."),
                amount=bold(money(topup.credited or 0, topup.currency)),
            ),
        ),
        [_back()],
    )


def _back() -> ButtonRow:
    return [button("‹ " + _("Help with payments"), OpenPaySupport())]
