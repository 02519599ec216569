"""How the panel account's balance changed from day to day, beside what the orders explain."""

from collections.abc import Sequence

from markupsafe import Markup

from storage.balance_comparisons import BalanceComparison
from usecases.clock import DAY
from usecases.operating.compare_balance import is_explained
from views.language import _
from views.navigation import home
from views.operating.callbacks import OpenComparisons, OpenHealth
from views.screen import ButtonRow, Screen, button
from views.text import bold, day, fill, lines, paragraphs, total


def opening() -> list[ButtonRow]:
    return [[button("📒 " + _("Panel account by day"), OpenComparisons())]]


def line(it: BalanceComparison) -> Markup:
    """The last comparison in one line of the operator's overview."""
    return fill("{day}: {result}", day=_days(it), result=_result(it))


def page(its: Sequence[BalanceComparison]) -> Screen:
    return Screen(
        paragraphs(
            bold(_("Panel account by day")),
            *(_one(it) for it in its),
            _explanation(its) if its else _("Nothing was compared yet. It is done once a day."),
        ),
        [[button("‹ " + _("Operator"), OpenHealth()), home()]],
    )


def _explanation(its: Sequence[BalanceComparison]) -> Markup:
    return lines(
        _(
            "By the orders: what the bot's orders should have cost by the panel's list, less what should "
            "have come back. Top-ups and orders that were placed outside the bot make a difference too. Some "
            "panels pay back days later. If a difference stays, compare the orders on the panel's website."
        ),
        _("Unclear orders are in doubt, or nobody knows how much of them was delivered.")
        if any(it.unclear for it in its)
        else None,
        _("Days are in UTC."),
    )


def named(detail: str) -> Markup:
    """What the alert's detail says: the difference and its currency."""
    amount, _space, currency = detail.partition(" ")
    return fill(_("Difference: {amount}"), amount=bold(total(int(amount), currency)))


def _one(it: BalanceComparison) -> Markup:
    changes = _("By the orders {expected}, in fact {changed}").format(
        expected=_change(it.expected or 0, it.currency), changed=_change(it.changed or 0, it.currency)
    )
    return lines(bold(_days(it)), changes, _result(it))


def _days(it: BalanceComparison) -> str:
    """Name the day, or the first and the last where the balance could not be read for a time."""
    since = it.since or it.read_at
    if it.read_at - since < DAY + DAY // 2:
        return day(since)
    return _("{first} to {last}").format(first=day(since), last=day(it.read_at))


def _result(it: BalanceComparison) -> str:
    amount = total(abs(it.difference), it.currency)
    if is_explained(it):
        return _("as the orders explain") + _unclear(it)
    if it.difference > 0 and (it.changed or 0) > 0:
        return _("topped up by about {amount}").format(amount=amount)
    told = _("{amount} more is left than the orders explain")
    if it.difference < 0:
        told = _("{amount} less is left than the orders explain")
    return told.format(amount=amount) + _unclear(it)


def _unclear(it: BalanceComparison) -> str:
    if not it.unclear:
        return ""
    return " " + _("(unclear orders: {amount})").format(amount=total(it.unclear, it.currency))


def _change(micro: int, currency: str) -> str:
    return ("+" if micro > 0 else "") + total(micro, currency)
