"""An operator's screen about the balance at which they want to be told."""

from markupsafe import Markup

from usecases.operating.low_balance import LowBalance
from views.language import _
from views.navigation import home
from views.operating.callbacks import OpenHealth
from views.operating.service_callbacks import SetNoLimit
from views.screen import Screen, button
from views.text import bold, fill, lines, on_account, paragraphs


def limit(it: LowBalance, *, is_refused: bool = False) -> Screen:
    """Ask for the balance. `is_refused`: what was sent is no amount."""
    balance = on_account(it.balance, it.currency) if it.balance is not None else _("not known")
    return Screen(
        paragraphs(
            "⚠️ " + _("Send an amount above 0, with at most two decimals.") if is_refused else None,
            bold(_("Low balance")),
            lines(
                fill(_("Panel account: {amount}"), amount=bold(balance)),
                fill(_("You are told below {amount}."), amount=bold(on_account(it.limit, it.currency)))
                if it.limit
                else _("You are not told when it gets low."),
            ),
            _("Send the balance below which operators get a message. They get another one when it is back."),
        ),
        [
            [button("🔕 " + _("Switch off"), SetNoLimit())] if it.limit else [],
            [button("‹ " + _("Operator"), OpenHealth()), home()],
        ],
    )


def limit_saved() -> str:
    """A toast."""
    return _("Saved.")


def low(detail: str) -> Markup:
    """The line of an alert. `detail` has the balance, the limit and the currency."""
    balance, least, *currency = detail.split()
    code = currency[0] if currency else ""
    return fill(
        _("It has {balance}. You wanted to be told below {limit}."),
        balance=bold(on_account(int(balance), code)),
        limit=bold(on_account(int(least), code)),
    )
