"""Screens where an operator sees payments in Stars, credits them, and gives them back."""

from aiogram.types import InlineKeyboardButton
from markupsafe import Markup

from storage.topups import Topup
from storage.users import User
from usecases.paying.confirm_wallets import ConfirmedWallets, WalletsToConfirm
from usecases.paying.view_payments import PaymentCard, PaymentsOfPerson, PaymentState
from views import labels, paysupport
from views.language import _, ngettext
from views.navigation import home
from views.operating.callbacks import OpenHealth
from views.operating.money_callbacks import (
    AskReturn,
    CreditPayment,
    OpenPayments,
    OpenWallets,
    ReturnPayment,
    WalletsAreRight,
)
from views.screen import ButtonRow, Screen, button, confirm, copy, danger_button
from views.text import bold, fill, lines, moment, money, number, paragraphs
from views.topups import stars

SHOWN_PAYMENTS = 10


def opening(user_id: int) -> ButtonRow:
    """The button that opens a person's payments."""
    return [button("⭐ " + _("Payments"), OpenPayments(user=user_id))]


def listed(payer: User, it: PaymentsOfPerson) -> Screen:
    shown = it.payments[:SHOWN_PAYMENTS]
    returnable = [one.topup for one in shown if one.topup in it.returnable or _is_unmatched(one)]
    none = _("No payments yet.")
    return Screen(
        paragraphs(
            lines(bold(_("Payments")), labels.person(payer)),
            lines(*map(paysupport.payment, shown)) if shown else none,
            paysupport.free(it),
        ),
        [
            *(
                [button("↩️ " + f"{stars(topup.stars)} · {_amount(topup)}", AskReturn(topup=topup.id))]
                for topup in returnable
            ),
            _back(),
        ],
    )


def _is_unmatched(it: PaymentState) -> bool:
    return it.topup.credited is None and not it.is_going_back


def _amount(topup: Topup) -> str:
    return _("not credited") if topup.credited is None else money(topup.credited, topup.currency)


def unmatched(it: PaymentCard) -> Screen:
    """A payment that belongs to no invoice of this bot."""
    topup = it.state.topup
    if topup.credited is not None or it.state.is_going_back:
        return Screen(paragraphs(_fact(it), _("This has already been decided.")), [_back()])
    return Screen(
        paragraphs(
            fill("⭐ " + _("A payment of {stars} belongs to no invoice."), stars=bold(stars(topup.stars))),
            _fact(it),
            _("Credit it to the payer's wallet, or give the Stars back."),
        ),
        [
            [confirm("✅ " + _("Credit to the payer"), CreditPayment(topup=topup.id))],
            [danger_button("↩️ " + _("Give back"), ReturnPayment(topup=topup.id))],
            [_copy(topup)],
            _back(),
        ],
    )


def _fact(it: PaymentCard) -> Markup:
    topup = it.state.topup
    return lines(labels.person(it.payer), fill("{time}", time=moment(topup.paid_at)))


def _copy(topup: Topup) -> InlineKeyboardButton:
    return copy("📋 " + _("Copy payment ID"), topup.charge_id)


def ask_return(it: PaymentCard) -> Screen:
    """Ask before the Stars of a payment go back."""
    topup = it.state.topup
    amount = money(topup.credited or 0, topup.currency)
    return Screen(
        paragraphs(
            bold(_("Give {stars} back?").format(stars=stars(topup.stars))),
            _fact(it),
            fill(_("{amount} leaves their wallet."), amount=bold(amount)) if topup.credited else None,
        ),
        [
            [danger_button("↩️ " + _("Give back"), ReturnPayment(topup=topup.id))],
            [_copy(topup)],
            [button("‹ " + _("Back"), OpenPayments(user=topup.user_id)), home()],
        ],
    )


def asked_return(it: PaymentCard) -> Screen:
    told = _("They get a message when Telegram has returned the Stars.")
    return Screen(
        paragraphs(
            fill(_("On the way back: {stars}"), stars=bold(stars(it.state.topup.stars))), _fact(it), told
        ),
        [[button("‹ " + _("Back"), OpenPayments(user=it.payer.id)), home()]],
    )


def credited(it: PaymentCard) -> Screen:
    topup = it.state.topup
    amount = bold(money(topup.credited or 0, topup.currency))
    return Screen(
        paragraphs(fill("✅ " + _("{amount} came into their wallet."), amount=amount), _fact(it)), [_back()]
    )


def chargeback(it: PaymentCard, unsent: int) -> Screen:
    """Telegram took Stars back. `unsent` orders were not sent because of it."""
    topup, debt = it.state.topup, -it.wallet.debt
    owed = fill(
        _("They owe {amount} and cannot order until it is paid."), amount=bold(money(debt, topup.currency))
    )
    failed = ngettext(
        "{count} order was not sent because of it.", "{count} orders were not sent because of it.", unsent
    )
    return Screen(
        paragraphs(
            fill("⚠️ " + _("Telegram took {stars} back."), stars=bold(stars(topup.stars))),
            _fact(it),
            lines(
                fill(
                    _("It had brought {amount} into their wallet."),
                    amount=money(topup.credited or 0, topup.currency),
                ),
                owed if debt else None,
                fill(failed, count=number(unsent)) if unsent else None,
            ),
        ),
        [[_copy(topup)], [button("⭐ " + _("Payments"), OpenPayments(user=it.payer.id))], _back()],
    )


def wallets(it: WalletsToConfirm) -> Screen:
    """The wallets that may hold too much after a restore."""
    more = it.count - len(it.shown)
    people = ngettext(
        "{count} wallet may hold too much: {amount}.",
        "{count} wallets may hold too much: {amount} in all.",
        it.count,
    )
    return Screen(
        paragraphs(
            bold(_("Wallets after the restore")),
            _(
                "The wallets are those of the backup, with the payments and refunds since then from "
                "Telegram's statement. Orders since then, and what operators credited, are not in them."
            ),
            fill(people, count=number(it.count), amount=bold(money(it.total, it.currency))),
            lines(
                *(
                    fill(
                        "{who} · {amount}",
                        who=labels.person(one.user),
                        amount=bold(money(one.balance, it.currency)),
                    )
                    for one in it.shown
                ),
                fill(_("and {count} more"), count=number(more)) if more else None,
            ),
            _("Correct what you know to be wrong, then confirm. Selling opens after that."),
        ),
        [
            [confirm("✅ " + _("The wallets are right"), WalletsAreRight(since=it.since))],
            _back(),
        ],
    )


def opening_wallets() -> list[ButtonRow]:
    """The button that shows the wallets to confirm after a restore."""
    return [[button("👛 " + _("Check the wallets"), OpenWallets())]]


def wallets_confirmed(it: ConfirmedWallets) -> Screen:
    forgiven = it.forgiven
    taken = fill(_("Debts of {amount} were written off."), amount=bold(money(forgiven, it.currency)))
    return Screen(
        paragraphs(fill("✅ " + _("The wallets are confirmed.")), taken if forgiven else None), [_back()]
    )


def _back() -> ButtonRow:
    return [button("🛠 " + _("Operator"), OpenHealth()), home()]
