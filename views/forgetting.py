"""Screens for deleting a person's own data."""

from markupsafe import Markup

from storage.accounts import Wallet
from usecases.people.forget_people import NotForgotten
from views.callbacks import AskForgetting, ForgetMe, OpenPrivacy, OpenWallet
from views.language import _, ngettext
from views.navigation import home
from views.order_callbacks import OpenOrders
from views.screen import ButtonRow, Screen, button, danger_button, primary_button
from views.text import ago, bold, fill, number, paragraphs


def opening() -> ButtonRow:
    return [button("🗑 " + _("Delete my data"), AskForgetting())]


def ask(kept: NotForgotten | None, *, is_shop: bool = False) -> Screen:
    """Ask before the deletion. If `kept` is given, say why it is not possible."""
    if kept is not None:
        return refused(kept)
    return Screen(
        paragraphs(
            bold(_("Delete your data?")),
            _(
                "We delete your Telegram ID, your name, your settings, what you were about to order, and the "
                "links and texts of your orders. Your orders keep only their numbers and amounts."
            ),
            _("The wallet keeps its amounts, without your name. This cannot be undone.")
            if is_shop
            else _("Then this bot is closed to you, until you are let in again. This cannot be undone."),
        ),
        [[danger_button("🗑 " + _("Delete my data"), ForgetMe())], _back()],
    )


def refused(kept: NotForgotten) -> Screen:
    rows: list[ButtonRow] = []
    if kept.open_orders or kept.in_question or kept.settled_at:
        rows = [[primary_button("📦 " + _("My orders"), OpenOrders())]]
    if kept.wallet:
        rows = [[primary_button("👛 " + _("Wallet"), OpenWallet())]]
    return Screen(paragraphs(bold(_("Nothing was deleted")), _why(kept)), [*rows, _back()])


def _why(kept: NotForgotten) -> Markup | str:
    if kept.wallet or kept.is_paying or kept.in_question or kept.settled_at:
        return _about_money(kept)
    if kept.open_orders:
        count = len(kept.open_orders)
        sentence = ngettext(
            "{count} order of yours is still open, or its refill is. Try again when it is finished.",
            "{count} orders of yours are still open, or their refills are. Try again when they are finished.",
            count,
        )
        return fill(sentence, count=number(count))
    if kept.is_stopped:
        return _(
            "The operator has stopped your orders, so you cannot delete your data here. Ask the operator to "
            "delete it."
        )
    if kept.is_operator or kept.setting:
        return _(
            "The settings of this bot let you in, or you are an operator. Only the bot's owner can change "
            "this. Write to the owner first."
        )
    return _("There is nothing left to delete.")


def _about_money(kept: NotForgotten) -> Markup | str:
    if kept.wallet is not None:
        return _of_wallet(kept.wallet)
    if kept.is_paying:
        return _("A payment of yours waits for the operator, or is on its way back to you. Try again later.")
    if kept.settled_at is not None:
        return fill(
            _("The panel may still correct an order of yours, and money may come back. Try again {when}."),
            when=ago(kept.settled_at),
        )
    return _("The operator still decides how much of an order's price comes back to you. Try again then.")


def _of_wallet(wallet: Wallet) -> str:
    if wallet.debt or wallet.balance < 0:
        return _("You owe the operator money. Pay it first, or ask the operator.")
    return _("There is money in your wallet. Spend it first, or ask the operator to pay it out.")


def done() -> str:
    return _(
        "Your data is deleted. To use this bot again, send /start. You can delete this chat in Telegram."
    )


def _back() -> ButtonRow:
    return [button("‹ " + _("Back"), OpenPrivacy()), home()]
