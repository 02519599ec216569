"""A person's wallet: what is in it, its history, and what is said when it cannot pay."""

from aiogram.types import InlineKeyboardButton
from markupsafe import Markup

from storage.accounts import Wallet
from storage.transfers import TransferKind, WalletEntry
from usecases.paying.view_wallet import WalletPage
from usecases.step import Step
from views import labels
from views.callbacks import OpenCatalogue, OpenTopUp, OpenWallet, SendStatement, TopUpFor
from views.language import N_, _
from views.navigation import home
from views.order_callbacks import OpenDraft
from views.screen import ButtonRow, Screen, button, primary_button
from views.text import bold, cut, fill, lines, moment, money, paragraphs

MAX_NAME_LENGTH = 60
MAX_REASON_LENGTH = 200

KINDS = {
    TransferKind.RESERVE: N_("Order {order}"),
    TransferKind.RELEASE: N_("Order {order} was not placed"),
    TransferKind.REFUND: N_("Refund for order {order}"),
    TransferKind.TOPUP: N_("Top-up"),
    TransferKind.TOPUP_REVERSAL: N_("Top-up refunded"),
    TransferKind.REVERSAL_UNDONE: N_("Refund of a top-up undone"),
    TransferKind.DEBT_PAYMENT: N_("Paid what you owed"),
    TransferKind.GIFT: N_("Gift"),
    TransferKind.GIFT_REVERSAL: N_("Gift taken back"),
    TransferKind.CREDIT: N_("Added by the operator"),
    TransferKind.DEBIT: N_("Taken by the operator"),
    TransferKind.ADJUSTMENT: N_("Corrected by the operator"),
}
WITH_REASON = (TransferKind.CREDIT, TransferKind.DEBIT, TransferKind.ADJUSTMENT)


def page(it: WalletPage) -> Screen:
    return Screen(
        paragraphs(
            bold(_("Wallet")),
            standing(it.wallet, it.currency),
            *(entry(one, it.currency) for one in it.entries),
            None if it.entries else _("Nothing has come in or gone out yet."),
        ),
        [
            [
                primary_button("💳 " + _("Top up"), OpenTopUp()),
                button("🗂 " + _("Catalogue"), OpenCatalogue()),
            ],
            _turning(it),
            [*([button("📄 " + _("Statement (.csv)"), SendStatement())] if it.entries else []), home()],
        ],
    )


def _turning(it: WalletPage) -> ButtonRow:
    """The newest transfers are one tap away; the pages between are not."""
    newest = [] if it.is_newest else [button("« " + _("Newest"), OpenWallet())]
    return [*newest, *([button(_("Older") + " ›", OpenWallet(before=it.older))] if it.older else [])]


def standing(wallet: Wallet, currency: str) -> Markup:
    """Say what can be spent, what is kept aside and what is owed, each on its own line."""
    return lines(
        fill(_("Available: {amount}"), amount=bold(money(wallet.available, currency))),
        fill(_("Kept aside for orders: {amount}"), amount=bold(money(wallet.kept_aside, currency)))
        if wallet.kept_aside
        else None,
        _line(wallet, currency),
        fill("⚠️ {words}", words=owes(wallet, currency)) if wallet.debt else None,
    )


def _line(wallet: Wallet, currency: str) -> Markup | None:
    if not wallet.floor:
        return None
    return fill(
        _("Balance: {balance}, with a credit line of {line}"),
        balance=money(wallet.balance, currency),
        line=money(-wallet.floor, currency),
    )


def owes(wallet: Wallet, currency: str) -> str:
    return _("You owe {amount}. What comes in pays that first; until then you can't order.").format(
        amount=money(-wallet.debt, currency)
    )


def entry(it: WalletEntry, currency: str) -> Markup:
    """One transfer: the amount and what it was for, the service or the reason, the time."""
    sign = "+" if it.amount > 0 else ""
    return lines(
        fill("{amount} · {what}", amount=bold(sign + money(it.amount, currency)), what=what(it)),
        cut(it.service_name, MAX_NAME_LENGTH) if it.service_name else None,
        cut(it.reason, MAX_REASON_LENGTH) if it.kind in WITH_REASON else None,
        moment(it.happened_at),
    )


def what(it: WalletEntry) -> str:
    """Return what a transfer was for."""
    sentence = KINDS.get(it.kind)
    return _(sentence).format(order=it.order_id) if sentence else it.kind.value


def too_little(it: Step, wallet: Wallet) -> Screen:
    """The wallet cannot pay for the order. The review stays ready."""
    draft = it.draft
    return Screen(
        paragraphs(
            lines(bold(_("Not enough in your wallet")), cut(it.service.name, 120)),
            short(wallet, draft.price or 0, draft.currency),
            _("Nothing was ordered. Your order is kept while you top up."),
        ),
        [
            [top_up(wallet, draft.id, draft.price or 0, draft.currency)],
            [button("💳 " + _("Another amount"), OpenTopUp())],
            [button("‹ " + _("Back to your order"), OpenDraft(draft=draft.id)), home()],
        ],
    )


def short(wallet: Wallet, price: int, currency: str | None) -> Markup:
    """Say what there is and what the order costs."""
    have = _("You have {available}, this costs {price}.").format(
        available=money(wallet.available, currency), price=labels.price(price, currency)
    )
    return lines(have, owes(wallet, currency or "") if wallet.debt else None)


def top_up(wallet: Wallet, draft_id: str, price: int, currency: str | None) -> InlineKeyboardButton:
    """The button that tops up exactly what is missing."""
    amount = money(wallet.missing(price), currency)
    return primary_button("💳 " + _("Top up {amount}").format(amount=amount), TopUpFor(draft=draft_id))


def nothing_yet() -> str:
    """A toast instead of an empty statement."""
    return _("Nothing has come in or gone out yet.")
