"""Screens for deleting a person's own data."""

from markupsafe import Markup

from usecases.people.forget_people import NotForgotten
from views.callbacks import AskForgetting, ForgetMe, OpenOrders, OpenPrivacy
from views.catalogue import home
from views.language import _, ngettext
from views.screen import ButtonRow, Screen, button, danger_button, primary_button
from views.text import bold, fill, number, paragraphs


def opening() -> ButtonRow:
    return [button("🗑 " + _("Delete my data"), AskForgetting())]


def ask(kept: NotForgotten | None) -> Screen:
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
            _("Then this bot is closed to you, until you are let in again. This cannot be undone."),
        ),
        [[danger_button("🗑 " + _("Delete my data"), ForgetMe())], _back()],
    )


def refused(kept: NotForgotten) -> Screen:
    rows: list[ButtonRow] = (
        [[primary_button("📦 " + _("My orders"), OpenOrders())]] if kept.open_orders else []
    )
    return Screen(paragraphs(bold(_("Nothing was deleted")), _why(kept)), [*rows, _back()])


def _why(kept: NotForgotten) -> Markup | str:
    if kept.open_orders:
        count = len(kept.open_orders)
        sentence = ngettext(
            "{count} order of yours is still open, or its refill is. Try again when it is finished.",
            "{count} orders of yours are still open, or their refills are. Try again when they are finished.",
            count,
        )
        return fill(sentence, count=number(count))
    if kept.is_operator or kept.setting:
        return _(
            "The settings of this bot let you in, or you are an operator. Only the bot's owner can change "
            "this. Write to the owner first."
        )
    if kept.has_money:
        return _(
            "There is money in your wallet, you owe some, or money of your last orders may still come back. "
            "Write to the operator first."
        )
    return _("You are placing an order just now. Try again in a minute.")


def done() -> str:
    return _(
        "Your data is deleted. To use this bot again, send /start. You can delete this chat in Telegram."
    )


def _back() -> ButtonRow:
    return [button("‹ " + _("Back"), OpenPrivacy()), home()]
