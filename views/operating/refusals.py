"""Screens about orders, refills and cancels that the panel has refused."""

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from panel import Meaning
from storage.panel_keys import PanelKey
from storage.refusals import RefusedWrite
from usecases.alerting.tell_refusals import CANCEL, ORDER, REFILL, covers
from views.language import N_, _
from views.navigation import home
from views.operating.callbacks import OpenHealth, OpenRefusals
from views.screen import Screen, button
from views.text import ago, bold, cut, fill, lines, money, number, paragraphs, quoted

WRITES = {
    ORDER: N_("Order {number}"),
    REFILL: N_("Refill of order {number}"),
    CANCEL: N_("Cancellation of order {number}"),
}
MAX_REFUSALS_SHOWN = 5  # refusals in one message; further ones are only counted
MAX_REFUSAL_WORDS_LENGTH = 200  # characters of the panel's own words


def told(payload: Mapping[str, Any], keys: Mapping[int, PanelKey]) -> Screen:
    """The message about refusals that only the operator can resolve. `keys` are the present panel keys."""
    refused: list[dict[str, Any]] = payload.get("refusals", [])
    further = len(refused[MAX_REFUSALS_SHOWN:]) + int(payload.get("more", 0))
    return Screen(
        paragraphs(
            "⚠️ " + _("The panel refused:"),
            *(
                lines(_what(one["write"], one["order"]), _meaning(one, keys), _said(one["words"]))
                for one in refused[:MAX_REFUSALS_SHOWN]
            ),
            _("And {count} more.").format(count=number(further)) if further else None,
        ),
        [[button("🚫 " + _("Refusals"), OpenRefusals()), button("🛠 " + _("Operator"), OpenHealth())]],
    )


def page(refused: Sequence[RefusedWrite]) -> Screen:
    return Screen(
        paragraphs(
            lines(bold(_("Refusals")), _("The latest refusals, in the panel's own words.")),
            *(
                lines(
                    fill("{what} · {ago}", what=_what(one.write, one.order_id), ago=ago(one.at)),
                    _said(one.words),
                )
                for one in refused
            ),
            None if refused else _("Nothing was refused."),
        ),
        [[button("‹ " + _("Back"), OpenHealth()), home()]],
    )


def _what(write: str, order_id: int) -> Markup:
    return bold(_(WRITES[write]).format(number=order_id))


def _said(words: str) -> Markup:
    return quoted(cut(words, MAX_REFUSAL_WORDS_LENGTH))


def _meaning(one: Mapping[str, Any], keys: Mapping[int, PanelKey]) -> str:
    match one["meaning"]:
        case Meaning.FUNDS:
            return _funds(_balance(one, keys.get(one["panel_key"])), one["price"], one["currency"])
        case Meaning.KEY:
            return _(
                "The panel did not accept the key. If it also refuses to tell the balance, ordering "
                "closes and you get a message."
            )
    return _("It is not clear what is wrong.")


def _balance(one: Mapping[str, Any], key: PanelKey | None) -> int | None:
    """Return the balance that the panel told after the refusal, or else the one known at the refusal."""
    is_news = key is not None and key.balance_at is not None and key.balance_at >= one["at"]
    balance: int | None = key.balance if key is not None and is_news else one["balance"]
    return balance


def _funds(balance: int | None, price: int, currency: str) -> str:
    if balance is None:
        return _("The panel says that there is not enough money. The balance is not known.")
    known = money(balance, currency)
    if covers(balance, price):
        return _(
            "The panel says that there is not enough money, but your balance is {balance}. The "
            "panel may be short of money at its own supplier: ask the panel."
        ).format(balance=known)
    if not price:
        return _("Not enough funds: the account has {balance}. Top it up.").format(balance=known)
    return _("Not enough funds: the account has {balance}, the order costs {price}. Top it up.").format(
        balance=known, price=money(price, currency)
    )
